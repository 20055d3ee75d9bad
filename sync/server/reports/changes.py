"""What has changed between two versions of a report?

Promise: every figure that differs is named with what it was and what it is; a venue that was outstanding and no longer is, too.
"""

import msgspec

from sync.domain.definition import ItemKind, in_language
from sync.domain.written import figure
from sync.server.reading.report import ItemLine, Snapshot, VenueLine
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import filled, later, number, say

MEASURES = (
    ("made", later("{item}, made")),
    ("counted", later("{item}, counted by hand")),
    ("delivered", later("{item}, handed over")),
    ("received", later("{item}, confirmed")),
)


class Change(msgspec.Struct, frozen=True):
    """``what`` was ``before`` and is ``after``, in words. ``venue`` empty: of the whole event."""

    what: str
    before: str
    after: str
    venue: str = ""


def changes(before: Snapshot, after: Snapshot, venue: int | None = None) -> tuple[Change, ...]:
    """Return what has changed in the whole event, venue by venue after it; or (``venue``) at one venue."""
    old = {line.no: line for line in before.venues}
    found: list[Change] = []
    if venue is None:
        found += _counts("", before.arrived, after.arrived)
        found += _items("", after, before.items, after.items)
    for line in after.venues:
        if venue is None or line.no == venue:
            found += _of_venue("" if venue is not None else line.called, old.get(line.no), line, after)
    return tuple(found)


def _of_venue(name: str, old: VenueLine | None, new: VenueLine, after: Snapshot) -> list[Change]:
    found = _counts(name, old.arrived if old else 0, new.arrived)
    found += _items(name, after, old.items if old else (), new.items)
    if old is not None and old.gap is not None and new.gap is None:
        found.append(Change(say("what was outstanding"), say("still out"), say("here"), name))
    return found


def _counts(venue: str, before: int, after: int) -> list[Change]:
    return [] if before == after else [Change(say("people who came"), number(before), number(after), venue)]


def _items(venue: str, after: Snapshot, old: tuple[ItemLine, ...], new: tuple[ItemLine, ...]) -> list[Change]:
    were = {line.item: line for line in old}
    found = []
    for line in new:
        was = were.get(line.item)
        for field, words in MEASURES:
            then, now = (None if was is None else getattr(was, field)), getattr(line, field)
            if then == now or (not then and not now):
                continue
            kind = after.kind(line.item)
            what = filled(words, item=in_language(kind.many, spoken()))
            found.append(Change(what, _said(kind, then, after), _said(kind, now, after), venue))
    return found


def _said(kind: ItemKind, quantity: int | None, of: Snapshot) -> str:
    return say("none") if quantity is None else figure(kind, quantity, of.event.currency)
