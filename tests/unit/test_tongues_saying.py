"""How does the centre say a sentence with names and numbers in it?"""

from sync.domain.definition import Event, ItemKind, Unit
from tests.support.centre import set_up_django

set_up_django()

from django.utils.translation import override  # noqa: E402 - needs the settings

from sync.server.site import amounts  # noqa: E402 - the same
from sync.server.site.written_amounts import amounts_said  # noqa: E402 - the same
from sync.server.tongues.saying import apart, english, later, listed, say, say_many  # noqa: E402 - the same

ISOLATED = "\u2068{}\u2069"


def test_a_name_in_another_direction_is_set_apart_and_others_are_left_alone() -> None:
    assert apart("Rainbow Room") == "Rainbow Room"
    assert apart("חדר הקשת") == ISOLATED.format("חדר הקשת")
    with override("he"):
        assert apart("Rainbow Room") == ISOLATED.format("Rainbow Room")
        assert apart("חדר הקשת") == "חדר הקשת"
        assert apart("12 – 14") == "12 – 14"


def test_numbers_are_written_as_people_write_them_and_braces_in_names_do_no_harm() -> None:
    assert say("{day}, {time}", day="{oops}", time="9:00") == "{oops}, 9:00"
    assert say_many("{count} person", "{count} people", 1) == "1 person"
    assert say_many("{count} person", "{count} people", 12_345) == "12,345 people"
    with override("pl"):
        assert say_many("{count} person", "{count} people", 3) == "3 osoby"
        assert say_many("{count} person", "{count} people", 12_345) == "12\u00a0345 osób"


def test_what_is_said_later_speaks_the_language_of_whoever_reads_it() -> None:
    word = later("Venues")
    assert str(word) == "Venues"
    with override("he"):
        assert str(word) == "מקומות"
        assert english(word) == "Venues"
    assert english("already a text") == "already a text"


def test_a_list_has_the_comma_of_its_script_and_can_be_written_with_it() -> None:
    assert listed(["1", "5"]) == "1, 5"
    with override("ar"):
        assert listed(["1", "5"]) == "1، 5"
        assert amounts_said("1، 5؛10", Unit.ITEMS, "GBP") == (1, 5, 10)


def test_money_time_and_days_are_written_as_people_write_them() -> None:
    event = Event(1, {"en": "Day"}, 1_763_800_000_000, 1_763_830_000_000)
    pence = ItemKind(1, {"en": "raised"}, {"en": "raised", "fr": "récoltés"}, Unit.MONEY, "coins")
    minutes = ItemKind(2, {"en": "gardening"}, {"en": "gardening"}, Unit.MINUTES, "spade")
    assert amounts.figure(123_450, pence, event) == "£1,234.50"
    assert amounts.day(event.opens_ms, event) == "Saturday 22 November 2025"
    with override("fr"):
        assert amounts.figure(123_450, pence, event) == "1\u202f234,50\u00a0£"
        assert amounts.noun(2, pence) == "récoltés"
        assert amounts.day(event.opens_ms, event) == "samedi 22 novembre 2025"
        assert amounts.span(3 * amounts.HOUR_MS) == "3 heures"
    with override("he"):
        assert amounts.figure(90, minutes, event) == "1 שע׳ 30 דק׳"
        assert amounts.figure(500, pence, event) == "\u200e£5", "behind Arabic words the sign would go to the other side of its digits"
        assert amounts.ago(2 * amounts.DAY_MS) == "לפני יומיים"
    with override("pl"):
        assert amounts.short_day(event.opens_ms, event) == "22 lis"
