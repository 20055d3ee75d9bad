"""What stands in the lead's rooms? A list of any length, the pad for counting by hand, and the question before closing.

Promise: only the rows that can be seen exist as widgets; a hall of a thousand scrolls like one of ten.
"""

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.recycleview import RecycleView
from kivy.uix.recycleview.views import RecycleDataViewBehavior

from kiosk.flow.events import CountPressed, Event
from kiosk.flow.people_events import HasLeftPressed, ShowCardPressed
from kiosk.flow.print_events import PrintPressed
from kiosk.flow.values import TallyRow
from kiosk.screens.pieces.buttons import QuietButton
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.row import Column
from kiosk.screens.staff_words import RowData
from kiosk.window.quantities import amount, brief, figure
from kiosk.window.text import capital, say
from sync.domain.definition import Unit, in_language


class CountButton(QuietButton):
    """Count this row by hand."""


class AgainButton(QuietButton):
    """Print the card of this row again."""


class StaffRow(RecycleDataViewBehavior, Card):
    """One row; everything that it shows is in the list's data."""

    title = StringProperty("")
    second = StringProperty("")
    figure = StringProperty("")
    figure_note = StringProperty("")
    icon = StringProperty("")
    is_alarm = BooleanProperty(False)
    row = NumericProperty(-1)
    prints = ObjectProperty(b"")
    is_printed = BooleanProperty(False)
    shows = ObjectProperty(b"")
    count = ObjectProperty(None)
    reprint = ObjectProperty(None)
    show_card = ObjectProperty(None)
    leaves = ObjectProperty(b"")
    sign_off = ObjectProperty(None)


class StaffList(RecycleView):
    """Rows to look through."""

    row_height = NumericProperty(80)

    def show(self, rows: tuple[RowData, ...], tell: Callable[[Event], None]) -> None:
        def count(row: int) -> None:
            tell(CountPressed(row))

        def reprint(who: bytes) -> None:
            tell(PrintPressed(who))

        def show_card(who: bytes) -> None:
            tell(ShowCardPressed(who))

        def sign_off(who: bytes) -> None:
            tell(HasLeftPressed(who))

        self.data = [
            {
                "title": row.title,
                "second": row.second,
                "figure": row.figure,
                "figure_note": row.figure_note,
                "icon": row.icon,
                "is_alarm": row.is_alarm,
                "row": row.row,
                "prints": row.prints,
                "is_printed": row.is_printed,
                "count": count,
                "reprint": reprint,
                "shows": row.shows,
                "show_card": show_card,
                "leaves": row.leaves,
                "sign_off": sign_off,
            }
            for row in rows
        ]


class Nobody(Column):
    """A section that has nothing to show yet."""

    words = StringProperty("")


class Room(Column):
    """A room in which something can be done."""

    def __init__(self, tell: Callable[[Event], None], **wanted: Any) -> None:
        self.tell = tell
        super().__init__(**wanted)


class Counting(Room):
    """The lead's own count of one row."""

    title = StringProperty("")
    figure = StringProperty("")
    made = StringProperty("")
    deed = StringProperty("")
    is_till = BooleanProperty(False)

    def show(self, language: str, row: TallyRow, counted: int, *, really: bool) -> None:
        making = row.making
        self.title = say(
            language, "{noun} in the box, {place}", noun=capital(in_language(making.many, language)), place=in_language(row.place, language)
        )
        self.figure = figure(language, making, counted)
        self.made = say(language, "Logged at the kiosk: {made}. Both figures are kept.", made=brief(language, making, making.made))
        written = amount(language, making, counted)
        self.deed = say(language, "Yes, {amount}", amount=written) if really else say(language, "Save {amount}", amount=written)
        if really:
            self.title = say(language, "That is a lot. Is it really {amount}?", amount=written)
        self.is_till = making.unit is Unit.MONEY


class DoctorRoom(Room):
    """What the doctor found, and what can be done for the machine. ``has_paper``: something waits for a printer that does not print."""

    has_paper = BooleanProperty(False)


class AskLeaving(Room):
    """Close the kiosk?"""
