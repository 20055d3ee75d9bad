"""What comes over from a damaged journal, and what if the power goes meanwhile?"""

import itertools
import shutil
from pathlib import Path

import apsw
import msgspec
import pytest

from sync.domain.entry import Reason
from sync.journal.contract import (
    SetAside,
)
from sync.journal.files import Files
from sync.protocol.canon import encode
from tests.support.damage import PAGE_BYTES, change, spoil
from tests.support.journals import CLOCK, arrival, everything, filled, note_of, opened_at, tap


class PowerGone(BaseException):
    pass


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
