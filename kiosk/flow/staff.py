"""What does a finger do on the lead's pages: the PIN pad, the four rooms, counting a box, ending the program?

Promise: the rooms open only for a PIN that the desk accepted for this very pad; leaving is asked about once.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import LeadCardShown
from kiosk.flow.amounts import changed_amount
from kiosk.flow.camera import CameraPress, pressed, wish_of
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import (
    BackPressed,
    CleanPressed,
    CodeScanned,
    CountPressed,
    DeedPressed,
    DigitErased,
    DigitPressed,
    LeaveKioskPressed,
    PinAccepted,
    PinRefused,
    Press,
    SectionPressed,
    StaffTold,
    StaffToldCarried,
    StaffToldFindings,
    StaffToldHere,
    StaffToldTally,
    StepPressed,
    TryScannerPressed,
)
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.pages import Cleaning, Leaving, PinPad, Section, Staff, TryingScanner
from kiosk.flow.people_events import HasLeftPressed, ShowCardPressed
from kiosk.flow.print_events import PrintByNamePressed, PrintPressed, ThrowPrintsPressed, TryPrintingPressed
from kiosk.flow.print_requests import PrintPass, ThrowPrintsAway, TryPrinting
from kiosk.flow.requests import CheckPin, EndProgram, PrepareTap, RecordCount, Request, ShowPass, TellStaff
from kiosk.flow.searching import open_lead_search
from kiosk.flow.turns import ask, extended, forget, neutral, show, stay, touched, welcome
from kiosk.flow.values import Making
from sync.domain.output import sensible_count_max
from sync.domain.scanner_card import judged


def open_pad(conversation: Conversation, moment: Moment) -> Step:
    return show(forget(conversation), extended(PinPad(digits="", until_ms=moment.now_ms), moment))


def open_pad_for(conversation: Conversation, card: LeadCardShown, moment: Moment) -> Step:
    """A card names somebody and opens nothing: the pad waits for the digits of that lead alone."""
    pad = PinPad(digits="", until_ms=moment.now_ms, lead=card.lead, shown_name=card.shown_name)
    return show(forget(conversation), extended(pad, moment))


def on_pin_pad(conversation: Conversation, page: PinPad, press: Press, moment: Moment) -> Step:
    rests = page.wait_until_ms is not None or conversation.asked != b""
    match press:
        case BackPressed():
            return welcome(conversation)
        case _ if rests:
            return stay(conversation)
        case DigitPressed() if len(press.digit) == 1 and len(page.digits) < times.PIN_DIGITS_MAX:
            return touched(conversation, replace(page, digits=page.digits + press.digit, wrong=False), moment)
        case DigitErased():
            return touched(conversation, replace(page, digits=page.digits[:-1]), moment)
        case DeedPressed() if len(page.digits) >= times.PIN_DIGITS_MIN:
            return ask(conversation, CheckPin(digits=page.digits, tap_id=moment.tap_id, lead=page.lead))
        case _:
            return stay(conversation)


def pin_judged(conversation: Conversation, page: PinPad, answer: PinAccepted | PinRefused, moment: Moment) -> Step:
    """The desk answered this pad's question."""
    if isinstance(answer, PinAccepted):
        return open_room(conversation, answer.lead, Section.HERE, moment)
    rests_until_ms = moment.now_ms + answer.wait_ms if answer.wait_ms > 0 else None
    until_ms = moment.now_ms + answer.wait_ms + times.PIN_PAD_MS
    return show(conversation, replace(page, digits="", until_ms=until_ms, wrong=True, wait_until_ms=rests_until_ms))


def on_staff(conversation: Conversation, page: Staff, press: Press, moment: Moment) -> Step:  # noqa: PLR0912 - one row for each press
    if page.leaving:
        return _on_question(conversation, page, press, moment)
    if page.counting is not None:
        return _on_counting(conversation, page, page.counting, press, moment)
    match press:
        case SectionPressed():
            return _open_section(conversation, page, press.section, moment)
        case CountPressed() if 0 <= press.row < len(page.tally):
            counting = replace(page, counting=press.row, amount=0, tap_id=moment.tap_id)
            return show(conversation, extended(counting, moment), PrepareTap(moment.tap_id))
        case PrintPressed() | TryPrintingPressed() | ThrowPrintsPressed():
            return _on_paper(conversation, page, press, moment)
        case PrintByNamePressed() if conversation.board.printer:
            return open_lead_search(conversation, page.lead, moment)
        case ShowCardPressed() if any(row.who == press.who and row.is_newcomer for row in page.here):
            return ask(conversation, ShowPass(press.who, moment.tap_id))
        case HasLeftPressed():
            return _open_signing_off(conversation, page, press.who, moment)
        case TryScannerPressed():
            return show(conversation, extended(TryingScanner(page.lead, moment.now_ms), moment))
        case CleanPressed():
            return show(neutral(conversation), Cleaning(moment.now_ms, moment.now_ms + times.CLEANING_MS))
        case LeaveKioskPressed():
            return touched(conversation, replace(page, leaving=True), moment)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def _open_signing_off(conversation: Conversation, page: Staff, who: bytes, moment: Moment) -> Step:
    """Has this person of the list left?"""
    person = next((row for row in page.here if row.who == who), None)
    if person is None:
        return stay(conversation)
    asked = SigningOff(page.lead, person, moment.tap_id, moment.now_ms)
    return show(conversation, extended(asked, moment), PrepareTap(moment.tap_id))


def _on_paper(
    conversation: Conversation, page: Staff, press: PrintPressed | TryPrintingPressed | ThrowPrintsPressed, moment: Moment
) -> Step:
    """The lead's word to the printer; what waits then is told anew."""
    match press:
        case PrintPressed():
            known = any(row.who == press.who and row.can_print for row in page.here)
            if not known or press.who in page.printed:
                return stay(conversation)
            printed = touched(conversation, replace(page, printed=(*page.printed, press.who)), moment)
            return replace(printed, requests=(PrintPass(press.who, again=True),))
        case TryPrintingPressed():
            asked: Request = TryPrinting()
        case _:
            asked = ThrowPrintsAway()
    return replace(touched(conversation, page, moment), requests=(asked, TellStaff(page.section)))


def on_trying(conversation: Conversation, page: TryingScanner, press: Press, moment: Moment) -> Step:
    """Back to the room that it was opened from."""
    if isinstance(press, CameraPress):
        return _look_otherwise(conversation, page, press, moment)
    if not isinstance(press, BackPressed):
        return stay(conversation)
    return open_room(conversation, page.lead, Section.DOCTOR, moment)


def _look_otherwise(conversation: Conversation, page: TryingScanner, press: CameraPress, moment: Moment) -> Step:
    """Shown at once, though a camera takes a second to open: the next press goes on from here."""
    view = conversation.board.view
    if view is None or (wished := pressed(view, press)) == view:
        return stay(conversation)
    seen = touched(replace(conversation, board=replace(conversation.board, view=wished)), page, moment)
    return replace(seen, requests=(wish_of(wished),))


def scanner_tried(conversation: Conversation, page: TryingScanner, scanned: CodeScanned, moment: Moment) -> Step:
    """Say how the scanner read it. Nobody is checked in by trying."""
    tried = TryingScanner(page.lead, page.until_ms, judged(scanned.text.strip()), scanned.manner)
    return touched(conversation, tried, moment)


def open_room(conversation: Conversation, lead: int, section: Section, moment: Moment) -> Step:
    """Come into a room from a page that was opened from it."""
    return _open_section(conversation, Staff(lead=lead, section=section, until_ms=0), section, moment)


def _open_section(conversation: Conversation, page: Staff, section: Section, moment: Moment) -> Step:
    fresh = Staff(lead=page.lead, section=section, until_ms=moment.now_ms)
    return show(conversation, extended(fresh, moment), TellStaff(section))


def _on_question(conversation: Conversation, page: Staff, press: Press, moment: Moment) -> Step:
    """Really end the program?"""
    match press:
        case DeedPressed():
            return show(conversation, Leaving(), EndProgram())
        case BackPressed():
            return touched(conversation, replace(page, leaving=False), moment)
        case _:
            return stay(conversation)


def _on_counting(conversation: Conversation, page: Staff, row: int, press: Press, moment: Moment) -> Step:
    """An empty box is a count too: zero is recorded when it is confirmed."""
    match press:
        case BackPressed() if page.really:
            return touched(conversation, replace(page, really=False), moment)
        case BackPressed():
            return touched(conversation, replace(page, counting=None, amount=0), moment)
        case _ if conversation.asked == page.tap_id:
            return stay(conversation)
        case StepPressed() | DigitPressed() | DigitErased():
            return touched(conversation, replace(page, amount=changed_amount(page.amount, press), really=False), moment)
        case DeedPressed() if _is_a_lot(page.tally[row].making, page.amount) and not page.really:
            return touched(conversation, replace(page, really=True), moment)
        case DeedPressed():
            making = page.tally[row].making
            return ask(conversation, RecordCount(page.lead, making.activity, making.item, page.amount, page.tap_id))
        case _:
            return stay(conversation)


def _is_a_lot(making: Making, amount: int) -> bool:
    """More than a box holds, than twice what was hoped for, and than twice what was logged."""
    return amount > max(sensible_count_max(making.sensible_max, making.target), 2 * making.made)


def staff_told(conversation: Conversation, page: Staff, told: StaffTold) -> Step:
    """Fill in the open room; what belongs to another room is late and goes. Rows do not move under a finger that counts."""
    match told:
        case StaffToldHere() if page.section is Section.HERE:
            filled = replace(page, here=told.rows, told=True)
        case StaffToldTally() if page.section is Section.TALLY and (page.counting is None or told.tap_id == page.tap_id):
            filled = replace(page, tally=told.rows, told=True, counting=None, amount=0, really=False)
        case StaffToldCarried() if page.section is Section.CARRIED:
            filled = replace(page, carried=told.carried, told=True)
        case StaffToldFindings() if page.section is Section.DOCTOR:
            filled = replace(page, findings=told.findings, told=True)
        case _:
            return stay(conversation)
    return Step(replace(conversation, page=filled))
