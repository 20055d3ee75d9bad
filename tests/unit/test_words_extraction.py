"""Does every sentence reach the translators, and does no translation get lost on the way back?"""

import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

WORDS = runpy.run_path(str(Path(__file__).parents[2] / "assets" / "make" / "words.py"))


def extracted(path: Path, text: str) -> list[object]:
    path.write_text(text, encoding="utf-8")
    return [message for _, message, _ in WORDS["messages_in"](path)]


def test_sentences_in_python_are_found_over_several_lines(tmp_path: Path) -> None:
    source = 'a = say(language, "Back")\nb = say_many(\n    language,\n    "{count} hat",\n    "{count} hats",\n    n,\n)\n'
    assert extracted(tmp_path / "page.py", source) == ["Back", ("{count} hat", "{count} hats")]


def test_sentences_in_a_layout_are_found_wherever_they_stand(tmp_path: Path) -> None:
    layout = """#:import say kiosk.window.text.say

<Page>:
    Words:
        words: say(theme.language, "It’s yours") if root.is_on else say(theme.language, "Not “yet”")
        on_act: root.tell(say(theme.language, 'Add {n}', n=1), [say_many(theme.language, "{count} hat", "{count} hats", 2)])
"""
    assert extracted(tmp_path / "page.kv", layout) == ["It’s yours", "Not “yet”", "Add {n}", ("{count} hat", "{count} hats")]


def test_a_comment_for_translators_goes_with_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text('# For translators: a verb.\nsay(language, "Open")\n', encoding="utf-8")
    assert [comments for *_, comments in WORDS["messages_in"](path)] == [["a verb."]]


def catalogue(**said: str) -> Catalog:
    of = WORDS["_empty"]("pl")
    for message, string in said.items():
        of.add(message, string)
    assert isinstance(of, Catalog)
    return of


def template(*ids: object) -> Catalog:
    of = Catalog()
    for each in ids:
        of.add(each)  # type: ignore[arg-type]  # a word or a pair
    return of


def test_an_update_keeps_what_was_translated_leaves_out_what_is_gone_and_guesses_nothing() -> None:
    known = catalogue(Back="Wstecz", Gone="Nie ma", Hat="Czapka")
    known["Back"].user_comments = ["said by all"]
    fresh = WORDS["updated"](known, template("Back", "Bacon", ("Hat", "Hats")))
    assert {message.id: message.string for message in fresh if message.id} == {"Back": "Wstecz", "Bacon": "", ("Hat", "Hats"): ("", "", "")}
    assert fresh["Back"].user_comments == ["said by all"]
    assert not fresh.obsolete


def test_what_a_tool_guessed_is_asked_again() -> None:
    known = catalogue(Back="Wstecz")
    known["Back"].flags.add("fuzzy")
    assert WORDS["updated"](known, template("Back"))["Back"].string == ""


def test_the_same_words_make_the_same_bytes() -> None:
    known = catalogue(Back="Wstecz")
    assert WORDS["compiled"](known) == WORDS["compiled"](catalogue(Back="Wstecz"))
    assert b"Date" not in WORDS["_written"](known)


def test_a_note_on_a_sentence_that_nobody_says_any_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    with pytest.raises(AssertionError, match="nothing says"):
        WORDS["template_of"](tmp_path)
