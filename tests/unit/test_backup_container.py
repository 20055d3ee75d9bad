"""Is a backup's file whole or not there, and is a sealed one noticed that was cut where two pieces meet?"""

import hashlib
import io
from pathlib import Path

import pytest

from tests.support.centre import set_up_django

set_up_django()

from sync.server.backups import container, sealing  # noqa: E402 - settings of the centre come first
from sync.server.backups.contents import FORMAT, Facts, Manifest, Member  # noqa: E402 - the same
from sync.server.backups.trouble import NotABackup  # noqa: E402 - the same

PASSPHRASE = "three geese in a teapot"


def manifest(*members: Member) -> Manifest:
    return Manifest(FORMAT, "1", 0, "sqlite", "3", "", Facts(1, (), (), {}), members)


def test_what_is_taken_out_is_what_was_put_in(tmp_path: Path) -> None:
    content = tmp_path / "database"
    content.write_bytes(bytes(range(256)) * 9)
    container.write(tmp_path / "one.backup", manifest(container.member_of("database", content)), {"database": content}, "")
    (tmp_path / "out").mkdir()
    assert container.take_out(tmp_path / "one.backup", tmp_path / "out", "").members[0].size_bytes == 2304
    assert (tmp_path / "out" / "database").read_bytes() == content.read_bytes()


def test_a_file_that_fails_halfway_is_not_there(tmp_path: Path) -> None:
    member = Member("database", 10, hashlib.sha256(b"").hexdigest())
    with pytest.raises(FileNotFoundError):
        container.write(tmp_path / "one.backup", manifest(member), {"database": tmp_path / "gone"}, "")
    assert list(tmp_path.iterdir()) == []


def test_content_that_changed_by_one_bit_is_noticed(tmp_path: Path) -> None:
    content = tmp_path / "database"
    content.write_bytes(b"hats" * 1000)
    container.write(tmp_path / "one.backup", manifest(container.member_of("database", content)), {"database": content}, "")
    path = tmp_path / "one.backup"
    path.write_bytes(path.read_bytes().replace(b"hatshats", b"hatshatr", 1))
    (tmp_path / "out").mkdir()
    with pytest.raises(NotABackup, match="not what was written"):
        container.take_out(path, tmp_path / "out", "")


def test_a_manifest_that_says_something_else_now_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "one.backup"
    container.write(path, manifest(), {}, "")
    written = path.read_bytes()
    assert written.count(b'"epoch": 1') == 1
    path.write_bytes(written.replace(b'"epoch": 1', b'"epoch": 2'))
    with pytest.raises(NotABackup, match="its manifest is not what was written"):
        container.take_out(path, tmp_path, "")


def test_a_manifest_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.backup"
    container.write(path, manifest(), {}, "")
    monkeypatch.setattr(container, "MANIFEST_BYTES_MAX", 100)
    with pytest.raises(NotABackup, match="is no backup of a centre"):
        container.take_out(path, tmp_path, "")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "sub/outside"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    content.write_bytes(b"x")
    container.write(tmp_path / "one.backup", manifest(container.member_of(name, content)), {name: content}, "")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotABackup):
        container.take_out(tmp_path / "one.backup", tmp_path / "out", "")
    assert list((tmp_path / "out").iterdir()) == []


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    into = sealing.Sealed(file, PASSPHRASE)
    into.write(content)
    into.finish()
    return file.getvalue()


def opened(content: bytes) -> bytes:
    file = io.BytesIO(content)
    assert sealing.is_sealed(file)
    reader = sealing.Opened(file, PASSPHRASE)
    return b"".join(iter(lambda: reader.read(10_000), b""))


@pytest.mark.slow
def test_a_sealed_file_opens_again_whatever_its_length() -> None:
    for length in (0, 1, sealing.PIECE_BYTES, sealing.PIECE_BYTES * 2 + 1):
        assert opened(sealed(bytes(length))) == bytes(length)


@pytest.mark.slow
def test_a_sealed_file_that_was_cut_where_two_pieces_meet_is_noticed() -> None:
    whole = sealed(bytes(sealing.PIECE_BYTES * 2 + 1))
    stamp_bytes = 17
    piece = sealing.PIECE_BYTES + stamp_bytes
    head = len(whole) - 2 * piece - 1 - stamp_bytes
    for pieces in (0, 1, 2):
        with pytest.raises(NotABackup, match="cut off"):
            opened(whole[: head + pieces * piece])
    with pytest.raises(NotABackup):
        opened(whole[: head + piece] + whole[head : head + piece] + whole[head + piece :])
