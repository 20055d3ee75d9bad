"""The lead and the printer: a lost card once more, and paper that does not come."""

from kiosk.flow.events import Event, SectionPressed, StaffToldFindings, StaffToldHere
from kiosk.flow.findings import Finding, PrinterTrouble
from kiosk.flow.pages import Section, Staff
from kiosk.flow.print_events import PrintPressed, ThrowPrintsPressed, TryPrintingPressed
from kiosk.flow.print_requests import PrintPass, ThrowPrintsAway, TryPrinting
from kiosk.flow.requests import Request, TellStaff
from kiosk.flow.values import PersonHere
from tests.support.talk import AHMED, KNITTING, MIRIAM, Talk


def lead() -> Talk:
    talk = Talk(Staff(lead=1, section=Section.HERE, until_ms=2_000_000))
    talk.hears(
        StaffToldHere(
            (
                PersonHere(MIRIAM.who, "Miriam K.", KNITTING.name, 0, can_print=True),
                PersonHere(AHMED.who, "Ahmed R.", KNITTING.name, 0),
            )
        )
    )
    return talk


def asks(talk: Talk, event: Event) -> tuple[Request, ...]:
    return talk.hears(event)


def test_a_lost_card_is_printed_again_once_for_one_press_or_many() -> None:
    talk = lead()
    assert asks(talk, PrintPressed(MIRIAM.who)) == (PrintPass(MIRIAM.who, again=True),)
    assert asks(talk, PrintPressed(MIRIAM.who)) == ()
    assert isinstance(talk.page, Staff)
    assert talk.page.printed == (MIRIAM.who,)


def test_where_nothing_can_be_printed_nothing_is_asked_for() -> None:
    talk = lead()
    assert asks(talk, PrintPressed(AHMED.who)) == ()
    assert asks(talk, PrintPressed(b"stranger")) == ()


def test_a_card_that_was_lost_twice_is_printed_twice_when_the_lead_comes_back() -> None:
    talk = lead()
    asks(talk, PrintPressed(MIRIAM.who))
    asks(talk, SectionPressed(Section.HERE))
    talk.hears(StaffToldHere((PersonHere(MIRIAM.who, "Miriam K.", None, 0, can_print=True),)))
    assert asks(talk, PrintPressed(MIRIAM.who)) == (PrintPass(MIRIAM.who, again=True),)


def test_the_lead_tries_the_printer_again_or_throws_away_what_waits_and_is_told_anew() -> None:
    talk = lead()
    asks(talk, SectionPressed(Section.DOCTOR))
    talk.hears(StaffToldFindings((Finding(PrinterTrouble.OUT_OF_PAPER, well=False, numbers=(3,)),)))
    assert asks(talk, TryPrintingPressed()) == (TryPrinting(), TellStaff(Section.DOCTOR))
    assert asks(talk, ThrowPrintsPressed()) == (ThrowPrintsAway(), TellStaff(Section.DOCTOR))
