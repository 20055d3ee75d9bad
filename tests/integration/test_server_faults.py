"""What does the command line say when the database, the disk or we ourselves fail under a command?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.test_server_commands import run
from tests.support.wiring import WiredCentre, wired_centre


@pytest.fixture
def centre() -> Iterator[WiredCentre]:
    with wired_centre("sqlite") as centre:
        yield centre


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("DatabaseError('file is not a database')", "is no database"),
        ("""ProgrammingError('invalid connection option "foo"')""", "holds an invalid connection option"),
        ("ProgrammingError('no such table: x')", "run: manyhands centre migrate"),
        ("OperationalError('no such table: x')", "run: manyhands centre migrate"),
        ("OperationalError('disk I/O error')", "its disk is full or takes no writes"),
        ("OperationalError('unable to open database file')", "the database cannot be used: unable"),
    ],
)
@pytest.mark.usefixtures("centre")
def test_what_the_database_says_is_answered_with_its_remedy(
    fault: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from django import db

    name, _, words = fault.partition("(")
    happened = getattr(db, name)(words[1:-2])
    monkeypatch.setattr("sync.server.commands.accounts.run", _fails(happened))
    assert run("accounts") == 4
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("centre")
def test_a_mistake_of_ours_is_kept_and_not_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from django.conf import settings

    monkeypatch.setattr("sync.server.commands.accounts.run", _fails(ZeroDivisionError("a bug")))
    assert run("accounts") == 70
    said = capsys.readouterr().err
    kept = Path(said.strip().rpartition(" ")[2])
    assert "Traceback" not in said
    assert kept.parent == settings.STATE_FOLDER
    assert "ZeroDivisionError: a bug" in kept.read_text(encoding="utf-8")


@pytest.mark.usefixtures("centre")
def test_a_mistake_before_there_are_settings_is_kept_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.conf import settings
    from django.utils.functional import empty

    monkeypatch.setattr(settings, "_wrapped", empty)
    monkeypatch.setattr("sync.server.commands.front._set_up_django", lambda: _fails(ZeroDivisionError("a bug"))(None))
    assert run("accounts") == 70
    kept = Path(capsys.readouterr().err.strip().rpartition(" ")[2])
    assert "ZeroDivisionError: a bug" in kept.read_text(encoding="utf-8")
    kept.unlink()


def _fails(fault: Exception) -> Callable[[object], int]:
    def fail(_chosen: object) -> int:
        raise fault

    return fail
