"""People and the printer: what somebody did today to take home; a lost card once more, also by name; and paper that does not come."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import TakeHomePressed
from kiosk.flow.act_pages import TakeHome
from kiosk.flow.events import (
    BackPressed,
    CodeScanned,
    Event,
    SectionPressed,
    StaffPressed,
    StaffToldFindings,
    StaffToldHere,
    UndoPressed,
)
from kiosk.flow.findings import Finding, PrinterTrouble
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Farewell, Section, Staff
from kiosk.flow.people_events import FoundPressed, LetterPressed, NewHerePressed, NoCardPressed, PeopleFound
from kiosk.flow.print_events import (
    PrintByNamePressed,
    PrintLabelPressed,
    PrintPressed,
    PrintSlipPressed,
    ThrowPrintsPressed,
    TryPrintingPressed,
)
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.print_requests import PrintLabel, PrintPass, PrintSlip, ThrowPrintsAway, TryPrinting
from kiosk.flow.requests import FindPeople, Request, TellStaff
from kiosk.flow.values import PersonHere, Undo
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from tests.support.talk import AHMED, BOARD, CARD, FAMILY, KNITTING, MIRIAM, SEVEN_HATS, Talk

LEFT = EntryId(DeviceNo(2), Incarnation(7), Seq(41))


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


def by_name(*, printer: bool = True) -> Talk:
    """The lead's room, at a kiosk with a printer."""
    talk = lead()
    talk.hears(BoardChanged(replace(BOARD, printer=printer, search_allowed=False)))
    asks(talk, PrintByNamePressed())
    return talk


def found_by_n() -> Talk:
    talk = by_name()
    assert asks(talk, LetterPressed("n")) == (FindPeople("n", lead=1),)
    talk.hears(PeopleFound("n", FAMILY, lead=1))
    return talk


def test_the_lead_prints_a_card_and_a_label_for_somebody_found_by_name_each_once() -> None:
    talk = found_by_n()
    assert asks(talk, FoundPressed(b"stranger")) == ()
    noa = FAMILY[2]
    assert asks(talk, FoundPressed(noa.who)) == (), "nobody is checked in by it"
    assert talk.page == Reprinting(1, noa, talk.now_ms + times.STAFF_MS)
    assert asks(talk, PrintPressed(noa.who)) == (PrintPass(noa.who, again=True),)
    assert asks(talk, PrintLabelPressed(noa.who)) == (PrintLabel(noa.who, again=True),)
    for again in (PrintPressed(noa.who), PrintLabelPressed(noa.who), PrintPressed(MIRIAM.who), UndoPressed()):
        assert asks(talk, again) == ()


def test_the_way_back_from_printing_by_name_is_the_way_in() -> None:
    talk = found_by_n()
    asks(talk, FoundPressed(FAMILY[0].who))
    asks(talk, BackPressed())
    assert isinstance(talk.page, Searching)
    assert (talk.page.lead, talk.page.typed) == (1, "")
    assert asks(talk, BackPressed()) == (TellStaff(Section.HERE),)
    assert isinstance(talk.page, Staff)


def test_a_lead_who_walked_away_leaves_no_names_behind_and_a_card_is_served_at_once() -> None:
    for talk in (found_by_n(), by_name()):
        asks(talk, CodeScanned(CARD))
        assert talk.is_welcome
    talk = found_by_n()
    asks(talk, FoundPressed(FAMILY[0].who))
    asks(talk, StaffPressed())
    assert isinstance(talk.page, Reprinting)
    talk.waits(times.STAFF_MS)
    assert talk.is_welcome


def test_what_a_lead_was_told_is_not_shown_to_the_volunteer_who_came_after() -> None:
    talk = by_name()
    asks(talk, LetterPressed("3"))
    asks(talk, CodeScanned(CARD))
    talk.hears(NoCardPressed())
    assert asks(talk, LetterPressed("3")) == (FindPeople("3"),)
    talk.hears(PeopleFound("3", FAMILY, lead=1))
    assert isinstance(talk.page, Searching)
    assert talk.page.found == ()


def test_a_lead_finds_names_also_where_volunteers_may_not_and_nobody_new_begins_there() -> None:
    talk = by_name()
    asks(talk, NewHerePressed())
    assert isinstance(talk.page, Searching)


def test_without_a_printer_nobody_is_looked_for_to_print_for() -> None:
    assert isinstance(by_name(printer=False).page, Staff)


def leaving(*, prints: bool = True, slip: str = "MH1S") -> Talk:
    page = Farewell(MIRIAM, 95, (SEVEN_HATS,), 1_000_000, 1_010_000, Undo((LEFT,), 1_000_000, 1_010_000), slip)
    talk = Talk(page)
    talk.conversation = replace(talk.conversation, language="ar", board=replace(BOARD, printer=True, prints=prints))
    return talk


def test_one_tap_prints_what_i_did_today_in_my_language_and_a_second_tap_nothing_more() -> None:
    talk = leaving()
    assert asks(talk, PrintSlipPressed()) == (PrintSlip(MIRIAM.who, 95, (SEVEN_HATS,), "ar", "MH1S", LEFT),)
    assert isinstance(talk.page, Farewell)
    assert talk.page.is_printed
    assert asks(talk, PrintSlipPressed()) == ()
    asks(talk, TakeHomePressed())
    assert isinstance(talk.page, TakeHome)


def test_no_paper_is_promised_where_none_would_come() -> None:
    for talk in (leaving(prints=False), leaving(slip="")):
        assert asks(talk, PrintSlipPressed()) == ()
