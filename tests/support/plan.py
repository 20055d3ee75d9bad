"""Which steps prove what, and which of them may run beside each other?

Static checks first, then one pytest process for each kind of evidence: a process has at most one Kivy window, a crash
takes one kind down and not all, and the kinds share the machine's cores.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Every folder of tests, longest-running first so that no core waits for the last one.
KINDS = ("faults", "window", "journey", "browser", "integration", "property", "project", "contract", "unit")
# So long that in the full run they have a process of their own beside the rest of their kind. What they run is run by the others as well:
# they are not measured, which would take a third of their time.
APART = {"window": {"matrix": "tests/window/test_matrix.py"}}
# What the quick run takes of kinds that are long however quick each test is: a card's way from the window through the desk to the centre.
IN_SHORT = {
    "window": ("tests/window/test_opening.py", "tests/window/test_scan_anywhere.py"),
    "integration": ("tests/integration/test_desk_kiosk.py", "tests/integration/test_server_wire.py"),
}
# These open a Kivy window, and must do so without a screen.
WITH_WINDOW = frozenset({"window", "journey"})
_SLOW = "pytest.mark.slow"


@dataclass(frozen=True)
class Step:
    """One command of the run. `report` is where a pytest step leaves its counts."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)
    report: Path | None = None


def static_steps(python: Path) -> list[Step]:
    """What is proved without running the program."""
    run = (str(python), "-m")
    return [
        Step("ruff check", (*run, "ruff", "check", ".")),
        Step("ruff format", (*run, "ruff", "format", "--check", ".")),
        Step("mypy", (*run, "mypy")),
        Step("lint-imports", (str(python.parent / "lint-imports"), "--no-logo")),
    ]


def pytest_steps(python: Path, kept: Path, found: Sequence[str], further: Sequence[str], *, quick: bool) -> list[Step]:
    """One step for each kind of evidence that has a folder, and for what is long apart from it; the full run measures coverage, the quick
    one does not, and takes the longest kinds in short.
    """
    steps = []
    plain, measured = (str(python), "-m", "pytest"), (str(python), "-m", "coverage", "run", "--parallel-mode", "-m", "pytest")
    for kind in (kind for kind in KINDS if kind in found):
        environ = {"COVERAGE_FILE": str(kept / "coverage")}
        if kind in WITH_WINDOW:
            environ["SDL_VIDEODRIVER"] = "offscreen"
        if quick:
            files = IN_SHORT.get(kind, (f"tests/{kind}",))
            steps.append(_step(kind, (*plain, *files), ("-m", "not slow", *further), environ, kept))
            continue
        apart = APART.get(kind, {})
        steps += [_step(name, (*plain, file), further, environ, kept) for name, file in apart.items()]
        others = tuple(f"--ignore={file}" for file in apart.values())
        steps.append(_step(kind, (*measured, f"tests/{kind}", *others), further, environ, kept))
    return steps


def _step(name: str, command: tuple[str, ...], further: Sequence[str], environ: dict[str, str], kept: Path) -> Step:
    report = kept / f"{name}.xml"
    return Step(f"pytest {name}", (*command, f"--junit-xml={report}", *further), environ, report)


def coverage_step(python: Path, kept: Path) -> Step:
    """What was run, held against the limits of each package."""
    environ = {"COVERAGE_FILE": str(kept / "coverage")}
    return Step("coverage", (str(python), "-m", "tests.support.coverage_limits", str(kept)), environ)


def kinds_in(tests: Path, *, quick: bool = False) -> list[str]:
    """The kinds of evidence that have at least one test file, wherever below their folder; for the quick run: one with a quick test."""
    return [kind for kind in KINDS if any(not quick or _has_quick_tests(file) for file in (tests / kind).rglob("test_*.py"))]


def _has_quick_tests(file: Path) -> bool:
    """Read from the marks, without importing anything: a group that has nothing to say would only be a line that says so."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"]
    if any(_SLOW in ast.unparse(mark) for mark in marks):
        return False
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.lower().startswith("test")]
    return any(not any(_SLOW in ast.unparse(mark) for mark in test.decorator_list) for test in tests)
