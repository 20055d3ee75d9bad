"""Is the private key made once, kept whole, and readable by nobody else?"""

import stat
from pathlib import Path

import pytest

from sync.client.device import FILE_NAME, Device, KeyFileUnreadable, keep_device, load_or_make_device


def test_the_key_is_made_once(tmp_path: Path) -> None:
    made = load_or_make_device(tmp_path)
    assert load_or_make_device(tmp_path) == made
    assert not made.is_enrolled
    assert len(made.public_key) == 32


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    load_or_make_device(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_what_enrolment_gave_is_kept_with_the_same_key(tmp_path: Path) -> None:
    made = load_or_make_device(tmp_path)
    enrolled = Device(made.seed, 7, 2, b"c" * 32)
    keep_device(tmp_path, enrolled)
    kept = load_or_make_device(tmp_path)
    assert kept == enrolled
    assert kept.is_enrolled
    assert kept.public_key == made.public_key


def test_a_file_left_over_from_a_power_cut_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.new").write_text("half")
    assert load_or_make_device(tmp_path) == load_or_make_device(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b'{"seed": 3}', b"\xff\xfe"])
def test_a_damaged_key_file_is_named_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(KeyFileUnreadable, match="enrol again"):
        load_or_make_device(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_the_seed_stands_in_no_log(tmp_path: Path) -> None:
    made = load_or_make_device(tmp_path)
    assert repr(made) == "Device(number=0, venue=0)"
