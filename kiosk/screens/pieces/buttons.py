"""What can be pressed? One deed a page, quiet ways beside it, large tiles to choose from.

Promise: all of them are cards; nothing to press is smaller than a thumb in a glove (`touch.least`).
"""

from kivy.properties import ColorProperty, StringProperty

from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.icon import Icon, IconWord
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.ring import Countdown
from kiosk.screens.pieces.row import Row
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside

load_beside(__file__, uses=(Countdown, Icon, IconWord, Row, Words))


class DeedButton(Pressing, Card):
    """The one thing to do on a page, always in the same corner."""

    icon = StringProperty("")
    words = StringProperty("")


class QuietButton(Pressing, Card):
    """Another way on: back, undo, help."""

    icon = StringProperty("")
    words = StringProperty("")
    size_name = StringProperty("text")
    color = ColorProperty((0, 0, 0, 1))


class Tile(Pressing, Card):
    """One of few large choices; what stands on it is put in by the page."""


class StepTile(Pressing, Card):
    """+5 or a digit."""

    words = StringProperty("")
    size_name = StringProperty("title")


class RoundButton(Pressing, Card):
    """− or +."""

    icon = StringProperty("")


class EraseTile(Pressing, Card):
    """Takes the last digit away."""


class UndoButton(Pressing, Card):
    """Takes the last act back, while the ring around its arrow lasts."""

    words = StringProperty("")
