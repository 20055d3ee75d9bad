"""How does a kiosk look to a coordinator: in touch, waiting, forked, revoked?

Promise: what is unusual about a kiosk is said in a sentence, not in a code.
"""

from collections.abc import Sequence
from enum import Enum

import msgspec

from sync.server.reading.devices import DeviceRow
from sync.server.reading.journals import JournalRow, journals, lost_and_found
from sync.server.reading.venues import SILENT_AFTER_MS
from sync.server.site import amounts
from sync.server.site.care import care_of
from sync.server.site.visitors import Visitor
from sync.server.tongues.saying import Said, later, say, say_many


class State(Enum):
    """How a kiosk stands, in a word for its badge."""

    REVOKED = "revoked"
    NEW = "new"
    SILENT = "silent"
    IN_TOUCH = "in touch"

    @property
    def label(self) -> Said:
        return _WORDS[self]


_WORDS = {
    State.REVOKED: later("Revoked"),
    State.NEW: later("Not heard yet"),
    State.SILENT: later("Silent"),
    State.IN_TOUCH: later("In touch"),
}


class JournalShown(msgspec.Struct, frozen=True):
    """One journal: ``name`` is its incarnation as eight signs, as the kiosk's own doctor page writes it."""

    name: str
    high: int
    waiting: int
    heard: str


class KioskShown(msgspec.Struct, frozen=True):
    """One kiosk with its words. ``notes`` are sentences about what is unusual."""

    row: DeviceRow
    name: str
    venue: str
    state: State
    heard: str
    heard_ago: str
    enrolled: str
    journals: tuple[JournalShown, ...]
    notes: tuple[str, ...]


def kiosks_shown(rows: Sequence[DeviceRow], visitor: Visitor, at_ms: int) -> list[KioskShown]:
    """Return ``rows`` in words, as of ``at_ms``; revoked ones last."""
    numbers = [row.no for row in rows]
    written, found = journals(numbers), lost_and_found(numbers)
    shown = [_shown(row, written.get(row.no, []), found[row.no], visitor, at_ms) for row in rows]
    return sorted(shown, key=lambda kiosk: kiosk.state is State.REVOKED)


def _shown(row: DeviceRow, written: list[JournalRow], found: int, visitor: Visitor, at_ms: int) -> KioskShown:
    event = visitor.definition.event
    venue = visitor.definition.venue(row.venue)
    return KioskShown(
        row=row,
        name=row.name or say("Kiosk {no}", no=row.no),
        venue=say("Venue {venue}, not in the event", venue=row.venue) if venue is None else amounts.named(venue.name),
        state=_state(row, at_ms),
        heard="" if row.heard_ms is None else amounts.span(at_ms - row.heard_ms),
        heard_ago="" if row.heard_ms is None else amounts.ago(at_ms - row.heard_ms),
        enrolled=amounts.moment(row.enrolled_ms, event, at_ms),
        journals=tuple(_journal(one, at_ms) for one in written),
        notes=tuple(_notes(row, found, "" if row.revoked_ms is None else amounts.moment(row.revoked_ms, event, at_ms))),
    )


def _journal(row: JournalRow, at_ms: int) -> JournalShown:
    return JournalShown(f"{row.incarnation:08X}", row.high, row.waiting, "" if row.heard_ms is None else amounts.ago(at_ms - row.heard_ms))


def _state(row: DeviceRow, at_ms: int) -> State:
    if row.revoked_ms is not None:
        return State.REVOKED
    if row.heard_ms is None:
        return State.NEW
    return State.SILENT if at_ms - row.heard_ms > SILENT_AFTER_MS else State.IN_TOUCH


def _notes(row: DeviceRow, found: int, revoked: str) -> list[str]:
    notes = []
    if revoked:
        notes.append(
            say(
                "Revoked at {revoked}. What it sent before counts; anything later is kept and not counted until a person accepts it.",
                revoked=revoked,
            )
        )
    else:
        notes += [care.words for care in care_of(row)]
    if row.streams > 1:
        notes.append(
            say_many(
                "It has begun a new journal once: after damage, or because its disk was put back to an earlier state. "
                "All of its journals count.",
                "It has begun a new journal {count} times: after damage, or because its disk was put back to an earlier state. "
                "All of its journals count.",
                row.streams - 1,
            )
        )
    if row.quarantined:
        notes.append(
            say_many(
                "{count} batch in quarantine: it told two different stories for the same places in its journal. "
                "Perhaps two machines run from one copied disk. What came second is kept apart and does not count.",
                "{count} batches in quarantine: it told two different stories for the same places in its journal. "
                "Perhaps two machines run from one copied disk. What came second is kept apart and does not count.",
                row.quarantined,
            )
        )
    if found:
        notes.append(
            say_many(
                "{count} entry in lost and found: the centre could not take it in with the others and keeps it exactly as it came.",
                "{count} entries in lost and found: the centre could not take them in with the others and keeps them exactly as they came.",
                found,
            )
        )
    return notes
