"""What is asked of a newcomer, and what are they told? The sentences that stand on their pages and are read aloud.

Promise: one place for each, so that what is heard is what stands there.
"""

from kiosk.flow.newcomer_pages import Consenting, Introducing, Searching
from kiosk.flow.values import Visitor
from kiosk.window.text import say
from sync.domain.names import as_on_a_card


def introducing_asked(language: str, page: Introducing) -> str:
    """Return what the page with the letters asks."""
    return say(language, "What are you called together?") if page.newcomer.heads else say(language, "What is your name?")


def consenting_asked(language: str, page: Consenting) -> str:
    """Return the name once more, to be looked at."""
    return say(language, "Is this right, {name}?", name=as_on_a_card(page.newcomer.typed))


def what_is_kept(language: str) -> str:
    """Return what is kept of a newcomer, and until when."""
    return say(
        language, "Your first name and one letter stay on today’s list, so that helpers know who is here. After seven days they are erased."
    )


def searching_asked(language: str, page: Searching) -> str:
    """Return what stands where the name will stand."""
    if page.newcomer:
        return say(language, "Which group do you belong to?")
    if page.digits_only:
        return say(language, "Which digits are on your card?")
    return say(language, "What is your name?") if page.lead is None else say(language, "Who is it for?")


def search_hint(language: str, page: Searching) -> str:
    """Return what stands where names would stand."""
    if page.newcomer:
        return say(language, "Type the first letters of its name.")
    if page.digits_only:
        return say(language, "Type all ten digits of your card. A helper can look, too.")
    match page.typed, page.lead:
        case "", None:
            return say(language, "Type your name, or the digits on your card.")
        case "", _:
            return say(language, "Type a name, or the digits on a card.")
        case _, None:
            return say(language, "Nobody is called that yet. Try fewer letters, or ask a helper.")
        case _:
            return say(language, "Nobody is called that. Try fewer letters.")


def photographed(language: str, *, prints: bool) -> str:
    """Return what to do with the code; where it is printed nobody needs a telephone."""
    if prints:
        return say(language, "Your card: take a photo, or take the paper.")
    return say(language, "Take a photo of this: it is your card today.")


def called(language: str, visitor: Visitor) -> str:
    """Return how ``visitor`` is spoken to: a group that gave itself no name is spoken to all the same."""
    # For translators: how one speaks to a group of people kindly, as in "Thank you, friends".
    return visitor.shown_name or (say(language, "friends") if visitor.heads else "")
