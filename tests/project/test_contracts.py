"""Do the import contracts bite? Each is broken once on a copy, and must name what broke it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import tree


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for path in (*tree.modules("kiosk", "sync"), Path("pyproject.toml")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.ROOT / path, folder / path)
    return folder


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--no-logo", "--no-cache"]
    # The copy comes before the editable install, because the checker looks where it is started.
    return subprocess.run(command, cwd=copy, check=False, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "named"),
    [
        ("sync/scratch.py", "", "sync.scratch"),
        ("kiosk/scratch.py", "", "kiosk.scratch"),
        ("sync/domain/scratch.py", "import time", "sync.domain.scratch"),
        ("kiosk/flow/scratch.py", "import random", "kiosk.flow.scratch"),
        ("kiosk/flow/scratch.py", "import kiosk.screens", "kiosk.flow.scratch"),
        ("sync/domain/scratch.py", "import sync.protocol", "sync.domain.scratch"),
        ("sync/paper/scratch.py", "import kivy", "sync.paper.scratch"),
        ("kiosk/cli/scratch.py", "import django", "kiosk.cli.scratch"),
        ("kiosk/cli/scratch.py", "import sync.server", "kiosk.cli.scratch"),
        ("sync/server/scratch.py", "import sync.journal", "sync.server.scratch"),
        ("sync/server/scratch.py", "import sync.client", "sync.server.scratch"),
    ],
)
def test_a_module_in_the_wrong_place_is_named(copy: Path, module: str, line: str, named: str) -> None:
    path = copy / module
    path.write_text(f"{line}\n", encoding="utf-8")
    try:
        answer = lint(copy)
    finally:
        path.unlink()
    assert answer.returncode != 0
    assert named in answer.stdout


@pytest.mark.slow
def test_the_copy_itself_keeps_every_contract(copy: Path) -> None:
    answer = lint(copy)
    assert answer.returncode == 0, answer.stdout
