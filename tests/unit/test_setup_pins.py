"""Does set-up know exactly which packages are asked for and which are not there?"""

from pathlib import Path

import pytest

from kiosk.setup import pins
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.pins import Lack, Pin

PROJECT = """
[build-system]
requires = ["hatchling==1"]
[project]
name = "manyhands"
dependencies = ["Py_NaCl==1.6.2", "django-allauth[mfa]==65.21.1"]
[dependency-groups]
dev = ["ruff==0.17.6"]
[tool.ruff]
line-length = 120
"""


def project(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_compared_as_the_index_does_and_extras_are_kept_for_pip(tmp_path: Path) -> None:
    wanted = pins.read(project(tmp_path, PROJECT))
    assert wanted.run == (
        Pin("py-nacl", "1.6.2", "Py_NaCl==1.6.2"),
        Pin("django-allauth", "65.21.1", "django-allauth[mfa]==65.21.1"),
    )
    assert [pin.name for pin in wanted.dev] == ["ruff"]


@pytest.mark.parametrize("asked", ["requests", "requests>=2", "requests==2.*", "requests==2 ; python_version<'4'", ""])
def test_a_dependency_that_is_not_pinned_is_turned_away_by_name(asked: str) -> None:
    with pytest.raises(Stopped, match="not pinned") as stopped:
        pins.parse(asked)
    assert stopped.value.code is Exit.USAGE


def test_a_changed_package_changes_the_fingerprint_and_a_changed_tool_setting_does_not(tmp_path: Path) -> None:
    before = pins.read(project(tmp_path, PROJECT)).fingerprint
    other_setting = pins.read(project(tmp_path, PROJECT.replace("120", "100"))).fingerprint
    other_tool = pins.read(project(tmp_path, PROJECT.replace("0.17.6", "0.17.7"))).fingerprint
    assert other_setting == before
    assert other_tool != before


def test_absent_and_different_packages_are_named_with_what_was_found() -> None:
    wanted = [pins.parse("a==1"), pins.parse("b==2"), pins.parse("c==3")]
    lacks = pins.lacking(wanted, {"a": "1", "b": "1.9"})
    assert lacks == [Lack(wanted[1], "1.9"), Lack(wanted[2], None)]
    assert list(map(str, lacks)) == ["b==2 (found 1.9)", "c==3"]


def test_a_package_is_read_from_its_folder_without_importing_it(tmp_path: Path) -> None:
    folder = tmp_path / "Some_Name-4.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: Some_Name\nVersion: 4\n", encoding="utf-8")
    assert pins.installed([str(tmp_path)]) == {"some-name": "4"}


def test_a_package_whose_unpacking_was_cut_off_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "half-1.dist-info").mkdir()
    assert pins.installed([str(tmp_path)]) == {}


def test_an_installed_distribution_tells_its_own_pins_without_those_of_its_extras() -> None:
    names = {pin.name for pin in pins.of_distribution("manyhands")}
    assert "kivy" in names
    assert "opencv-python-headless" not in names
