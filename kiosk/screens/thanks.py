"""What do we say when something was made? What exactly, for whom, and how far we are all together.

Promise: thanks are specific; the ring moves to where it stands now; ten seconds to take it back.
"""

from kivy.animation import Animation
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Thanks
from kiosk.flow.values import Making, Undo
from kiosk.screens.pieces.buttons import UndoButton
from kiosk.screens.pieces.making import deed_of, share_of
from kiosk.screens.pieces.medallion import Medallion
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import brief, told
from kiosk.window.text import say
from kiosk.window.theme import theme

load_beside(__file__, uses=(Medallion, UndoButton))


class ThanksScreen(Screen):
    thanks = StringProperty("")
    added = StringProperty("")
    standing = StringProperty("")
    picture = StringProperty("")
    share = NumericProperty(0)
    has_target = BooleanProperty(False)
    _shown: Undo | None = None

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Thanks)
        making, quantity = page.added.making, page.added.quantity
        name = page.visitor.shown_name if page.visitor else ""
        self.thanks = say(language, "Thank you, {name}", name=name) if name else say(language, "Thank you")
        self.added = deed_of(language, making, told(language, making, quantity))
        self.standing = _together(language, making)
        self.picture, self.has_target = making.picture, bool(making.target)
        self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)
        if page.undo != self._shown:
            self._shown = page.undo
            self._move_ring(share_of(making), (making.made - quantity) / making.target if making.target else 0)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()
        Animation.cancel_all(self)
        self._shown = None

    def _move_ring(self, now: float, before: float) -> None:
        Animation.cancel_all(self)
        if theme.calm:
            self.share = now
            return
        self.share = min(max(before, 0.0), 1.0)
        Animation(share=now, duration=theme.tokens.duration.fill / 1000, transition="out_cubic").start(self)


def _together(language: str, making: Making) -> str:
    made = brief(language, making, making.made)
    if making.target:
        together = say(language, "Together: {made} of {target}", made=made, target=brief(language, making, making.target))
        return f"{together}. {say(language, 'Target reached!')}" if making.is_full else together
    return say(language, "Together: {made}", made=made)
