"""Every button of every page there is, pressed once: it does something, and what it did never goes with time alone, unasked."""

# The driver prepares Kivy and comes first.
from tests.support.driver import Driver  # isort: skip

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kiosk.flow.camera import BrightnessPressed, CameraLampPressed, NextCameraPressed
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import (
    BackPressed,
    CountPressed,
    DigitErased,
    DigitPressed,
    Event,
    KeypadPressed,
    SectionPressed,
    TimePassed,
    UndoPressed,
)
from kiosk.flow.pages import Headcount, Logging, Page, PinPad, Staff, StillThere
from kiosk.flow.people_events import LayoutPressed, MorePressed
from kiosk.flow.print_events import PrintLabelPressed, PrintPressed, PrintSlipPressed, ThrowPrintsPressed, TryPrintingPressed
from kiosk.flow.step import next_moment_ms, step
from kiosk.flow.turns import opening_amount
from kiosk.screens.samples import NOW_MS, every_state
from tests.support.matrix import PAGES

STATES = every_state()
SHOWN = b"shown---"
ONLY_LOOKS: tuple[type[Event], ...] = (LayoutPressed, MorePressed, SectionPressed, KeypadPressed, CountPressed, BackPressed)
"""Other letters, other names of the party, another room of the lead, where the number is typed: nothing that somebody would do again."""

IS_DONE: tuple[type[Event], ...] = (
    *(PrintPressed, PrintLabelPressed, PrintSlipPressed, TryPrintingPressed, ThrowPrintsPressed),
    *(BrightnessPressed, CameraLampPressed, NextCameraPressed),
)
"""Carried out at once: the page only remembers that it was."""


MAY_DO_NOTHING: tuple[type[Event], ...] = (UndoPressed, DigitPressed)
"""Samples have recorded nothing that could be taken back; a number that is full takes no more digits."""


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_no_button_of_any_page_does_nothing(driver: Driver, page: str) -> None:
    dead = [
        f"{state}: {event}"
        for state in PAGES[page]
        for event, after in pressed_once(driver, STATES[state])
        if not (after.requests or isinstance(event, MAY_DO_NOTHING)) and after.conversation == _about(STATES[state])
    ]
    assert dead == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_what_a_finger_did_on_any_page_is_asked_about_before_time_takes_it_away(driver: Driver, page: str) -> None:
    swallowed = [
        f"{state}: {type(event).__name__}"
        for state in PAGES[page]
        for event, after in pressed_once(driver, STATES[state])
        if is_work(STATES[state].page, event, after.conversation.page)
        and not isinstance(when_its_time_has_come(after.conversation).page, StillThere)
    ]
    assert swallowed == []


@pytest.mark.parametrize("state", ["logging", "logging-outcomes", "headcount", "gathering", "searching", "introducing", "staff-counting"])
def test_the_measure_sees_work_where_there_is_some(driver: Driver, state: str) -> None:
    """Or the test above would be green because nothing counts as work."""
    assert any(is_work(STATES[state].page, event, after.conversation.page) for event, after in pressed_once(driver, STATES[state]))


def pressed_once(driver: Driver, conversation: Conversation) -> Iterator[tuple[Event, Step]]:
    """What each button of the page tells, and what comes of it."""
    conversation = _about(conversation)
    driver.show(conversation)
    driver.told.clear()
    for button in driver.buttons():
        if not button.disabled:
            button.dispatch("on_act")
    for event in tuple(driver.told):
        yield event, step(conversation, event, Moment(NOW_MS, b"tap-----"))


def _about(conversation: Conversation) -> Conversation:
    """With a tap id of its page's own: without one the page would be taken for asked already."""
    page = conversation.page
    return replace(conversation, page=replace(page, tap_id=SHOWN)) if hasattr(page, "tap_id") else conversation


def is_work(before: Page, event: Event, after: Page) -> bool:
    """Whether the same page stands there with something on it that a person would have to do again."""
    if type(after) is not type(before) or isinstance(event, (*ONLY_LOOKS, *IS_DONE)) or isinstance(after, StillThere):
        return False
    if isinstance(after, PinPad):
        return False  # a lead's digits go soon, because the next person must not find them
    if isinstance(after, Staff) and after.leaving:
        return False
    if isinstance(event, DigitErased | DigitPressed) and is_untouched(after):
        return False
    return not is_untouched(after) and _bare(before) != _bare(after)


def is_untouched(page: Page) -> bool:
    """Whether it stands as it opens: then there is nothing to lose."""
    match page:
        case Logging():
            return page.outcome is None and page.amount in (0, opening_amount(page.making))
        case Headcount():
            return page.heads == page.visitor.heads if page.newcomer is None else page.heads.people == 0
        case Staff():
            return page.counting is None or page.amount == 0
        case _:
            return False


def _bare(page: Page) -> Page:
    changing = {name: value for name, value in (("until_ms", 0), ("tap_id", b"")) if hasattr(page, name)}
    return replace(page, **changing)


def when_its_time_has_come(conversation: Conversation) -> Conversation:
    due_ms = next_moment_ms(conversation)
    assert due_ms is not None
    return step(conversation, TimePassed(), Moment(max(due_ms, NOW_MS), b"tap----2")).conversation
