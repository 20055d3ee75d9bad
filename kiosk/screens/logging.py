"""How many? A number between − and +, the item kind's own steps, and a keypad behind the number.

Promise: seven hats are two taps; money comes in as on a till; a very large number is asked about once, kindly.
"""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import DigitPressed, StepPressed
from kiosk.flow.pages import Logging
from kiosk.flow.values import Making
from kiosk.screens.pieces.buttons import StepTile
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.making import share_of, standing
from kiosk.screens.pieces.medallion import Medallion
from kiosk.screens.pieces.pads import Counter, NumberPad
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import amount, brief, figure
from kiosk.window.text import say
from sync.domain.definition import Unit, in_language

load_beside(__file__, uses=(Counter, Medallion, NumberPad))

_STEPS_MAX = 4


class Question(Card):
    """Really?"""

    words = StringProperty("")


class LoggingScreen(Screen):
    picture = StringProperty("")
    share = NumericProperty(0)
    has_target = BooleanProperty(False)
    standing = StringProperty("")
    figure = StringProperty("")
    deed = StringProperty("")
    back = StringProperty("")
    question = StringProperty("")
    can_act = BooleanProperty(False)
    can_take = BooleanProperty(False)
    is_keypad = BooleanProperty(False)
    is_till = BooleanProperty(False)
    is_really = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Logging)
        making = page.making
        self._making = making
        self.picture, self.share, self.has_target = making.picture, share_of(making), bool(making.target)
        self.standing = standing(language, making)
        self.figure = figure(language, making, page.amount)
        self.can_act = self.can_take = page.amount > 0
        self.is_keypad, self.is_till = page.keypad and not page.really, making.unit is Unit.MONEY
        show_when(self.ids.pad, is_wanted=self.is_keypad)
        self._show_deed(language, page)
        self._show_steps(language, making)
        self._show_question(language, page)

    def step(self, direction: int) -> None:
        """− or +: by the item kind's smallest step."""
        self.tell(StepPressed(direction * min(self._making.steps, default=1)))

    def digit(self, digit: str) -> None:
        self.tell(DigitPressed(digit))

    def _show_deed(self, language: str, page: Logging) -> None:
        written = amount(language, page.making, page.amount)
        self.is_really = page.really
        if page.amount == 0:
            noun = in_language(page.making.many, language)
            self.deed = say(language, "Add money") if page.making.unit is Unit.MONEY else say(language, "Add {noun}", noun=noun)
        elif page.really:
            self.deed = say(language, "Yes, {amount}", amount=written)
        else:
            self.deed = say(language, "Add {amount}", amount=written)
        self.back = say(language, "Change it") if page.really else say(language, "Back")

    def _show_steps(self, language: str, making: Making) -> None:
        steps = self.ids.steps
        wanted = [f"+{brief(language, making, step)}" for step in making.steps[:_STEPS_MAX]]
        if [tile.words for tile in reversed(steps.children)] != wanted:
            steps.clear_widgets()
            for words, step in zip(wanted, making.steps, strict=False):
                tile = StepTile(words=words)
                tile.bind(on_act=lambda *_, step=step: self.tell(StepPressed(step)))
                steps.add_widget(tile)

    def _show_question(self, language: str, page: Logging) -> None:
        self.question = say(language, "That is a lot. Is it really {amount}?", amount=amount(language, page.making, page.amount))
        show_when(self.ids.question, is_wanted=page.really)
        show_when(self.ids.counter, is_wanted=not page.really)
        show_when(self.ids.steps, is_wanted=not page.really and not self.is_keypad)
