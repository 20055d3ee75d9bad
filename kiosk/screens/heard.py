"""What does a page sound like? A cue for its kind, and its words for those who want them read aloud.

Promise: pure; everything that is heard stands on the page too, as words and as a picture.
"""

from typing import assert_never

import msgspec

from kiosk.flow.act_pages import AnotherMat, BeforeLeaving, OpenTable, TakeHome
from kiosk.flow.conversation import Conversation
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.pages import (
    Asking,
    AskWho,
    Choosing,
    Cleaning,
    Enrolling,
    Farewell,
    Gathering,
    Greeting,
    Headcount,
    Leaving,
    Logging,
    Page,
    PinPad,
    PleaseLook,
    Present,
    ShowingHow,
    Staff,
    StillThere,
    Thanks,
    TryingScanner,
    Welcome,
    Wishing,
)
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.values import Visitor
from kiosk.screens.another_mat import another_asked
from kiosk.screens.before_leaving import thanks_and_question
from kiosk.screens.headcount import headcount_asked
from kiosk.screens.newcomer_words import consenting_asked, introducing_asked, photographed, searching_asked, what_is_kept
from kiosk.screens.pieces.making import deed_of
from kiosk.screens.please_look import sight_of
from kiosk.screens.welcome import asked_on
from kiosk.window.quantities import amount, duration, told
from kiosk.window.text import say, spoken
from sync.domain.definition import in_language

ACCEPTED, LOOK_HERE, THANKS = "accepted", "look_here", "thanks"


class Heard(msgspec.Struct, frozen=True):
    """What to read aloud. ``is_personal``: somebody's name is in it."""

    text: str = ""
    language: str = "en"
    is_personal: bool = False


def cue_of(before: Page, now: Page) -> str:  # noqa: PLR0911 - one row for each kind of page
    """Return the sound of ``now``, by its name in the assets; none for a page that is still the same act."""
    if type(now) is type(before) and _act(now) == _act(before):
        return ""
    if isinstance(now, Asking):
        return ""  # read aloud for whoever wishes it; a sound would be heard as a mistake
    match now:
        case Greeting() | PassShown() | Farewell():
            return ACCEPTED
        case Thanks():
            return THANKS
        case PleaseLook() | StillThere():
            return LOOK_HERE
        case Welcome() | Wishing() | ShowingHow() | Cleaning() | Leaving() | TakeHome() | Enrolling():
            return ""
        case PinPad() | Staff() | TryingScanner() | Reprinting() | SigningOff():
            return ""
        case _:
            assert_never(now)


def _act(page: Page) -> object:
    """What tells two pages of one kind apart: when each was begun."""
    if isinstance(page, Greeting | Thanks | Farewell):
        return page.shown_ms
    return page.until_ms if isinstance(page, PleaseLook | PassShown) else None


def heard_on(conversation: Conversation) -> Heard:
    """Return what is read aloud on the page of ``conversation``, in its language."""
    language = spoken(conversation.language)
    sentences, name = _sentences(language, conversation)
    text = " ".join(_ended(sentence) for sentence in sentences if sentence)
    return Heard(text, language, is_personal=bool(name))


def _sentences(language: str, conversation: Conversation) -> tuple[list[str], str]:  # noqa: C901, PLR0911, PLR0912 - one row for each page
    page = conversation.page
    match page:
        case Welcome():
            return [asked_on(language, conversation.board)], ""
        case Wishing():
            return [say(language, "How would you like it?")], ""
        case ShowingHow():
            return [say(language, "This is how it goes")], ""
        case Greeting():
            return _greeting(language, page.visitor), page.visitor.shown_name
        case Choosing():
            name = page.visitor.shown_name
            asked = say(language, "What would you like to do, {name}?", name=name) if name else say(language, "What would you like to do?")
            return [asked, *(in_language(place.name, language) for place in page.places)], page.visitor.shown_name
        case Gathering():
            return [say(language, "Who is with you today?")], ""
        case Headcount():
            return [headcount_asked(language, page)], page.visitor.shown_name
        case Present():
            acts = [say(language, "Log what I made"), say(language, "Change activity"), say(language, "I am leaving")]
            hello = say(language, "Hello again, {name}", name=page.visitor.shown_name)
            return [hello, *(acts if page.visitor.makings else acts[1:])], page.visitor.shown_name
        case Logging() if page.asks_outcome:
            became = [in_language(outcome.name, language) for outcome in page.making.outcomes]
            return [say(language, "What became of the {noun}?", noun=in_language(page.making.many, language)), *became], ""
        case Logging():
            return [amount(language, page.making, page.amount)], ""
        case Thanks():
            name = page.visitor.shown_name if page.visitor else ""
            thanks = say(language, "Thank you, {name}", name=name) if name else say(language, "Thank you")
            making = page.added.making
            return [thanks, deed_of(language, making, told(language, making, page.added.quantity))], name
        case Farewell():
            given = say(language, "You gave {time} today.", time=duration(language, page.minutes)) if page.minutes else ""
            return [say(language, "Thank you, {name}", name=page.visitor.shown_name), given], page.visitor.shown_name
        case AskWho():
            return [say(language, "Hold up your card and we thank you by name.")], ""
        case Searching():
            return [] if page.typed else [searching_asked(language, page)], ""  # what is typed stands in its place
        case Introducing():
            return [] if page.newcomer.typed else [introducing_asked(language, page)], ""
        case Consenting():
            return [consenting_asked(language, page), what_is_kept(language)], page.newcomer.typed
        case PassShown():
            return [page.visitor.shown_name, photographed(language, prints=conversation.board.prints)], page.visitor.shown_name
        case PleaseLook():
            sight = sight_of(language, page.look)
            return [sight.title, sight.sentence], ""
        case AnotherMat():
            return [another_asked(language, page)], ""
        case BeforeLeaving():
            return [thanks_and_question(language, page)], ""
        case TakeHome():
            return [say(language, "Photograph this to take it home")], ""
        case OpenTable():
            totals = [amount(language, one.making, one.quantity) for one in page.counted]
            return [say(language, "This table is open"), *totals[:1]], ""
        case StillThere():
            return [say(language, "Still there?"), say(language, "What you began is waiting for you.")], ""
        case PinPad():
            return [say(language, "Your digits, please")], ""
        case Enrolling() | Staff() | TryingScanner() | Reprinting() | SigningOff() | Cleaning() | Leaving():
            return [], ""  # for the lead's eyes
        case _:
            assert_never(page)


def _greeting(language: str, visitor: Visitor) -> list[str]:
    place = visitor.place
    where = [in_language(place.name, language), in_language(place.where, language)] if place else [say(language, "Thank you for coming")]
    greeting = say(language, "Good to see you all") if visitor.headcount > 1 else say(language, "Good to see you")
    return [greeting, visitor.shown_name, *where]


def _ended(sentence: str) -> str:
    """With a stop at its end, so that the voice takes a breath."""
    return sentence if sentence.endswith((".", "?", "!", "؟", "۔")) else f"{sentence}."
