"""Does the door before every command let through, hand over, or say what a person must do?"""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.setup import environment, parts, start, system
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.folders import Checkout, checkout, state_folder
from kiosk.setup.lock import alone
from kiosk.setup.parts import Machine, Part
from kiosk.setup.steps import Steps

PART = Part("libwool1", "draws wool", library="libwool.so.1")
ROOT = Machine(debian_like=True, root=True)
SOMEBODY = Machine(debian_like=True, root=False)


def a_program(folder: Path, name: str, script: str) -> None:
    """A stand-in for a program of the system, first on PATH."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get that writes down what it was asked, and knows no package called `unknown`."""
    asked = tmp_path / "asked"
    a_program(tmp_path / "bin", "apt-get", f'echo "$@" >> {asked}; case "$*" in *unknown*) exit 100;; esac')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(system, "POLICY", tmp_path / "policy-rc.d")
    return asked


def quiet(tmp_path: Path) -> Steps:
    return Steps(tmp_path / "log", io.StringIO())


def test_as_root_on_debian_everything_missing_is_installed_in_one_go(tmp_path: Path, apt: Path) -> None:
    system.have([PART, Part("xvfb", "")], quiet(tmp_path), ROOT)
    update, install = apt.read_text(encoding="utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends libwool1 xvfb")


def test_a_service_that_comes_along_starts_neither_now_nor_with_the_machine(tmp_path: Path, apt: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    a_program(tmp_path / "bin", "apt-get", f"case $* in *install*) {policy} nginx start; echo $? >> {apt};; esac")
    a_program(tmp_path / "bin", "systemctl", f"echo $@ >> {apt}")
    system.have([PART, Part("nginx", "", programs=("nginx-nowhere",), service="nginx")], quiet(tmp_path), ROOT)
    assert apt.read_text(encoding="utf-8").splitlines() == ["101", "disable nginx"]
    assert not policy.exists()


@pytest.mark.usefixtures("apt")
def test_who_has_rules_about_services_keeps_them(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 104\n", encoding="utf-8")
    system.have([PART], quiet(tmp_path), ROOT)
    assert policy.read_text(encoding="utf-8").endswith("exit 104\n")


def test_nothing_missing_asks_nothing_of_the_system(tmp_path: Path, apt: Path) -> None:
    system.have([], quiet(tmp_path), ROOT)
    assert not apt.exists()


def test_anybody_else_is_told_the_one_line_and_nothing_is_run(tmp_path: Path, apt: Path) -> None:
    with pytest.raises(Stopped, match="sudo apt-get install -y libwool1") as stopped:
        system.have([PART], quiet(tmp_path), SOMEBODY)
    assert stopped.value.code is Exit.NEEDS_PERSON
    assert not apt.exists()


def test_for_the_tests_one_unknown_package_does_not_keep_the_others_away(tmp_path: Path, apt: Path) -> None:
    steps = quiet(tmp_path)
    unknown = Part("unknown", "", library="libunknown-to-all.so.1")
    missing = system.have_what_can_be_had([unknown, PART], steps, ROOT)
    assert apt.read_text(encoding="utf-8").splitlines()[-1].endswith("libwool1")
    assert unknown in missing
    assert isinstance(steps.out, io.StringIO)
    assert "unknown could not be installed" in steps.out.getvalue()


def test_for_the_tests_a_person_without_rights_is_told_the_line_and_the_tests_go_on(tmp_path: Path, apt: Path) -> None:
    assert system.have_what_can_be_had([PART], quiet(tmp_path), SOMEBODY) == [PART]
    assert not apt.exists()


def test_a_missing_library_stops_the_window_with_the_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path))
    monkeypatch.setattr(parts, "SCREEN_PARTS", (Part("libwool1", "draws", library="libwool-nowhere.so.1"),))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stopped, match=r"libwool1 \(draws\)"):
        start.screen()


@pytest.mark.parametrize("wanted_by", [start.screen, start.tests])
def test_a_person_without_rights_is_sent_away_once_with_everything_that_is_missing(
    wanted_by: Callable[[], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apt: Path
) -> None:
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(parts, "SCREEN_PARTS", (Part("libwool1", "draws", library="libwool-nowhere.so.1"),))
    monkeypatch.setattr(start, "checkout", lambda: Checkout(tmp_path))
    monkeypatch.setattr(environment, "lacking_to_make", lambda: [parts.venv_part((3, 11))])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stopped, match=r"apt-get install -y libwool1 .*python3\.11-venv"):
        wanted_by()
    assert not apt.exists()


def test_for_the_tests_what_could_not_be_had_is_handed_on_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apt: Path) -> None:
    nowhere = Part("libwool1", "draws", library="libwool-nowhere.so.1")
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("MANYHANDS_HANDED_OVER", str(os.getpid()))
    monkeypatch.setattr(parts, "SCREEN_PARTS", (nowhere,))
    monkeypatch.setattr(parts, "TEST_PARTS", ())
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ready = start.tests()
    assert ready.python == Path(sys.executable)
    assert ready.missing == (nowhere,)
    assert "libwool1" in apt.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_a_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(parts, "SCREEN_PARTS", (Part("libwool1", "draws", library="libwool-nowhere.so.1"),))
    with pytest.raises(Stopped, match="could not go on"):
        start.screen()


def test_with_every_library_the_window_asks_for_nothing(monkeypatch: pytest.MonkeyPatch, apt: Path) -> None:
    monkeypatch.setattr(parts, "SCREEN_PARTS", ())
    start.screen()
    assert not apt.exists()


def test_a_process_that_was_handed_over_never_hands_over_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANYHANDS_HANDED_OVER", str(os.getpid()))
    assert start.packages() == Path(sys.executable)
    start.into(["demo"])


def test_another_environment_is_entered_by_replacing_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / ".venv" / "bin" / "python"
    entered: list[tuple[Path, list[str]]] = []
    monkeypatch.setattr(start, "packages", lambda: python)
    monkeypatch.setattr(os, "execv", lambda path, arguments: entered.append((path, arguments)))
    monkeypatch.delenv("MANYHANDS_HANDED_OVER", raising=False)
    start.into(["demo", "--tour"])
    assert entered == [(python, [str(python), "-m", "kiosk", "demo", "--tour"])]
    assert os.environ["MANYHANDS_HANDED_OVER"] == str(os.getpid())
    monkeypatch.delenv("MANYHANDS_HANDED_OVER")


def test_a_folder_without_our_project_is_an_installed_wheel(tmp_path: Path) -> None:
    assert checkout(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "something-else"\n', encoding="utf-8")
    assert checkout(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text("not toml [", encoding="utf-8")
    assert checkout(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "manyhands"\n', encoding="utf-8")
    assert checkout(tmp_path) == Checkout(tmp_path)


def test_what_the_machine_remembers_lies_where_the_person_said_or_where_such_things_lie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert state_folder({"MANYHANDS_STATE": "/elsewhere"}) == Path("/elsewhere")
    assert state_folder({}).name == ".manyhands"
    monkeypatch.setattr("kiosk.setup.folders.checkout", lambda: None)
    assert state_folder({"XDG_STATE_HOME": "/state"}) == Path("/state/manyhands")
    assert state_folder({}) == Path.home() / ".local" / "state" / "manyhands"


def test_a_disk_without_room_is_said_before_anything_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOM_TO_RUN_BYTES", 10**18)
    with pytest.raises(Stopped, match="MB free") as stopped:
        environment.need_room(Checkout(tmp_path), for_tests=False)
    assert stopped.value.code is Exit.FAULT
    assert list(tmp_path.iterdir()) == []


def test_a_python_that_cannot_make_environments_is_completed_by_its_package_or_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert environment.lacking_to_make() == []
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(parts, "python_is_the_systems", lambda: True)
    assert [part.package for part in environment.lacking_to_make()] == [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
    monkeypatch.setattr(parts, "python_is_the_systems", lambda: False)
    with pytest.raises(Stopped, match="another Python"):
        environment.lacking_to_make()


def test_an_answer_of_the_operating_system_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read_only(*_: object, **__: object) -> Path:
        raise OSError(30, "Read-only file system")

    monkeypatch.delenv("MANYHANDS_HANDED_OVER", raising=False)
    monkeypatch.setattr(start, "checkout", lambda: Checkout(tmp_path))
    monkeypatch.setattr(start, "packages_of", read_only)
    with pytest.raises(Stopped, match="Clone it to a place"):
        start.packages()


def test_the_second_of_two_starts_waits_and_says_so(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "lock"
    second = f"""
import pathlib
from kiosk.setup.lock import alone
with alone(pathlib.Path({str(lock)!r}), lambda text: print(text, flush=True)):
    print("passed", flush=True)
"""
    said: list[str] = []
    with alone(lock, said.append):
        process = subprocess.Popen([sys.executable, "-c", second], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert "waiting" in process.stdout.readline()
    assert process.communicate()[0] == "passed\n"
    assert said == []
