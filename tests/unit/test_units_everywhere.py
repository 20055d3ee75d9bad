"""Is every kind of work of a real day told rightly wherever its figure stands: at the kiosk, on paper, in the demo, at the centre?"""

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from kiosk.flow.values import Making
from kiosk.screens.pieces.making import deed_of, standing, wish_to_log
from kiosk.window.quantities import amount, brief, figure, noun, told
from sync.domain import written
from sync.domain.definition import Definition, ItemKind, Unit
from sync.eventfile import load_event
from sync.places import assets_folder
from sync.server.site import amounts

DEMO = load_event(assets_folder() / "events" / "demo.toml", dt.date(2026, 11, 22), hash_pin=str.encode).definition
LANGUAGES = ("en", "he", "ar", "ur", "cy", "pl", "fr")

# Each row of what such a day consists of: the item kind that counts it, a figure, and how it is told in a sentence.
ROWS = [
    ("hats", 7, "7 hats"),
    ("cards", 1, "1 card"),
    ("gifts wrapped", 12, "12 gifts wrapped"),
    ("letters", 3, "3 letters"),
    ("gift bags", 10, "10 gift bags"),
    ("gardening", 105, "1 h 45 min of gardening"),
    ("bulbs planted", 25, "25 bulbs planted"),
    ("people who learnt to sign", 30, "30 people who learnt to sign"),
    ("signing sessions", 45, "45 min of signing sessions"),
    ("guests welcomed", 2, "2 guests welcomed"),
    ("performances", 1, "1 performance"),
    ("listeners", 80, "80 listeners"),
    ("meals served", 86, "86 meals served"),
    ("objects", 2, "2 objects"),
    ("raised", 28_300, "£283 raised"),
]


def item_called(name: str) -> ItemKind:
    return next(item for item in DEMO.items if item.many["en"] == name)


def making_of(item: ItemKind, made: int, target: int | None = None) -> Making:
    return Making(1, item.no, item.one, item.many, item.unit, item.picture, item.steps, item.sensible_max, made, target)


def sentences(item: ItemKind, quantity: int, language: str, definition: Definition = DEMO) -> Iterator[str]:
    """Yield everything that is said of a quantity anywhere."""
    making = making_of(item, quantity, quantity * 2)
    yield amount(language, making, quantity)
    yield told(language, making, quantity)
    yield standing(language, making)
    yield deed_of(language, making, told(language, making, quantity))
    yield wish_to_log(language, making)
    yield f"{brief(language, making, quantity)} {noun(language, making, quantity)}"
    yield f"{figure(language, making, quantity)} {noun(language, making, quantity)}"
    yield written.amount(item, quantity, definition.event.currency, language)
    yield f"{amounts.figure(quantity, item, definition.event)} {amounts.noun(quantity, item)}"
    yield amounts.kind(item)


def test_every_row_is_counted_in_the_demo() -> None:
    assert {name for name, _, _ in ROWS} == {item.many["en"] for item in DEMO.items}
    assert {item.unit for item in DEMO.items} == set(Unit)


@pytest.mark.parametrize(("name", "quantity", "words"), ROWS)
def test_a_quantity_is_told_with_its_noun(name: str, quantity: int, words: str) -> None:
    item = item_called(name)
    said = told("en", making_of(item, quantity), quantity).replace("\u00a0", " ").replace("£283.00", "£283")
    assert said == words
    assert f"{amounts.figure(quantity, item, DEMO.event)} {amounts.noun(quantity, item)}" == words
    assert written.amount(item, quantity, DEMO.event.currency) == words.removesuffix(" raised")


# Minutes of minutes, pence of pounds, and bare minutes where hours are meant.
TWICE = re.compile(r"min(?:utes?)?\W+(?:of )?minute|£[\d,.]+\W+(?:of )?(?:pence|penny|pound)|(?:pence|penny)\W+raised|\d+ minutes")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "quantity", "words"), ROWS)
def test_no_unit_is_said_twice(name: str, quantity: int, words: str, language: str) -> None:
    del words
    item = item_called(name)
    assert [said for said in sentences(item, quantity, language) if TWICE.search(said)] == []
    if item.unit in (Unit.MINUTES, Unit.MONEY):
        assert item.one == item.many, "the noun of time and of money stands without a unit, so it has one form"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", Unit)
def test_no_figure_stands_without_its_unit(unit: Unit, language: str) -> None:
    """A bare "615" of a unit that is not a number of things would be read as 615 things."""
    item = ItemKind(1, {"en": "thing"}, {"en": "things"}, unit, "hat")
    for said in (figure(language, making_of(item, 615), 615), brief(language, making_of(item, 615), 615), written.figure(item, 615, "GBP")):
        is_bare = re.fullmatch(r"[\d,.\s]+", said) is not None
        assert is_bare is (unit in (Unit.ITEMS, Unit.PEOPLE))


@pytest.mark.parametrize(
    ("currency", "minor", "said"),
    [("GBP", 1234, "£12.34"), ("GBP", 1200, "£12"), ("JPY", 1200, "JPY 1,200"), ("KWD", 12_345, "KWD 12.345"), ("EUR", -5, "−€0.05")],
)
def test_money_has_the_decimals_of_its_currency(currency: str, minor: int, said: str) -> None:
    assert written.money(minor, currency) == said
