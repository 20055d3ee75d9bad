"""Who is on a venue's roster, and which passes left the centre?

Promise: plain values; as many rows as a person can look through; the log names nobody who has left the roster.
"""

import msgspec

from sync.domain.definition import Definition, in_language
from sync.domain.names import folded
from sync.domain.roster import Party, Volunteer
from sync.domain.spoken import grouped
from sync.server.papers.models import How, Issued
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of
from sync.server.reading.parties import party_in_words
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import say

SHOWN_MAX = 50
LOG_MAX = 100


class OnList(msgspec.Struct, frozen=True):
    """One person or party of a venue."""

    key: str
    name: str
    comes_for: str
    digits: str
    is_party: bool


class LogLine(msgspec.Struct, frozen=True):
    """So many passes left the centre together."""

    at_ms: int
    by: str
    how: str
    passes: int
    venue: str


def on_list(definition: Definition, venue: int, wanted: str = "") -> tuple[list[OnList], int]:
    """Return the first of a venue's roster whose name or digits hold ``wanted``, and how many there are."""
    needle = folded(wanted)
    rows = RosterRow.objects.filter(event=definition.event.no, venue=venue, sort__in=(VOLUNTEER, PARTY), body__isnull=False)
    shown: list[OnList] = []
    count = 0
    for row in rows.order_by("sort", "pk").iterator(2_000):
        person = person_of(row)
        assert isinstance(person, Volunteer | Party)
        if needle and needle not in folded(person.shown_name) and needle.replace(" ", "") not in person.spoken_code:
            continue
        count += 1
        if len(shown) < SHOWN_MAX:
            shown.append(_shown(person, definition))
    return shown, count


def log(definition: Definition) -> list[LogLine]:
    """Return what was issued lately, one line for what was issued together, newest first."""
    lines: list[LogLine] = []
    together: object = None
    for one in Issued.objects.filter(event=definition.event.no).order_by("-id").iterator(2_000):
        group = (one.job, one.venue) if one.job is not None else one.pk
        if group == together:
            lines[-1] = msgspec.structs.replace(lines[-1], passes=lines[-1].passes + 1)
            continue
        if len(lines) == LOG_MAX:
            break
        together = group
        venue = definition.venue(one.venue)
        where = in_language(venue.name, spoken()) if venue is not None else ""
        lines.append(LogLine(one.at_ms, one.by, str(How(one.how).label), 1, where))
    return lines


def _shown(person: Volunteer | Party, definition: Definition) -> OnList:
    activity = definition.activity(person.activity)
    comes_for = in_language(activity.name, spoken()) if activity is not None else say("chosen at the door")
    if isinstance(person, Party):
        comes_for = f"{party_in_words(person)}, {comes_for}"
    return OnList(person.who.hex(), person.shown_name, comes_for, grouped(person.spoken_code), isinstance(person, Party))
