"""How many came with the class? Children and adults apart, each a number between − and +, with a keypad behind it.

Promise: what is expected stands there already, so that a class that is complete is one tap.
"""

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import DigitPressed
from kiosk.flow.pages import Headcount, HeadsField
from kiosk.flow.people_events import HeadsStepped, HeadsTouched
from kiosk.screens.expected import expected_words
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.pads import Counter, NumberPad
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import number, say, say_many

load_beside(__file__, uses=(Counter, FloatLayout, NumberPad))


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
        show_when(self.ids.pad, is_wanted=self.is_keypad)
        show_when(self.ids.picture, is_wanted=not self.is_keypad)

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
