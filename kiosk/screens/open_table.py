"""What did this table make since it was opened? A captain keeps it open, and every mat that is held up counts.

Promise: the total is of what is durable; the last mat can be taken back; a card, the button or a minute without a mat closes the table.
"""

from kivy.properties import NumericProperty, StringProperty

from kiosk.flow.act_pages import OpenTable
from kiosk.flow.conversation import Conversation
from kiosk.screens.pieces.buttons import UndoButton
from kiosk.screens.pieces.hiding import hide, unhide
from kiosk.screens.pieces.making import share_of
from kiosk.screens.pieces.medallion import Medallion
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import amount
from kiosk.window.text import capital, say

load_beside(__file__, uses=(Medallion, UndoButton))

_OTHERS_MAX = 2


class OpenTableScreen(Screen):
    total = StringProperty("")
    others = StringProperty("")
    last = StringProperty("")
    picture = StringProperty("mat")
    share = NumericProperty(0)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, OpenTable)
        written = [amount(language, one.making, one.quantity) for one in page.counted]
        self.total = capital(written[0]) if written else say(language, "Hold up a mat")
        self.others = " · ".join(written[1 : 1 + _OTHERS_MAX])
        if page.marks:
            mark = page.marks[-1].added
            self.last = say(language, "Last: {amount}", amount=amount(language, mark.making, mark.quantity))
        else:
            self.last = ""
        making = page.counted[0].making if page.counted else None
        self.picture = making.picture if making else "mat"
        self.share = share_of(making) if making else 0
        self.ids.medallion.is_ringed = bool(making and making.target)
        undo = page.undo
        if undo:
            unhide(self.ids.undo)
            self.ids.undo.ids.ring.run(undo.shown_ms, undo.until_ms, self.outside.now_ms)
        else:
            hide(self.ids.undo)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()
