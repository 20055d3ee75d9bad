"""What if the file does not hold what was written? It is found, set aside, and never stops the door."""

import shutil
from pathlib import Path

import apsw
import pytest

from sync.journal.contract import (
    JournalDamaged,
    OpenedClean,
    SetAside,
)
from sync.journal.files import Files
from sync.journal.proof import TAIL_ENTRIES
from sync.protocol.canon import encode
from tests.support.damage import PAGE_BYTES, change, spoil
from tests.support.journals import arrival, everything, filled, opened_at, tap


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
