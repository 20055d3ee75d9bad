"""A newcomer's card went from the screen before it was photographed: it can be seen again, by them and by the lead."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    BackPressed,
    CodeScanned,
    DeedPressed,
    DigitPressed,
    NotTaken,
    PinAccepted,
    StaffPressed,
    StaffToldHere,
    UndoPressed,
    VisitorRecognised,
)
from kiosk.flow.newcomer_pages import PassShown
from kiosk.flow.pages import Look, PleaseLook, Present, Staff
from kiosk.flow.people_events import CardAgainPressed, PassTold, ShowCardPressed
from kiosk.flow.requests import ShowPass
from kiosk.flow.values import PersonHere, Visitor
from tests.support.talk import CARD, MIRIAM, NEWCOMER, Talk

ALI = replace(NEWCOMER, is_newcomer=True)
CODE = "MH1WABC"


def present(visitor: Visitor = ALI) -> Talk:
    talk = Talk()
    talk.hears(CodeScanned(CARD))
    talk.hears(VisitorRecognised(visitor, talk.asked))
    assert isinstance(talk.page, Present)
    return talk


def lead() -> Talk:
    talk = Talk()
    talk.hears(StaffPressed())
    for digit in "4711":
        talk.hears(DigitPressed(digit))
    talk.hears(DeedPressed())
    talk.hears(PinAccepted(1, talk.asked))
    rows = (PersonHere(ALI.who, "Ali K.", None, 0, is_newcomer=True), PersonHere(MIRIAM.who, "Miriam K.", None, 0))
    talk.hears(StaffToldHere(rows))
    return talk


def test_a_newcomer_who_is_here_sees_their_card_again_and_nothing_is_recorded() -> None:
    talk = present()
    (request,) = talk.hears(CardAgainPressed())
    assert request == ShowPass(ALI.who, talk.asked)
    assert talk.hears(CardAgainPressed()) == (), "pressed twice is asked once"
    talk.hears(PassTold(ALI, CODE, talk.asked))
    assert isinstance(talk.page, PassShown)
    assert (talk.page.code, talk.page.undo) == (CODE, None)
    assert talk.hears(UndoPressed()) == (), "there is nothing to take back"
    talk.hears(DeedPressed())
    assert talk.is_welcome


def test_who_was_expected_has_a_card_of_their_own() -> None:
    assert present(MIRIAM).hears(CardAgainPressed()) == ()


def test_the_lead_shows_a_newcomers_card_and_the_leads_pages_close_before_it() -> None:
    talk = lead()
    assert talk.hears(ShowCardPressed(MIRIAM.who)) == ()
    assert talk.hears(ShowCardPressed(b"stranger")) == ()
    (request,) = talk.hears(ShowCardPressed(ALI.who))
    assert isinstance(request, ShowPass)
    talk.hears(PassTold(ALI, CODE, request.tap_id))
    assert isinstance(talk.page, PassShown)
    talk.waits(times.PASS_SHOWN_MS)
    assert talk.is_welcome


def test_a_card_that_comes_late_is_not_shown_to_somebody_else() -> None:
    talk = present()
    (request,) = talk.hears(CardAgainPressed())
    assert isinstance(request, ShowPass)
    talk.hears(BackPressed())
    assert talk.is_welcome
    talk.hears(PassTold(ALI, CODE, request.tap_id))
    assert talk.is_welcome


def test_whoever_was_erased_meanwhile_is_helped() -> None:
    talk = present()
    talk.hears(CardAgainPressed())
    talk.hears(NotTaken(Look.UNKNOWN, talk.asked))
    assert isinstance(talk.page, PleaseLook)
    assert isinstance(lead().page, Staff)
