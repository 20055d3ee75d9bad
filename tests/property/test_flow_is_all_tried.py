"""Do the random conversations really go everywhere, and does what watches them see what is wrong?"""

import random
from typing import get_args

import pytest

from kiosk.flow.act_events import TakeHomePressed
from kiosk.flow.conversation import Conversation
from kiosk.flow.events import (
    CodeScanned,
    DeedPressed,
    DepartureRecorded,
    DigitPressed,
    Event,
    ItemsRecorded,
    LeaveKioskPressed,
    LeavePressed,
    LogPressed,
    PinAccepted,
    StaffPressed,
    TimePassed,
    VisitorRecognised,
)
from kiosk.flow.pages import Enrolling, Page, Welcome
from kiosk.flow.people_events import LetterPressed, NewHerePressed, NoCardPressed, PlacesTold
from kiosk.flow.requests import ReceiveCode, RecordArrival, RecordDeparture, RecordItems, RecordMove, RecordUndo, Request
from tests.support.happenings import ANSWERS, PRESSES, Watch
from tests.support.openings import OPENINGS, Happening
from tests.support.talk import CARD, KNITTING, MAT, MIRIAM, SEVEN_HATS, entry_no

TALKS, LONG = 1_500, 40
MADE = (lambda tap: ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), tap), 0)
BEGINNINGS: tuple[tuple[Happening, ...], ...] = (
    *OPENINGS.values(),
    # The lead's digits, which chance would seldom type in order.
    (
        (0, StaffPressed()),
        *((0, DigitPressed(digit)) for digit in "4711"),
        (0, DeedPressed()),
        (0, (lambda tap: PinAccepted(1, tap), 0)),
    ),
    # The lead means to close the program.
    (
        (0, StaffPressed()),
        *((0, DigitPressed(digit)) for digit in "4711"),
        (0, DeedPressed()),
        (0, (lambda tap: PinAccepted(1, tap), 0)),
        (0, LeaveKioskPressed()),
        (0, DeedPressed()),
    ),
    # The same mat again while it is in doubt.
    (
        (0, CodeScanned(CARD)),
        (0, (lambda tap: VisitorRecognised(MIRIAM, tap), 0)),
        (0, CodeScanned(MAT)),
        (0, MADE),
        (4_000, CodeScanned(MAT)),
        (0, MADE),
    ),
    # Somebody new: name and initial, what to do, and what is kept.
    (
        *((0, press) for press in (NoCardPressed(), NewHerePressed(), PlacesTold((KNITTING,)))),
        *((0, LetterPressed(letter)) for letter in "ali k"),
        (0, DeedPressed()),
    ),
    # A card, and out with what to take home.
    (
        (0, CodeScanned(CARD)),
        (0, (lambda tap: VisitorRecognised(MIRIAM, tap), 0)),
        (0, LeavePressed()),
        (0, DeedPressed()),
        (0, (lambda tap: DepartureRecorded(MIRIAM, 5, (SEVEN_HATS,), (entry_no(3),), tap, slip="SLIP"), 0)),
        (0, TakeHomePressed()),
    ),
)
LATER_MS = (0, 10, 2_999, 3_000, 9_999, 60_000, 130_000)


def test_random_conversations_reach_every_page_there_is() -> None:
    chance = random.Random(22)
    reached: set[type] = {Enrolling}  # where a machine begins, tried by itself
    for _talk in range(TALKS):
        watch = Watch()
        for happening in chance.choice(BEGINNINGS):
            watch.play(happening)
            reached.add(type(watch.conversation.page))
        for _turn in range(LONG):
            press: Event = chance.choice(PRESSES)
            answered = (chance.choice(ANSWERS), chance.choice((0, 0, 0, 1, 5)))
            watch.play((chance.choice(LATER_MS), chance.choice((press, answered))))
            reached.add(type(watch.conversation.page))
    assert {page.__name__ for page in _all_pages() - reached} == set()


def test_nothing_that_a_finger_or_the_desk_can_say_is_left_out_of_what_happens() -> None:
    said = {type(press) for press in PRESSES} | {type(answer(b"tap-----")) for answer in ANSWERS}
    assert {each.__name__ for each in set(get_args(Event)) - said} == set()


def _all_pages() -> set[type]:
    pages = {page for page in get_args(Page) if isinstance(page, type)}
    assert Welcome in pages
    return pages


@pytest.mark.parametrize(
    ("request_", "event"),
    [
        (RecordArrival(b"miriam--", 1, b"tap"), TimePassed()),
        (RecordMove(b"miriam--", 1, b"tap"), TimePassed()),
        (RecordDeparture(b"miriam--", b"tap"), TimePassed()),
        (RecordUndo((), b"tap"), TimePassed()),
        (ReceiveCode("MH1PCARD", b"tap"), DeedPressed()),
        (RecordItems(b"miriam--", 1, 1, 7, b"tap"), LogPressed(1)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_entry_without_a_card_or_a_confirming_tap_would_be_seen(request_: Request, event: Event) -> None:
    with pytest.raises(AssertionError):
        Watch()._check_cause(request_, event, Conversation(page=Welcome()))


def test_a_tap_id_that_was_never_made_would_be_seen() -> None:
    watch = Watch()
    watch.play((0, CodeScanned("MH1PCARD")))
    with pytest.raises(AssertionError):
        watch._check_tap(ReceiveCode("MH1PCARD", b"stranger"))
