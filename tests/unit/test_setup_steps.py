"""Is a long command shown plainly, and its failure with the cause, the last lines and the whole log?"""

import io
import os
import sys
from pathlib import Path

import pytest

from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.steps import TAIL_LINES, Steps, environment_for_pip, failure, in_short


class Terminal(io.StringIO):
    """A screen that keeps what was drawn on it."""

    def isatty(self) -> bool:
        return True


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_step_that_goes_well_is_one_line_and_its_words_are_in_the_log(tmp_path: Path) -> None:
    out = io.StringIO()
    Steps(tmp_path / "log", out).run("Fetching wool", python("print('a wall of text')"))
    assert out.getvalue() == "  Fetching wool … done (0 s)\n"
    assert "a wall of text" in (tmp_path / "log").read_text(encoding="utf-8")


def test_on_a_terminal_the_line_shows_what_is_being_fetched(tmp_path: Path) -> None:
    out = Terminal()
    Steps(tmp_path / "log", out).run("Fetching", python("print('Collecting kivy==2.3.1')"))
    assert "looking for kivy==2.3.1" in out.getvalue()
    assert out.getvalue().rstrip().endswith("Fetching … done (0 s)")


def test_a_step_that_fails_stops_with_its_cause_and_the_place_of_the_log(tmp_path: Path) -> None:
    steps = Steps(tmp_path / "log", io.StringIO())
    with pytest.raises(Stopped) as stopped:
        steps.run("Fetching", python("print('No space left on device'); raise SystemExit(3)"))
    assert stopped.value.code is Exit.FAULT
    assert "disk is full" in str(stopped.value)
    assert str(tmp_path / "log") in str(stopped.value)


def test_a_program_that_is_not_there_leaves_the_line_closed(tmp_path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(FileNotFoundError):
        Steps(tmp_path / "log", out).run("Fetching", [str(tmp_path / "no-such-program")])
    assert out.getvalue().endswith("\n")


def test_the_lock_stays_with_a_child_that_outlives_its_parent(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    try:
        steps = Steps(tmp_path / "log", io.StringIO(), keep_open=(write_end,))
        steps.run("Holding", python(f"import os; os.write({write_end}, b'x')"))
        assert os.read(read_end, 1) == b"x"
    finally:
        os.close(read_end)
        os.close(write_end)


def test_only_the_last_lines_are_shown_but_the_cause_may_stand_far_above_them() -> None:
    lines = ["NewConnectionError", *(f"line {number}" for number in range(100))]
    told = failure("Fetching", lines, Path("/log"))
    assert "network" in told
    assert "line 99" in told
    assert f"line {99 - TAIL_LINES}\n" not in told


def test_a_failure_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert "not one that Many Hands knows" in failure("Fetching", ["?"], Path("/log"))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Collecting kivy==2.3.1 (from manyhands==0.1.0)", "looking for kivy==2.3.1"),
        ("  Downloading kivy-2.3.1-cp311-cp311-manylinux_2_17_x86_64.whl (22.2 MB)", "fetching kivy (22.2 MB)"),
        ("Installing collected packages: a, b", "unpacking everything"),
        ("Unpacking libgl1:amd64 (1.6.0-1) ...", "unpacking libgl1:amd64"),
        ("Requirement already satisfied: pip", None),
    ],
)
def test_the_tools_own_lines_are_shortened_to_what_a_person_wants_to_know(line: str, shown: str | None) -> None:
    assert in_short(line) == shown


def test_pip_never_hears_of_places_other_than_the_environment() -> None:
    given = {"PIP_USER": "1", "PIP_TARGET": "/x", "PYTHONPATH": "/y", "PIP_CERT": "/c", "PATH": "/bin"}
    assert environment_for_pip(given) == {"PIP_CERT": "/c", "PATH": "/bin"}
