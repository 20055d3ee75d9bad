"""Is what goes wrong with a disk named by its remedy?"""

from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from sync.journal import sqlite
from sync.journal.contract import (
    Fault,
    StorageFailed,
    StorageFull,
    StorageReadOnly,
)
from tests.support.journals import filled, opened_at


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


def test_damage_is_told_before_it_is_raised_and_nothing_else_is() -> None:
    told: list[str] = []
    for error in (apsw.CorruptError("injected"), apsw.IOError("injected"), KeyboardInterrupt()):
        with pytest.raises((Fault, KeyboardInterrupt)), sqlite.faults("Trying", lambda: told.append("damage")):
            raise error
    assert told == ["damage"]


def test_a_query_is_planned_once_whatever_is_asked_for(tmp_path: Path) -> None:
    planned: list[int] = []

    def allow(action: int, *_names: str | None) -> int:
        planned.append(action)
        return apsw.SQLITE_OK

    with closing(sqlite.connect(tmp_path / "file")) as connection:
        connection.execute("CREATE TABLE entries (stream INTEGER, seq INTEGER, PRIMARY KEY (stream, seq)) WITHOUT ROWID")
        connection.authorizer = allow
        for stream in range(5):
            connection.execute("SELECT seq FROM entries WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)).fetchall()
    assert planned.count(apsw.SQLITE_SELECT) == 1


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
