"""Does a real environment come to stand, from nothing and from every state it can be left in?

A tiny project with a build backend of its own stands in for ours: real venv, real pip, no network.
"""

import io
import sys
from pathlib import Path

import pytest

from kiosk.setup import environment, pins, stamp, start
from kiosk.setup.exits import Stopped
from kiosk.setup.folders import Checkout
from kiosk.setup.stamp import Standing
from kiosk.setup.steps import Steps

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "manyhands"
version = "0.1.0"
dependencies = []
[dependency-groups]
dev = []
"""
BACKEND = """
import pathlib, zipfile
INFO = "manyhands-0.1.0.dist-info"
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "manyhands-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("manyhands.pth", str(pathlib.Path.cwd()))
        wheel.writestr(INFO + "/METADATA", "Metadata-Version: 2.1\\nName: manyhands\\nVersion: 0.1.0\\n")
        wheel.writestr(INFO + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(INFO + "/RECORD", "")
    return name
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Checkout:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (tmp_path / "backend.py").write_text(BACKEND, encoding="utf-8")
    return Checkout(tmp_path)


def state(tiny: Checkout) -> Standing:
    return environment.standing(tiny, pins.read(tiny.pyproject), for_tests=False)


@pytest.fixture
def bare_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if started by the system's Python and not from an environment."""
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)


def test_another_environment_that_has_everything_is_used_as_it_is(tiny: Checkout) -> None:
    here = Path(sys.executable)
    assert start.packages_of(tiny, here, for_tests=False) == here
    assert not tiny.environment.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("bare_python")
def test_an_environment_is_made_kept_updated_and_repaired(tiny: Checkout) -> None:
    here = Path(sys.executable)
    assert state(tiny) is Standing.NOTHING
    assert start.packages_of(tiny, here, for_tests=False) == tiny.python
    assert state(tiny) is Standing.COMPLETE
    made = tiny.python.lstat()
    assert start.packages_of(tiny, here, for_tests=False) == tiny.python
    assert tiny.python.lstat() == made, "a finished environment is not touched"

    tiny.pyproject.write_text(PYPROJECT.replace("dependencies = []", 'dependencies = ["no-such-thing==1"]'), "utf-8")
    assert state(tiny) is Standing.OUTDATED
    with pytest.raises(Stopped, match="failed"):
        environment.bring_about(tiny, Standing.OUTDATED, pins.read(tiny.pyproject), unreachable(tiny), for_tests=False)
    tiny.pyproject.write_text(PYPROJECT, encoding="utf-8")
    assert state(tiny) is Standing.COMPLETE, "an update that could not be had leaves the environment as it was"

    stamp.mark_making(tiny)
    (tiny.environment / "half").touch()
    assert state(tiny) is Standing.HALF_MADE
    start.packages_of(tiny, here, for_tests=False)
    assert state(tiny) is Standing.COMPLETE
    assert not (tiny.environment / "half").exists(), "what was left half-made is made anew"


@pytest.mark.slow
@pytest.mark.usefixtures("bare_python")
def test_an_environment_that_somebody_else_made_whole_is_used_and_not_touched(tiny: Checkout) -> None:
    start.packages_of(tiny, Path(sys.executable), for_tests=False)
    (tiny.environment / stamp.STAMP).unlink()
    assert state(tiny) is Standing.COMPLETE


class Unreachable(Steps):
    """A pip that fails as without a network."""

    def run(self, title: str, command: object, environ: object = None) -> None:
        del command, environ
        super().run(title, [sys.executable, "-c", "print('Network is unreachable'); raise SystemExit(1)"])


def unreachable(tiny: Checkout) -> Steps:
    return Unreachable(tiny.log, io.StringIO())
