"""What does the command line say when the database, the disk or we ourselves fail under a command?"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.test_server_commands import run
from tests.support.tree import ROOT
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


@pytest.mark.slow
def test_a_mistake_before_there_are_settings_is_kept_all_the_same(tmp_path: Path) -> None:
    code = """
import sys
from sync.server.commands import front
front._set_up_django = lambda: 1 / 0
sys.exit(front.main(["accounts"]))
"""
    # Reading the settings would fail once more, while the first mistake is being told.
    environ = {**os.environ, "MANYHANDS_STATE": str(tmp_path), "MANYHANDS_SECRET": "too short", "TMPDIR": str(tmp_path)}
    environ["DJANGO_SETTINGS_MODULE"] = "sync.server.settings"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (70, False)
    assert "ZeroDivisionError" in next(tmp_path.glob("crash-*")).read_text(encoding="utf-8")


def _fails(fault: Exception) -> Callable[[object], int]:
    def fail(_chosen: object) -> int:
        raise fault

    return fail
