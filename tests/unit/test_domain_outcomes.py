"""Does an event with outcomes, kits and wishes say what it means, and is each outcome counted apart and together?"""

import msgspec
import pytest
from msgspec.structs import replace

from sync.domain.definition import (
    OUTCOMES_FROM,
    OUTCOMES_MAX,
    Beneficiary,
    Definition,
    ItemKind,
    Part,
    Unit,
    Wanted,
    outcome_no,
    outcome_picture,
    with_outcome,
)
from sync.domain.entry import Entry
from sync.domain.facts import Counted, ItemsLogged
from sync.domain.flags import Flag
from sync.domain.output import Bucket
from sync.domain.soundness import faults_of
from sync.domain.tally import by_beneficiary, entry_flags, tally
from tests.support.day import HATS, KITCHEN, KNITTING, MINUTES, PENCE, SCHOOL, entry, line, small_definition
from tests.support.mending import LOST, MENDED, OBJECTS, SHELTER, WORKSHOP, with_workshop

EVENT = with_workshop()


def test_an_outcome_is_an_item_kind_of_its_own_with_the_words_of_both() -> None:
    mended, lost = EVENT.outcomes_of(OBJECTS)
    assert (mended.no, lost.no) == (MENDED, LOST) == (outcome_no(OBJECTS, 0), outcome_no(OBJECTS, 1))
    assert mended.many == {"en": "objects, mended", "fr": "objets, mended", "cy": "objects, wedi'i drwsio"}
    assert EVENT.item(LOST) == lost
    assert (lost.one["en"], lost.outcomes, lost.parts, lost.unit) == ("object, beyond saving", (), (), EVENT.items[-1].unit)
    assert [EVENT.whole_of(no) for no in (MENDED, LOST, OBJECTS, HATS, 99)] == [OBJECTS, OBJECTS, OBJECTS, HATS, 99]
    assert [kind.no for kind in EVENT.logged_as(OBJECTS)] == [MENDED, LOST]
    assert [kind.no for kind in EVENT.logged_as(HATS)] == [HATS]
    assert EVENT.logged_as(99) == EVENT.outcomes_of(HATS) == ()


def test_in_arabic_letters_the_comma_before_what_became_of_it_is_an_arabic_one() -> None:
    noun, outcome = {"en": "objects", "ar": "أغراض", "ur": "چیزیں"}, {"en": "mended", "ar": "تم إصلاحه", "ur": "مرمت ہو گئی"}
    said = [with_outcome(noun, outcome, language) for language in ("en", "ar", "ur")]
    assert said == ["objects, mended", "أغراض، تم إصلاحه", "چیزیں، مرمت ہو گئی"]


def test_outcomes_are_counted_apart_and_go_where_the_whole_goes() -> None:
    now = tally(
        [line(ItemsLogged(WORKSHOP, MENDED, 3), 1, 1, venue=SCHOOL), line(ItemsLogged(WORKSHOP, LOST, 1), 2, 2, venue=SCHOOL)], EVENT
    )
    assert now.made == {Bucket(SCHOOL, WORKSHOP, MENDED): 3, Bucket(SCHOOL, WORKSHOP, LOST): 1}
    assert by_beneficiary(now.made, EVENT) == {(SHELTER, MENDED): 3, (SHELTER, LOST): 1}
    assert now.flags == ()


def test_an_event_published_by_an_older_centre_is_still_read() -> None:
    old = msgspec.msgpack.encode({"no": 1, "name": {"en": "the ward"}, "need": {"en": "Small hats."}})
    assert msgspec.msgpack.decode(old, type=Beneficiary) == Beneficiary(1, {"en": "the ward"}, {"en": "Small hats."})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(EVENT), type=Definition) == EVENT
    assert [EVENT.beneficiaries[-1].wants(item) for item in (OBJECTS, HATS, MINUTES)] == [60, 5, None]


def test_what_cannot_be_is_named_before_it_is_published() -> None:
    objects, shelter = EVENT.items[-1], EVENT.beneficiaries[-1]
    broken = replace(
        EVENT,
        event=replace(EVENT.event, currency="pounds"),
        items=(
            *EVENT.items[:-1],
            replace(objects, outcomes=({"en": "so"},) * (OUTCOMES_MAX + 1), parts=(Part({"en": "bolt"}, 0),)),
            replace(objects, no=OUTCOMES_FROM, outcomes=(), outcome_pictures=("mended",)),
        ),
        beneficiaries=(*EVENT.beneficiaries[:-1], replace(shelter, wanted=(Wanted(99, 0),))),
    )
    assert faults_of(broken) == (
        '"pounds" is no currency: write its three letters, such as GBP.',
        "Item kind 5 (objects) has 9 outcomes; 8 fit on a screen.",
        "Item kind 5 (objects) is a kit: each of its parts needs a quantity of 1 or more.",
        "Item kind 10000 (objects) needs a number below 10,000: those above stand for outcomes.",
        "Item kind 10000 (objects) has 1 pictures for 0 outcomes.",
        "Beneficiary 3 (the shelter) asks for item kind 99, which is not in the event.",
        "Beneficiary 3 (the shelter) asks for 0: leave it out, or name 1 or more.",
    )
    assert faults_of(EVENT) == ()


@pytest.mark.parametrize(
    ("told", "is_flagged"),
    [
        (entry(ItemsLogged(WORKSHOP, MENDED, 40), venue=SCHOOL), False),
        (entry(ItemsLogged(WORKSHOP, MENDED, 41), venue=SCHOOL), True),
        (entry(ItemsLogged(KITCHEN, PENCE, 100_001), venue=SCHOOL), True),
        (entry(ItemsLogged(KITCHEN, MINUTES, 1001), venue=SCHOOL), True),
        # A box holds what many brought: the bound of a count is far above that of one tap, and at least twice the target.
        (entry(Counted(WORKSHOP, OBJECTS, 800), venue=SCHOOL), False),
        (entry(Counted(WORKSHOP, OBJECTS, 801), venue=SCHOOL), True),
        (entry(Counted(WORKSHOP, MENDED, 801), venue=SCHOOL), True),
        (entry(Counted(99, OBJECTS, 801), venue=SCHOOL), True),
        (entry(Counted(KNITTING, 99, 10**9)), False),
    ],
)
def test_an_amount_beyond_what_is_likely_is_flagged_and_counts(told: Entry, *, is_flagged: bool) -> None:
    assert (Flag.IMPLAUSIBLE_AMOUNT in entry_flags(told, EVENT)) is is_flagged


def test_a_high_target_makes_a_large_count_likely() -> None:
    hopeful = with_workshop(sensible_max=2)
    assert Flag.IMPLAUSIBLE_AMOUNT not in entry_flags(entry(Counted(WORKSHOP, OBJECTS, 120), venue=SCHOOL), hopeful)
    assert Flag.IMPLAUSIBLE_AMOUNT in entry_flags(entry(Counted(WORKSHOP, OBJECTS, 121), venue=SCHOOL), hopeful)
    assert small_definition().outcomes_of(HATS) == ()


def test_every_outcome_has_a_picture_of_its_place_or_the_one_it_was_given() -> None:
    item = ItemKind(7, {"en": "object"}, {"en": "objects"}, Unit.ITEMS, "upcycling", outcomes=({"en": "a"}, {"en": "b"}, {"en": "c"}))
    assert [outcome_picture(item, index) for index in range(3)] == ["mended", "made-new", "not-mended"]
    given = replace(item, outcome_pictures=("", "gift"))
    assert [outcome_picture(given, index) for index in range(3)] == ["mended", "gift", "not-mended"]
    assert outcome_picture(replace(item, outcomes=({"en": "a"},)), 0) == "mended"


def test_an_older_definition_without_pictures_is_read_and_one_with_them_by_an_older_kiosk() -> None:
    item = ItemKind(7, {"en": "object"}, {"en": "objects"}, Unit.ITEMS, "upcycling", outcomes=({"en": "a"},), outcome_pictures=("gift",))
    written = msgspec.msgpack.decode(msgspec.msgpack.encode(item))
    assert msgspec.convert({**written, "some_day": 1}, ItemKind) == item, "what is not known is passed over"
    del written["outcome_pictures"]
    assert msgspec.convert(written, ItemKind) == replace(item, outcome_pictures=())
