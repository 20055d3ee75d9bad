"""The lead's pages: the pad of buttons, four rooms, counting a box, ending the program; and the quiet buttons of everybody."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import LeadCardShown
from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import (
    BackPressed,
    CleanPressed,
    CodeScanned,
    CountPressed,
    DeedPressed,
    DigitErased,
    DigitPressed,
    Event,
    HelpPressed,
    LanguagePressed,
    LeaveKioskPressed,
    LogPressed,
    NotTaken,
    PinAccepted,
    PinRefused,
    SectionPressed,
    StaffPressed,
    StaffToldCarried,
    StaffToldFindings,
    StaffToldHere,
    StaffToldTally,
    StepPressed,
    TimePassed,
    VisitorRecognised,
    WishesPressed,
)
from kiosk.flow.findings import Finding, Found
from kiosk.flow.news import BoardChanged, EnrolmentMoved
from kiosk.flow.pages import Cleaning, Enrolling, Leaving, Logging, Look, PinPad, PleaseLook, Present, Section, Staff, Welcome
from kiosk.flow.requests import CallHelper, CheckPin, EndProgram, ReceiveCode, RecordCount, RefreshBoard, TellStaff
from kiosk.flow.step import next_moment_ms, step
from kiosk.flow.values import Board, Carried, PersonHere, TallyRow
from tests.support.talk import AHMED, BOARD, CARD, HATS, KNITTING, MIRIAM, Talk

ROWS = (TallyRow(KNITTING.name, HATS), TallyRow(KNITTING.name, HATS, counted=3))


def pad(digits: str = "") -> Talk:
    talk = Talk()
    talk.hears(StaffPressed())
    for digit in digits:
        talk.hears(DigitPressed(digit))
    return talk


def checked(talk: Talk) -> CheckPin:
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, CheckPin)
    return request


def staff(section: Section = Section.HERE) -> Talk:
    talk = pad("1234")
    talk.hears(PinAccepted(1, checked(talk).tap_id))
    if section is not Section.HERE:
        talk.hears(SectionPressed(section))
    return talk


def counting() -> Talk:
    talk = staff(Section.TALLY)
    talk.hears(StaffToldTally(ROWS))
    talk.hears(CountPressed(1))
    return talk


def rooms(talk: Talk) -> Staff:
    assert isinstance(talk.page, Staff)
    return talk.page


def test_four_digits_at_least_and_eight_at_most_are_asked_about() -> None:
    talk = pad("123")
    assert talk.hears(DeedPressed()) == ()
    for digit in "4567899":
        talk.hears(DigitPressed(digit))
    assert isinstance(talk.page, PinPad)
    assert talk.page.digits == "12345678"
    talk.hears(DigitPressed("00"))
    talk.hears(DigitErased())
    assert checked(talk).digits == "1234567"
    assert talk.hears(DigitPressed("9")) == ()
    assert talk.hears(DeedPressed()) == (), "one question at a time"
    assert talk.page.digits == "1234567"


def test_the_right_digits_open_the_room_of_who_is_here() -> None:
    talk = staff()
    assert rooms(talk).lead == 1
    assert TellStaff(Section.HERE) in talk.requests


def test_a_lead_card_opens_the_pad_for_its_owners_digits_and_for_nobody_elses() -> None:
    talk = Talk()
    (request,) = talk.hears(CodeScanned("MH1LCARD"))
    assert isinstance(request, ReceiveCode)
    talk.hears(LeadCardShown(5, "Ruth B.", request.tap_id))
    assert talk.page == PinPad("", talk.now_ms + times.PIN_PAD_MS, lead=5, shown_name="Ruth B.")
    for digit in "1111":
        talk.hears(DigitPressed(digit))
    wrong = checked(talk)
    assert (wrong.digits, wrong.lead) == ("1111", 5)
    talk.hears(PinRefused(tap_id=wrong.tap_id))
    assert isinstance(talk.page, PinPad)
    assert (talk.page.digits, talk.page.wrong, talk.page.lead, talk.page.shown_name) == ("", True, 5, "Ruth B.")
    for digit in "1234":
        talk.hears(DigitPressed(digit))
    talk.hears(PinAccepted(5, checked(talk).tap_id))
    assert rooms(talk).lead == 5


def test_a_lead_card_held_still_keeps_its_pad_and_one_whose_turn_is_over_opens_none() -> None:
    talk = Talk()
    (request,) = talk.hears(CodeScanned("MH1LCARD"))
    assert isinstance(request, ReceiveCode)
    talk.hears(LeadCardShown(5, "Ruth B.", request.tap_id))
    talk.hears(DigitPressed("1"))
    assert talk.hears(CodeScanned("MH1LCARD")) == ()
    assert isinstance(talk.page, PinPad)
    assert talk.page.digits == "1"
    talk.hears(BackPressed())
    talk.hears(LeadCardShown(5, "Ruth B.", request.tap_id))
    assert talk.is_welcome, "the answer came after its page had gone"


def test_a_volunteers_card_closes_the_pad_of_a_lead_card() -> None:
    talk = Talk()
    (request,) = talk.hears(CodeScanned("MH1LCARD"))
    assert isinstance(request, ReceiveCode)
    talk.hears(LeadCardShown(5, "Ruth B.", request.tap_id))
    talk.hears(CodeScanned(CARD))
    assert talk.is_welcome


def test_an_answer_for_another_pad_opens_nothing() -> None:
    talk = pad("1234")
    slow = checked(talk).tap_id
    talk.hears(BackPressed())
    talk.hears(PinAccepted(1, slow))
    assert talk.is_welcome
    talk.hears(StaffPressed())
    talk.hears(PinAccepted(1, slow))
    assert isinstance(talk.page, PinPad)
    talk.hears(PinAccepted(1))
    assert isinstance(talk.page, PinPad)


def test_wrong_digits_are_emptied_and_after_some_the_pad_rests() -> None:
    talk = pad("1111")
    talk.hears(PinRefused(tap_id=checked(talk).tap_id))
    assert talk.page == PinPad("", talk.now_ms + times.PIN_PAD_MS, wrong=True)
    for digit in "2222":
        talk.hears(DigitPressed(digit))
    talk.hears(PinRefused(60_000, checked(talk).tap_id))
    talk.hears(DigitPressed("3"))
    assert isinstance(talk.page, PinPad)
    assert talk.page.digits == ""
    talk.waits(60_000)
    assert isinstance(talk.page, PinPad), "the rest is not longer than the pad"
    talk.hears(DigitPressed("3"))
    assert talk.page.digits == "3"
    talk.waits(times.PIN_PAD_MS)
    assert talk.is_welcome


def test_the_pad_is_left_by_back_and_takes_only_its_own_keys() -> None:
    talk = pad("12")
    assert talk.hears(LogPressed()) == ()
    assert talk.hears(HelpPressed()) == ()
    assert talk.hears(StaffPressed()) == ()
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_each_room_is_filled_with_its_own_and_nothing_else() -> None:
    here = (PersonHere(MIRIAM.who, "Miriam K.", KNITTING.name, 0),)
    carried = Carried(10, 7, 2, 1)
    findings = (Finding(Found.ROOM, well=True, numbers=(10**10,)),)
    answers: dict[Section, Event] = {
        Section.HERE: StaffToldHere(here),
        Section.TALLY: StaffToldTally(ROWS),
        Section.CARRIED: StaffToldCarried(carried),
        Section.DOCTOR: StaffToldFindings(findings),
    }
    talk = staff()
    for section in Section:
        assert talk.hears(SectionPressed(section)) == (TellStaff(section),)
        assert not rooms(talk).told, "nothing is claimed before the desk has said it"
        for answer in answers.values():
            talk.hears(answer)
        filled = rooms(talk)
        assert filled.told
        assert bool(filled.here) == (section is Section.HERE)
        assert bool(filled.tally) == (section is Section.TALLY)
        assert (filled.carried == carried) == (section is Section.CARRIED)
        assert bool(filled.findings) == (section is Section.DOCTOR)


def test_what_was_told_for_the_lead_is_never_shown_to_anybody_else() -> None:
    talk = Talk()
    before = talk.conversation
    talk.hears(StaffToldTally(ROWS))
    assert talk.conversation == before


def test_a_box_is_counted_and_the_count_is_confirmed_by_the_desk() -> None:
    talk = counting()
    tap_id = rooms(talk).tap_id
    assert tap_id in talk.prepared
    talk.hears(DigitPressed("7"))
    talk.hears(StepPressed(1))
    talk.hears(DigitErased())
    talk.hears(DigitPressed("9"))
    (request,) = talk.hears(DeedPressed())
    assert request == RecordCount(1, HATS.activity, HATS.item, 9, tap_id)
    assert talk.hears(DigitPressed("1")) == (), "it is being recorded"
    talk.hears(StaffToldTally((), b"other---"))
    assert rooms(talk).counting == 1, "rows do not move under a finger that counts"
    talk.hears(StaffToldTally(ROWS, tap_id))
    assert rooms(talk).counting is None
    assert talk.asked == b""


def test_an_empty_box_is_a_count_and_no_count_is_none() -> None:
    talk = counting()
    talk.hears(BackPressed())
    assert rooms(talk).counting is None
    assert talk.hears(CountPressed(2)) == ()
    talk.hears(CountPressed(0))
    assert talk.hears(SectionPressed(Section.HERE)) == ()
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordCount)
    assert request.quantity == 0


def test_a_count_that_the_machine_could_not_take_is_still_on_the_page() -> None:
    talk = counting()
    talk.hears(DigitPressed("9"))
    (first,) = talk.hears(DeedPressed())
    assert isinstance(first, RecordCount)
    talk.hears(NotTaken(Look.TRY_AGAIN, first.tap_id))
    talk.waits(times.PLEASE_LOOK_MS)
    assert rooms(talk).until_ms == talk.now_ms + times.HALF_DONE_MS
    assert talk.hears(DeedPressed()) == (first,)


def test_leaving_the_program_is_asked_about_once() -> None:
    talk = staff()
    talk.hears(LeaveKioskPressed())
    assert rooms(talk).leaving
    talk.hears(LeaveKioskPressed())
    assert rooms(talk).leaving
    talk.hears(BackPressed())
    assert not rooms(talk).leaving
    assert talk.hears(DeedPressed()) == ()
    talk.hears(LeaveKioskPressed())
    assert talk.hears(DeedPressed()) == (EndProgram(),)
    assert talk.page == Leaving()
    talk.hears(BackPressed())
    talk.waits(10**9)
    assert talk.page == Leaving()


def test_the_keys_of_a_visit_do_nothing_in_the_leads_rooms() -> None:
    talk = staff()
    assert talk.hears(LogPressed()) == ()
    assert talk.hears(StaffPressed()) == ()
    assert isinstance(talk.page, Staff)


def test_the_rooms_close_by_themselves_and_by_back() -> None:
    talk = staff()
    talk.waits(times.STAFF_MS)
    assert talk.is_welcome
    talk = staff()
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_an_open_room_is_told_again_when_the_day_moves_on_but_not_while_counting() -> None:
    talk = staff(Section.TALLY)
    busier = replace(BOARD, helping=185)
    assert talk.hears(BoardChanged(busier)) == (TellStaff(Section.TALLY),)
    assert talk.conversation.board == busier
    assert counting().hears(BoardChanged(busier)) == ()


def test_help_is_called_and_half_done_work_is_kept() -> None:
    talk = Talk()
    assert talk.hears(HelpPressed()) == (CallHelper(),)
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.HELP_WANTED
    talk = Talk(Logging(MIRIAM, HATS, 7, b"tap-----", 1_020_000))
    talk.hears(HelpPressed())
    talk.hears(BackPressed())
    assert isinstance(talk.page, Logging)


def test_the_leads_door_does_not_open_over_somebodys_work() -> None:
    talk = Talk(Logging(MIRIAM, HATS, 7, b"tap-----", 1_020_000))
    talk.hears(StaffPressed())
    assert isinstance(talk.page, Logging)


def test_while_the_screen_is_wiped_no_touch_does_anything_and_a_card_does() -> None:
    talk = Talk(Staff(1, Section.DOCTOR, 1_100_000))
    talk.hears(CleanPressed())
    assert talk.page == Cleaning(1_000_000, 1_000_000 + times.CLEANING_MS)
    before = talk.conversation
    for event in (BackPressed(), HelpPressed(), LanguagePressed("he"), StaffPressed(), DeedPressed(), WishesPressed()):
        assert talk.hears(event) == ()
        assert talk.conversation == before
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(VisitorRecognised(MIRIAM, request.tap_id))
    assert isinstance(talk.page, Present)


def test_a_wiped_screen_serves_again_by_itself() -> None:
    talk = Talk(Staff(1, Section.DOCTOR, 1_100_000))
    talk.hears(CleanPressed())
    talk.waits(times.CLEANING_MS - 1)
    assert isinstance(talk.page, Cleaning)
    talk.waits(1)
    assert talk.is_welcome


def test_a_language_chosen_on_the_welcome_page_waits_for_its_persons_card() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("he"))
    talk.hears(BoardChanged(BOARD))
    assert talk.conversation.language == "he"
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(VisitorRecognised(MIRIAM, request.tap_id))
    assert talk.conversation.language == "he"
    talk.hears(BackPressed())
    assert talk.conversation.language == "en"


def test_a_language_nobody_came_for_goes_after_a_minute() -> None:
    talk = Talk()
    talk.hears(LanguagePressed("he"))
    talk.waits(times.LANGUAGE_MS)
    assert talk.conversation.language == "en"
    assert next_moment_ms(talk.conversation) is None


def test_a_visitor_may_change_the_language_on_their_own_page_and_the_next_one_does_not_inherit_it() -> None:
    talk = Talk(Present(MIRIAM, b"tap-----", 1_020_000))
    talk.conversation = replace(talk.conversation, visitor=MIRIAM)
    talk.hears(LanguagePressed("he"))
    assert talk.conversation.visitor == MIRIAM
    assert talk.conversation.language == "he"
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(VisitorRecognised(replace(AHMED, preferences=MIRIAM.preferences), request.tap_id))
    assert talk.conversation.language == "en"


def test_a_venue_that_names_no_language_speaks_english() -> None:
    talk = Talk()
    talk.hears(BoardChanged(Board({"en": "X"}, {"en": "Y"}, languages=())))
    assert talk.conversation.language == "en"
    talk.hears(BoardChanged(Board({"en": "X"}, {"en": "Y"}, languages=("cy", "en"))))
    assert talk.conversation.language == "cy"


def test_an_idle_kiosk_has_nothing_to_wait_for() -> None:
    talk = Talk()
    assert next_moment_ms(talk.conversation) is None
    before = talk.conversation
    talk.hears(TimePassed(), after_ms=10**6)
    assert talk.conversation == before


def test_a_new_machine_shows_its_digits_until_it_is_a_device() -> None:
    fresh = Conversation()
    moment = Moment(0, b"tap-----")
    waiting = step(fresh, EnrolmentMoved("waiting", "123456", "centre.example"), moment).conversation
    assert waiting.page == Enrolling("waiting", "123456", "centre.example")
    assert next_moment_ms(waiting) is None
    pressed = step(step(waiting, BackPressed(), moment).conversation, LanguagePressed("cy"), moment).conversation
    assert pressed.page == waiting.page
    assert step(pressed, BoardChanged(BOARD), moment).conversation.page == waiting.page
    done = step(waiting, EnrolmentMoved("waiting", done=True), moment)
    assert done.conversation.page == Welcome()
    assert done.requests == (RefreshBoard(),)
    assert step(done.conversation, EnrolmentMoved("unreachable"), moment).conversation.page == Welcome()
