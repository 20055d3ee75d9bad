"""How would you like it? What a finger asked for holds for the next person, and for nobody after them."""

import pytest

from kiosk.flow import times
from kiosk.flow.events import (
    BackPressed,
    CodeScanned,
    DeedPressed,
    DepartureRecorded,
    LanguagePressed,
    LeavePressed,
    NotTaken,
    VisitorRecognised,
    WishesPressed,
    WishPressed,
)
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.pages import Logging, Look, PleaseLook, Present, Wishing
from kiosk.flow.people_events import NoCardPressed
from kiosk.flow.requests import ReceiveCode
from kiosk.flow.step import next_moment_ms
from kiosk.flow.values import Visitor, Wish
from sync.domain.roster import Preferences
from tests.support.talk import AHMED, CARD, HATS, MAT, MIRIAM, Talk


def asked(*wishes: Wish) -> Talk:
    """Somebody pressed these wishes on the welcome page and went back to it."""
    talk = Talk()
    talk.hears(WishesPressed())
    for wish in wishes:
        talk.hears(WishPressed(wish))
    talk.hears(BackPressed())
    assert talk.is_welcome
    return talk


def comes(talk: Talk, visitor: Visitor, code: str = CARD) -> None:
    (request,) = talk.hears(CodeScanned(code))
    assert isinstance(request, ReceiveCode)
    talk.hears(VisitorRecognised(visitor, request.tap_id))
    assert isinstance(talk.page, Present)


def test_who_chose_a_language_keeps_it_when_the_card_is_not_read_at_once() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("he"))
    (request,) = talk.hears(CodeScanned("https://example.org"))
    assert isinstance(request, ReceiveCode)
    talk.hears(NotTaken(Look.NOT_OURS, request.tap_id))
    assert isinstance(talk.page, PleaseLook)
    talk.hears(BackPressed())
    assert talk.is_welcome
    assert talk.conversation.language == "he"
    talk.waits(times.LANGUAGE_MS)
    assert talk.conversation.language == "en", "nobody came for it"


def test_who_chose_a_language_keeps_it_on_the_way_back_from_the_search() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("he"))
    talk.hears(NoCardPressed())
    assert isinstance(talk.page, Searching)
    talk.hears(BackPressed())
    assert talk.is_welcome
    assert talk.conversation.language == "he"


def test_a_language_that_was_chosen_does_not_outlast_whoever_had_a_card_of_their_own() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("he"))
    comes(talk, AHMED)
    (request,) = talk.hears(CodeScanned("https://example.org"))
    assert isinstance(request, ReceiveCode)
    talk.hears(BackPressed())
    talk.hears(NotTaken(Look.NOT_OURS, request.tap_id))
    talk.hears(BackPressed())
    assert talk.is_welcome
    assert talk.conversation.language == "en"


def test_who_left_leaves_neither_their_language_nor_their_large_letters_to_the_next_whose_card_is_not_read() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("en"))
    comes(talk, AHMED)
    talk.hears(LeavePressed())
    talk.hears(LeavePressed())
    talk.hears(DepartureRecorded(AHMED, 60, (), (), talk.asked))
    (request,) = talk.hears(CodeScanned("https://example.org"))
    assert isinstance(request, ReceiveCode)
    talk.hears(NotTaken(Look.NOT_OURS, request.tap_id))
    talk.hears(BackPressed())
    assert talk.is_welcome
    assert talk.conversation.language == "en"
    assert talk.conversation.preferences == Preferences()


def test_a_wish_holds_for_the_next_person_and_for_nobody_after_them() -> None:
    talk = asked(Wish.LARGE, Wish.CALM)
    assert talk.conversation.preferences == Preferences(large_text=True, calm=True)
    comes(talk, MIRIAM)
    assert talk.conversation.preferences == Preferences(large_text=True, calm=True)
    talk.hears(BackPressed())
    assert talk.conversation.preferences == Preferences()
    comes(talk, MIRIAM, MAT)
    assert talk.conversation.preferences == Preferences()


def test_who_comes_while_another_is_served_does_not_inherit_their_wishes() -> None:
    talk = asked(Wish.LOW)
    comes(talk, MIRIAM)
    comes(talk, AHMED, MAT)
    assert talk.conversation.preferences == AHMED.preferences


def test_who_comes_while_another_leaves_does_not_inherit_their_wishes() -> None:
    talk = asked(Wish.LOW)
    comes(talk, MIRIAM)
    talk.hears(DepartureRecorded(MIRIAM, 60, (), ()))
    comes(talk, AHMED, MAT)
    assert not talk.conversation.preferences.low_layout


def test_what_the_card_asks_for_is_not_taken_away_by_a_finger() -> None:
    talk = asked(Wish.SPOKEN)
    comes(talk, AHMED)
    assert talk.conversation.preferences == Preferences(language="ar", large_text=True, spoken=True)


def test_the_same_wish_again_takes_it_back() -> None:
    assert asked(Wish.LARGE, Wish.LARGE).conversation.preferences == Preferences()


def test_wishes_nobody_came_for_go_after_a_minute() -> None:
    talk = asked(Wish.LARGE)
    talk.waits(times.LANGUAGE_MS)
    assert talk.conversation.preferences == Preferences()
    assert talk.conversation.wished == Preferences()
    assert next_moment_ms(talk.conversation) is None


def test_a_language_and_a_wish_live_together() -> None:
    talk = Talk()
    talk.hears(WishesPressed())
    talk.hears(LanguagePressed("ar"))
    talk.hears(WishPressed(Wish.LARGE))
    assert isinstance(talk.page, Wishing)
    talk.hears(BackPressed())
    assert (talk.conversation.language, talk.conversation.preferences.large_text) == ("ar", True)


def test_the_page_of_wishes_goes_by_itself_and_leaves_nothing() -> None:
    talk = Talk()
    talk.hears(WishesPressed())
    talk.hears(WishPressed(Wish.LARGE))
    talk.waits(times.WISHING_MS)
    assert isinstance(talk.page, Wishing), "whoever needs large letters is given time to read them"
    talk.waits(times.WISHING_MS)
    assert talk.is_welcome
    assert talk.conversation.preferences == Preferences()


@pytest.mark.parametrize("event", [WishesPressed(), WishPressed(Wish.LOW)])
def test_in_the_middle_of_somebodys_work_the_wishes_stay_closed(event: WishesPressed | WishPressed) -> None:
    talk = Talk(Logging(MIRIAM, HATS, 7, b"tap-----", 1_020_000))
    talk.hears(event)
    assert isinstance(talk.page, Logging)
    assert talk.conversation.preferences == Preferences()


@pytest.mark.parametrize("press", [BackPressed(), DeedPressed()])
def test_what_was_wished_for_waits_on_the_welcome_page_for_its_person(press: BackPressed | DeedPressed) -> None:
    talk = Talk()
    talk.hears(WishesPressed())
    talk.hears(WishPressed(Wish.LARGE))
    talk.hears(press)
    assert talk.is_welcome
    assert talk.conversation.preferences.large_text
