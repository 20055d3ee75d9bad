"""How many came with the class? Children and adults apart, each a number between − and +, with a keypad behind it.

Promise: what is expected stands there already, so that a class that is complete is one tap.
"""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import DigitPressed
from kiosk.flow.pages import Headcount, HeadsField
from kiosk.flow.people_events import HeadsStepped, HeadsTouched
from kiosk.screens.expected import expected_words
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.pads import Counter, NumberPad
from kiosk.screens.pieces.row import Column
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import number, say, say_many
from kiosk.window.theme import theme

load_beside(__file__, uses=(Counter, FloatLayout, NumberPad))


_SHARE, _LOW_SHARE, _BARE_SHARE = 0.55, 0.42, 0.3
"""Of the width, for the numbers, beside the picture or the keypad; six large keys in a row leave less."""


class Heads(Column):
    """One number between − and +, under its picture and word. Tells ``on_step`` and ``on_number`` as a `Counter` does."""

    __events__ = ("on_step", "on_number")
    icon = StringProperty("")
    words = StringProperty("")
    figure = StringProperty("")
    can_take = BooleanProperty(False)
    is_bare = BooleanProperty(False)

    def on_step(self, by: int) -> None:
        """− or + was pressed."""

    def on_number(self) -> None:
        """The number was pressed."""


class HeadcountScreen(Screen):
    title = StringProperty("")
    note = StringProperty("")
    children_words = StringProperty("")
    adults_words = StringProperty("")
    children_figure = StringProperty("")
    adults_figure = StringProperty("")
    deed = StringProperty("")
    icon = StringProperty("how_to_reg")
    picture = StringProperty("")
    can_act = BooleanProperty(False)
    is_keypad = BooleanProperty(False)
    can_take_children = BooleanProperty(False)
    can_take_adults = BooleanProperty(False)
    is_alone = BooleanProperty(False)  # large keys leave room for the one number that they are for
    is_beside = BooleanProperty(False)
    numbers_share = NumericProperty(_SHARE)

    def __init__(self, *outside: Any, **wanted: Any) -> None:
        super().__init__(*outside, **wanted)
        self._parts = {HeadsField.CHILDREN: self.ids.children.__self__, HeadsField.ADULTS: self.ids.adults.__self__}

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Headcount)
        heads, visitor = page.heads, page.visitor
        self.title = headcount_asked(language, page)
        self.note = expected_words(language, visitor)
        self.children_words, self.adults_words = say(language, "Children"), say(language, "Adults")
        self.children_figure, self.adults_figure = number(language, heads.children), number(language, heads.adults)
        self.can_take_children, self.can_take_adults = heads.children > 0, heads.adults > 0
        self.can_act = heads.people > 0
        self.icon = "check" if page.newcomer else "how_to_reg"
        self.deed = (
            say(language, "Go on")
            if page.newcomer
            else say_many(language, "{count} person is here", "{count} people are here", heads.people)
            if page.is_here
            else say_many(language, "Check in {count} person", "Check in {count} people", heads.people)
        )
        self.picture = visitor.place.picture if visitor.place else "helpers"
        self.is_keypad = page.keypad is not None
        self._share_out(page)
        show_when(self.ids.pad, is_wanted=self.is_keypad)
        show_when(self.ids.picture, is_wanted=not self.is_keypad and not self.is_beside)

    def _share_out(self, page: Headcount) -> None:
        self.is_alone = theme.large and self.is_keypad
        is_flat = theme.large and theme.low and not theme.portrait
        self.is_beside = is_flat and not self.is_keypad
        self.numbers_share = 1 if self.is_beside else _BARE_SHARE if is_flat else _LOW_SHARE if theme.low else _SHARE
        numbers = self.ids.numbers
        wanted = [part for field, part in self._parts.items() if not self.is_alone or field is page.keypad]
        if list(reversed(numbers.children)) != wanted:
            numbers.clear_widgets()
            for part in wanted:
                numbers.add_widget(part)

    def step_children(self, by: int) -> None:
        self.tell(HeadsStepped(HeadsField.CHILDREN, by))

    def step_adults(self, by: int) -> None:
        self.tell(HeadsStepped(HeadsField.ADULTS, by))

    def touch_children(self) -> None:
        self.tell(HeadsTouched(HeadsField.CHILDREN))

    def touch_adults(self) -> None:
        self.tell(HeadsTouched(HeadsField.ADULTS))

    def digit(self, digit: str) -> None:
        self.tell(DigitPressed(digit))


def headcount_asked(language: str, page: Headcount) -> str:
    """Return what the page asks, as it stands there and as it is read aloud."""
    name = page.visitor.shown_name
    if page.newcomer:
        return say(language, "How many of you are there?")
    if page.is_here:
        return say(language, "How many are here now, {name}?", name=name)
    return say(language, "How many came today, {name}?", name=name)
