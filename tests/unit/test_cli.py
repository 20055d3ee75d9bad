"""Does the console answer a person in plain language, with the exit code that its help promises?"""

import ast
import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.cli import commands, doctor
from kiosk.cli.commands import COMMANDS, Command
from kiosk.cli.findings import Finding, State, as_json, as_lines, healthy
from kiosk.setup import start
from kiosk.setup.exits import MEANINGS, Exit, Stopped
from kiosk.setup.folders import ROOM_FOR_A_DAY_BYTES
from kiosk.setup.parts import Machine, Part
from kiosk.setup.pins import parse
from sync.crash_notes import keep
from tests.support import tree


@pytest.fixture(autouse=True)
def environment_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test of the console sets anything up, and what it keeps goes to a folder of the test's own."""
    monkeypatch.setenv("MANYHANDS_HANDED_OVER", str(os.getpid()))
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "state"))


def fails(mistake: BaseException) -> Command:
    def run(_: list[str]) -> int:
        raise mistake

    return Command("fails", run)


@pytest.mark.parametrize("name", ["kiosk", "passes", "doctor", "setup"])
def test_every_command_explains_itself_and_its_exit_codes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == Exit.DONE
    assert f"manyhands {name}" in said
    assert all(str(code.value) in said for code in Exit)


def test_help_names_every_command_and_what_each_exit_code_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    said = capsys.readouterr().out
    assert all(name in said and command.help in said for name, command in COMMANDS.items())
    assert set(MEANINGS) == set(Exit)
    assert all(meaning in said for meaning in MEANINGS.values())


def test_no_command_shows_the_help_and_ends_as_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == Exit.USAGE
    assert "doctor" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out.startswith("manyhands ")


def test_a_mistyped_command_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docter"]) == Exit.USAGE
    assert "Did you mean `doctor`?" in capsys.readouterr().err


def test_a_word_like_no_command_is_answered_with_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["xyzzy"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "mean" not in said
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("arguments", [["kiosk", "--settings", "/no/such.toml"], ["passes", "/no/such.toml", "out"]])
def test_a_file_that_is_not_there_is_named_without_a_traceback(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == Exit.USAGE
    said = capsys.readouterr().err
    assert "/no/such.toml" in said
    assert "Traceback" not in said


def test_what_a_person_must_mend_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(COMMANDS, "demo", fails(Stopped("run this line", Exit.NEEDS_PERSON)))
    assert cli.main(["demo"]) == Exit.NEEDS_PERSON
    assert capsys.readouterr().err == "manyhands: run this line\n"


def test_a_mistake_of_ours_is_kept_in_a_log_whose_path_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(COMMANDS, "demo", fails(ZeroDivisionError("a bug")))
    assert cli.main(["demo", "--tour"]) == Exit.BUG
    said = capsys.readouterr().err
    (log,) = (tmp_path / "state").iterdir()
    assert str(log) in said
    assert "Traceback" not in said
    kept = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: a bug" in kept
    assert "manyhands demo --tour" in kept


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/day"), "manyhands: /day: its disk is full. Make room and start again.\n"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/day"), "manyhands: /day: there is a file where a folder is needed.\n"),
        (PermissionError(errno.EACCES, "Permission denied", "/day"), "manyhands: /day: this person may not write there.\n"),
        (OSError(errno.EROFS, "Read-only file system"), "manyhands: what it keeps: its disk takes no writes. The card may be worn"),
    ],
)
def test_what_the_disk_does_to_us_is_no_mistake_of_ours(
    fault: OSError, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(COMMANDS, "demo", fails(fault))
    assert cli.main(["demo"]) == Exit.FAULT
    assert capsys.readouterr().err.startswith(said)


def test_what_only_we_can_have_done_to_a_file_is_kept_as_a_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(COMMANDS, "demo", fails(OSError(errno.EBADF, "Bad file descriptor")))
    assert cli.main(["demo"]) == Exit.BUG
    assert "not yours" in capsys.readouterr().err


def test_a_crash_log_goes_elsewhere_when_its_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = keep(ValueError("a bug"), ["demo"], tmp_path / "file" / "below")
    log = Path(said.rpartition(" ")[2])
    assert "a bug" in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_crash_that_can_be_kept_nowhere_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
    assert "ValueError: a bug" in keep(ValueError("a bug"), ["demo"], tmp_path / "file")


def test_ctrl_c_ends_as_shells_expect(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(COMMANDS, "demo", fails(KeyboardInterrupt()))
    assert cli.main(["demo"]) == Exit.INTERRUPTED
    assert "Ctrl-C" in capsys.readouterr().err


def test_the_centre_is_a_program_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, arguments: started.append(arguments))
    monkeypatch.setitem(
        COMMANDS,
        "centre",
        Command("", lambda rest: commands.centre(rest) or 0),
    )
    cli.main(["centre", "serve", "--help"])
    assert started[0][1:] == ["-m", "sync.server", "serve", "--help"]


def test_what_a_window_needs_is_asked_for_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(start, "screen", lambda: order.append("screen"))
    monkeypatch.setattr(start, "into", lambda _: order.append("packages"))

    def resolve(name: str) -> Callable[[list[str]], int]:
        order.append(name)
        return lambda _: Exit.DONE

    monkeypatch.setattr(commands, "resolve_name", resolve)
    assert cli.main(["demo", "--tour"]) == Exit.DONE
    assert order == ["screen", "packages", "kiosk.demo:main"]


def test_asking_the_demo_for_help_asks_nothing_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "screen", lambda: pytest.fail("no window is needed to read help"))
    monkeypatch.setattr(commands, "resolve_name", lambda _: len)
    assert cli.main(["demo", "--help"]) == 1


def test_the_kiosk_gets_its_settings_and_ends_well_when_it_is_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[object] = []
    settings = tmp_path / "kiosk.toml"
    settings.touch()
    monkeypatch.setattr(start, "display", lambda: None)
    monkeypatch.setattr(start, "screen", lambda: None)
    monkeypatch.setattr(commands, "resolve_name", lambda _: given.append)
    assert cli.main(["kiosk", "--settings", str(settings)]) == Exit.DONE
    assert given == [settings]


def test_set_up_alone_says_that_everything_is_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(start, "screen", lambda: None)
    assert cli.main(["setup"]) == Exit.DONE
    assert "is here" in capsys.readouterr().out


def test_whoever_stops_reading_our_output_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "doctor", fails(BrokenPipeError()))
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert cli.main(["doctor"]) == Exit.DONE


def test_the_module_runs_from_any_python_and_shows_its_help() -> None:
    answer = subprocess.run([sys.executable, "-m", "kiosk", "--help"], check=False, capture_output=True, text=True)
    assert answer.returncode == Exit.DONE
    assert "doctor" in answer.stdout


@pytest.mark.parametrize("module", ["kiosk/__main__.py", "tests/__main__.py"])
def test_the_two_doors_can_be_read_by_a_python_that_is_too_old(module: str) -> None:
    ast.parse((tree.ROOT / module).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_doctor_answers_programs_in_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = cli.main(["doctor", "--json", "--state", str(tmp_path)])
    answer = json.loads(capsys.readouterr().out)
    assert code == (Exit.DONE if answer["healthy"] else Exit.FAILED)
    assert {"Python", "packages", "clock", "disk", "state folder"} <= {one["name"] for one in answer["findings"]}


def test_only_something_missing_makes_the_doctor_end_with_one() -> None:
    fine = [Finding("a", State.OK, ""), Finding("b", State.OPTIONAL, "", "get it")]
    assert healthy(fine)
    assert "Everything that is needed is here." in as_lines(fine)
    ill = [*fine, Finding("c", State.MISSING, "gone", "bring it")]
    assert not healthy(ill)
    assert "1 missing" in as_lines(ill)
    assert "→ bring it" in as_lines(ill)
    assert json.loads(as_json(ill))["healthy"] is False


def test_an_old_python_is_missing_a_new_one() -> None:
    assert doctor.python((3, 10, 9)).state is State.MISSING
    assert doctor.python((3, 11, 0)).state is State.OK


def test_packages_are_held_against_their_pins_and_a_long_list_is_cut() -> None:
    wanted = [parse(f"p{number}==1") for number in range(9)]
    assert doctor.packages(wanted, {pin.name: "1" for pin in wanted}).state is State.OK
    finding = doctor.packages(wanted, {"p0": "2"})
    assert finding.state is State.MISSING
    assert "9 of 9" in finding.detail
    assert "p0==1 (found 2)" in finding.detail
    assert finding.detail.endswith("…")


def test_a_missing_part_is_grave_only_when_it_is_needed() -> None:
    part = Part("libwool1", "draws wool", library="libwool-nowhere.so.1")
    machine = Machine(debian_like=True, root=False)
    assert doctor.system_parts("wool", [part], machine, needed=True).state is State.MISSING
    optional = doctor.system_parts("wool", [part], machine, needed=False)
    assert optional.state is State.OPTIONAL
    assert optional.mend == "sudo apt-get install -y libwool1"


def test_a_screen_or_none_are_both_well() -> None:
    assert doctor.display({"DISPLAY": ":0"}).state is State.OK
    assert doctor.display({}).state is State.OPTIONAL


def test_a_disk_without_room_for_the_day_is_missing_some(tmp_path: Path) -> None:
    assert doctor.disk(tmp_path, ROOM_FOR_A_DAY_BYTES).state is State.OK
    assert doctor.disk(tmp_path, ROOM_FOR_A_DAY_BYTES - 1).state is State.MISSING


def test_a_state_folder_is_tried_by_writing_and_left_as_it_was(tmp_path: Path) -> None:
    assert doctor.state_is_writable(tmp_path / "not" / "yet").state is State.OK
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    assert doctor.state_is_writable(tmp_path / "file").state is State.MISSING


def test_a_full_disk_is_told_to_be_made_room_on_and_not_to_be_given_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_anything: object, **_named: object) -> object:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    found = doctor.state_is_writable(tmp_path)
    assert found.state is State.MISSING
    assert "No space left" in found.detail
    assert found.mend.startswith("make room")


def test_a_clock_before_the_installation_is_wrong() -> None:
    installed_at = datetime(2026, 11, 1, tzinfo=UTC)
    assert doctor.clock(installed_at + timedelta(days=21), installed_at).state is State.OK
    assert doctor.clock(datetime(1970, 1, 1, tzinfo=UTC), installed_at).state is State.MISSING
