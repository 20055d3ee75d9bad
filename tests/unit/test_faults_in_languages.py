"""Is every fault that the rules of an event say in English said again in the page's language?"""

import ast
from pathlib import Path

import pytest

from tests.support import tree
from tests.support.centre import set_up_django

set_up_django()

SAID_IN = ("sync/domain/soundness.py", "sync/domain/succession.py", "sync/eventfile/faults.py")
FIRST = {"word": "Venue", "item.unit.value": "money"}
"""What stands at a place where only some words can."""


def sentences_of(path: str) -> list[str]:
    """Every sentence that a module yields, with 7 for each value."""
    found = []
    for function in (node for node in ast.walk(ast.parse(tree.text(Path(path)))) if isinstance(node, ast.FunctionDef)):
        named = dict(FIRST)
        for node in ast.walk(function):
            for target, value in _assigned(node):
                if isinstance(value, ast.JoinedStr):
                    named[target] = _written(value, FIRST)
        for node in ast.walk(function):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr | ast.Constant):
                found.append(_written(node.value, named))
            if isinstance(node, ast.GeneratorExp) and isinstance(node.elt, ast.JoinedStr):
                found.append(_written(node.elt, named))
    return [each for each in found if each.endswith(".")]


def _assigned(node: ast.AST) -> list[tuple[str, ast.expr]]:
    if not isinstance(node, ast.Assign):
        return []
    if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
        return [(ast.unparse(target), value) for target, value in zip(node.targets[0].elts, node.value.elts, strict=True)]
    return [(ast.unparse(node.targets[0]), node.value)]


def _written(text: ast.expr, named: dict[str, str]) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    assert isinstance(text, ast.JoinedStr)
    return "".join(
        str(each.value) if isinstance(each, ast.Constant) else named.get(ast.unparse(each.value), "7")  # type: ignore[attr-defined] # a place is the other kind of piece
        for each in text.values
    )


@pytest.mark.parametrize("path", SAID_IN)
def test_every_fault_is_said_again_in_hebrew_with_its_values(path: str) -> None:
    from django.utils.translation import override

    from sync.server.drafting.faults import told

    sentences = sentences_of(path)
    with override("he"):
        assert [each for each in sentences if told(each) == each] == []
    assert len(sentences) > 5


def test_a_fault_that_nobody_wrote_down_comes_back_as_it_is() -> None:
    from django.utils.translation import override

    from sync.server.drafting.faults import told

    with override("he"):
        assert told("Something quite new.") == "Something quite new."


def test_a_fault_keeps_the_number_and_the_name_that_it_is_about() -> None:
    from django.utils.translation import override

    from sync.server.drafting.faults import told

    with override("pl"):
        said = told("Item kind 12 (hats (warm)) has a pack of less than 1.")
    assert "12" in said
    assert "hats (warm)" in said
