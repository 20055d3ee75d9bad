"""How many: steps, keypad, till, the question about very many, and one record for however many presses."""

import pytest
from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    BackPressed,
    CodeScanned,
    DeedPressed,
    DigitErased,
    DigitPressed,
    ItemsRecorded,
    KeypadPressed,
    LogPressed,
    NotTaken,
    PlaceChosen,
    StepPressed,
)
from kiosk.flow.pages import Logging, Look, PleaseLook, Present, StillThere, Thanks
from kiosk.flow.requests import RecordItems
from tests.support.talk import HATS, MIRIAM, PENCE, SEVEN_HATS, Talk, entry_no


def log(item: int | None = None) -> Talk:
    talk = Talk(Present(MIRIAM, b"present-", 1_020_000))
    talk.hears(LogPressed(item))
    assert isinstance(talk.page, Logging)
    assert talk.prepared == [talk.page.tap_id]
    return talk


def amount(talk: Talk) -> int:
    assert isinstance(talk.page, Logging)
    return talk.page.amount


def typed(talk: Talk, digits: str) -> int:
    for digit in digits.split():
        talk.hears(DigitPressed(digit))
    return amount(talk)


def test_one_hat_is_two_taps() -> None:
    talk = log()
    (request,) = talk.hears(DeedPressed())
    assert isinstance(talk.page, Logging)
    assert request == RecordItems(MIRIAM.who, HATS.activity, HATS.item, 1, talk.page.tap_id)


def test_steps_add_and_never_go_below_zero_or_off_the_page() -> None:
    talk = log()
    talk.hears(StepPressed(5))
    assert amount(talk) == 6
    talk.hears(StepPressed(-10))
    assert amount(talk) == 0
    talk.hears(StepPressed(times.AMOUNT_MAX + 1))
    assert amount(talk) == times.AMOUNT_MAX
    talk.hears(StepPressed(1))
    assert amount(talk) == times.AMOUNT_MAX


def test_zero_is_not_recorded() -> None:
    talk = log()
    talk.hears(StepPressed(-1))
    assert talk.hears(DeedPressed()) == ()


def test_the_keypad_begins_a_new_number() -> None:
    talk = log()
    assert typed(talk, "7") == 1, "digits are only typed while the keypad is open"
    talk.hears(KeypadPressed())
    assert typed(talk, "3 7 x 00") == 3700
    talk.hears(DigitErased())
    talk.hears(KeypadPressed())
    assert amount(talk) == 370
    assert isinstance(talk.page, Logging)
    assert not talk.page.keypad


def test_the_keypad_stops_at_what_fits_the_page() -> None:
    talk = log()
    talk.hears(KeypadPressed())
    assert typed(talk, "9 9 9 9 9 9 9 9 00") == 9_999_999


def test_money_is_typed_like_at_a_till() -> None:
    talk = log(PENCE.item)
    assert amount(talk) == 0, "money is not guessed"
    talk.hears(KeypadPressed())
    assert typed(talk, "1 2 00") == 1200


def test_a_very_large_amount_is_asked_about_once_and_never_refused() -> None:
    talk = log()
    talk.hears(KeypadPressed())
    typed(talk, "5 00")
    assert talk.hears(DeedPressed()) == ()
    assert isinstance(talk.page, Logging)
    assert talk.page.really
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordItems)
    assert request.quantity == 500


@pytest.mark.parametrize("second_thought", [StepPressed(-300), DigitErased(), BackPressed()], ids=lambda press: type(press).__name__)
def test_a_second_thought_takes_the_question_back(second_thought: StepPressed | DigitErased | BackPressed) -> None:
    talk = log()
    talk.hears(KeypadPressed())
    typed(talk, "5 00")
    talk.hears(DeedPressed())
    talk.hears(second_thought)
    assert isinstance(talk.page, Logging)
    assert not talk.page.really


def test_back_leaves_the_keypad_first_and_the_page_then() -> None:
    talk = log()
    talk.hears(KeypadPressed())
    talk.hears(BackPressed())
    assert isinstance(talk.page, Logging)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)


def test_another_making_of_the_activity_can_be_chosen() -> None:
    talk = log()
    talk.hears(LogPressed(PENCE.item))
    assert isinstance(talk.page, Logging)
    assert talk.page.making == PENCE
    assert talk.hears(PlaceChosen(1)) == ()


def test_somebody_whose_activity_makes_nothing_stays_where_they_are() -> None:
    talk = Talk(Present(replace(MIRIAM, makings=()), b"present-", 1_020_000))
    talk.hears(LogPressed())
    assert isinstance(talk.page, Present)


def test_while_an_amount_is_being_recorded_it_does_not_change_under_the_finger() -> None:
    talk = log()
    talk.hears(DeedPressed())
    for press in (StepPressed(5), DeedPressed(), KeypadPressed()):
        assert talk.hears(press) == ()
    assert amount(talk) == 1


def test_what_the_machine_could_not_take_is_tried_again_by_the_same_tap() -> None:
    talk = log()
    (first,) = talk.hears(DeedPressed())
    assert isinstance(first, RecordItems)
    talk.hears(NotTaken(Look.NO_ROOM, first.tap_id))
    assert isinstance(talk.page, PleaseLook)
    talk.waits(times.PLEASE_LOOK_MS)
    (again,) = talk.hears(DeedPressed())
    assert again == first
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(1),), first.tap_id))
    assert isinstance(talk.page, Thanks)


def test_an_untouched_log_page_goes_soon_and_half_done_work_waits_longer() -> None:
    talk = log()
    talk.waits(times.LOGGING_MS)
    assert talk.is_welcome
    talk = log()
    talk.hears(StepPressed(5))
    talk.waits(times.HALF_DONE_MS - 1)
    assert amount(talk) == 6
    talk.hears(StepPressed(1))
    talk.waits(times.HALF_DONE_MS - 1)
    assert amount(talk) == 7, "every touch gives the time again"
    talk.waits(1)
    assert isinstance(talk.page, StillThere), "nothing half-done goes without a question"
    talk.waits(times.STILL_THERE_MS)
    assert talk.is_welcome
    assert not [request for request in talk.requests if isinstance(request, RecordItems)]


def test_a_card_is_heard_while_the_keypad_is_open() -> None:
    talk = log()
    talk.hears(KeypadPressed())
    assert talk.hears(CodeScanned("5012345678900"))
    assert amount(talk) == 0
