"""Is a number with its noun right in languages whose nouns change with the number, and money written as people write it?"""

import pytest

from kiosk.flow.values import Making
from kiosk.window.quantities import amount, duration, helping, money, noun, short_money
from kiosk.window.text import number, say_many
from sync.domain.definition import Texts, Unit

ONE: Texts = {"en": "hat", "he": "כובע", "ar": "قبعة", "ur": "ٹوپی", "cy": "het", "pl": "czapka", "fr": "bonnet"}
MANY: Texts = {"en": "hats", "he": "כובעים", "ar": "قبعات", "ur": "ٹوپیاں", "cy": "hetiau", "pl": "czapki", "fr": "bonnets"}


def making(unit: Unit = Unit.ITEMS) -> Making:
    return Making(activity=1, item=1, one=ONE, many=MANY, unit=unit, picture="hat", steps=(1,), sensible_max=50, made=0)


@pytest.mark.parametrize(
    ("language", "quantity", "written"),
    [
        ("en", 1, "1 hat"),
        ("en", 7, "7 hats"),
        ("fr", 0, "0 bonnet"),
        ("fr", 2, "2 bonnets"),
        ("he", 7, "7 כובעים"),
        # Three to ten take the plural, eleven and more the singular.
        ("ar", 7, "7 قبعات"),
        ("ar", 12, "12 قبعة"),
        ("ar", 500, "500 قبعة"),
        ("ar", 1_103, "1,103 قبعات"),
        ("ur", 1, "1 ٹوپی"),
        ("ur", 7, "7 ٹوپیاں"),
        # Two, five and twenty-two hats would be three forms of the noun, or a changed first letter: it stands apart.
        ("pl", 2, "2\u00a0×\u00a0czapka"),
        ("pl", 5, "5\u00a0×\u00a0czapka"),
        ("cy", 3, "3\u00a0× het"),
    ],
)
def test_the_noun_fits_its_number(language: str, quantity: int, written: str) -> None:
    assert amount(language, making(), quantity) == written


def test_a_noun_alone_fits_the_number_that_stands_elsewhere() -> None:
    assert [noun("ar", making(), quantity) for quantity in (1, 5, 500)] == ["قبعة", "قبعات", "قبعة"]
    assert [noun("pl", making(), quantity) for quantity in (1, 500)] == ["czapka", "czapki"]


def test_a_currency_has_the_decimals_that_it_has() -> None:
    assert [money("en", "KWD", 12_345), short_money("en", "KWD", 12_000), short_money("en", "JPY", 12_000)] == [
        "KWD 12.345",
        "KWD 12",
        "JPY 12,000",
    ]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("pl", ["Pomaga 1 osoba", "Pomagają 2 osoby", "Pomaga 5 osób", "Pomaga 12 osób", "Pomagają 22 osoby"]),
        ("ar", ["شخص واحد يساعد", "شخصان يساعدان", "5 أشخاص يساعدون", "12 شخصًا يساعدون", "22 شخصًا يساعدون"]),
        ("cy", ["1 person yn helpu", "2 berson yn helpu", "5 o bobl yn helpu", "12 o bobl yn helpu", "22 o bobl yn helpu"]),
        ("he", ["אדם אחד עוזר", "שני אנשים עוזרים", "5 אנשים עוזרים", "12 אנשים עוזרים", "22 אנשים עוזרים"]),
    ],
)
def test_people_are_counted_in_the_forms_of_the_language(language: str, written: list[str]) -> None:
    assert [helping(language, count) for count in (1, 2, 5, 12, 22)] == written


@pytest.mark.parametrize(
    ("language", "written", "short"),
    [
        ("en", "£1,234.50", "£1,000"),
        ("fr", "1\u202f234,50\u00a0£", "1\u202f000\u00a0£"),
        ("pl", "1\u00a0234,50\u00a0£", "1\u00a0000\u00a0£"),
        ("he", "£1,234.50", "£1,000"),
        ("cy", "£1,234.50", "£1,000"),
    ],
)
def test_money_is_written_as_people_of_that_language_write_it(language: str, written: str, short: str) -> None:
    assert money(language, "GBP", 123_450) == written
    assert short_money(language, "GBP", 100_000) == short
    assert short_money(language, "GBP", 123_450) == written


def test_money_back_has_its_minus_before_everything_and_a_currency_without_a_small_coin_has_no_pence() -> None:
    assert money("en", "GBP", -5) == "−£0.05"
    assert money("fr", "GBP", -5) == "−0,05\u00a0£"
    assert money("en", "JPY", 1250) == "JPY 1,250"
    assert money("pl", "JPY", 1250) == "1\u00a0250\u00a0JPY"


def test_a_large_sum_is_exact_to_the_penny() -> None:
    assert money("en", "GBP", 9_007_199_254_740_993) == "£90,071,992,547,409.93"


def test_who_speaks_what_we_do_not_has_english_numbers_too() -> None:
    assert number("xx", 12_345) == "12,345"
    assert say_many("xx", "{count} hat", "{count} hats", 12_345) == "12,345 hats"
    assert duration("xx", 75) == "1\u00a0h 15\u00a0min"
