"""What does a journal find at its start? In order, killed, taken, too new, older, another device's."""

import shutil
from pathlib import Path

import apsw
import pytest
from nacl.signing import SigningKey

from sync.journal import salvage, sqlite
from sync.journal.contract import (
    JournalTaken,
    JournalTooNew,
    KeyGone,
    OpenedAfterPowerCut,
    OpenedClean,
)
from sync.journal.files import Files
from sync.journal.schema import JOURNAL_STEPS, migrate
from tests.support.journals import CLOCK, KEY, arrival, filled, opened_at, tap


def test_a_journal_closed_in_order_says_so_and_one_that_was_killed_says_that(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 3)
    journal = opened_at(tmp_path / "journal")
    assert (journal.opened, journal.high) == (OpenedClean(), 3)
    journal._disconnect()
    journal._guard.close()
    journal._lock.release()
    journal = opened_at(tmp_path / "journal")
    assert (journal.opened, journal.high) == (OpenedAfterPowerCut(), 3)
    journal.close()


def test_a_second_program_is_told_to_stay_away(tmp_path: Path) -> None:
    journal = opened_at(tmp_path / "journal")
    with pytest.raises(JournalTaken):
        opened_at(tmp_path / "journal")
    journal.append(arrival(1), tap(1))
    journal.close()
    opened_at(tmp_path / "journal").close()


def test_the_log_has_its_room_before_the_first_person_comes(tmp_path: Path) -> None:
    journal = opened_at(tmp_path / "journal")
    log = tmp_path / "journal-wal"
    room_bytes = log.stat().st_size
    for number in range(1, 150):
        journal.append(arrival(number), tap(number))
    assert room_bytes >= sqlite.LOG_PAGES_MAX * 4096
    assert log.stat().st_size == room_bytes
    assert (tmp_path / "journal").stat().st_size < room_bytes, "the room is in the log alone"
    journal.close()


def test_a_disk_that_is_nearly_full_keeps_its_room_for_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "ROOM_SPARED", 2**60)
    journal = opened_at(tmp_path / "journal")
    assert (tmp_path / "journal-wal").stat().st_size < sqlite.LOG_PAGES_MAX * 4096
    journal.append(arrival(1), tap(1))
    journal.close()


def test_a_journal_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 3)
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", len(JOURNAL_STEPS) + 1)
    connection.close()
    # A machine that lost its power leaves a log, and opening the file with SQLite would fold it in.
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE something_new (a)")
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("journal", "journal-wal"):
        shutil.copy(tmp_path / name, kept / name)
    connection.close()
    before = {file.name: file.read_bytes() for file in kept.iterdir()}
    with pytest.raises(JournalTooNew, match="newer program"):
        opened_at(kept / "journal")
    assert {name: (kept / name).read_bytes() for name in before} == before


def test_a_newer_version_that_stands_only_in_the_log_is_refused_as_well(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "journal")
    connection.pragma("user_version", len(JOURNAL_STEPS) + 1)
    with pytest.raises(JournalTooNew):
        opened_at(tmp_path / "journal")
    connection.close()


def test_a_closed_journal_is_never_opened_again_by_a_thread_that_comes_late(tmp_path: Path) -> None:
    """The lock is given back: by now the file may be another program's."""
    journal = opened_at(tmp_path / "journal")
    stream = journal.stream
    journal.close()
    other = opened_at(tmp_path / "journal")
    for act in (lambda: journal.append(arrival(1), tap(1)), lambda: journal.set_mark(stream, 1, 0, 1), journal.streams):
        with pytest.raises(AssertionError, match="another program"):
            act()
    journal.close()
    assert other.append(arrival(2), tap(2)).id.seq == 1
    other.close()


def test_an_older_file_is_brought_up_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    connection = sqlite.connect(path)
    migrate(connection, JOURNAL_STEPS[:1])
    connection.execute("INSERT INTO streams VALUES (1, 5, 1, ?)", (bytes(KEY.verify_key),))
    connection.close()
    journal = opened_at(path)
    assert (journal.opened, journal.stream.incarnation) == (OpenedAfterPowerCut(), 1)
    journal.prepare(tap(1))
    journal.append(arrival(1), tap(1))
    journal.close()
    connection = apsw.Connection(str(path))
    assert connection.execute("SELECT name FROM migrations ORDER BY no").fetchall() == [(step.name,) for step in JOURNAL_STEPS]
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "journal")
    broken = JOURNAL_STEPS[1]._replace(statements="CREATE TABLE half (no INTEGER); INSERT INTO nowhere VALUES (1)")
    with pytest.raises(apsw.SQLError):
        migrate(connection, (JOURNAL_STEPS[0], broken))
    assert connection.pragma("user_version") == 1
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").get == 0
    migrate(connection)
    connection.close()


def test_a_new_device_number_or_key_begins_a_new_stream_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    old = filled(path, 3)
    journal = opened_at(path, device=6, first_incarnation=1)
    assert (journal.opened, journal.high, journal.stream.device) == (OpenedClean(), 0, 6)
    assert dict(journal.streams())[old] == 3
    with_device = journal.stream
    journal.close()
    journal = opened_at(path, device=6, key=SigningKey.generate(), first_incarnation=1)
    assert journal.stream not in {old, with_device}
    with pytest.raises(KeyGone, match="key"):
        journal.seal(old, 3, 1, CLOCK)
    journal.close()


def test_a_new_incarnation_is_never_one_that_is_known(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 2)
    (tmp_path / "journal").unlink()
    journal = opened_at(tmp_path / "journal", first_incarnation=1)
    assert journal.stream.incarnation == 2
    journal.close()


def test_leftovers_of_an_unfinished_replacement_are_cleared(tmp_path: Path) -> None:
    Files(tmp_path / "journal").making.write_bytes(b"half")
    filled(tmp_path / "journal", 1)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["journal", "journal.guard", "journal.lock"]
    salvage.finish(Files(tmp_path / "journal"))
