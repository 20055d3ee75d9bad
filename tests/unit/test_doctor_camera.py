"""Does the doctor judge the camera's package by whether it loads, and say in words what is wrong?"""

from pathlib import Path

import pytest

from kiosk.cli import doctor
from kiosk.cli.findings import State

INSTALLED = {"opencv-python-headless": "5"}


@pytest.fixture
def opencv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the program of a made-up OpenCV stands, which is found before the real one."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "cv2.py"


def test_a_package_that_loads_is_well(opencv: Path) -> None:
    opencv.touch()
    assert doctor.camera(INSTALLED).state is State.OK


def test_without_the_package_nothing_is_tried_and_nothing_is_wrong(opencv: Path) -> None:
    opencv.write_text("raise SystemExit(1)", encoding="utf-8")
    found = doctor.camera({})
    assert found.state is State.OPTIONAL
    assert "[camera]" in found.mend


def test_a_missing_library_is_named_and_what_brings_it_is_asked_for(opencv: Path) -> None:
    opencv.write_text('raise ImportError("libwool.so.1: cannot open shared object file: No such file or directory")', encoding="utf-8")
    found = doctor.camera(INSTALLED)
    assert found.state is State.LOOK
    assert "does not load: ImportError: libwool.so.1: cannot open" in found.detail
    assert found.mend == "install what brings libwool.so.1 with this system's own packages"


def test_a_package_that_came_in_pieces_is_installed_anew(opencv: Path) -> None:
    opencv.write_text("import numbers_that_are_not_there", encoding="utf-8")
    found = doctor.camera(INSTALLED)
    assert found.state is State.LOOK
    assert "No module named 'numbers_that_are_not_there'" in found.detail
    assert found.mend.endswith("--force-reinstall")


def test_a_package_that_takes_the_process_with_it_does_not_take_the_doctor(opencv: Path) -> None:
    opencv.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", encoding="utf-8")
    found = doctor.camera(INSTALLED)
    assert found.state is State.LOOK
    assert "this machine ended it (Killed)" in found.detail


def test_a_package_that_hangs_is_given_up(opencv: Path) -> None:
    opencv.write_text("import time; time.sleep(600)", encoding="utf-8")
    found = doctor.camera(INSTALLED, limit_s=0.2)
    assert found.state is State.LOOK
    assert "not there after 0.2 s" in found.detail


def test_a_package_that_goes_without_a_word_is_told_by_its_number(opencv: Path) -> None:
    opencv.write_text("raise SystemExit(9)", encoding="utf-8")
    assert "it ended with 9" in doctor.camera(INSTALLED).detail


def test_a_python_that_is_not_there_is_named(opencv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opencv.touch()
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert "/nowhere/python cannot be started: No such file" in doctor.camera(INSTALLED).detail
