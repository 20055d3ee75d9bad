"""Who are you, without a card? The page on which somebody types their name or the digits of their spoken code.

Promise: the first letter already looks; what is found is of what stands on the page; nobody is recorded but by a tap on a name. Where the
venue does not want names to be looked up, the digits alone find somebody.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, Press
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.people_events import FoundPressed, LayoutPressed, LetterErased, LetterPressed, PeopleFound
from kiosk.flow.requests import FindPeople, PrepareTap, ReceiveFound
from kiosk.flow.turns import ask, back_to_welcome, extended, forget, show, stay, touched
from kiosk.flow.values import DIGITS_LAYOUT
from sync.domain.names import TYPED_MAX

BETWEEN_LETTERS = frozenset(" -'’.")


def open_search(conversation: Conversation, moment: Moment, typed: str = "") -> Step:
    """Begin a search, for somebody new. ``typed``: the name that they had begun, where they come back from a later page."""
    digits_only = not conversation.board.search_allowed
    layout = DIGITS_LAYOUT if digits_only else conversation.language
    looked_for = "" if digits_only else typed
    page = Searching(looked_for, layout, (), moment.tap_id, moment.now_ms, digits_only=digits_only)
    find = (FindPeople(looked_for),) if looked_for else ()
    return show(forget(conversation), extended(page, moment), PrepareTap(moment.tap_id), *find)


def open_lead_search(conversation: Conversation, lead: int, moment: Moment) -> Step:
    """The lead looks for somebody, also where the venue does not want volunteers to."""
    page = Searching("", conversation.language, (), moment.tap_id, moment.now_ms, lead)
    return show(forget(conversation), extended(page, moment), PrepareTap(moment.tap_id))


def on_searching(conversation: Conversation, page: Searching, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return back_to_welcome(conversation, moment)
        case _ if conversation.asked == page.tap_id:
            return stay(conversation)
        case LetterPressed() | LayoutPressed() if page.digits_only and not _is_digit(press):
            return stay(conversation)
        case LetterPressed():
            return _typed(conversation, page, with_letter(page.typed, press.letter), moment)
        case LetterErased():
            return _typed(conversation, page, page.typed[:-1], moment)
        case LayoutPressed():
            return touched(conversation, replace(page, layout=press.layout), moment)
        case FoundPressed() if any(member.who == press.who for member in page.found):
            return ask(conversation, ReceiveFound(press.who, page.tap_id))
        case _:
            return stay(conversation)


def _is_digit(press: LetterPressed | LayoutPressed) -> bool:
    return isinstance(press, LetterPressed) and (press.letter.isdecimal() or press.letter == " ")


def with_letter(typed: str, letter: str) -> str:
    """A name begins with a letter or a digit, and has no two spaces in a row."""
    fits = len(letter) == 1 and len(typed) < TYPED_MAX
    is_between = letter in BETWEEN_LETTERS and typed != "" and typed[-1] not in BETWEEN_LETTERS
    return typed + letter if fits and (letter.isalnum() or is_between) else typed


def _typed(conversation: Conversation, page: Searching, typed: str, moment: Moment) -> Step:
    if typed == page.typed:
        return touched(conversation, page, moment)
    if page.newcomer:
        step = touched(conversation, replace(page, typed=typed), moment)
        return replace(step, requests=(FindPeople(typed, parties=True),))
    # Who was found stays until the desk has looked again, so that names do not flicker; without letters nobody is shown.
    step = touched(conversation, replace(page, typed=typed, found=page.found if typed else ()), moment)
    return replace(step, requests=(FindPeople(typed, lead=page.lead),)) if typed else step


def with_found(conversation: Conversation, answer: PeopleFound) -> Conversation:
    """Show who was found, if that is still what stands there. What a lead was told is for no volunteer's eyes."""
    page = conversation.page
    if not isinstance(page, Searching):
        return conversation
    if (page.typed, page.newcomer is not None, page.lead) != (answer.typed, answer.parties, answer.lead):
        return conversation
    return replace(conversation, page=replace(page, found=answer.found[: times.FOUND_MAX]))
