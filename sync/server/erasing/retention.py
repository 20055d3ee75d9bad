"""When are the people of an event forgotten?

Promise: each event has a moment, chosen or usual; it can be moved, with a reason, but never beyond a year after the event.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from sync.domain.definition import Definition
from sync.server.erasing.models import REASON_CHARACTERS_MAX, Retention
from sync.server.publishing.models import Publication
from sync.server.tongues.saying import say

DAY_MS = 24 * 3_600_000
USUAL_DAYS = 30
"""A month for late kiosks, certificates and thanks; after that nobody at a venue asks for a name, and kiosks forget theirs, too."""
DAYS_MAX = 366
"""Until the next year's day: whoever wants to keep names longer invites people anew."""
REASON_CHARACTERS_MIN = 10


class NotThen(Exception):
    """The moment cannot be that one; the sentence says why."""


class Term(msgspec.Struct, frozen=True):
    """When, and (where somebody chose it) why, by whom and since when."""

    erase_ms: int
    reason: str = ""
    by: str = ""
    at_ms: int | None = None

    @property
    def is_usual(self) -> bool:
        return self.at_ms is None


def term_of(definition: Definition) -> Term:
    """Return when the event's people are forgotten."""
    row = Retention.objects.filter(event=definition.event.no).first()
    if row is None:
        return Term(_midnight(definition, definition.event.closes_ms + USUAL_DAYS * DAY_MS))
    return Term(row.erase_ms, row.reason, row.by, row.at_ms)


def latest(definition: Definition) -> dt.date:
    """Return the last day that can be chosen."""
    return _local(definition, definition.event.closes_ms + DAYS_MAX * DAY_MS).date()


def move(definition: Definition, day: dt.date, reason: str, by: str, now_ms: int) -> Term:
    """Forget the event's people on ``day`` (its first moment at the event's place). Raises ``NotThen``."""
    reason = " ".join(reason.split())
    if len(reason) < REASON_CHARACTERS_MIN:
        raise NotThen(say("Say in a few words why; it stays in the audit log."))
    if len(reason) > REASON_CHARACTERS_MAX:
        raise NotThen(say("Say it in {count} letters at most.", count=REASON_CHARACTERS_MAX))
    if day > latest(definition):
        raise NotThen(say("Names can be kept for a year after the event at most: choose an earlier day."))
    moment = dt.datetime.combine(day, dt.time(), ZoneInfo(definition.event.timezone))
    erase_ms = int(moment.timestamp() * 1000)
    if erase_ms <= max(now_ms, definition.event.closes_ms):
        raise NotThen(say("Choose a day after the event that is still to come. To erase at once, use the button below."))
    told = {"erase_ms": erase_ms, "reason": reason, "by": by[:310], "at_ms": now_ms}
    Retention.objects.update_or_create(event=definition.event.no, defaults=told)
    return Term(erase_ms, reason, by, now_ms)


def is_over(row: Publication, now_ms: int) -> bool:
    """Whether the event's date has come, so that nobody new is put onto its roster."""
    return term_of(msgspec.msgpack.decode(bytes(row.definition), type=Definition)).erase_ms <= now_ms


def _midnight(definition: Definition, at_ms: int) -> int:
    """Return the first moment of the day of ``at_ms`` at the event's place."""
    day = _local(definition, at_ms).date()
    return int(dt.datetime.combine(day, dt.time(), ZoneInfo(definition.event.timezone)).timestamp() * 1000)


def _local(definition: Definition, at_ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at_ms / 1000, ZoneInfo(definition.event.timezone))
