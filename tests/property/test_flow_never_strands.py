"""In whatever order things happen: the door stays open, nobody is recorded without a card or a tap, nothing counts twice."""

import os

import pytest
from hypothesis import given, settings

from kiosk.flow import times
from kiosk.flow.conversation import Conversation
from kiosk.flow.events import CodeScanned, TimePassed, VisitorRecognised
from kiosk.flow.news import EnrolmentMoved
from kiosk.flow.pages import Enrolling, Leaving, Page, TryingScanner, Welcome
from kiosk.flow.step import next_moment_ms
from tests.support.happenings import ANSWERS, HAPPENINGS, PRESSES, Watch, played
from tests.support.openings import OPENINGS, Happening
from tests.support.talk import AHMED

EXAMPLES = 20_000 if os.environ.get("MANYHANDS_LONG") else 300


@pytest.mark.parametrize("page", OPENINGS)
def test_every_opening_leads_to_its_page(page: type[Page]) -> None:
    assert isinstance(played(list(OPENINGS[page])).conversation.page, page)


@pytest.mark.parametrize("page", OPENINGS)
def test_whatever_comes_first_on_a_page_keeps_every_promise(page: type[Page]) -> None:
    """Each press and each answer on each page, once: chance leaves some of these pairs out for months."""
    for each in (*PRESSES, *((answer, 0) for answer in ANSWERS)):
        _time_leads_back(played([*OPENINGS[page], (0, each)]))


@settings(max_examples=EXAMPLES, deadline=None)
@given(HAPPENINGS)
def test_time_alone_always_leads_back_to_welcome(happenings: list[Happening]) -> None:
    _time_leads_back(played(happenings))


def _time_leads_back(watch: Watch) -> None:
    for _wait in range(5):
        due_ms = next_moment_ms(watch.conversation)
        if due_ms is None:
            break
        assert due_ms <= watch.now_ms + 60_000 + times.HALF_DONE_MS * times.UNHURRIED_PERCENT // 100, (
            "no page waits for more than a few minutes"
        )
        watch.now_ms = max(watch.now_ms, due_ms)
        watch.play((0, TimePassed()))
    assert isinstance(watch.conversation.page, Welcome | Leaving)
    assert next_moment_ms(watch.conversation) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(HAPPENINGS)
def test_a_card_is_served_after_whatever_happened(happenings: list[Happening]) -> None:
    watch = played(happenings)
    if isinstance(watch.conversation.page, Leaving | TryingScanner):
        return  # what a lead tries the scanner with is nobody's arrival (K35)
    asked_before = len(watch.awaited)
    watch.play((0, CodeScanned("A CARD THAT WAS NOT SHOWN BEFORE")))
    (tap_id,) = watch.awaited[asked_before:]
    watch.play((0, (lambda tap: VisitorRecognised(AHMED, tap), 0)))
    assert watch.conversation.visitor == AHMED
    assert watch.conversation.language == "ar"
    assert not watch.conversation.asked or watch.conversation.asked != tap_id


@given(HAPPENINGS)
@settings(max_examples=50, deadline=None)
def test_a_machine_that_is_not_a_device_yet_stays_at_enrolling(happenings: list[Happening]) -> None:
    watch = Watch()
    watch.conversation = Conversation()
    for happening in happenings:
        if not isinstance(happening[1], EnrolmentMoved):
            watch.play(happening)
    assert isinstance(watch.conversation.page, Enrolling)
    assert watch.awaited == []
