"""What greets whoever comes by? "Hold up your card", today's making, and three quiet ways for those without a card.

Promise: nothing moves while nobody is there; not a word about networks, only a small lamp for the lead.
"""

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.values import Board
from kiosk.screens.pieces.asked import needed_most
from kiosk.screens.pieces.beam import Beam
from kiosk.screens.pieces.buttons import RoundButton, UndoButton
from kiosk.screens.pieces.card import Sheet
from kiosk.screens.pieces.clock import MinuteClock
from kiosk.screens.pieces.making import MakingRow, MakingRows
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import helping
from kiosk.window.text import language_name, say
from kiosk.window.theme import theme
from sync.domain.definition import in_language

load_beside(__file__, uses=(Beam, MakingRows, MinuteClock, Sheet, UndoButton))

_MAKINGS_MAX = 3
# Shapes that differ without their colour; only the lead has to know them.
_LAMPS = {"steady": "cloud_done", "waiting": "pending", "look": "flag"}
_NAMES_MAX = 2


def asked_on(language: str, board: Board) -> str:
    """The one sentence of this page, for eyes and ears."""
    if board.camera and board.camera_sleeps:
        return say(language, "The camera sleeps. Touch to wake it.")
    return say(language, "Hold up your card")


class Lamp(Pressing):
    """The door to the lead's pages, with how things stand."""

    lamp = StringProperty("steady")
    icon = StringProperty("cloud_done")
    is_calling = BooleanProperty(False)

    def on_lamp(self, _lamp: object, lamp: str) -> None:
        self.icon = _LAMPS.get(lamp, _LAMPS["look"])
        self.is_calling = self.icon == _LAMPS["look"]


class HowButton(RoundButton):
    """Leads to the steps as pictures. It alone has no word beside it: it is for those whom our words do not help."""


class WelcomeScreen(Screen):
    has_camera = BooleanProperty(False)
    camera_sleeps = BooleanProperty(False)
    venue = StringProperty("")
    helping = StringProperty("")
    needed = StringProperty("")
    languages = StringProperty("")
    lamp = StringProperty("steady")
    undo = StringProperty("")
    asked = StringProperty("")

    def __init__(self, *arguments: Any, **wanted: Any) -> None:
        super().__init__(*arguments, **wanted)
        # Where the venue's name stands, somebody who has just gone may take something back: one of the two at a time.
        self._venue, self._undo = self.ids.venue.__self__, self.ids.undo_place.__self__
        self.ids.foot.remove_widget(self._undo)
        if theme.low and theme.portrait:
            made = self.ids.made.__self__
            parts = made.parent
            parts.remove_widget(made)
            parts.add_widget(made, len(parts.children))  # first: what is only read stands above what is pressed

    def show(self, conversation: Conversation) -> None:
        board, language = conversation.board, conversation.language
        self.asked = asked_on(language, board)
        self.has_camera, self.lamp = board.camera, board.lamp
        self.camera_sleeps = board.camera and board.camera_sleeps
        if self.camera_sleeps:
            self.ids.beam.view = None  # whoever stood there last is not shown to an empty hall
        self.venue = " · ".join(text for text in (in_language(board.venue, language), in_language(board.event, language)) if text)
        self.helping = helping(language, board.helping)
        self.needed = needed_most(language, board.needed) if board.needed else ""
        self._show_makings(conversation)
        self._show_undo(conversation)
        # At most two names in themselves, one below the other.
        others = [each for each in board.languages if each != language]
        self.languages = "\n".join(language_name(each) for each in others[:_NAMES_MAX])
        self.ids.clock.run(self.outside.local_time)

    def see(self, view: Any) -> None:
        """The camera's picture for the round window; the same texture each time."""
        if self.ids.beam.view is not view:
            self.ids.beam.view = view
        self.ids.beam.refresh_view()

    def leave(self) -> None:
        self.ids.clock.rest()
        self.ids.undo.ids.ring.rest()

    def _show_undo(self, conversation: Conversation) -> None:
        newest = conversation.done[-1] if conversation.done else None
        came, went = (self._undo, self._venue) if newest else (self._venue, self._undo)
        foot = self.ids.foot
        if went in foot.children:
            place = foot.children.index(went)
            foot.remove_widget(went)
            foot.add_widget(came, place)
        if newest is None:
            self.ids.undo.ids.ring.rest()
            return
        # By name: whoever reads it next may be somebody else.
        name = newest.visitor.shown_name if newest.visitor else ""
        self.undo = "\n".join(text for text in (say(conversation.language, "Undo"), name) if text)
        self.ids.undo.ids.ring.run(newest.undo.shown_ms, newest.undo.until_ms, self.outside.now_ms)

    def _show_makings(self, conversation: Conversation) -> None:
        board = conversation.board
        # What is needed most takes the room of one, and so do large letters.
        most = _MAKINGS_MAX - (0 if theme.portrait else bool(board.needed) + theme.large)
        rows, makings = self.ids.makings, board.makings[:most]
        _give_room(self.ids.nothing, is_wanted=not makings)
        _give_room(rows, is_wanted=bool(makings))
        for row, making in zip(kept(rows, len(makings), MakingRow), makings, strict=True):
            row.show(conversation.language, making)


def _give_room(part: Any, *, is_wanted: bool) -> None:
    """Let ``part`` take what room there is, or none. A height that the layout gave is left alone: setting it would draw a frame."""
    part.size_hint_y, part.opacity = (1, 1) if is_wanted else (None, 0)
    if not is_wanted:
        part.height = 0
