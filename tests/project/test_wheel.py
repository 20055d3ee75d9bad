"""Is everything in the wheel, and does it run where there is no checkout?

Installed into a new environment that borrows the packages of this one, so that nothing is fetched.
"""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.support import tree

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    """What a command printed; its complaint when it fails."""
    answer = subprocess.run([str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, tree.ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel and, after it, this environment's packages."""
    environment = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment)
    programs = environment / "bin"
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-deps", "--no-index", wheel)
    run(*pip, cwd=environment)
    (packages,) = environment.glob("lib/python3.*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return programs


def test_everything_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    needed = {str(path) for path in tree.files() if path.parts[0] in {"kiosk", "sync"}}
    needed |= {f"sync/{path}" for path in tree.files() if path.parts[0] == "assets"}
    assert needed - inside == set()


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kiosk", "sync"}


def test_only_our_distribution_owns_our_packages(installed: Path, tmp_path: Path) -> None:
    code = "from importlib.metadata import packages_distributions as p; import json; print(json.dumps(p()))"
    owners = json.loads(run(installed / "python", "-c", code, cwd=tmp_path))
    assert {*owners["kiosk"], *owners["sync"]} == {"manyhands"}


def test_the_installed_program_finds_its_environment_complete_and_its_assets_inside(installed: Path, tmp_path: Path) -> None:
    code = """
import json, sys
from kiosk.setup import folders, start
from sync.places import assets_folder
print(json.dumps([folders.checkout() is None, str(start.packages()) == sys.executable, str(assets_folder())]))
"""
    no_checkout, here, assets = json.loads(run(installed / "python", "-c", code, cwd=tmp_path))
    assert no_checkout
    assert here
    assert assets.startswith(str(installed.parent))


def test_the_console_works_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert "doctor" in run(installed / "manyhands", "--help", cwd=tmp_path)
    assert "--settings" in run(installed / "manyhands", "kiosk", "--help", cwd=tmp_path)
    answer = subprocess.run([installed / "manyhands", "doctor", "--json"], cwd=tmp_path, check=False, capture_output=True, text=True)
    findings = {one["name"]: one["state"] for one in json.loads(answer.stdout)["findings"]}
    assert findings["packages"] == "ok"
