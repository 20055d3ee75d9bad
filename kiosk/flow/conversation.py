"""What comes next? The state of the conversation and its one step.

Promise: pure. The same state, event and moment give the same next state and requests; time and randomness come in with ``Moment``.
"""

import msgspec

from kiosk.flow.pages import Enrolling, Page
from kiosk.flow.values import Board, Visitor
from sync.domain.roster import Preferences


class Moment(msgspec.Struct, frozen=True):
    """When an event reached the conversation: monotonic ms, and 8 fresh random bytes for the button that may be shown next."""

    now_ms: int
    tap_id: bytes


class Conversation(msgspec.Struct, frozen=True):
    """Everything the kiosk knows of the talk with the person before it. ``visitor`` is who held up a card last, until ``visitor_until_ms``
    (a mat logs for them); ``language`` and ``preferences`` are what the screen follows now; neutral when nobody is there.
    """

    page: Page = Enrolling()
    board: Board = Board(venue={"en": ""}, event={"en": ""})
    visitor: Visitor | None = None
    visitor_until_ms: int = 0
    language: str = "en"
    preferences: Preferences = Preferences()
