"""What comes next? The state of the conversation and its one step.

Promise: pure. The same state, event and moment give the same next state and requests; time and randomness come in with ``Moment``.
"""

import msgspec

from kiosk.flow.pages import Enrolling, Page
from kiosk.flow.requests import Request
from kiosk.flow.times import PATIENCE_PERCENT
from kiosk.flow.values import Added, Board, Undo, Visitor
from sync.domain.roster import Preferences


class Moment(msgspec.Struct, frozen=True):
    """When an event reached the conversation: monotonic ms, and 8 fresh random bytes for the button that may be shown next."""

    now_ms: int
    tap_id: bytes


class Heard(msgspec.Struct, frozen=True):
    """A code that was heard, when last, and the tap id that it was given; ``since_ms``: when it was first heard without having been away
    since; ``who`` came by it (empty: it is nobody's card, or not answered yet). ``failed``: the machine could not take it, so that the same
    code again is the same act and keeps its tap id. ``counted`` is what it logged, if it is a mat, for ``counted_for`` (empty: the table)
    and when; ``is_meant``: its repetition was confirmed.
    """

    text: str
    at_ms: int
    tap_id: bytes
    failed: bool = False
    counted: Added | None = None
    counted_for: bytes = b""
    counted_ms: int = 0
    is_meant: bool = False
    since_ms: int = 0
    who: bytes = b""


class Done(msgspec.Struct, frozen=True):
    """An act that can still be taken back: how, whose it was (none: a table's), and whether they came in by it."""

    undo: Undo
    visitor: Visitor | None
    came: bool = False


class Conversation(msgspec.Struct, frozen=True):
    """Everything the kiosk knows of the talk with the person before it. ``visitor`` is who held up a card last, until
    ``visitor_until_ms`` (a mat logs for them); ``language`` and ``preferences`` are what the screen follows now; neutral when
    nobody is there. ``wished`` was asked for with a finger, beside what the card says. ``language_until_ms``: until then a language
    or a wish that was chosen by hand stays on the welcome page. ``asked`` is the tap id whose answer has the floor (empty: nobody
    waits, or a finger moved on since). ``kept`` is the half-done page under a ``PleaseLook``, or the mat that waits while its owner
    chooses an activity. ``heard`` are the last few codes, newest last; ``done`` the last few acts, which can be taken back for as
    long as an undo lasts. ``leaving`` is who said that they are leaving and logs something first; ``taken_by_card`` the undo
    that a card asked for. ``patience_percent`` lengthens how long pages wait, as the venue has set it.
    """

    page: Page = Enrolling()
    board: Board = Board(venue={"en": ""}, event={"en": ""})
    visitor: Visitor | None = None
    visitor_until_ms: int = 0
    language: str = "en"
    preferences: Preferences = Preferences()
    wished: Preferences = Preferences()
    language_until_ms: int = 0
    asked: bytes = b""
    kept: Page | None = None
    heard: tuple[Heard, ...] = ()
    done: tuple[Done, ...] = ()
    patience_percent: int = PATIENCE_PERCENT
    leaving: bytes = b""
    taken_by_card: bytes = b""


class Step(msgspec.Struct, frozen=True):
    """What one event led to."""

    conversation: Conversation
    requests: tuple[Request, ...] = ()
