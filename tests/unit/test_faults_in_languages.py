"""Is everything that is said or kept in English said again in the page's language: rules of an event, jobs, lists?"""

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


KEPT_BY = (
    *("certificates/issuing.py", "erasing/due.py", "exports/workbook.py", "importing/applying.py", "importing/lists.py"),
    *("importing/people.py", "importing/preview.py", "importing/reading.py", "jobs/worker.py", "papers/drawing.py"),
    *("site/certificates.py", "site/exports.py", "site/passes.py"),
)
KEPT = {"ask": 2, "Finished": 0, "NotPossible": 0, "Fault": 1, "_end": 2}
"""What writes something down that a page shows, and which of its values that is."""

PIECES = {"also": "", "words": "Passes", "where": "7", "table.title": "7", "english(table.title)": "7", "what": "venue"}


def kept_sentences(path: str) -> list[str]:
    """Every sentence that a module writes down, with 7 for each value."""
    parsed = ast.parse(tree.text(Path("sync/server") / path))
    constants = {ast.unparse(node.targets[0]): node.value for node in ast.walk(parsed) if isinstance(node, ast.Assign)}
    found = []
    for call in (node for node in ast.walk(parsed) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        place = KEPT.get(name)
        if place is None or len(call.args) <= place:
            continue
        said = call.args[place]
        said = constants.get(ast.unparse(said), said) if isinstance(said, ast.Name) else said
        if isinstance(said, ast.JoinedStr) or (isinstance(said, ast.Constant) and isinstance(said.value, str)):
            found.append(_written(said, PIECES))
    return found


def test_every_title_outcome_and_fault_that_is_kept_is_said_again_in_polish() -> None:
    from django.utils.translation import override

    from sync.server.reading.retold import told

    kept = [(path, each) for path in KEPT_BY for each in kept_sentences(path)]
    with override("pl"):
        assert [(path, each) for path, each in kept if told(each.replace("{}", "7")) == each] == []
    assert len(kept) > 20


@pytest.mark.parametrize(("faults", "more"), [(0, ""), (12, " Nie do użycia: 12.")])
def test_what_a_list_comes_to_is_said_again_with_its_figures(faults: int, more: str) -> None:
    from django.utils.translation import override

    from sync.server.importing.preview import in_a_sentence
    from sync.server.reading.retold import told

    kept = in_a_sentence({"rows": 1234, "new": 5, "changed": 6, "same": 7, "faults": faults})
    with override("pl"):
        assert told(kept) == f"Przeczytane wiersze: 1,234. Nowe: 5, zmienione: 6, bez zmian: 7.{more}"


@pytest.mark.parametrize("language", ["cy", "ur"])
def test_what_django_and_allauth_lack_is_said_in_our_words(language: str) -> None:
    from django.utils.translation import ngettext, override

    from sync.server.tongues.elsewhere import SAID_ELSEWHERE
    from sync.server.tongues.saying import english

    with override(language):
        assert [english(each) for each in SAID_ELSEWHERE if str(each) == english(each)] == []
        assert "least" not in ngettext(
            "Your password must contain at least %(min_length)d character.",
            "Your password must contain at least %(min_length)d characters.",
            10,
        )


def test_a_table_within_a_title_is_named_in_the_page_language_too() -> None:
    from django.utils.translation import override

    from sync.server.reading.retold import told

    with override("pl"):
        assert told("Workbook: Attendance with times") == "Skoroszyt: Obecność z godzinami"
