"""Is what is no good backup refused in a plain sentence, with nothing changed? And does a sealed one bring its secret along?"""

import os
import shutil
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.backed_up import Kiosk, backed_up_centre, entries, hats, only_backup, run
from tests.support.centre import KINDS, set_up_django
from tests.support.wiring import WiredCentre

set_up_django()

PASSPHRASE = "three geese in a teapot"


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WiredCentre]:
    state = tmp_path / "state"
    state.mkdir()
    with backed_up_centre(request.param, state) as centre:
        kiosk = Kiosk(centre, 1)
        kiosk.log(1, 2, 3)
        kiosk.sync()
        yield centre


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def refusal(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the command says; it must not have been done."""
    capsys.readouterr()
    assert run(*words) in (1, 2, 3)
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def with_passphrase(passphrase: str) -> Any:
    from django.conf import settings
    from django.test.utils import override_settings

    return override_settings(ENVIRONMENT=msgspec.structs.replace(settings.ENVIRONMENT, backup_passphrase=passphrase))


def test_a_full_database_is_not_replaced_unless_asked_and_the_consequences_are_named(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", shelf) == 0
    said = refusal(capsys, "restore", only_backup(shelf))
    for word in ("3 entries", "--replace", "accounts", "enrolments", "sign in again", "kept beside"):
        assert word in said
    assert entries(centre) == 3


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_backup_that_was_cut_off_is_refused(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str], share: float) -> None:
    assert run("backup", shelf) == 0
    path = only_backup(shelf)
    whole = path.read_bytes().rstrip(b"\0")
    path.write_bytes(whole[: int(len(whole) * share)])
    said = refusal(capsys, "restore", path, "--replace")
    assert "cut off" in said
    assert (hats(centre), entries(centre)) == (6, 3)


def test_a_single_flipped_bit_anywhere_is_noticed(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", shelf) == 0
    path = only_backup(shelf)
    whole = bytearray(path.read_bytes().rstrip(b"\0"))
    with tarfile.open(path) as tar:
        middles = [member.offset_data + member.size // 2 for member in tar.getmembers()]
    assert len(middles) == 3, "manifest, its sum, database"
    for at in (*middles, 3, len(whole) - 1):
        damaged = bytearray(whole)
        damaged[at] ^= 1
        path.write_bytes(damaged)
        assert "damaged" in refusal(capsys, "prove-backup", path)
    assert entries(centre) == 3


@pytest.mark.parametrize("content", [b"", b"Dear centre, this is a letter.", bytes(20_000), b"manyhands-sealed-1\n"])
def test_what_was_never_a_backup_is_refused(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    path = shelf / "letter.backup"
    path.write_bytes(content)
    assert str(path) in refusal(capsys, "restore", path, "--replace")
    assert "there is no file" in refusal(capsys, "restore", shelf / "nothing", "--replace")
    assert entries(centre) == 3


def test_a_backup_of_another_centre_is_refused(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from django.test.utils import override_settings

    assert run("backup", shelf) == 0
    with override_settings(SECRET_KEY="another centre's secret, which is as long as it has to be"):
        for words in (("restore", only_backup(shelf), "--replace"), ("prove-backup", only_backup(shelf))):
            assert "the MANYHANDS_SECRET of the centre that made it" in refusal(capsys, *words)
    assert entries(centre) == 3


def test_a_backup_is_readable_by_its_owner_only_and_never_written_over(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", shelf / "one.backup") == 0
    assert stat.S_IMODE((shelf / "one.backup").stat().st_mode) == 0o600
    assert "no backup is written over" in refusal(capsys, "backup", shelf / "one.backup")
    assert "there is no folder" in refusal(capsys, "backup", shelf / "gone" / "one.backup")
    assert run("backup", shelf / "two.backup", "--keep", 1) == 2
    assert [path.name for path in shelf.iterdir()] == ["one.backup"], "a half-written file was left"
    assert entries(centre) == 3


def test_nothing_is_put_in_the_place_of_a_database_that_is_in_use(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", shelf) == 0
    store = centre.database.store()
    store.reading().all("SELECT 1 FROM ledger_entry")
    try:
        assert "stop the centre" in refusal(capsys, "restore", only_backup(shelf), "--replace")
    finally:
        store._connection.close()
    assert entries(centre) == 3


def test_a_backup_from_a_newer_version_is_refused(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.create(app="ledger", name="0099_of_tomorrow")
    assert run("backup", shelf) == 0
    assert "newer Many Hands" in refusal(capsys, "restore", only_backup(shelf), "--replace")
    assert entries(centre) == 3


def test_a_sealed_backup_opens_with_its_passphrase_only_and_shows_nothing(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.conf import settings

    with with_passphrase(PASSPHRASE):
        assert run("backup", shelf, "--verify") == 0
    path = only_backup(shelf)
    content = path.read_bytes()
    assert settings.SECRET_KEY.encode() not in content
    assert b"ledger_entry" not in content
    assert "MANYHANDS_BACKUP_PASSPHRASE" in refusal(capsys, "restore", path, "--replace")
    with with_passphrase("four geese in a teapot"):
        assert "the passphrase is another one" in refusal(capsys, "restore", path, "--replace")
    with with_passphrase(PASSPHRASE):
        path.write_bytes(content[: len(content) * 2 // 3])
        assert "cut off" in refusal(capsys, "restore", path, "--replace")
        path.write_bytes(content)
        assert run("restore", path, "--replace") == 0
    assert entries(centre) == 3


def test_a_sealed_backup_brings_its_secret_to_a_new_machine(centre: WiredCentre, shelf: Path) -> None:
    from django.conf import settings
    from django.test.utils import override_settings

    old = settings.SECRET_KEY
    with with_passphrase(PASSPHRASE):
        assert run("backup", shelf) == 0
        state = shelf / "state of the new machine"
        state.mkdir()
        new = "the secret that the new machine made for itself at its start"
        (state / "secret").write_text(new)
        with override_settings(SECRET_KEY=new, STATE_FOLDER=state):
            assert run("restore", only_backup(shelf), "--replace") == 0
    assert (state / "secret").read_text() == old
    assert stat.S_IMODE((state / "secret").stat().st_mode) == 0o600
    assert [path.read_text() for path in state.glob("secret.before_*")] == [new]
    assert entries(centre) == 3


def test_who_was_erased_after_the_backup_is_erased_again(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.domain.roster import Roster
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.models import Why
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.publish import publish
    from tests.support.day import EVENT, WARD, small_definition, small_roster
    from tests.support.pushing import NOW_MS

    roster: Roster = small_roster()
    publish(small_definition(), {WARD: roster}, NOW_MS)
    assert RosterRow.objects.filter(body__isnull=False).exists()
    assert run("backup", shelf) == 0
    erase_event(EVENT, "a coordinator", Why.ASKED, NOW_MS + 1_000)
    assert run("restore", only_backup(shelf), "--replace") == 0
    assert not RosterRow.objects.filter(body__isnull=False).exists()
    assert "Erased anew" in capsys.readouterr().out
    assert entries(centre) == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file system")
def test_a_full_disk_leaves_no_half_backup(centre: WiredCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        said = refusal(capsys, "backup", small / "one.backup")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)
    assert said
    assert entries(centre) == 3
    assert shutil.disk_usage(tmp_path).free


def test_a_file_that_is_no_backup_is_a_mistake_on_the_command_line(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.mkdir(exist_ok=True)
    (shelf / "letter.txt").write_text("no backup")
    for command in ("prove-backup", "restore"):
        assert run(command, shelf / "nowhere.backup") == 2
        assert run(command, shelf / "letter.txt") == 2
    said = capsys.readouterr().err
    assert "there is no file" in said
    assert "is no backup of a centre" in said
