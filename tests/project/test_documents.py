"""Do the documents say what is so: commands, paths, links and the map?"""

import re
from collections import Counter
from pathlib import Path

import pytest

from kiosk.cli.commands import COMMANDS
from tests.support import tree
from tests.support.plan import KINDS

README = Path("README.md")
# Made while the program runs, so that no clone has them.
MADE_LATER = (".venv", ".manyhands", "tests/.kept")


@pytest.mark.parametrize("command", ["python3 -m kiosk demo", "python3 -m tests"])
def test_the_readme_tells_a_stranger_the_two_commands(command: str) -> None:
    assert command in tree.text(README)


@pytest.mark.parametrize("document", tree.documents(), ids=str)
def test_every_command_that_a_document_names_is_there(document: Path) -> None:
    said = tree.text(document)
    named = re.findall(r"(?:python3? -m kiosk|^\$? *manyhands|`manyhands|uv run manyhands) +([a-z][\w-]*)", said, re.MULTILINE)
    assert set(named) <= set(COMMANDS)
    asked = re.findall(r"python3? -m tests +([\w/.]+)", said)
    assert [word for word in asked if word not in {"quick", "benchmarks"} and not (tree.ROOT / word).exists()] == []


@pytest.mark.parametrize("document", tree.documents(), ids=str)
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    named = [span for span in tree.code_spans(document) if _is_path(span)]
    gone = [span for span in named + tree.links(document) if not _exists(span, document)]
    assert gone == []


def _is_path(span: str) -> bool:
    """Whether a code span can only be a path: no placeholder, no address, no option, no spaces."""
    if not re.fullmatch(r"\.?[\w-]+(?:[./][\w-]+)*/?", span):
        return False
    first = span.split("/", maxsplit=1)[0]
    known = (tree.ROOT / first).exists() or first in {path.parts[0] for path in tree.files()}
    return ("/" in span and known) or span.endswith((".py", ".kv", ".md", ".toml", ".css", ".yaml", ".html"))


def _exists(span: str, document: Path) -> bool:
    if span.startswith(MADE_LATER):
        return True
    beside = tree.ROOT / document.parent
    if "/" in span:
        # A room may be a folder or one module.
        return any((place / f"{span}{ending}").exists() for place in (tree.ROOT, beside) for ending in ("", ".py"))
    # A bare file name may stand for the one file of that name below the document.
    return (tree.ROOT / span).exists() or any(beside.rglob(span)) or any(path.name == span for path in tree.files())


def test_the_map_in_the_readme_is_the_map_of_the_contracts() -> None:
    section = re.search(r"^#+ [^\n]*\bmap\b.*?(?=^## |\Z)", tree.text(README), re.MULTILINE | re.DOTALL | re.IGNORECASE)
    if section is None:
        pytest.skip("the README has no section called map yet")
    shown = {room.removesuffix("/") for room in re.findall(r"\b(?:kiosk|sync)/\w+", section[0])}
    assert {room for room in tree.rooms() if not room.endswith("__main__")} == shown - {"kiosk/__main__"}


def test_every_room_of_the_contracts_is_there_and_every_room_that_is_there_is_on_the_map() -> None:
    assert tree.rooms_on_disk() <= tree.rooms()
    optional = {room for room in tree.rooms() if room not in tree.rooms_on_disk()}
    declared = str(tree.pyproject()["tool"]["importlinter"]["contracts"])
    assert {room for room in optional if f"({room.split('/')[1]})" not in declared} == set()


def test_the_tests_readme_names_every_kind_of_evidence() -> None:
    said = tree.text(Path("tests/README.md"))
    assert [kind for kind in (*KINDS, "benchmarks", "support") if f"`{kind}/`" not in said] == []


def test_every_decision_that_the_code_refers_to_is_written_down() -> None:
    decided = {
        number
        for document in tree.documents()
        for number in re.findall(r"^#+ ([KST]\d+)\b|^\*\*([KST]\d+)\b", tree.text(document), re.MULTILINE)
        for number in number
        if number
    }
    if not decided & {f"K{n}" for n in range(1, 99)} or not decided & {f"S{n}" for n in range(1, 99)}:
        pytest.skip("the decisions of kiosk and sync are not written down yet")
    missing = {
        f"{path}: {number}"
        for path in tree.modules("kiosk", "sync", "tests")
        for number in re.findall(r"\(([KST]\d+)\)", tree.text(path))
        if number not in decided
    }
    assert missing == set()


def test_no_number_of_a_decision_is_used_twice() -> None:
    numbers = [no for document in tree.documents() for no in re.findall(r"^#+ ([A-Z]\d+) ", tree.text(document), re.MULTILINE)]
    assert numbers, "the decisions stand under headings"
    assert sorted(no for no, times in Counter(numbers).items() if times > 1) == []
