"""Are the parts of the pages right by themselves: words, amounts, geometry, the stylesheet's tokens?"""

import re
import tomllib
from typing import Any

import pytest

from sync.domain import facts
from sync.domain.definition import Event, ItemKind, Unit
from sync.domain.entry import Value
from sync.domain.flags import Flag
from sync.places import assets_folder
from tests.support.centre import set_up_django
from tests.support.day import AHMED, HATS, HOUR_MS, KNITTING, MINUTE_MS, OPENS_MS, entry, id_at, small_definition

set_up_django()

from sync.server.reading.curve import Point  # noqa: E402 - its models need Django to be set up
from sync.server.site import amounts, wording  # noqa: E402 - the same
from sync.server.site.charts import bar, curve_of, levels_for  # noqa: E402 - the same
from sync.server.site.said import said_by  # noqa: E402 - the same
from sync.server.site.templatetags import manyhands  # noqa: E402 - the same
from sync.server.site.tokens import kept_stylesheet, stylesheet  # noqa: E402 - the same

EVENT = small_definition().event


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_its_words(flag: Flag) -> None:
    words = wording.FLAG_WORDS[flag]
    assert str(words.meaning).endswith(".")
    assert str(words.remedy).endswith(".")
    assert 0 < len(str(words.title)) <= 40
    assert "&#x" in manyhands.icon(words.icon)


def test_no_two_flags_share_a_title() -> None:
    titles = [words.title for words in wording.FLAG_WORDS.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("flag", Flag)
def test_no_words_of_a_flag_speak_of_machines_inner_life(flag: Flag) -> None:
    words = wording.FLAG_WORDS[flag]
    for inner in ("error", "invalid", "sync", "offline", "session", "user", "null", "exception"):
        assert not re.search(rf"\b{inner}\b", f"{words.title} {words.meaning} {words.remedy}", re.IGNORECASE), inner


FACTS: list[tuple[Any, str]] = [
    (facts.Arrived(AHMED, KNITTING), "1 person arrived · Knitting"),
    (facts.Arrived(AHMED, None, 30), "30 people arrived"),
    (facts.Left(AHMED), "1 person left"),
    (facts.Moved(AHMED, KNITTING), "Somebody changed activity · Knitting"),
    (facts.ItemsLogged(KNITTING, HATS, 1), "1 hat logged · Knitting"),
    (facts.ItemsLogged(KNITTING, 77, 7), "7 of item kind 77 logged · Knitting"),
    (facts.Counted(KNITTING, HATS, 7), "7 hats counted by hand · Knitting"),
    (facts.Delivered(KNITTING, HATS, 7), "7 hats handed over · Knitting"),
    (facts.Received(KNITTING, HATS, 7), "7 hats confirmed by the beneficiary · Knitting"),
    (facts.Corrected(id_at(3), Value(quantity=2)), "Corrects entry 3 of kiosk 1"),
    (facts.Voided(id_at(3)), "Takes back entry 3 of kiosk 1"),
    (facts.WalkedIn(AHMED), "Somebody who was not on the roster came in"),
    (facts.SeenSafe(AHMED), "Somebody was seen safe at the roll call"),
    (facts.ClockStepped(-3 * HOUR_MS), "The kiosk’s clock jumped by 3 hours"),
    (facts.DayClosed(), "The day was closed at the venue"),
    (facts.SystemNoted(11), "A note of the kiosk about itself"),
]


@pytest.mark.parametrize(("fact", "words"), FACTS)
def test_an_entry_is_told_in_words(fact: Any, words: str) -> None:
    assert said_by(entry(fact), small_definition()) == words


def test_every_kind_of_fact_is_told() -> None:
    assert {type(fact) for fact, _ in FACTS} == set(facts.Fact.__args__)


def test_an_entry_that_says_nothing_usable_is_told_by_silence() -> None:
    import msgspec

    assert said_by(msgspec.structs.replace(entry(facts.DayClosed()), kind=99), small_definition()) == ""


@pytest.mark.parametrize(
    ("unit", "currency", "quantity", "figure"),
    [
        (Unit.ITEMS, "GBP", 1234, "1,234"),
        (Unit.MINUTES, "GBP", 615, "10 h 15 min"),
        (Unit.MONEY, "GBP", 1234, "£12.34"),
        (Unit.MONEY, "GBP", 120_000, "£1,200"),
        (Unit.MONEY, "JPY", 1200, "JPY 1,200"),
        (Unit.MONEY, "ILS", 50, "₪0.50"),
    ],
)
def test_a_quantity_is_written_in_its_unit(unit: Unit, currency: str, quantity: int, figure: str) -> None:
    item = ItemKind(1, {"en": "thing"}, {"en": "things"}, unit, "hat")
    assert amounts.figure(quantity, item, Event(1, {"en": "A day"}, 0, 1, currency=currency)) == figure


@pytest.mark.parametrize(
    ("ms", "words"),
    [(0, "less than a minute"), (MINUTE_MS, "1 min"), (119 * MINUTE_MS, "119 min"), (2 * HOUR_MS, "2 hours"), (50 * HOUR_MS, "2 days")],
)
def test_a_span_is_told_in_the_unit_a_person_would_use(ms: int, words: str) -> None:
    assert amounts.span(ms) == words


def test_a_hundred_percent_is_only_said_when_it_is_reached() -> None:
    assert [amounts.percent(made, 600) for made in (0, 599, 600, 900)] == [0, 99, 100, 150]
    assert amounts.percent(5, 0) == 0


def test_times_are_told_in_the_events_zone() -> None:
    july = Event(1, {"en": "A day"}, 0, 1, timezone="Europe/London")
    assert amounts.clock(1_784_109_600_000, july) == "11:00"
    assert amounts.moment(OPENS_MS, EVENT, OPENS_MS + HOUR_MS) == "11:00"
    assert amounts.moment(OPENS_MS, EVENT, OPENS_MS + 24 * HOUR_MS) == "22 Nov, 11:00"


def test_a_bar_fills_to_its_target_and_then_shows_where_the_target_was() -> None:
    assert (bar(0, 500).filled, bar(250, 500).filled, bar(500, 500).filled) == (0, 50, 100)
    assert bar(500, 500).target_at is None
    assert (bar(1000, 500).filled, bar(1000, 500).target_at) == (100, 50)
    assert (bar(3, None).filled, bar(0, None).filled) == (100, 0)


def test_a_curve_tells_its_peak_in_words_and_ends_where_the_day_stands() -> None:
    points = [Point(OPENS_MS + step * 15 * MINUTE_MS, people) for step, people in enumerate([0, 10, 40, 20])]
    curve = curve_of(points, EVENT)
    assert curve is not None
    assert curve.peak.label == "40 people at 11:30"
    assert curve.line == "M0 180L333.3 135L666.7 0L1000 90"
    assert curve.description == "From 11:00 to 11:45. Most at once: 40 people at 11:30. At the end of the line: 20 people."
    assert curve.rows == (("11:00", 0), ("11:15", 10), ("11:30", 40), ("11:45", 20))


@pytest.mark.parametrize(
    ("highest", "levels"),
    [(1, (0, 1)), (4, (0, 1, 2, 3, 4)), (5, (0, 2, 4, 6)), (135, (0, 50, 100, 150)), (4_001, (0, 2_000, 4_000, 6_000))],
)
def test_the_vertical_scale_goes_in_steps_that_people_count_in(highest: int, levels: tuple[int, ...]) -> None:
    assert levels_for(highest) == levels


def test_a_long_day_has_no_more_hours_below_it_than_a_phone_can_hold() -> None:
    curve = curve_of([Point(OPENS_MS, 1), Point(OPENS_MS + 15 * HOUR_MS, 1)], EVENT)
    assert curve is not None
    assert [tick.label for tick in curve.ticks] == ["11:00", "14:00", "17:00", "20:00", "23:00", "02:00"]
    assert (curve.ticks[0].anchor, curve.ticks[-1].anchor) == ("start", "end")


@pytest.mark.parametrize("points", [[], [Point(0, 5)], [Point(0, 0), Point(1, 0)]])
def test_there_is_no_curve_before_there_is_something_to_draw(points: list[Point]) -> None:
    assert curve_of(points, EVENT) is None


def test_every_colour_of_every_theme_reaches_the_pages() -> None:
    tokens = tomllib.loads((assets_folder() / "tokens.toml").read_text())
    text, _ = kept_stylesheet()
    for theme, selector in (
        ("day", ":root {"),
        ("night", ":root[data-appearance=night] {"),
        ("high-contrast", ":root[data-appearance=high-contrast] {"),
    ):
        block = text[text.index(selector) : text.index("}", text.index(selector))]
        for name, colour in tokens["colour"][theme].items():
            assert f"--{name}: {colour}" in block, (theme, name)


def test_a_changed_token_changes_the_stylesheet() -> None:
    tokens = tomllib.loads((assets_folder() / "tokens.toml").read_text())
    before = stylesheet(tokens)
    tokens["colour"]["night"]["ink"] = "#123456"
    assert "--ink: #123456" in stylesheet(tokens)
    assert stylesheet(tokens) != before


def test_the_pages_know_no_colour_of_their_own_and_no_token_that_is_not_there() -> None:
    from django.contrib.staticfiles import finders

    text, _ = kept_stylesheet()
    for name in ("frame", "pieces", "figures"):
        path = finders.find(f"site/{name}.css")
        assert path is not None
        with open(path) as file:  # noqa: PTH123 - Django gives a string
            sheet = file.read()
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", sheet), name
        own = set(re.findall(r"(--[a-z-]+):", sheet))
        assert {token for token in re.findall(r"var\((--[a-z-]+)", sheet) if f"{token}:" not in text and token not in own} == set(), name


def test_a_browser_keeps_the_tokens_until_they_change() -> None:
    from django.test import RequestFactory

    from sync.server.site.appearance import tokens

    _, name = kept_stylesheet()
    fresh = tokens(RequestFactory().get("/"), name)
    assert "immutable" in fresh["Cache-Control"]
    assert tokens(RequestFactory().get("/"), "now")["Cache-Control"] == "no-cache"
    assert tokens(RequestFactory().get("/", headers={"If-None-Match": fresh["ETag"]}), "now").status_code == 304


def test_an_event_with_an_unknown_picture_still_has_one() -> None:
    assert "pictures/helpers.svg" in manyhands.picture("no-such-drawing")
    with pytest.raises(KeyError):
        manyhands.icon("no-such-icon")


def test_the_mark_stands_in_the_page_and_is_not_read_out() -> None:
    assert manyhands.mark().startswith('<svg class="mark" aria-hidden="true"')
