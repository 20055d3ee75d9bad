"""What if the disk says no in the middle? Errors injected under SQLite at every call, one after the other."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import apsw
import pytest

from sync.journal import sqlite
from sync.journal.contract import Fault, JournalDamaged, SetAside, StorageFailed, StorageFull, StorageReadOnly
from sync.journal.disk import DiskJournal
from sync.protocol.canon import encode
from tests.support.journals import CLOCK, arrival, everything, opened_at, tap
from tests.support.power import Disk, RecordingVFS

VFS = "failing"
IO_ERRORS = {
    "write": apsw.SQLITE_IOERR_WRITE,
    "sync": apsw.SQLITE_IOERR_FSYNC,
    "truncate": apsw.SQLITE_IOERR_TRUNCATE,
    "open": apsw.SQLITE_CANTOPEN,
}


class Trouble:
    """Lets `calls` calls pass, then fails `times` of them (none: all the following) with `error`."""

    def __init__(self, calls: int, error: Callable[[str], Exception], times: int | None = 1) -> None:
        self.calls = calls
        self.error = error
        self.times = times
        self.failed = 0

    def __call__(self, what: str, _name: str) -> None:
        self.calls -= 1
        if self.calls < 0 and (self.times is None or self.failed < self.times):
            self.failed += 1
            raise self.error(what)


def io_error(what: str) -> Any:
    error: Any = apsw.CantOpenError("injected") if what == "open" else apsw.IOError("injected")
    error.extendedresult = IO_ERRORS[what]
    return error


def no_room(_what: str) -> Exception:
    return apsw.FullError("injected")


def read_only(_what: str) -> Exception:
    return apsw.ReadOnlyError("injected")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    # A small log, so that folding it is among the calls that fail.
    monkeypatch.setattr(sqlite, "LOG_PAGES_MAX", 6)
    made = Disk()
    vfs = RecordingVFS(VFS, made)
    yield made
    vfs.unregister()


def works(_what: str, _name: str) -> None:
    pass


def tries(act: Callable[[], object]) -> bool:
    try:
        act()
    except Fault:
        return False
    return True


def live(journal: DiskJournal, disk: Disk, trouble: Trouble) -> list[bytes]:
    """Append eight families, one of them (the fourth) into the trouble, each until it is acknowledged; return what should stand there."""
    expected: list[bytes] = []
    for number in range(8):
        entries = [arrival(number * 10 + member) for member in range(2)]
        disk.before = trouble if number == 3 else works
        while not tries(lambda: journal.append_all(entries, tap(number))):  # noqa: B023 - called at once
            pass
        expected += map(encode, entries)
        assert list(everything(journal)) == expected
    return expected


def calls_of_one_family(folder: Path, disk: Disk) -> int:
    journal = opened_at(folder / "journal", vfs=VFS)
    counted = Trouble(10**6, io_error)
    live(journal, disk, counted)
    journal.close()
    return 10**6 - counted.calls


@pytest.mark.parametrize("times", [1, 2])
def test_an_error_at_any_call_never_doubles_and_never_loses(tmp_path: Path, disk: Disk, times: int) -> None:
    calls = calls_of_one_family(tmp_path / "counted", disk)
    assert calls > 4
    # After an error the file is read again, so there are more calls to fail than in a day without one.
    for position in range(calls + 6):
        path = tmp_path / f"{position}" / "journal"
        journal = opened_at(path, vfs=VFS)
        stream = journal.stream
        expected = live(journal, disk, Trouble(position, io_error, times))
        journal.close()
        journal = opened_at(path, first_incarnation=1000)
        assert (journal.stream, list(everything(journal)), journal.check()) == (stream, expected, ())
        assert not isinstance(journal.opened, SetAside)
        journal.close()


@pytest.mark.parametrize(("error", "fault"), [(no_room, StorageFull), (read_only, StorageReadOnly)])
def test_a_refusing_disk_is_named_loses_nothing_and_is_used_again_when_it_can(
    tmp_path: Path, disk: Disk, error: Callable[[str], Exception], fault: type[Fault]
) -> None:
    journal = opened_at(tmp_path / "journal", vfs=VFS)
    journal.append(arrival(1), tap(1))
    for position in range(3):
        disk.before = Trouble(position, error, times=None)
        with pytest.raises(fault) as told:
            journal.append(arrival(2 + position), tap(2 + position))
        assert told.value.hint
        disk.before = works
        assert journal.append(arrival(2 + position), tap(2 + position)).id.seq == 2 + position
    journal.close()


def test_a_commit_that_failed_and_is_there_after_all_is_acknowledged(tmp_path: Path) -> None:
    """The sync reports an error after everything was written: reading the file again finds the tap."""
    journal = opened_at(tmp_path / "journal")
    journal.append(arrival(1), tap(1))
    before = journal._connected()

    class FailsAfterCommit:
        in_transaction = False

        def __getattr__(self, name: str) -> object:
            return getattr(before, name)

        def execute(self, statement: str, *bound: Any) -> object:
            done = before.execute(statement, *bound)
            if statement == "COMMIT":
                raise io_error("sync")
            return done

    journal._writer = cast(apsw.Connection, FailsAfterCommit())
    recorded = journal.append(arrival(2), tap(2))
    assert (recorded.id.seq, recorded.again) == (2, False)
    assert journal.high == 2
    assert journal.append(arrival(3), tap(3)).id.seq == 3
    journal.close()


def test_while_the_disk_is_away_every_call_says_so_and_afterwards_all_work(tmp_path: Path, disk: Disk) -> None:
    journal = opened_at(tmp_path / "journal", vfs=VFS)
    journal.append(arrival(1), tap(1))
    disk.before = Trouble(0, io_error, times=None)
    with pytest.raises(StorageFailed):
        journal.append(arrival(2), tap(2))
    for act in (
        lambda: journal.prepare(tap(3)),
        lambda: journal.seal(journal.stream, 1, 1, CLOCK),
        lambda: journal.set_mark(journal.stream, 1, 0, 1),
        lambda: journal.read(journal.stream, 1, 5),
        journal.streams,
    ):
        with pytest.raises(StorageFailed):
            act()
    disk.before = works
    assert len(journal.read(journal.stream, 1, 5).entries) == 1
    assert journal.append(arrival(2), tap(2)).id.seq == 2
    journal.close()


def test_an_error_outside_an_append_is_got_over_as_well(tmp_path: Path, disk: Disk) -> None:
    journal = opened_at(tmp_path / "journal", vfs=VFS)
    journal.append(arrival(1), tap(1))
    disk.before = Trouble(0, io_error)
    with pytest.raises(StorageFailed):
        journal.prepare(tap(3))
    journal.prepare(tap(3))
    journal.close()


def test_an_error_while_a_seal_is_stored_keeps_no_entry_from_the_centre(tmp_path: Path, disk: Disk) -> None:
    journal = opened_at(tmp_path / "journal", vfs=VFS)
    journal.append(arrival(1), tap(1))
    trouble = disk.before = Trouble(0, io_error)
    seal = journal.seal(journal.stream, 1, 1, CLOCK)
    assert trouble.calls < 0, "the disk was asked, and refused"
    assert journal.seal(journal.stream, 1, 1, CLOCK) == seal
    assert len(journal.seals(journal.stream, 1, 1)) == 1, "stored with the next call that can"
    journal.close()


@pytest.mark.parametrize("error", [io_error, no_room, read_only])
def test_a_disk_that_stumbles_while_the_log_is_given_its_room_costs_nothing_but_the_room(
    tmp_path: Path, disk: Disk, error: Callable[[str], Exception]
) -> None:
    connection = sqlite.connect(tmp_path / "file", VFS)
    connection.execute("CREATE TABLE kept (one INTEGER)")
    trouble = Trouble(3, error)
    disk.before = trouble
    sqlite.make_log_room(connection, tmp_path / "file")
    assert trouble.failed == 1
    with sqlite.transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")
    assert connection.execute("SELECT count(*) FROM kept").get == 1
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'room'").get == 0
    connection.close()


def test_a_reader_that_comes_while_the_disk_is_away_is_told_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = opened_at(tmp_path / "journal")
    journal._disconnect()
    monkeypatch.setattr(journal, "_connected", lambda: None)
    with pytest.raises(StorageFailed, match="moment ago"):
        journal.read(journal.stream, 1, 1)
    monkeypatch.undo()
    journal.close()


def test_writes_that_were_never_made_are_found_out_at_the_next_start(tmp_path: Path) -> None:
    """They were reported as done; the guard knows how far we had come."""
    path = tmp_path / "journal"
    journal = opened_at(path)
    stream = journal.stream
    journal.append(arrival(1), tap(1))
    journal.close()
    before = path.read_bytes()
    journal = opened_at(path)
    journal.append(arrival(2), tap(2))
    journal.close()
    path.write_bytes(before)
    journal = opened_at(path)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (1, 1)
    assert everything(journal, stream) == (encode(arrival(1)),)
    journal.close()


def test_an_acknowledged_entry_that_vanishes_while_running_stops_the_journal(tmp_path: Path) -> None:
    journal = opened_at(tmp_path / "journal")
    journal.append(arrival(1), tap(1))
    other = apsw.Connection(str(tmp_path / "journal"))
    other.execute("DELETE FROM entries")
    with pytest.raises(JournalDamaged):
        journal.append(arrival(2), tap(2))
    other.close()
    journal._disconnect()
    with pytest.raises(JournalDamaged):
        journal.prepare(tap(3))
    journal.close()
    journal = opened_at(tmp_path / "journal")
    assert isinstance(journal.opened, SetAside)
    assert journal.opened.lost == 1
    journal.close()


def test_somebody_else_holding_the_file_is_a_fault_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS_MAX", 5)
    journal = opened_at(tmp_path / "journal")
    other = apsw.Connection(str(tmp_path / "journal"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFailed, match="another program"):
        journal.append(arrival(1), tap(1))
    other.execute("ROLLBACK")
    other.close()
    assert journal.append(arrival(1), tap(1)).id.seq == 1
    journal.close()
