"""What does the venue lead need to know now? Who is here, the tally, what is handed on, and what is wrong; one headline figure each.

Promise: denser than the volunteer's pages and in the same tokens; only here may an alarm be red.
"""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import BackPressed, Event, LeaveKioskPressed, SectionPressed
from kiosk.flow.pages import Section, Staff
from kiosk.screens.pieces.card import Card, Plain
from kiosk.screens.pieces.pads import NumberPad
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.row import kept
from kiosk.screens.pieces.staff_rooms import AgainButton, AskLeaving, CountButton, Counting, DoctorRoom, Nobody, Room, StaffList
from kiosk.screens.pieces.sums import SumBar
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.screens.staff_words import Heading, RowData, heading_of, nothing_of, rows_of, waits_for_paper
from kiosk.window.text import say
from kiosk.window.theme import theme

load_beside(__file__, uses=(AgainButton, CountButton, NumberPad, Plain, SumBar))


class RailButton(Pressing, Card):
    """One of the lead's rooms."""

    event = ObjectProperty(None)
    icon = StringProperty("")
    words = StringProperty("")
    is_chosen = BooleanProperty(False)


class StaffScreen(Screen):
    figure = StringProperty("")
    headline = StringProperty("")
    as_of = StringProperty("")
    has_rail = BooleanProperty(True)
    prints = BooleanProperty(False)
    rail_lies = BooleanProperty(False)  # six large buttons do not stand one above the other
    rail_height = NumericProperty(0)

    def __init__(self, *arguments: Any, **wanted: Any) -> None:
        self._body: Any = None
        self._rooms: dict[type, Any] = {}
        super().__init__(*arguments, **wanted)
        if theme.low:
            panel = self.ids.panel.__self__
            parts = panel.parent
            parts.remove_widget(panel)
            parts.add_widget(panel)  # the rooms' buttons at the bottom, within reach

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Staff)
        self._show_rail(language, page)
        # One question at a time: while it is open no other room leads out of it.
        self.has_rail = not (page.leaving or page.counting is not None)
        self.rail_lies = theme.portrait or theme.low or theme.large
        self.rail_height = max(theme.deed_height, theme.touch_least + 2 * theme.tight) if self.has_rail else 0
        self.prints = _can_print_by_name(conversation, page)
        if page.leaving:
            self._head(Heading())
            self._enter(AskLeaving)
        elif page.counting is not None and page.counting < len(page.tally):
            self._head(Heading())
            self._show_counting(language, page)
        else:
            now = self.outside.local_time()
            self._head(heading_of(language, page, now))
            self.ids.sums.show(language, page.carried if page.section is Section.CARRIED else None)
            self._show_list(language, page, rows_of(language, page, now))

    def _head(self, heading: Heading) -> None:
        self.figure, self.headline, self.as_of = heading.figure, heading.words, heading.as_of
        is_empty = not (heading.figure or heading.words)
        self.ids.head.height, self.ids.head.opacity = (0, 0) if is_empty else (theme.headline * 1.3, 1)
        if is_empty:
            self.ids.sums.show("en", None)

    def _show_list(self, language: str, page: Staff, rows: tuple[RowData, ...]) -> None:
        if not rows:
            self._enter(Nobody).words = nothing_of(language, page)
            return
        if page.section is Section.DOCTOR:
            room = self._enter(DoctorRoom)
            room.has_paper = waits_for_paper(page)
            rows_list = room.ids.rows
        else:
            rows_list = self._enter(StaffList)
        rows_list.show(rows, self.tell)

    def _show_counting(self, language: str, page: Staff) -> None:
        assert page.counting is not None
        self._enter(Counting).show(language, page.tally[page.counting], page.amount, really=page.really)

    def _enter(self, room: type) -> Any:
        """The room of this kind, in its place; it is made when it is first entered."""
        if room not in self._rooms:
            self._rooms[room] = room(self.tell) if issubclass(room, Room) else room()
        if self._body is not self._rooms[room]:
            self._body = self._rooms[room]
            self.ids.body.clear_widgets()
            self.ids.body.add_widget(self._body)
        return self._body

    def _show_rail(self, language: str, page: Staff) -> None:
        choices: list[tuple[str, str, Event, bool]] = [
            ("groups", say(language, "Who is here"), SectionPressed(Section.HERE), page.section is Section.HERE),
            ("bar_chart", say(language, "Tally"), SectionPressed(Section.TALLY), page.section is Section.TALLY),
            ("cloud_done", say(language, "Handed on"), SectionPressed(Section.CARRIED), page.section is Section.CARRIED),
            ("stethoscope", say(language, "Doctor"), SectionPressed(Section.DOCTOR), page.section is Section.DOCTOR),
            ("power_settings_new", say(language, "Close"), LeaveKioskPressed(), False),
            ("arrow_back", say(language, "Back to welcome"), BackPressed(), False),
        ]
        buttons = kept(self.ids.rail, len(choices), self._rail_button)
        for button, (icon, words, event, is_chosen) in zip(buttons, choices, strict=True):
            button.icon, button.words, button.event = icon, words, event
            button.is_chosen = is_chosen

    def _rail_button(self) -> RailButton:
        button = RailButton()
        button.bind(on_act=lambda button: self.tell(button.event))
        return button


def _can_print_by_name(conversation: Conversation, page: Staff) -> bool:
    return conversation.board.printer and page.section is Section.HERE and not page.leaving
