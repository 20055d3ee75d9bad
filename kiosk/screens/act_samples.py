"""What can the pages around a mat or a farewell look like? That part of the samples.

Promise: as ``kiosk.screens.samples``.
"""

from collections.abc import Iterator

from kiosk.flow.act_pages import AnotherMat, Mark, OpenTable
from kiosk.flow.pages import Page
from kiosk.flow.values import Added, Undo, Visitor

UNTIL_MS = 1_000_000
HUGE = 123_456


def act_states(visitor: Visitor, added: Added, others: tuple[Added, ...], undo: Undo) -> Iterator[tuple[str, Page]]:
    """Yield every state of these pages by name."""
    making = added.making
    yield "another-mat", AnotherMat(visitor, added, "", b"", UNTIL_MS)
    yield "another-mat-huge", AnotherMat(visitor, Added(others[0].making, HUGE), "", b"", UNTIL_MS)
    yield "open-table", OpenTable(making.activity, (Added(making, 40),), b"", UNTIL_MS, (Mark(added, undo),))
    yield "open-table-nothing", OpenTable(making.activity, (), b"", UNTIL_MS)
    many = (Added(making, HUGE), *others)
    yield "open-table-many", OpenTable(making.activity, many, b"", UNTIL_MS, (Mark(Added(making, HUGE), undo),))
