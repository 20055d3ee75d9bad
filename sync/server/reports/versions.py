"""When does a report become a version?

Promise: at six o'clock, when somebody presses the button, and when what came in later has changed a figure; a version that would say
the same as the last one is never made.
"""

import msgspec
from django.db import IntegrityError, transaction

from sync.server.people.organisations import events_of, owner_of
from sync.server.reading.event import Published, event
from sync.server.reading.report import Snapshot, six_o_clock_ms, snapshot
from sync.server.reports.models import Report

REST_MS = 15 * 60_000
"""Between two versions that the clock makes: what trickles in late is one version, not one for each entry."""

KEPT_UP_MS = 30 * 24 * 3_600_000
"""For so long after six o'clock late entries make new versions: sticks are found in drawers; after that somebody presses the button."""

MISSED_MS = 24 * 3_600_000
"""A centre that was away at six o'clock makes the first version when it comes back, if that is within a day."""


class Version(msgspec.Struct, frozen=True):
    """One version as it was."""

    version: int
    made_ms: int
    made_by: str
    snapshot: Snapshot


def versions(of: int) -> list[tuple[int, int, str]]:
    """Return (version, made_ms, made_by) of every version of an event, newest first."""
    return list(Report.objects.filter(event=of).order_by("-version").values_list("version", "made_ms", "made_by"))


def version(of: int, no: int | None = None) -> Version | None:
    """Return version ``no`` (none: the newest); none when there is none."""
    rows = Report.objects.filter(event=of).order_by("-version")
    row = (rows if no is None else rows.filter(version=no)).first()
    return None if row is None else Version(row.version, row.made_ms, row.made_by, _read(bytes(row.body)))


def freeze(published: Published, now_ms: int, made_by: str = "") -> Version | None:
    """Make the next version; none when it would say the same as the newest, or somebody else made one at this moment."""
    now = snapshot(published, now_ms, last_year_of(published))
    newest = version(published.no)
    if newest is not None and says_the_same(newest.snapshot, now):
        return None
    no = 1 if newest is None else newest.version + 1
    try:
        with transaction.atomic():
            Report.objects.create(event=published.no, version=no, made_ms=now_ms, made_by=made_by, body=msgspec.msgpack.encode(now))
    except IntegrityError:
        return None
    return Version(no, now_ms, made_by, now)


def keep_up(published: Published, now_ms: int) -> Version | None:
    """Make the version that the clock asks for, if it asks for one."""
    since_ms = now_ms - six_o_clock_ms(published.definition.event)
    newest = Report.objects.filter(event=published.no).order_by("-version").values_list("made_ms", flat=True).first()
    if newest is None:
        return freeze(published, now_ms) if 0 <= since_ms < MISSED_MS else None
    is_due = 0 <= since_ms < KEPT_UP_MS and now_ms - newest >= REST_MS
    return freeze(published, now_ms) if is_due else None


def says_the_same(one: Snapshot, other: Snapshot) -> bool:
    """Whether no figure differs. Time goes on while people are here, and silence comes and goes: neither is a late entry."""
    return _figures(one) == _figures(other)


def last_year_of(published: Published) -> Published | None:
    """Return the organisation's event before this one; none: there was none."""
    organisation = owner_of(published.no)
    others = [event(no) for no in events_of(organisation) if no != published.no] if organisation is not None else []
    opens_ms = published.definition.event.opens_ms
    before = [one for one in others if one is not None and one.definition.event.opens_ms < opens_ms]
    return max(before, key=lambda one: one.definition.event.opens_ms, default=None)


def _figures(of: Snapshot) -> tuple[object, ...]:
    return (of.arrived, of.entries, of.items, tuple((venue.no, venue.arrived, venue.entries, venue.items) for venue in of.venues))


def _read(body: bytes) -> Snapshot:
    return msgspec.msgpack.decode(body, type=Snapshot)
