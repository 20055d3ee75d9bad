"""Is everything that the kiosk says there in every language: complete, in step with the screens, with the right forms and places?"""

import ast
import re
import runpy
import string
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from babel.numbers import get_currency_symbol

from kiosk.screens.pieces.letters import DIGITS, LAYOUTS
from kiosk.window.catalogues import ENGLISH
from kiosk.window.quantities import money
from kiosk.window.shaping import RIGHT_TO_LEFT
from kiosk.window.text import LANGUAGE_NAMES
from sync.server.drafting.words import LANGUAGES as NAMES_FOR_COORDINATORS
from sync.server.tongues.languages import TONGUES
from tests.support import tree

WORDS = runpy.run_path(str(tree.ROOT / "assets" / "make" / "words.py"))
LOCALE: Path = WORDS["LOCALE"]
LANGUAGES = sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po"))
AGAIN = "run: python3 assets/make/words.py, then translate what is new"
# In the order of gettext's forms.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
SOME_NUMBERS = (*range(2_010), *range(1_000_000, 1_000_010), 2_000_000)


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def template() -> Catalog:
    with (LOCALE / "manyhands.pot").open("rb") as file:
        return read_po(file)


def messages(of: Catalog) -> list[Message]:
    return [message for message in of if message.id]


def said_in(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def english_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue_for_every_language_that_has_a_name_and_for_no_other() -> None:
    assert {*LANGUAGES, ENGLISH} == set(LANGUAGE_NAMES)


def test_a_language_that_is_spoken_is_known_wherever_languages_are() -> None:
    known = {
        "the keyboard in kiosk/screens/pieces/letters.py": set(LAYOUTS) - {DIGITS},
        "the centre's pages in sync/server/tongues/languages.py": {tongue.code.partition("-")[0] for tongue in TONGUES},
        "what coordinators call it in sync/server/drafting/words.py": set(NAMES_FOR_COORDINATORS),
    }
    assert {place: set(LANGUAGE_NAMES) - there for place, there in known.items() if there != set(LANGUAGE_NAMES)} == {}


def test_every_language_of_the_demo_event_is_spoken() -> None:
    for path in (tree.ROOT / "assets" / "events").glob("*.toml"):
        asked = re.findall(r"^ *languages = (\[.*\])", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert {language for each in asked for language in tomllib.loads(f"l = {each}")["l"]} <= set(LANGUAGE_NAMES)


def test_the_template_is_what_the_screens_say_now() -> None:
    now = {message.id: message.auto_comments for message in messages(WORDS["template_of"](tree.ROOT))}
    assert {message.id: message.auto_comments for message in messages(template())} == now, AGAIN


def calls_of_say() -> Iterator[tuple[str, int, list[ast.expr]]]:
    """The words in every call of `say` and `say_many`: file, line, arguments."""
    for path in (path for path in tree.modules("kiosk") if WORDS["speaks"](tree.ROOT / path)):
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS["KEYWORDS"]:
                yield str(path), node.lineno, [node.args[each - 1] for each in WORDS["KEYWORDS"][node.func.id]]


def test_every_sentence_stands_in_the_call_itself_where_the_extraction_sees_it() -> None:
    hidden = [f"{path}:{line}" for path, line, words in calls_of_say() if not all(isinstance(each, ast.Constant) for each in words)]
    assert hidden == []


def test_the_extraction_sees_every_call() -> None:
    known = {each for message in messages(template()) for each in english_of(message)}
    said = {each.value for _, _, words in calls_of_say() for each in words if isinstance(each, ast.Constant)}
    assert said - known == set()
    for path in (path for path in tree.files() if path.suffix == ".kv"):
        calls = len(re.findall(r"\bsay(?:_many)?\(", tree.text(path)))
        assert calls == len(list(WORDS["messages_in"](tree.ROOT / path))), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_messages_of_the_template_and_no_others(language: str) -> None:
    assert {message.id for message in messages(catalogue(language))} == {message.id for message in messages(template())}, AGAIN
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_every_form_and_nothing_is_guessed(language: str) -> None:
    of = catalogue(language)
    assert [message.id for message in messages(of) if message.fuzzy] == []
    assert [message.id for message in messages(of) if not all(said_in(message))] == []
    assert [message.id for message in messages(of) if message.pluralizable and len(said_in(message)) != of.num_plurals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_kiosk_reads_was_made_of_what_the_translators_wrote(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "kiosk.po"
    assert path.with_suffix(".mo").read_bytes() == WORDS["compiled"](catalogue(language)), AGAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_agree_in_every_form(language: str) -> None:
    by_form = [numbers_of(language, form) for form in range(catalogue(language).num_plurals)]
    for message in messages(catalogue(language)):
        for form, said in enumerate(said_in(message)):
            assert faults_of_places(message, said, by_form[form]) == "", f"{message.id!r}: {said!r}"


def faults_of_places(message: Message, said: str, numbers: list[int]) -> str:
    """A form has the places of the English sentence. One that stands for a single number may leave the figure out ("two places");
    of two nouns each form takes one.
    """
    asked: list[set[str]] = [places(each) for each in english_of(message)]
    in_any, in_all = asked[0].union(*asked), asked[0].intersection(*asked)
    if foreign := places(said) - in_any:
        return f"nobody fills {foreign}"
    always = in_all - ({"count"} if message.pluralizable and len(numbers) == 1 else set())
    if missing := always - places(said):
        return f"{missing} is left out"
    either = in_any - in_all
    return "" if len(places(said) & either) == (1 if either else 0) else f"one of {either} is wanted"


@cache
def forms(language: str) -> dict[int, int]:
    """Which form some numbers take, by gettext's own reading of the formula: that is the one which the kiosk uses."""
    formula: Callable[[int], int] = c2py(catalogue(language).plural_expr.strip("()"))
    return {number: int(formula(number)) for number in SOME_NUMBERS}


def numbers_of(language: str, form: int) -> list[int]:
    return [number for number, each in forms(language).items() if each == form]


@pytest.mark.parametrize(
    ("english", "said", "numbers", "is_fine"),
    [
        ("Add {amount}", "Dodaj: {amount}", [1], True),
        ("Add {amount}", "Dodaj", [1], False),
        ("Add {amount}", "Dodaj {amout}", [1], False),
        (("{count} place", "{count} places"), "مكانان", [2], True),
        (("{count} place", "{count} places"), "miejsca", [2, 3, 4], False),
        (("{count} {one}", "{count} {many}"), "{count} × {one}", [2, 3, 4], True),
        (("{count} {one}", "{count} {many}"), "{count}", [2, 3, 4], False),
        (("{count} {one}", "{count} {many}"), "{one} {many}: {count}", [2, 3, 4], False),
    ],
)
def test_a_place_that_does_not_agree_is_found(english: Any, said: str, numbers: list[int], *, is_fine: bool) -> None:
    assert (faults_of_places(Message(english), said, numbers) == "") is is_fine


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_of_numbers_are_those_of_cldr(language: str) -> None:
    of, rule = catalogue(language), Locale.parse(language).plural_form
    categories = [category for category in CATEGORIES if any(rule(number) == category for number in SOME_NUMBERS)]
    assert of.num_plurals == len(categories)
    assert [number for number in SOME_NUMBERS if categories[forms(language)[number]] != rule(number)] == []


def test_the_languages_from_right_to_left_are_marked() -> None:
    assert {language for language in LANGUAGE_NAMES if Locale.parse(language).text_direction == "rtl"} == RIGHT_TO_LEFT & set(
        LANGUAGE_NAMES
    )


@pytest.mark.parametrize("language", [language for language in LANGUAGE_NAMES if language not in RIGHT_TO_LEFT])
def test_the_sign_of_money_stands_where_cldr_has_it(language: str) -> None:
    pattern = Locale.parse(language).currency_formats["standard"].pattern
    assert money(language, "GBP", 1250).startswith("£") is pattern.startswith("¤")
    assert get_currency_symbol("GBP", "en_GB") == "£"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_in_the_typeface(language: str) -> None:
    from fontTools.ttLib import TTFont

    drawn = set(TTFont(tree.ROOT / "assets" / "fonts" / "ManyHandsSans-Regular.ttf").getBestCmap())
    letters = {letter for message in messages(catalogue(language)) for said in said_in(message) for letter in said}
    assert {letter for letter in letters if ord(letter) not in drawn} == set()


# What no volunteer is told, in the words of each language.
NEVER = {
    "ar": ("خطأ", "مزامنة", "مستخدم"),
    "cy": ("gwall", "annilys", "defnyddiwr", "all-lein"),
    "fr": ("erreur", "invalide", "hors ligne", "utilisateur"),
    "he": ("שגיאה", "לא תקין", "סנכרון", "משתמש"),
    "pl": ("błąd", "błęd", "nieprawidłow", "użytkownik", "synchroniz"),
    "ur": ("خرابی", "غلط", "صارف", "آف لائن"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_blames_anybody(language: str) -> None:
    said = [each.lower() for message in messages(catalogue(language)) for each in said_in(message)]
    assert [each for each in said if any(word in each for word in NEVER[language])] == []


def test_quotation_marks_and_apostrophes_are_those_of_print() -> None:
    """Two kinds on one page look like a mistake, and the straight ones are a typewriter's."""
    said = [
        text for language in LANGUAGES for message in messages(catalogue(language)) for text in (*english_of(message), *said_in(message))
    ]
    event = tomllib.loads((tree.ROOT / "assets" / "events" / "demo.toml").read_text(encoding="utf-8"))
    assert [text for text in (*said, *_texts_in(event)) if re.search(r"""["']""", text)] == []
    for_leads = [path for path in tree.modules("kiosk") if str(path).startswith(("kiosk/desk/", "kiosk/screens/", "kiosk/app/link.py"))]
    assert [(str(path), text) for path in for_leads for text in _literals(path) if re.search(r"\w'\w", text)] == []


def _literals(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings."""
    parsed = ast.parse(tree.text(path))
    alone = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def _texts_in(value: object) -> Iterator[str]:
    """Yield every text of a TOML table, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(each)
