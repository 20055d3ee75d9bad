"""The desk answered: who has the floor?

Promise: an answer reaches the page of the person who asked. One that comes late still shows while nobody is in the middle of
something, because what was recorded should be seen and can be undone there; otherwise it disturbs nobody: the record stands.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import LeadCardShown, UndoCardShown
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import (
    ActivityWanted,
    Answer,
    ArrivalRecorded,
    DepartureRecorded,
    ItemsRecorded,
    MakingsRefreshed,
    MatShown,
    MoveOffered,
    NotTaken,
    PinAccepted,
    PinRefused,
    StaffToldCarried,
    StaffToldFindings,
    StaffToldHere,
    StaffToldTally,
    ToVisitor,
    UndoRecorded,
    VisitorRecognised,
)
from kiosk.flow.leaving import before_leaving
from kiosk.flow.newcomers import show_again, show_pass, with_places
from kiosk.flow.pages import (
    Asking,
    AskWho,
    Choosing,
    Cleaning,
    Farewell,
    Greeting,
    Logging,
    Look,
    Page,
    PinPad,
    PleaseLook,
    Present,
    ShowingHow,
    Staff,
    Thanks,
    Welcome,
    Wishing,
)
from kiosk.flow.parties import open_gathering, open_headcount
from kiosk.flow.people_events import HeadcountWanted, PartyWanted, PassTold, PeopleFound, PlacesTold, SignedOff, WalkInRecorded
from kiosk.flow.requests import PrepareTap
from kiosk.flow.scans import another_came, came_by, failed, greeting
from kiosk.flow.searching import with_found
from kiosk.flow.signing_off import signed_off
from kiosk.flow.staff import open_pad_for, pin_judged, staff_told
from kiosk.flow.tables import ask_who, counted_by_mat, counted_for_table, items_for, table_of, taken_off_table, waiting_mat
from kiosk.flow.taking_back import acted, arrival_of, by_card, no_longer, taken_back
from kiosk.flow.turns import beneath, extended, forget, meet, please_look, show, show_present, stay
from kiosk.flow.values import Making, Place, Visitor
from sync.domain.roster import Preferences


def hear_answer(conversation: Conversation, answer: Answer, moment: Moment) -> Step:
    """Show what the desk says, if its page is still there."""
    match answer:
        case StaffToldHere() | StaffToldTally() | StaffToldCarried() | StaffToldFindings():
            page = conversation.page
            return staff_told(_answered(conversation, answer), page, answer) if isinstance(page, Staff) else stay(conversation)
        case PinAccepted() | PinRefused():
            pad = conversation.page
            if isinstance(pad, PinPad) and _is_asked(conversation, answer.tap_id):
                return pin_judged(conversation, pad, answer, moment)
            return stay(conversation)
        case SignedOff():
            return signed_off(conversation, answer, moment)
        case PeopleFound():
            return stay(with_found(conversation, answer))
        case PlacesTold():
            return stay(with_places(conversation, answer))
        case MakingsRefreshed():
            return stay(_with_makings(conversation, answer))
        case _:
            return _to_visitor(conversation, answer, moment)


def _answered(conversation: Conversation, answer: StaffToldHere | StaffToldTally | StaffToldCarried | StaffToldFindings) -> Conversation:
    if isinstance(answer, StaffToldTally) and _is_asked(conversation, answer.tap_id):
        return replace(conversation, asked=b"")
    return conversation


def _is_asked(conversation: Conversation, tap_id: bytes) -> bool:
    return tap_id != b"" and conversation.asked == tap_id


def _to_visitor(conversation: Conversation, answer: ToVisitor, moment: Moment) -> Step:
    if isinstance(answer, UndoRecorded):
        conversation = no_longer(conversation, answer.tap_id)
    if isinstance(answer, NotTaken) and answer.look in (Look.TRY_AGAIN, Look.NO_ROOM):
        conversation = failed(conversation, answer.tap_id)
    if table := table_of(conversation):
        if isinstance(answer, ItemsRecorded) and answer.visitor is None:
            return counted_for_table(conversation, table, answer, moment)
        if isinstance(answer, UndoRecorded):
            return taken_off_table(conversation, table, answer.tap_id, moment)
    if _is_asked(conversation, answer.tap_id):
        return _shown(replace(conversation, asked=b""), answer, moment)
    is_of_this_page = _is_waited_for_by(beneath(conversation.page), answer)
    is_welcome = _is_at_rest(conversation) and not isinstance(answer, UndoRecorded | MoveOffered | PassTold | LeadCardShown)
    if not is_of_this_page and not is_welcome:
        return stay(conversation)
    # Somebody later still waits for their own answer: it keeps the floor.
    step = _shown(conversation, answer, moment)
    return replace(step, conversation=replace(step.conversation, asked=conversation.asked))


def _is_waited_for_by(page: Page, answer: ToVisitor) -> bool:
    """Did this page ask for the answer by a press? A card's answer is never waited for by a mat's page: it would record without a tap."""
    if isinstance(page, AskWho):
        return page.tap_id == answer.tap_id and isinstance(answer, ItemsRecorded | NotTaken)
    return isinstance(page, Asking) and page.tap_id == answer.tap_id


def _is_at_rest(conversation: Conversation) -> bool:
    return (
        isinstance(conversation.page, Welcome | Wishing | ShowingHow | Cleaning | Greeting | Thanks | Farewell | PleaseLook)
        and conversation.kept is None
    )


def _shown(conversation: Conversation, answer: ToVisitor, moment: Moment) -> Step:  # noqa: PLR0912 - one row for each answer
    match answer:
        case ArrivalRecorded():
            return _greet(_floor_to(conversation, answer.visitor, answer.tap_id, moment), answer, moment)
        case WalkInRecorded():
            return show_pass(another_came(conversation, answer.tap_id), answer, moment)
        case PassTold():
            return show_again(conversation, answer, moment)
        case ActivityWanted():
            return _let_choose(_floor_to(conversation, answer.visitor, answer.tap_id, moment), answer, moment)
        case PartyWanted() | HeadcountWanted():
            return _let_gather(_floor_to(conversation, answer.visitor, answer.tap_id, moment), answer, moment)
        case VisitorRecognised():
            return _recognise(_floor_to(conversation, answer.visitor, answer.tap_id, moment), answer.visitor, moment)
        case MoveOffered():
            return _choosing(conversation, answer.visitor, answer.places, moment)
        case MatShown():
            return ask_who(conversation, answer, moment)
        case ItemsRecorded():
            return _thank(conversation, answer, moment)
        case DepartureRecorded():
            return _say_farewell(conversation, answer, moment)
        case UndoRecorded():
            return taken_back(conversation, answer.tap_id, moment)
        case UndoCardShown():
            return by_card(conversation, answer, moment)
        case LeadCardShown():
            return open_pad_for(conversation, answer, moment)
        case NotTaken():
            return please_look(conversation, answer.look, moment)
        case _:
            assert_never(answer)


def _floor_to(conversation: Conversation, visitor: Visitor, tap_id: bytes, moment: Moment) -> Conversation:
    if conversation.visitor is None or conversation.visitor.who != visitor.who:
        conversation = another_came(conversation, tap_id)
    return meet(came_by(conversation, tap_id, visitor.who), visitor, moment)


def _greet(conversation: Conversation, answer: ArrivalRecorded, moment: Moment) -> Step:
    visitor = answer.visitor
    if _is_busy_with(conversation, visitor):
        return stay(replace(conversation, page=extended(beneath(conversation.page), moment)))
    undo = arrival_of(conversation, visitor.who, moment)
    if answer.entries:
        conversation, undo = acted(conversation, answer.entries, visitor, moment, came=True)
    mat = waiting_mat(conversation)
    greeted = show(conversation, greeting(visitor, undo, moment)).conversation
    return items_for(greeted, mat, visitor.who) if mat else stay(greeted)


def _recognise(conversation: Conversation, visitor: Visitor, moment: Moment) -> Step:
    mat = waiting_mat(conversation)
    if mat:
        greeted = show(conversation, Greeting(visitor, moment.now_ms, moment.now_ms + times.GREETING_MS)).conversation
        return items_for(greeted, mat, visitor.who)
    if _is_busy_with(conversation, visitor):
        return stay(replace(conversation, page=extended(beneath(conversation.page), moment)))
    return show_present(conversation, visitor, moment)


def _is_busy_with(conversation: Conversation, visitor: Visitor) -> bool:
    """The same person's card again does not take away the page on which they are counting."""
    page = beneath(conversation.page)
    return isinstance(page, Logging) and page.visitor.who == visitor.who


def _let_choose(conversation: Conversation, answer: ActivityWanted, moment: Moment) -> Step:
    return _with_mat(_choosing(conversation, answer.visitor, answer.places, moment, moving=False), waiting_mat(conversation))


def _let_gather(conversation: Conversation, answer: PartyWanted | HeadcountWanted, moment: Moment) -> Step:
    opened = (
        open_gathering(conversation, answer, moment) if isinstance(answer, PartyWanted) else open_headcount(conversation, answer, moment)
    )
    return _with_mat(opened, waiting_mat(conversation))


def _with_mat(step: Step, mat: AskWho | None) -> Step:
    """The mat waits while its owner is asked something."""
    return replace(step, conversation=replace(step.conversation, kept=mat))


def _choosing(conversation: Conversation, visitor: Visitor, places: tuple[Place, ...], moment: Moment, *, moving: bool = True) -> Step:
    page = Choosing(visitor, places, moving, moment.tap_id, moment.now_ms)
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id))


def _thank(conversation: Conversation, answer: ItemsRecorded, moment: Moment) -> Step:
    conversation = counted_by_mat(conversation, answer, moment)
    if answer.visitor:
        conversation = _floor_to(conversation, answer.visitor, answer.tap_id, moment)
    conversation, undo = acted(conversation, answer.entries, answer.visitor, moment)
    if answer.visitor and conversation.leaving == answer.visitor.who:
        return before_leaving(conversation, answer.visitor, moment, answer.added, undo)
    return show(conversation, Thanks(answer.visitor, answer.added, moment.now_ms, undo.until_ms, undo))


def _say_farewell(conversation: Conversation, answer: DepartureRecorded, moment: Moment) -> Step:
    """Speak to them once more in their language; a mat after this asks who."""
    conversation = replace(forget(meet(conversation, answer.visitor, moment)), wished=Preferences())
    conversation, undo = acted(conversation, answer.entries, answer.visitor, moment)
    return show(conversation, Farewell(answer.visitor, answer.minutes, answer.made, moment.now_ms, undo.until_ms, undo, answer.slip))


def _with_makings(conversation: Conversation, answer: MakingsRefreshed) -> Conversation:
    visitor, page = conversation.visitor, conversation.page
    if visitor and visitor.who == answer.who:
        conversation = replace(conversation, visitor=replace(visitor, makings=answer.makings))
    match page:
        case Present() if page.visitor.who == answer.who:
            return replace(conversation, page=replace(page, visitor=replace(page.visitor, makings=answer.makings)))
        case Logging() if page.visitor.who == answer.who:
            making = _same_making(page.making, answer.makings)
            visitor = replace(page.visitor, makings=answer.makings)
            return replace(conversation, page=replace(page, visitor=visitor, making=making))
        case _:
            return conversation


def _same_making(making: Making, fresh: tuple[Making, ...]) -> Making:
    return next((one for one in fresh if (one.activity, one.item) == (making.activity, making.item)), making)
