"""What is every page, to the stage? Something that shows a conversation and tells what fingers did.

Promise: a page gets plain values and tells events; it knows no desk, no network and no other page.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from kivy.properties import ColorProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import Event
from kiosk.screens.pieces.buttons import DeedButton, QuietButton
from kiosk.screens.pieces.icon import Icon, IconWord
from kiosk.screens.pieces.picture import Mark, Picture
from kiosk.screens.pieces.row import Blocks, Column, Grid, Row
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside

load_beside(__file__, uses=(Blocks, Column, DeedButton, Grid, Icon, IconWord, Mark, Picture, QuietButton, Row, Words))


class Outside(msgspec.Struct, frozen=True):
    """What a page may know of the world: where to tell events, the monotonic clock (ms), the local time to show, and whether there is a
    voice to read pages aloud.
    """

    tell: Callable[[Event], None]
    now_ms: Callable[[], int]
    local_time: Callable[[], datetime]
    reads_aloud: bool = True


class Screen(Column):
    """One page from edge to edge, on one colour."""

    ground = ColorProperty((1, 1, 1, 1))

    def __init__(self, outside: Outside, **wanted: object) -> None:
        self.outside = outside
        super().__init__(**wanted)

    def show(self, conversation: Conversation) -> None:
        """Draw what the page of ``conversation`` says; called again whenever it changes."""
        raise NotImplementedError

    def leave(self) -> None:
        """The page goes from the screen: nothing of it may tick on."""

    def tell(self, event: Event) -> None:
        """Say what a finger did."""
        self.outside.tell(event)
