"""Does the code keep the rules of the house: sizes, names, reasons, and who may import what?"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import tree
from tests.support.plan import KINDS

MODULE_LINES_MAX = 300
# A file of tests is a list of sentences that do not lean on each other: it may be longer before it loses its reader.
TEST_MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
# Longer than that, each with its reason.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

# A name without an edge is where a module grows to two thousand lines.
NAMES_WITHOUT_EDGE = frozenset(
    {"utils", "util", "helpers", "common", "base", "misc", "manager", "handler", "service", "controller", "engine", "core"}
)
TOP = frozenset({"README.md", "LICENSE", "pyproject.toml", "assets", "kiosk", "sync", "tests"})
# Set-up and the tests' runner work before anything is installed.
BEFORE_ANYTHING_IS_INSTALLED = (
    "kiosk/__init__.py",
    "kiosk/__main__.py",
    "kiosk/cli/__init__.py",
    "kiosk/cli/commands.py",
    "kiosk/cli/doctor.py",
    "kiosk/cli/findings.py",
    "kiosk/setup/",
    "sync/command_words.py",
    "sync/crash_notes.py",
    "sync/places.py",
    "tests/__init__.py",
    "tests/__main__.py",
    "tests/support/__init__.py",
    "tests/support/evidence.py",
    "tests/support/plan.py",
    "tests/support/running.py",
)
# Everybody's own settings say where packages come from; the project is installed from anywhere.
ADDRESSES_OF_REGISTRIES = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|npmjs\.|deb\.debian\.org|conda\.anaconda|[-_]index[-_]url|/simple/", re.IGNORECASE
)


def test_no_module_is_longer_than_the_house_allows_without_a_reason() -> None:
    long = {
        str(path)
        for path in tree.modules("kiosk", "sync", "tests")
        if "migrations" not in path.parts and len(tree.text(path).splitlines()) > _lines_max(path)
    }
    assert long == set(LONG_MODULES)


def _lines_max(path: Path) -> int:
    return TEST_MODULE_LINES_MAX if path.parts[0] == "tests" else MODULE_LINES_MAX


def test_no_function_is_longer_than_the_house_allows_without_a_reason() -> None:
    long = {
        f"{path}:{function.name}"
        for path in tree.modules("kiosk", "sync", "tests")
        for function in ast.walk(ast.parse(tree.text(path)))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES_MAX
    }
    assert long == set(LONG_FUNCTIONS)


def test_every_name_has_an_edge() -> None:
    names = {(part.removesuffix(".py"), str(path)) for path in tree.modules() for part in path.parts}
    assert [path for name, path in sorted(names) if name in NAMES_WITHOUT_EDGE] == []


def test_every_module_says_which_question_it_answers() -> None:
    silent = [
        str(path)
        for path in tree.modules("kiosk", "sync", "tests")
        if "migrations" not in path.parts and tree.text(path).strip() and ast.get_docstring(ast.parse(tree.text(path))) is None
    ]
    assert silent == []


def test_every_silenced_check_has_its_reason_beside_it() -> None:
    assert [where for path in tree.modules() for where in _without_reason(path)] == []


def _without_reason(path: Path) -> Iterator[str]:
    """Lines that silence a check without a word why; one word is no reason."""
    for line, comment in tree.comments(path):
        silenced = re.search(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no)", comment)
        if not silenced:
            continue
        reason = re.sub(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+\b)?|type:\s*ignore(?:\[[^\]]*\])?|pragma:\s*no \w+)", " ", comment)
        if len(re.findall(r"[^\W\d_]{2,}", reason)) < 2:
            yield f"{path}:{line} {comment}"


@pytest.mark.parametrize(
    ("comment", "fine"),
    [
        ("# noqa: S603", False),
        ("# noqa", False),
        ("# type: ignore[misc]", False),
        ("# noqa: S603, S607 - pip and apt are what it is for", True),
        ("# type: ignore[misc]  # the stubs know no such thing", True),
        ("# a comment like any other", True),
    ],
)
def test_a_silenced_check_without_a_reason_is_found(comment: str, *, fine: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text(f"x = 1  {comment}\n", encoding="utf-8")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    assert (list(_without_reason(Path("module.py"))) == []) is fine


def test_nothing_stands_at_the_top_but_what_belongs_there() -> None:
    tops = {path.parts[0] for path in tree.files()}
    assert {top for top in tops if not top.startswith(".")} <= TOP


def test_every_folder_of_tests_is_a_kind_of_evidence_and_a_package() -> None:
    folders = {path.parts[1] for path in tree.files() if path.parts[0] == "tests" and len(path.parts) > 2}
    assert folders <= {*KINDS, "benchmarks", "support"}
    modules = tree.modules("tests")
    bare = {path.parent for path in modules} - {path.parent for path in modules if path.name == "__init__.py"}
    assert bare == set()


def test_no_file_holds_the_address_of_a_registry() -> None:
    own = Path(__file__).relative_to(tree.ROOT)
    written = [
        f"{path}: {found[0]}"
        for path in tree.files()
        if path != own and path.suffix in {".py", ".toml", ".md", ".yaml", ".cfg", ".txt", "", ".html", ".css"}
        for found in [ADDRESSES_OF_REGISTRIES.search((tree.ROOT / path).read_text(encoding="utf-8", errors="ignore"))]
        if found
    ]
    assert written == []
    assert Path("uv.lock") not in tree.files()


def test_what_runs_before_anything_is_installed_imports_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"kiosk", "sync", "tests"}
    foreign = [
        f"{path}: {name}"
        for path in tree.modules("kiosk", "sync", "tests")
        if str(path).startswith(BEFORE_ANYTHING_IS_INSTALLED)
        for name in _imports(path)
        if name.partition(".")[0] not in allowed or (name.partition(".")[0] in {"kiosk", "sync", "tests"} and not _stands_before(name))
    ]
    assert foreign == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(tree.text(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if _is_module(name) else node.module for name in names)


def _is_module(dotted: str) -> bool:
    path = tree.ROOT / dotted.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def _stands_before(dotted: str) -> bool:
    path = dotted.replace(".", "/")
    return f"{path}/__init__.py".startswith(BEFORE_ANYTHING_IS_INSTALLED) or f"{path}.py".startswith(BEFORE_ANYTHING_IS_INSTALLED)


def test_every_limit_on_coverage_is_of_a_room_that_exists() -> None:
    from tests.support.coverage_limits import LIMITS_PERCENT

    assert set(LIMITS_PERCENT) <= tree.rooms()


def test_every_dependency_is_pinned_and_every_hook_is_local() -> None:
    from kiosk.setup import pins

    wanted = pins.read(tree.ROOT / "pyproject.toml")
    assert wanted.run
    assert wanted.dev
    hooks = tree.text(Path(".pre-commit-config.yaml"))
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
