"""What does not fit together in an event file, though every table has the right shape?

Promise: every fault is a sentence with its place in the file, and all of them are told at once.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator

from sync.domain.definition import Texts
from sync.eventfile.tables import EventTable, EventTables

PIN_DIGITS = (4, 8)
"""Fewest and most digits of a lead's PIN: what a hurried nurse can remember, and what a pad of buttons can take."""

YEARS = (1970, 9999)
"""Moments are counted from the first; behind the last there is no calendar. An event lies between."""


def faults_of_tables(tables: EventTables) -> Iterator[str]:
    """Return what the shapes alone do not say: keys that repeat or lead nowhere, times and texts that are none."""
    yield from _faults_of_event(tables.event)
    yield from _faults_of_times(tables)
    yield from _faults_of_keys(tables)
    for place, texts in _all_texts(tables):
        if not texts.get("en"):
            yield f"{place}: needs a text in English (en)."
    for place, texts in _optional_texts(tables):
        if any(texts.values()) and not texts.get("en"):
            yield f"{place}: needs its text in English (en) too."
    for lead in tables.leads:
        least, most = PIN_DIGITS
        if not re.fullmatch(rf"[0-9]{{{least},{most}}}", lead.pin):
            yield f"table leads, number {lead.no}, key pin: needs {least} to {most} digits."


def _faults_of_times(tables: EventTables) -> Iterator[str]:
    """Each time is said once: as a local time of the day, or as a moment that knows its offset."""
    event = tables.event
    pairs = [("table event", "opens", event.opens, event.opens_at), ("table event", "closes", event.closes, event.closes_at)]
    for activity in tables.activities:
        for shift in activity.shifts:
            place = f"table activities, {activity.key}, shift {shift.no}"
            pairs += [(place, "starts", shift.starts, shift.starts_at), (place, "ends", shift.ends, shift.ends_at)]
    for place, key, time, moment in pairs:
        if (time is None) == (moment is None):
            yield f"{place}, key {key}: needs either {key} (a local time) or {key}_at (a moment with its offset)."
        if (time is not None and time.tzinfo is not None) or (moment is not None and not _is_moment(moment)):
            yield f"{place}, key {key}: {key} is a local time such as 08:30:00, {key}_at a moment such as 2026-11-22T08:30:00Z."


def _is_moment(moment: dt.datetime) -> bool:
    try:
        moment.timestamp()
    except (OverflowError, ValueError):  # the first or last day that there is
        return False
    return moment.tzinfo is not None


def _faults_of_event(event: EventTable) -> Iterator[str]:
    if event.day is not None and not YEARS[0] < event.day.year < YEARS[1]:
        yield f"table event, key day: {event.day} is no day that anybody will see."
    try:
        zoneinfo.ZoneInfo(event.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        yield f'table event, key timezone: "{event.timezone}" is no time zone; write for instance Europe/London.'


def _faults_of_keys(tables: EventTables) -> Iterator[str]:
    known = {
        "venues": [venue.key for venue in tables.venues],
        "items": [item.key for item in tables.items],
        "beneficiaries": [beneficiary.key for beneficiary in tables.beneficiaries],
        "activities": [activity.key for activity in tables.activities],
        # A party and a person must not share a key: both would get the same reference.
        "parties and volunteers": tables.keys_of_people(),
    }
    for table, keys in known.items():
        yield from (f'table {table}, key key: "{key}" is given twice.' for key in sorted({key for key in keys if keys.count(key) > 1}))
    known["parties"] = [party.key for party in tables.parties]
    for place, table, wanted in _references(tables):
        if wanted is not None and wanted not in known[table]:
            yield f'{place}: "{wanted}" is not among the {table} of this file.'
    shifts = {shift.no for activity in tables.activities for shift in activity.shifts}
    for volunteer in tables.volunteers:
        if volunteer.shift is not None and volunteer.shift not in shifts:
            yield f"table volunteers, {volunteer.key}, key shift: {volunteer.shift} is no shift of this file."


def _references(tables: EventTables) -> Iterator[tuple[str, str, str | None]]:
    """Yield (place in the file, table it points into, key)."""
    for activity in tables.activities:
        place = f"table activities, {activity.key}"
        yield f"{place}, key venue", "venues", activity.venue
        for output in activity.outputs:
            yield f"{place}, key outputs.item", "items", output.item
            yield f"{place}, key outputs.beneficiary", "beneficiaries", output.beneficiary
    for beneficiary in tables.beneficiaries:
        for wanted in beneficiary.wanted:
            yield f"table beneficiaries, {beneficiary.key}, key wanted.item", "items", wanted.item
    for lead in tables.leads:
        yield f"table leads, number {lead.no}, key venue", "venues", lead.venue
    for table, people in (("parties", tables.parties), ("volunteers", tables.volunteers)):
        for one in people:
            yield f"table {table}, {one.key}, key venue", "venues", one.venue
            yield f"table {table}, {one.key}, key activity", "activities", one.activity
    for volunteer in tables.volunteers:
        yield f"table volunteers, {volunteer.key}, key party", "parties", volunteer.party


def _optional_texts(tables: EventTables) -> Iterator[tuple[str, Texts]]:
    """Yield what may be left out. Where it is not, those who speak none of its languages need it too."""
    for beneficiary in tables.beneficiaries:
        yield f"table beneficiaries, {beneficiary.key}, key need", beneficiary.need
        yield f"table beneficiaries, {beneficiary.key}, key enough", beneficiary.enough
    yield from ((f"table venues, {venue.key}, key door", venue.door) for venue in tables.venues)
    yield from ((f"table activities, {activity.key}, key where", activity.where) for activity in tables.activities)


def _all_texts(tables: EventTables) -> Iterator[tuple[str, Texts]]:
    yield "table event, key name", tables.event.name
    for beneficiary in tables.beneficiaries:
        yield f"table beneficiaries, {beneficiary.key}, key name", beneficiary.name
    for venue in tables.venues:
        yield f"table venues, {venue.key}, key name", venue.name
    for activity in tables.activities:
        yield f"table activities, {activity.key}, key name", activity.name
    for item in tables.items:
        yield f"table items, {item.key}, key one", item.one
        yield f"table items, {item.key}, key many", item.many
        yield from ((f"table items, {item.key}, key parts", part.name) for part in item.parts)
        yield from ((f"table items, {item.key}, key outcomes", outcome) for outcome in item.outcomes)
