"""Does set-up find what the operating system lacks, and say the one line that brings it?"""

import re
import sys

import pytest

from kiosk.setup import parts
from kiosk.setup.parts import Machine, Part
from tests.support import tree

WANTED = re.compile(r"is missing: install ([a-z0-9-]+)")
LIBRARY = Part("libgl1", "draws", library="libGL.so.1")
PROGRAM = Part("chromium", "opens pages", programs=("chromium", "chromium-browser"))


def nothing(_: str) -> bool:
    return False


def everything(_: str) -> bool:
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes these from its packages")
def test_a_library_must_open_and_any_one_of_the_programs_will_do() -> None:
    assert parts.missing([LIBRARY, PROGRAM], nothing, nothing) == [LIBRARY, PROGRAM]
    assert parts.missing([LIBRARY, PROGRAM], everything, lambda name: name == "chromium-browser") == []
    assert parts.missing([LIBRARY, PROGRAM], nothing, everything) == [LIBRARY]


def test_elsewhere_than_on_linux_nothing_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert parts.missing([LIBRARY, PROGRAM], nothing, nothing) == []


def test_the_loader_and_the_path_are_really_asked() -> None:
    assert not parts.library_opens("libmany-hands-has-no-such.so.9")
    assert parts.library_opens("libc.so.6")
    assert parts.program_stands("sh")
    assert not parts.program_stands("many-hands-has-no-such-program")


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (Machine(debian_like=True, root=True), "apt-get install -y libgl1 chromium"),
        (Machine(debian_like=True, root=False), "sudo apt-get install -y libgl1 chromium"),
        (Machine(debian_like=True, root=False, sudo=False), "su -c 'apt-get install -y libgl1 chromium'"),
    ],
)
def test_on_debian_the_line_can_be_copied_as_it_stands(machine: Machine, expected: str) -> None:
    assert parts.line_for([LIBRARY, PROGRAM], machine) == expected


def test_elsewhere_the_line_names_what_is_needed_in_terms_that_every_system_has() -> None:
    line = parts.line_for([LIBRARY, PROGRAM], Machine(debian_like=False, root=True))
    assert "libGL.so.1" in line
    assert "chromium or chromium-browser" in line


def test_only_root_on_a_debian_like_system_may_install() -> None:
    assert Machine(debian_like=True, root=True).may_install
    assert not Machine(debian_like=True, root=False).may_install
    assert not Machine(debian_like=False, root=True).may_install


def test_whatever_tests_are_left_out_for_the_want_of_is_brought_by_set_up_or_named_at_the_end() -> None:
    said = {name for path in (tree.ROOT / "tests").rglob("test_*.py") for name in WANTED.findall(path.read_text(encoding="utf-8"))}
    brought = {part.package for part in parts.TEST_PARTS}
    assert len(said) > 1
    assert said | {"nginx", "haproxy"} <= brought


def test_the_missing_half_of_a_debian_python_is_asked_for_by_its_own_version() -> None:
    assert parts.venv_part((3, 13)).package == "python3.13-venv"
