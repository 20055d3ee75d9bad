"""Is what changed said in words, is what is missing found, and does last year become this year?"""

import datetime as dt
import re
from typing import Any

import msgspec
import pytest

from sync.domain.definition import Activity, Definition, Event, Output, Shift, Unit, Venue, Wanted
from sync.domain.definition import Part as KitPart
from sync.domain.soundness import faults_of
from tests.support.centre import set_up_django
from tests.support.day import CARDS, CLOSES_MS, HATS, KNITTING, NEONATAL, OPENS_MS, SCHOOL, WARD, small_definition

set_up_django()

HOUR_MS = 3_600_000
MADE_BEFORE = "hats (target 500 hats, for the neonatal ward)"
MADE_NOW = "hats (no target, for the neonatal ward); item kind 99 (target 5 of item kind 99)"
DAY = msgspec.structs.replace(
    small_definition(),
    shifts=(Shift(1, KNITTING, OPENS_MS, OPENS_MS + HOUR_MS, 30),),
    activities=tuple(msgspec.structs.replace(one, picture="knitting") for one in small_definition().activities),
    items=tuple(msgspec.structs.replace(one, picture="hat") for one in small_definition().items),
)


def changed(kind: str, no: int, **fields: Any) -> Definition:
    """The day with one part changed; ``event`` is the event itself."""
    if kind == "event":
        return msgspec.structs.replace(DAY, event=msgspec.structs.replace(DAY.event, **fields))
    parts = tuple(msgspec.structs.replace(part, **fields) if part.no == no else part for part in getattr(DAY, kind))
    return msgspec.structs.replace(DAY, **{kind: parts})


def told(after: Definition) -> list[str]:
    from sync.server.drafting.differences import differences

    return [one.sentence for one in differences(DAY, after)]


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (changed("event", 0, name={"en": "Other Day"}), "The event: name was “Many Hands Day”, now “Other Day”."),
        (
            changed("event", 0, closes_ms=CLOSES_MS + HOUR_MS),
            "The event: closing was 22 November 2026, 19:00, now 22 November 2026, 20:00.",
        ),
        (changed("event", 0, languages=("en", "he")), "The event: languages was English, now English; Hebrew."),
        (changed("venues", WARD, search_allowed=False), "Venue 2, Rainbow Ward: searching by name was allowed, now not allowed."),
        (changed("venues", WARD, name={"en": "Rainbow Ward", "cy": "Ward Enfys"}), "Venue 2, Rainbow Ward: name in Welsh."),
        (changed("venues", WARD, children_per_adult=8), "Venue 2, Rainbow Ward: children for each adult was none, now 8."),
        (changed("items", HATS, unit=Unit.PEOPLE), "Item kind 1, hats: unit was items, now people."),
        (changed("items", HATS, steps=(1, 3)), "Item kind 1, hats: step buttons was 1; 5; 10, now 1; 3."),
        (changed("items", HATS, sensible_max=1200), "Item kind 1, hats: amount that is asked about was 200, now 1,200."),
        (changed("items", HATS, parts=(KitPart({"en": "bobble"}, 2),)), "Item kind 1, hats: parts of the kit was none, now 2 × bobble."),
        (changed("items", HATS, outcomes=({"en": "warm"},)), "Item kind 1, hats: outcomes was none, now warm."),
        (
            changed("activities", KNITTING, outputs=(Output(HATS, None, NEONATAL), Output(99, 5))),
            f"Activity 1, Knitting: what is made was {MADE_BEFORE}, now {MADE_NOW}.",
        ),
        (changed("activities", KNITTING, venue=SCHOOL), "Activity 1, Knitting: venue was Rainbow Ward, now Greenfield School."),
        (changed("activities", KNITTING, is_open=False), "Activity 1, Knitting: closed. It is offered no more; what was recorded stays."),
        (changed("shifts", 1, activity=99), "Shift 1, shift 1: activity was Knitting, now activity 99."),
        (
            changed("beneficiaries", NEONATAL, wanted=(Wanted(HATS, 40),)),
            "Beneficiary 1, the neonatal ward: how many they want was none, now 40 hats.",
        ),
        (msgspec.structs.replace(DAY, shifts=()), "Shift 1, shift at Knitting: removed."),
        (msgspec.structs.replace(DAY, venues=(*DAY.venues, Venue(9, {"en": "A tent"}))), "Venue 9, A tent: new."),
        (msgspec.structs.replace(DAY, venues=DAY.venues[::-1]), "The order of the venues is another one."),
        (changed("venues", WARD, town="x" * 90), f"Venue 2, Rainbow Ward: town was empty, now “{'x' * 80}…”."),
    ],
)
def test_each_difference_is_one_sentence(after: Definition, sentence: str) -> None:
    assert told(after) == [sentence]


SENTENCES = [sentence for _, sentence in test_each_difference_is_one_sentence.pytestmark[0].args[1]]  # type: ignore[attr-defined] # the mark above


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_line_of_the_history_is_said_again_in_polish(sentence: str) -> None:
    from django.utils.translation import override

    from sync.server.drafting.retold import told as told_again

    with override("pl"):
        said = told_again(sentence)
    assert said != sentence
    assert not {"was", "now", "new", "removed", "order", "The"} & set(re.findall(r"[A-Za-z]+", said))


def test_every_field_has_its_word() -> None:
    from sync.server.drafting.differences import FIELD_WORDS

    kinds = (Event, Venue, Activity, Shift, type(DAY.items[0]), type(DAY.beneficiaries[0]))
    assert {field for kind in kinds for field in kind.__struct_fields__} - {"no"} == set(FIELD_WORDS)


def missing(draft: Definition, published: Definition | None = None) -> list[tuple[str, bool]]:
    from sync.server.drafting.missing import notes_of

    return [(note.sentence, note.stops) for note in notes_of(draft, published, OPENS_MS)]


@pytest.mark.parametrize(
    ("draft", "sentence", "stops"),
    [
        (msgspec.structs.replace(DAY, venues=()), "The event has no venue yet: add the first one.", True),
        (msgspec.structs.replace(DAY, venues=(Venue(WARD, {"en": "Ward"}, is_open=False),)), "Every venue is closed", True),
        (msgspec.structs.replace(DAY, items=()), "Activity 1 (Knitting) makes item kind 1, which is not in the event.", True),
        (changed("event", 0, closes_ms=OPENS_MS - 1), "The event closes before it opens.", True),
        (
            changed("activities", KNITTING, outputs=()),
            "Knitting has no item kind: no mat can be printed",
            False,
        ),
        (
            changed("activities", KNITTING, is_open=False),
            "Rainbow Ward has no activity: people can check in",
            False,
        ),
        (
            changed("activities", KNITTING, outputs=(Output(HATS), Output(HATS))),
            "Knitting makes the same thing twice: only the first target and beneficiary count.",
            False,
        ),
        (changed("activities", KNITTING, outputs=()), "No activity makes hats.", False),
        (
            changed("items", HATS, outcomes=({"en": "warm"}, {"en": "odd"}), outcome_pictures=("", "hatt")),
            "hats has the picture “hatt”, which is none of ours: a kiosk that has none of that name shows a hand.",
            False,
        ),
        (changed("items", HATS, picture="hatt"), "hats has the picture “hatt”", False),
        (changed("activities", KNITTING, picture="wooll"), "Knitting has the picture “wooll”", False),
        (changed("activities", KNITTING, outputs=()), "No activity makes anything for the neonatal ward.", False),
        (
            changed("beneficiaries", NEONATAL, wanted=(Wanted(2, 9),)),
            "the neonatal ward asks for cards, and no activity",
            False,
        ),
        (changed("beneficiaries", NEONATAL, is_open=False), "Knitting gives to the neonatal ward, which is closed.", False),
        (changed("venues", WARD, is_open=False), "Knitting is open, and its venue Rainbow Ward is closed.", False),
        (
            changed("venues", WARD, languages=("en", "pl")),
            "Rainbow Ward offers Polish, which is not among the languages",
            False,
        ),
        (changed("shifts", 1, ends_ms=CLOSES_MS + 1), "Shift 1 lies outside the hours of the event.", False),
        (changed("event", 0, languages=("en", "fr")), "18 texts are not written in French yet. They are shown in English.", False),
        (
            changed("event", 0, opens_ms=1, closes_ms=OPENS_MS - 2),
            "The event is over: it closed on 22 November 2026, 10:59.",
            False,
        ),
    ],
)
def test_what_is_missing_is_said_and_what_stops_is_told_apart(draft: Definition, sentence: str, *, stops: bool) -> None:
    assert stops in [is_so for told, is_so in missing(draft) if told.startswith(sentence)]


def test_pictures_of_ours_are_not_spoken_of_and_one_that_is_not_is_said_once_for_each_thing() -> None:
    assert not [told for told, _ in missing(DAY) if "picture" in told]
    odd = changed("items", HATS, picture="hatt", outcomes=({"en": "warm"}, {"en": "odd"}), outcome_pictures=("hatt", "mended"))
    assert len([told for told, _ in missing(odd) if "picture" in told]) == 1
    closed = changed("items", HATS, picture="hatt", is_open=False)
    assert not [told for told, _ in missing(closed) if "picture" in told], "what is closed is shown nowhere"


def test_a_sound_day_misses_nothing_and_what_was_published_is_held_to() -> None:
    assert missing(DAY, DAY) == []
    assert any("close it instead" in sentence and stops for sentence, stops in missing(msgspec.structs.replace(DAY, shifts=()), DAY))


def test_what_begins_at_eleven_begins_at_eleven_next_summer() -> None:
    from sync.server.drafting.years import moved_to

    later = moved_to(DAY, dt.date(2027, 7, 4))
    opens = dt.datetime.fromtimestamp(later.event.opens_ms / 1000, dt.UTC)
    assert opens == dt.datetime(2027, 7, 4, 10, 0, tzinfo=dt.UTC), "eleven in London, in summer"
    assert later.shifts[0].starts_ms == later.event.opens_ms
    assert faults_of(later) == ()


def test_what_is_closed_stays_in_its_year() -> None:
    from sync.server.drafting.parts import Kind, closed
    from sync.server.drafting.years import moved_to

    later = moved_to(closed(DAY, Kind.VENUE, WARD), dt.date(2027, 7, 4))
    assert [venue.no for venue in later.venues] == [SCHOOL]
    assert later.shifts == ()
    assert CARDS in [activity.no for activity in later.activities]
    assert faults_of(later) == ()


@pytest.mark.parametrize(
    ("written", "stands", "is_question", "is_theirs"),
    [("aab", "b", False, False), ("aba", "b", False, True), ("abb", "b", False, False), ("abc", "c", True, False)],
)
def test_only_what_both_changed_differently_is_a_question(written: str, stands: str, *, is_question: bool, is_theirs: bool) -> None:
    """``written``: as it was opened, theirs, mine."""
    from sync.server.drafting.merging import merge

    opened, theirs, mine = tuple(written)
    merged = merge({"field": (opened,)}, {"field": (theirs,)}, {"field": (mine,)})
    assert merged.answers["field"] == (stands,)
    assert (bool(merged.disputed), bool(merged.theirs_kept)) == (is_question, is_theirs)


def test_numbers_are_given_once_and_end() -> None:
    from sync.eventfile.tables import NUMBER_MAX
    from sync.server.drafting.parts import Kind, NumbersUsedUp, next_no

    assert next_no((DAY,), Kind.VENUE) == 3
    assert next_no((DAY,), Kind.VENUE, given=17) == 18
    with pytest.raises(NumbersUsedUp):
        next_no((DAY,), Kind.VENUE, given=NUMBER_MAX)
