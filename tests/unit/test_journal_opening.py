"""What does a journal do when it is not as we left it? Rolled back, cloned, damaged, too new, taken."""

import itertools
import random
import shutil
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest
from nacl.signing import SigningKey

from sync.domain.entry import Entry, Kind, Reason
from sync.domain.identity import Stream
from sync.journal import salvage, sqlite
from sync.journal.contract import (
    Fault,
    JournalDamaged,
    JournalTaken,
    JournalTooNew,
    OpenedAfterPowerCut,
    OpenedClean,
    SetAside,
    StorageFailed,
    StorageFull,
    StorageReadOnly,
)
from sync.journal.disk import DiskJournal
from sync.journal.files import Files
from sync.journal.guard import SLOT_BYTES, Guard, Guarded
from sync.journal.proof import TAIL_ENTRIES
from sync.journal.schema import JOURNAL_STEPS, migrate
from sync.protocol.canon import decode, encode
from tests.support.journals import CLOCK, KEY, arrival, everything, opened_at, tap

PAGE_BYTES = 4096


def filled(path: Path, entries: int, *, first: int = 1) -> Stream:
    """Make or lengthen a journal, closed in order; return its present stream."""
    journal = opened_at(path)
    for number in range(first, first + entries):
        journal.append(arrival(number), tap(number))
    stream = journal.stream
    journal.close()
    return stream


def note_of(journal: DiskJournal) -> tuple[int, int | None]:
    """Return reason and amount of the present stream's first entry."""
    entry = decode(everything(journal)[0])
    assert entry.kind == Kind.SYSTEM
    return entry.reason, entry.quantity


def spoil(path: Path, at: int, count: int = 64) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(random.Random(at).randbytes(count))


def change(path: Path, entry: Entry) -> None:
    """Change one bit of `entry`, also in copies of it that SQLite left in unused parts of pages."""
    body = encode(entry)
    changed = body[:20] + bytes([body[20] ^ 1]) + body[21:]
    content = path.read_bytes()
    assert body in content
    path.write_bytes(content.replace(body, changed))


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


def test_no_file_at_all_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 3)
    (tmp_path / "journal").write_bytes(b"once upon a time " * 1000)
    (tmp_path / "journal.guard").unlink()
    journal = opened_at(tmp_path / "journal", first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (0, 0)
    journal.close()


def test_a_changed_entry_is_found_at_the_start_and_what_stands_behind_it_is_kept_raw(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    old = filled(path, 9)
    change(path, arrival(6))
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (5, 4)
    assert everything(journal, old) == tuple(encode(arrival(number)) for number in range(1, 6))
    assert journal.opened.lost_and_found is not None
    found = journal.opened.lost_and_found.read_bytes()
    assert all(encode(arrival(number)) in found for number in (7, 8, 9))
    assert encode(arrival(5)) not in found
    journal.close()


def test_a_hole_in_the_middle_is_found_when_it_is_read_and_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 300)
    change(path, arrival(20))
    journal = opened_at(path)
    assert journal.opened == OpenedClean()
    with pytest.raises(JournalDamaged):
        journal.read(journal.stream, 1, 100)
    assert len(journal.read(journal.stream, 200, 100).entries) == 100
    journal.close()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (19, 281)
    assert not Files(path).damaged.exists()
    journal.close()


def test_the_full_check_finds_what_the_start_does_not_look_at(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 300)
    change(path, arrival(20))
    journal = opened_at(path)
    assert journal.check()
    journal.close()
    assert Files(path).damaged.exists()


def test_the_full_check_names_a_missing_entry(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 300)
    connection = apsw.Connection(str(path))
    connection.execute("DELETE FROM entries WHERE seq BETWEEN 30 AND 31")
    connection.close()
    journal = opened_at(path)
    assert "missing" in journal.check()[0]
    journal.close()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert journal.opened.salvaged == 29
    journal.close()


def test_the_full_check_names_troubles_of_the_pages(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 20)
    with path.open("r+b") as file:
        # The number of free pages (sqlite.org/fileformat.html, the database header).
        file.seek(36)
        file.write((5).to_bytes(4, "big"))
    journal = opened_at(path)
    assert journal.check()[0].startswith("the file's pages")
    journal.close()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    journal.close()


def test_a_false_alarm_is_looked_into_and_forgotten(tmp_path: Path) -> None:
    filled(tmp_path / "journal", 3)
    Files(tmp_path / "journal").damaged.touch()
    journal = opened_at(tmp_path / "journal")
    assert journal.opened == OpenedClean()
    assert not Files(tmp_path / "journal").damaged.exists()
    journal.close()


def test_damage_anywhere_never_stops_the_door_and_never_invents_anything(tmp_path: Path) -> None:
    path = tmp_path / "whole" / "journal"
    old = filled(path, 250)
    written = tuple(encode(arrival(number)) for number in range(1, 251))
    pages = path.stat().st_size // PAGE_BYTES
    aside = 0
    for page in range(pages):
        shutil.copytree(path.parent, tmp_path / f"{page}")
        damaged = tmp_path / f"{page}" / "journal"
        spoil(damaged, page * PAGE_BYTES, PAGE_BYTES)
        Files(damaged).damaged.touch()
        journal = opened_at(damaged, first_incarnation=500)
        held = everything(journal, old)
        assert held == written[: len(held)]
        if isinstance(journal.opened, SetAside):
            aside += 1
            assert len(held) + journal.opened.lost == 250
            assert journal.opened.path is not None
        else:
            assert len(held) == 250
        assert journal.append(arrival(999), tap(999)).id.seq == journal.high
        journal.close()
    assert aside > pages // 2


def test_when_the_table_of_streams_is_lost_the_guard_knows_what_to_look_for(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    old = filled(path, 8)
    connection = apsw.Connection(str(path))
    connection.execute("DROP TABLE streams")
    connection.close()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (8, 0)
    assert len(everything(journal, old)) == 8
    journal.close()


@pytest.mark.parametrize("table", ["entries", "taps", "seals", "marks"])
def test_each_table_that_is_lost_costs_only_itself(tmp_path: Path, table: str) -> None:
    path = tmp_path / "journal"
    old = filled(path, 8)
    journal = opened_at(path)
    journal.seal(old, 4, 1, CLOCK)
    journal.set_mark(old, 2, 1, 1)
    journal.close()
    connection = apsw.Connection(str(path))
    connection.execute(f"DROP TABLE {table}")
    connection.close()
    Files(path).damaged.touch()
    # The table is missed by whoever needs it; here the start looks at everything because it was told to.
    journal = opened_at(path, first_incarnation=500)
    if table == "entries":
        assert isinstance(journal.opened, SetAside)
        assert journal.opened.lost == 8
    else:
        assert len(everything(journal, old)) == 8
    journal.close()


def test_what_belongs_to_salvaged_entries_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = opened_at(path)
    old = journal.stream
    journal.append(arrival(1), tap(1))
    at_one = journal.seal(old, 1, 1, CLOCK)
    journal.append_all([arrival(2), arrival(3)], tap(2))
    journal.seal(old, 3, 1, CLOCK)
    journal.set_mark(old, 1, 1, 4)
    journal.close()
    change(path, arrival(3))
    journal = opened_at(path, first_incarnation=500)
    assert journal.seals(old, 0, 9) == (at_one,)
    told = journal.last_told(old)
    assert told is not None
    assert told.epoch == 4
    # The family's tap was not wholly saved, so it is free: pressing again records it in the new stream.
    assert not journal.append_all([arrival(2), arrival(3)], tap(2))[0].again
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
    with pytest.raises(AssertionError, match="key"):
        journal.seal(old, 3, 1, CLOCK)
    journal.close()


class PowerGone(BaseException):
    pass


def test_the_power_may_go_at_any_moment_of_setting_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "whole").mkdir()
    old = filled(tmp_path / "whole" / "journal", 5)
    shutil.copy(tmp_path / "whole" / "journal", tmp_path / "copy")
    filled(tmp_path / "whole" / "journal", 2, first=6)
    shutil.copy(tmp_path / "copy", tmp_path / "whole" / "journal")
    stops = 0
    for stop in itertools.count():
        folder = tmp_path / f"{stop}"
        shutil.copytree(tmp_path / "whole", folder)
        left = [stop]

        def falter(left: list[int] = left) -> bool:
            left[0] -= 1
            if left[0] < 0:
                raise PowerGone
            return True

        with monkeypatch.context() as patch:
            for name in ("rename", "unlink"):
                real = getattr(Path, name)
                patch.setattr(Path, name, lambda *args, real=real, **kwargs: falter() and real(*args, **kwargs))
            patch.setattr(Files, "sync_folder", lambda _files: falter())
            try:
                opened_at(folder / "journal", first_incarnation=500).close()
            except PowerGone:
                stops += 1
        if stops < stop:
            break
        journal = opened_at(folder / "journal", first_incarnation=900)
        assert everything(journal, old) == tuple(encode(arrival(number)) for number in range(1, 6))
        assert note_of(journal) == (Reason.JOURNAL_SET_ASIDE, 2)
        assert len(journal.streams()) == 2
        journal.close()
    assert stops > 8


def test_lost_and_found_names_the_place_of_each_entry(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    old = filled(path, 3)
    change(path, arrival(2))
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert journal.opened.lost_and_found is not None
    first_piece = msgspec.msgpack.encode(((old.device, old.incarnation, 2), b""))[:4]
    assert journal.opened.lost_and_found.read_bytes().startswith(first_piece)
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


def test_an_entry_missing_just_before_the_tail_is_missed_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 100)
    connection = apsw.Connection(str(path))
    connection.execute("DELETE FROM entries WHERE seq = ?", (100 - TAIL_ENTRIES,))
    connection.close()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert (journal.opened.salvaged, journal.opened.lost) == (99 - TAIL_ENTRIES, TAIL_ENTRIES + 1)
    journal.close()


def test_what_is_readable_between_two_holes_is_kept_raw(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 400)
    content = path.read_bytes()
    for number in (150, 300):
        # SQLite's own place for the entry, not a copy in the unused part of an older page.
        spoil(path, content.rindex(encode(arrival(number))) // PAGE_BYTES * PAGE_BYTES, PAGE_BYTES)
    Files(path).damaged.touch()
    journal = opened_at(path, first_incarnation=500)
    assert isinstance(journal.opened, SetAside)
    assert journal.opened.salvaged < 150
    assert journal.opened.lost_and_found is not None
    found = journal.opened.lost_and_found.read_bytes()
    assert encode(arrival(225)) in found
    assert encode(arrival(399)) in found
    journal.close()


def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "journal", 1)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StorageReadOnly):
        opened_at(tmp_path / "journal")


def test_an_unsafe_sqlite_is_refused() -> None:
    sqlite.require_safe_sqlite()
    with pytest.raises(Fault, match=r"3\.51\.3"):
        sqlite.require_safe_sqlite("3.51.2")


def test_our_own_mistakes_are_no_faults() -> None:
    with pytest.raises(apsw.MisuseError), sqlite.faults("Trying"):
        raise apsw.MisuseError


def test_no_room_for_sqlites_index_is_a_full_disk() -> None:
    error: Any = apsw.IOError("injected")
    error.extendedresult = apsw.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StorageFull), sqlite.faults("Opening the journal"):
        raise error


@pytest.mark.parametrize(
    ("number", "fault"), [("ENOSPC", StorageFull), ("EDQUOT", StorageFull), ("EROFS", StorageReadOnly), ("EIO", StorageFailed)]
)
def test_what_the_system_says_has_a_remedy(number: str, fault: type[Fault]) -> None:
    import errno

    with pytest.raises(fault) as told, sqlite.faults("Opening the journal"):
        raise OSError(getattr(errno, number), "injected")
    assert told.value.operation == "Opening the journal"


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Fault):
        opened_at(tmp_path / "file" / "journal")


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
