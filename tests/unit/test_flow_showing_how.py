"""Somebody who reads none of our languages: one tap to the pictures, and the card works from there."""

import pytest

from kiosk.flow import times
from kiosk.flow.events import ArrivalRecorded, BackPressed, CodeScanned, DeedPressed, HowPressed, LanguagePressed, StaffPressed
from kiosk.flow.pages import Greeting, Logging, PinPad, ShowingHow, Welcome
from kiosk.flow.requests import ReceiveCode
from tests.support.talk import CARD, HATS, MIRIAM, Talk


def test_one_tap_on_the_welcome_page_shows_the_steps_as_pictures() -> None:
    talk = Talk()
    assert talk.hears(HowPressed()) == ()
    assert isinstance(talk.page, ShowingHow)


@pytest.mark.parametrize("press", [BackPressed(), DeedPressed()])
def test_all_right_leads_back_and_what_was_chosen_stays_chosen(press: BackPressed | DeedPressed) -> None:
    talk = Talk()
    talk.hears(LanguagePressed("ar"))
    talk.hears(HowPressed())
    talk.hears(press)
    assert talk.is_welcome
    assert talk.conversation.language == "ar"


def test_the_pictures_go_by_themselves_and_other_presses_change_nothing() -> None:
    talk = Talk()
    talk.hears(HowPressed())
    talk.hears(HowPressed(), after_ms=1_000)
    assert isinstance(talk.page, ShowingHow)
    talk.waits(times.SHOWING_HOW_MS)
    assert isinstance(talk.page, Welcome)


def test_a_card_is_served_from_the_pictures_at_once() -> None:
    talk = Talk()
    talk.hears(HowPressed())
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(ArrivalRecorded(MIRIAM, (), request.tap_id))
    assert isinstance(talk.page, Greeting)


def test_the_lead_gets_in_from_the_pictures() -> None:
    talk = Talk()
    talk.hears(HowPressed())
    talk.hears(StaffPressed())
    assert isinstance(talk.page, PinPad)


def test_nobody_is_taken_from_what_they_do_to_the_pictures() -> None:
    talk = Talk(Logging(MIRIAM, HATS, 7, b"tap", 2_000_000))
    talk.hears(HowPressed())
    assert isinstance(talk.page, Logging)
