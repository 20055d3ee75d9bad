"""Is this journal the one that was closed last? Older copies, clones, lost files, and the guard that tells."""

import shutil
from pathlib import Path

import pytest

from sync.domain.entry import Reason
from sync.domain.identity import Stream
from sync.journal.contract import (
    OpenedAfterPowerCut,
    OpenedClean,
    SetAside,
)
from sync.journal.guard import SLOT_BYTES, Guard, Guarded
from sync.protocol.canon import encode
from tests.support.damage import spoil
from tests.support.journals import CLOCK, arrival, everything, filled, note_of, opened_at, tap


def test_an_older_copy_is_set_aside_and_what_it_holds_still_waits(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 5)
    shutil.copy(path, tmp_path / "copy")
    old = filled(path, 4, first=6)
    shutil.copy(tmp_path / "copy", path)
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost, journal.opened.lost_and_found) == (5, 4, None)
    assert journal.opened.path is not None
    assert journal.opened.path.read_bytes() == (tmp_path / "copy").read_bytes()
    assert "entry 9" in journal.opened.why
    assert everything(journal, old) == tuple(encode(arrival(number)) for number in range(1, 6))
    assert note_of(journal) == (Reason.JOURNAL_SET_ASIDE, 4)
    assert journal.stream != old
    # A tap of the salvaged part is still known; its stream can be sealed and carried.
    assert journal.append(arrival(2), tap(2)).again
    assert journal.seal(old, 5, 1, CLOCK).seq == 5
    journal.close()
    journal = opened_at(path)
    assert (journal.opened, dict(journal.streams())[old]) == (OpenedClean(), 5)
    journal.close()


def test_another_kiosks_journal_in_our_place_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 5)
    other = opened_at(tmp_path / "other", first_incarnation=77)
    for number in range(5):
        other.append(arrival(100 + number), tap(100 + number))
    other.close()
    shutil.copy(tmp_path / "other", tmp_path / "journal")
    journal = opened_at(tmp_path / "journal", first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (5, 5)
    journal.close()


def test_a_copy_with_another_past_is_set_aside_though_it_is_longer(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 3)
    shutil.copytree(tmp_path, tmp_path / "clone", ignore=shutil.ignore_patterns("clone"))
    filled(path, 2, first=4)
    filled(tmp_path / "clone" / "journal", 5, first=50)
    shutil.copy(tmp_path / "clone" / "journal", path)
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    journal.close()


def test_a_journal_that_is_gone_is_known_to_have_been_there(tmp_path: Path) -> None:
    old = filled(tmp_path / "journal", 3)
    (tmp_path / "journal").unlink()
    journal = opened_at(tmp_path / "journal")
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.path, journal.opened.salvaged, journal.opened.lost) == (None, 0, 3)
    assert dict(journal.streams())[old] == 0
    journal.close()
    journal = opened_at(tmp_path / "journal")
    assert journal.opened == OpenedClean()
    journal.close()


def test_without_its_guard_a_journal_is_believed(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 3)
    (tmp_path / "journal.guard").unlink()
    journal = opened_at(tmp_path / "journal")
    assert (journal.opened, journal.high) == (OpenedAfterPowerCut(), 3)
    journal.close()


def test_the_guard_survives_torn_and_missing_writes(tmp_path: Path) -> None:
    path = tmp_path / "guard"
    guard = Guard(path)
    states = [Guarded(Stream(5, 1), seq, bytes([seq]) * 32, clean=False) for seq in range(1, 4)]  # type: ignore[arg-type] # numbers are enough
    assert guard.read() is None
    for state in states:
        guard.write(state)
    assert guard.read() == states[2]
    guard.close()
    newest = 3 % 2 * SLOT_BYTES
    spoil(path, newest + 20, 4)
    guard = Guard(path)
    assert guard.read() == states[1]
    guard.write(states[0])
    assert guard.read() == states[0]
    guard.close()


def test_a_guard_of_another_kind_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.journal import guard as guard_module

    with monkeypatch.context() as patch:
        patch.setattr(guard_module, "_MAGIC", b"mhguard9")
        guard = Guard(tmp_path / "guard")
        guard.write(Guarded(Stream(5, 1), 1, bytes(32), clean=True))  # type: ignore[arg-type] # numbers are enough
        guard.close()
    assert Guard(tmp_path / "guard").read() is None
