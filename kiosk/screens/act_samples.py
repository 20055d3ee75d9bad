"""What can the pages around a mat or a farewell look like? That part of the samples.

Promise: as ``kiosk.screens.samples``.
"""

import datetime as dt
from collections.abc import Iterator

from kiosk.flow.act_pages import AnotherMat, BeforeLeaving, Mark, OpenTable, TakeHome
from kiosk.flow.pages import Page
from kiosk.flow.values import Added, Undo, Visitor
from sync.domain.slip import MADE_MAX, MINUTES_MAX, keepsake, make_slip, slip_of

UNTIL_MS = 1_000_000
HUGE = 123_456
DAY = dt.date(2026, 11, 22)


def act_states(visitor: Visitor, added: Added, others: tuple[Added, ...], undo: Undo) -> Iterator[tuple[str, Page]]:
    """Yield every state of these pages by name."""
    making = added.making
    yield "another-mat", AnotherMat(visitor, added, "", b"", UNTIL_MS)
    yield "another-mat-huge", AnotherMat(visitor, Added(others[0].making, HUGE), "", b"", UNTIL_MS)
    yield "open-table", OpenTable(making.activity, (Added(making, 40),), b"", UNTIL_MS, (Mark(added, undo),))
    yield "open-table-nothing", OpenTable(making.activity, (), b"", UNTIL_MS)
    many = (Added(making, HUGE), *others)
    yield "open-table-many", OpenTable(making.activity, many, b"", UNTIL_MS, (Mark(Added(making, HUGE), undo),))
    yield "before-leaving", BeforeLeaving(visitor, b"", UNTIL_MS)
    yield "before-leaving-added", BeforeLeaving(visitor, b"", UNTIL_MS, Added(others[0].making, HUGE), undo)
    made = tuple(keepsake(str(HUGE), "letters with drawings") for _ in range(MADE_MAX))
    yield "take-home", TakeHome(make_slip(slip_of(1, DAY, 135, (keepsake("7", "hats"), keepsake("12.50", "GBP")))), UNTIL_MS)
    yield "take-home-full", TakeHome(make_slip(slip_of(1, DAY, MINUTES_MAX, made)), UNTIL_MS)
