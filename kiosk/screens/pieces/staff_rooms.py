"""What stands in the lead's rooms? A list of any length, the pad for counting by hand, and the question before closing.

Promise: only the rows that can be seen exist as widgets; a hall of a thousand scrolls like one of ten. A row is as high as its texts
are, and what stands one below the other in a list begins or ends on one line.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.recycleview import RecycleView
from kivy.uix.recycleview.views import RecycleDataViewBehavior
from msgspec.structs import asdict

from kiosk.flow.events import CountPressed, Event
from kiosk.flow.people_events import HasLeftPressed, ShowCardPressed
from kiosk.flow.print_events import PrintPressed
from kiosk.flow.values import TallyRow
from kiosk.screens.pieces.buttons import QuietButton
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.row import Column
from kiosk.screens.pieces.words import LEADING, height_of, width_of
from kiosk.screens.staff_words import RowData
from kiosk.window.quantities import amount, brief, figure
from kiosk.window.text import capital, say
from kiosk.window.theme import theme
from sync.domain.definition import Unit, in_language

LINES_MAX = 12
"""Of one text of a row: more than the longest finding has in its narrowest column, so that none is cut."""
_ROW_LEAST_DP = 80


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
    leaves = ObjectProperty(b"")
    count = ObjectProperty(None)
    reprint = ObjectProperty(None)
    show_card = ObjectProperty(None)
    sign_off = ObjectProperty(None)
    icon_room = NumericProperty(0)
    figure_room = NumericProperty(0)
    act_room = NumericProperty(0)
    act_width = NumericProperty(0)


class StaffList(RecycleView):
    """Rows to look through."""

    def __init__(self, **wanted: Any) -> None:
        self._rows: tuple[RowData, ...] = ()
        self._tell: Callable[[Event], None] | None = None
        super().__init__(**wanted)
        self.fbind("width", Clock.create_trigger(self._fill, -1))

    def show(self, rows: tuple[RowData, ...], tell: Callable[[Event], None]) -> None:
        self._rows, self._tell = rows, tell
        self._fill()

    def _fill(self, *_change: object) -> None:
        rows = self._rows
        rooms = {"icon_room": _icon_room(rows), "figure_room": _figure_room(rows), "act_room": _act_room(rows)}
        # The list keeps its bar off the rows, and a row its edges off the texts.
        width = self.width - 3 * theme.close - sum(rooms.values())
        if width <= 0 or self._tell is None:
            return  # before it has its place
        tell = self._tell

        def count(row: int) -> None:
            tell(CountPressed(row))

        def reprint(who: bytes) -> None:
            tell(PrintPressed(who))

        def show_card(who: bytes) -> None:
            tell(ShowCardPressed(who))

        def sign_off(who: bytes) -> None:
            tell(HasLeftPressed(who))

        same = rooms | {"act_width": _act_width(rows), "count": count, "reprint": reprint, "show_card": show_card, "sign_off": sign_off}
        self.data = [{**asdict(row), **same, "height": _row_height(row, width)} for row in rows]


def _row_height(row: RowData, width: float) -> float:
    texts = height_of(row.title, "text", width, LINES_MAX) + height_of(row.second, "note", width, LINES_MAX)
    figures = (theme.text + theme.note) * LEADING if row.figure_note else theme.text * LEADING
    acts = _side_by_side(theme.touch_least, _acts(row) if theme.portrait else min(_acts(row), 1))
    return float(max(theme.dp(_ROW_LEAST_DP), max(texts, figures, acts) + 2 * theme.tight))


def _acts(row: RowData) -> int:
    """How many things on it can be pressed."""
    return (row.row >= 0) + bool(row.prints or row.shows) + bool(row.leaves)


def _side_by_side(length: float, count: int) -> float:
    return float(count * length + max(count - 1, 0) * theme.tight)


def _icon_room(rows: tuple[RowData, ...]) -> float:
    return float(theme.icon_small + theme.close) if any(row.icon for row in rows) else 0


def _figure_room(rows: tuple[RowData, ...]) -> float:
    """As wide as the widest of them: figures of one list end on one line, in every language."""
    figures = {row.figure for row in rows if row.figure}
    notes = {row.figure_note for row in rows if row.figure_note}
    widths = [*(width_of(each, "text", strong=True) for each in figures), *(width_of(each, "note") for each in notes)]
    return round(max(widths)) + 1 + theme.close if widths else 0


def _act_room(rows: tuple[RowData, ...]) -> float:
    """The same for every row, so that figures stay in line also where one has less to press. Upright they stand one above the other."""
    most = max(map(_acts, rows), default=0)
    return _side_by_side(_act_width(rows), 1 if theme.portrait else most) + float(theme.close) if most else 0


def _act_width(rows: tuple[RowData, ...]) -> int:
    if any(row.row >= 0 for row in rows):
        return theme.dp(112 if theme.portrait else 160)
    return theme.dp(136)


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
