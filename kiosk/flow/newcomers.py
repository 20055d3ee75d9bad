"""Who are you, whom nobody expected? A newcomer's name, or a group's number; the activity; and what is kept of them.

Promise: one question a page, each with a way back that loses nothing; nobody is checked in but by the deed of the last page, which says
what is kept; nothing is recorded by waiting.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, Press
from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.pages import Choosing, Headcount, Page
from kiosk.flow.people_events import LayoutPressed, LetterErased, LetterPressed, PassTold, PlacesTold, WalkInRecorded
from kiosk.flow.requests import PrepareTap, RecordWalkIn, Request, TellPlaces
from kiosk.flow.searching import open_search, with_letter
from kiosk.flow.taking_back import acted
from kiosk.flow.turns import ask, extended, forget, meet, neutral, show, stay, touched
from kiosk.flow.values import DIGITS_LAYOUT, Heads, Newcomer, Visitor
from sync.domain.names import as_on_a_card

NOBODY_YET = b""
"""The reference of somebody whom the desk has not recorded."""


def open_introducing(conversation: Conversation, page: Searching, moment: Moment) -> Step:
    """I am new here: what was typed to be found is the beginning of the name."""
    if page.lead is not None or page.newcomer is not None:
        return stay(conversation)
    is_name = not any(letter.isdigit() for letter in page.typed)
    layout = conversation.language if page.layout == DIGITS_LAYOUT else page.layout
    return _introduce(conversation, Newcomer(page.typed if is_name else "", layout), moment, TellPlaces())


def open_group(conversation: Conversation, moment: Moment) -> Step:
    """We are a group: how many?"""
    newcomer = Newcomer(layout=conversation.language, heads=Heads(0))
    return _number(forget(conversation), newcomer, moment, TellPlaces())


def on_newcomer(conversation: Conversation, page: Introducing | Consenting, press: Press, moment: Moment) -> Step:
    if conversation.asked == page.tap_id:
        return stay(conversation)
    if isinstance(page, Consenting):
        return _on_consenting(conversation, page, press, moment)
    return _on_introducing(conversation, page, press, moment)


def _on_introducing(conversation: Conversation, page: Introducing, press: Press, moment: Moment) -> Step:
    newcomer = page.newcomer
    match press:
        case BackPressed():
            return _before_name(conversation, newcomer, moment)
        case LetterPressed():
            return _typed(conversation, page, with_letter(newcomer.typed, press.letter), moment)
        case LetterErased():
            return _typed(conversation, page, newcomer.typed[:-1], moment)
        case LayoutPressed():
            return touched(conversation, replace(page, newcomer=replace(newcomer, layout=press.layout)), moment)
        case DeedPressed() if newcomer.heads:
            return ask(conversation, RecordWalkIn(newcomer.group_name, newcomer.heads, newcomer.activity, page.tap_id))
        case DeedPressed() if newcomer.places is None:
            return replace(touched(conversation, page, moment), requests=(TellPlaces(),))
        case DeedPressed() if as_on_a_card(newcomer.typed):
            return _after_name(conversation, newcomer, moment)
        case _:
            return stay(conversation)


def _typed(conversation: Conversation, page: Introducing, typed: str, moment: Moment) -> Step:
    return touched(conversation, replace(page, newcomer=replace(page.newcomer, typed=typed)), moment)


def _on_consenting(conversation: Conversation, page: Consenting, press: Press, moment: Moment) -> Step:
    newcomer = page.newcomer
    match press:
        case BackPressed() if newcomer.must_choose:
            return _choose(conversation, newcomer, moment)
        case BackPressed():
            return _introduce(conversation, newcomer, moment)
        case DeedPressed():
            return ask(conversation, _walk_in(newcomer, page.tap_id))
        case _:
            return stay(conversation)


def _walk_in(newcomer: Newcomer, tap_id: bytes) -> RecordWalkIn:
    party = newcomer.party.who if newcomer.party else None
    return RecordWalkIn(as_on_a_card(newcomer.typed), None, newcomer.activity, tap_id, party)


def numbered(conversation: Conversation, page: Headcount, newcomer: Newcomer, moment: Moment) -> Step:
    """The group said how many they are."""
    if newcomer.places is None:
        return replace(touched(conversation, page, moment), requests=(TellPlaces(),))
    counted = replace(newcomer, heads=page.heads)
    return _choose(conversation, counted, moment) if counted.must_choose else _introduce(conversation, counted, moment)


def chosen(conversation: Conversation, newcomer: Newcomer, no: int, moment: Moment) -> Step:
    """The activity is chosen; a group may still say what it is called, a person hears what is kept."""
    newcomer = replace(newcomer, activity=no)
    return _introduce(conversation, newcomer, moment) if newcomer.heads else consent(conversation, newcomer, moment)


def before_choice(conversation: Conversation, newcomer: Newcomer, moment: Moment) -> Step:
    """Back from the activities."""
    return _number(conversation, newcomer, moment) if newcomer.heads else _introduce(conversation, newcomer, moment)


def _before_name(conversation: Conversation, newcomer: Newcomer, moment: Moment) -> Step:
    if newcomer.heads is None:
        return open_search(conversation, moment, newcomer.typed)
    return _choose(conversation, newcomer, moment) if newcomer.must_choose else _number(conversation, newcomer, moment)


def _after_name(conversation: Conversation, newcomer: Newcomer, moment: Moment) -> Step:
    return _choose(conversation, newcomer, moment) if newcomer.must_choose else consent(conversation, newcomer, moment)


def _introduce(conversation: Conversation, newcomer: Newcomer, moment: Moment, *more: Request) -> Step:
    return _shown(conversation, Introducing(newcomer, moment.tap_id, moment.now_ms), moment, *more)


def consent(conversation: Conversation, newcomer: Newcomer, moment: Moment) -> Step:
    return _shown(conversation, Consenting(newcomer, moment.tap_id, moment.now_ms), moment)


def _number(conversation: Conversation, newcomer: Newcomer, moment: Moment, *more: Request) -> Step:
    somebody, heads = Visitor(NOBODY_YET, ""), newcomer.heads or Heads(0)
    page = Headcount(somebody, heads, (), is_here=False, tap_id=moment.tap_id, until_ms=moment.now_ms, newcomer=newcomer)
    return _shown(conversation, page, moment, *more)


def _choose(conversation: Conversation, newcomer: Newcomer, moment: Moment) -> Step:
    somebody = Visitor(NOBODY_YET, newcomer.group_name if newcomer.heads else as_on_a_card(newcomer.typed))
    page = Choosing(somebody, newcomer.places or (), moving=False, tap_id=moment.tap_id, until_ms=moment.now_ms, newcomer=newcomer)
    return _shown(conversation, page, moment)


def _shown(conversation: Conversation, page: Introducing | Consenting | Headcount | Choosing, moment: Moment, *more: Request) -> Step:
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id), *more)


def with_places(conversation: Conversation, told: PlacesTold) -> Conversation:
    """Tell whoever introduces themselves where one can go, also while a please-look page covers theirs."""
    kept = conversation.kept
    return replace(conversation, page=_placed(conversation.page, told), kept=_placed(kept, told) if kept else None)


def _placed(page: Page, told: PlacesTold) -> Page:
    if isinstance(page, Introducing | Headcount) and page.newcomer:
        only = told.places[0].no if len(told.places) == 1 else page.newcomer.activity
        return replace(page, newcomer=replace(page.newcomer, places=told.places, activity=only))
    return page


def show_again(conversation: Conversation, answer: PassTold, moment: Moment) -> Step:
    """The same card as before, to photograph."""
    page = PassShown(answer.visitor, answer.code, moment.now_ms + times.PASS_SHOWN_MS, None)
    return show(meet(neutral(conversation), answer.visitor, moment), page)


def show_pass(conversation: Conversation, answer: WalkInRecorded, moment: Moment) -> Step:
    """They are in: their card for today, to photograph."""
    conversation, undo = acted(meet(conversation, answer.visitor, moment), answer.entries, answer.visitor, moment, came=True)
    page = PassShown(answer.visitor, answer.code, moment.now_ms + times.PASS_SHOWN_MS, undo)
    return show(conversation, page)
