"""What event does a TOML file describe? Reads it into a definition and rosters.

Promise: a file that does not fit is refused as a whole, with its faults in plain words that name file, table and key; the same file
and day give the same numbers and references.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
from nacl import pwhash

from sync.domain.definition import (
    Activity,
    Beneficiary,
    Definition,
    Event,
    ItemKind,
    Output,
    Part,
    Shift,
    Venue,
    Wanted,
)
from sync.domain.identity import WHO_BYTES
from sync.domain.roster import Lead, Party, Preferences, Roster, Volunteer
from sync.domain.soundness import faults_of
from sync.domain.spoken import spoken_codes
from sync.eventfile.faults import faults_of_tables
from sync.eventfile.tables import ActivityTable, BeneficiaryTable, EventTables, ItemTable, PreferencesTable, TablesFault, decode_tables

FIRST_SERIAL = 1


class EventFileFault(ValueError):
    """The event file cannot be used; ``faults`` are sentences, each with its place in the file."""

    def __init__(self, path: Path, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{path.name}: {fault}" for fault in faults))
        self.path = path
        self.faults = faults


class EventFile(msgspec.Struct, frozen=True):
    """One event: what is published, who is expected at each venue (by venue number), and the leads' PINs in clear by lead number,
    for the demo to show and for nothing else.
    """

    definition: Definition
    rosters: Mapping[int, Roster]
    pins: Mapping[int, str]


def argon2id(pin: str) -> bytes:
    """Return the hash of a lead's PIN that a roster carries; checked with ``nacl.pwhash.verify``."""
    return pwhash.str(pin.encode(), pwhash.OPSLIMIT_INTERACTIVE, pwhash.MEMLIMIT_INTERACTIVE)


def load_event(path: Path, day: dt.date, secret: bytes = b"", hash_pin: Callable[[str], bytes] = argon2id) -> EventFile:
    """Return the event of ``path``. ``day`` is the day it takes place when the file names none (the demo is always today).

    References of people are a keyed hash of event and key, so that loading again gives the same; a real event gives a ``secret``,
    or anybody with the file could tell who is who in the entries. Raises ``EventFileFault``.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise EventFileFault(path, (f"cannot be read: {error.strerror}.",)) from error
    tables, definition = _read(path, text, day)
    return EventFile(definition, _rosters(tables, secret, hash_pin), {lead.no: lead.pin for lead in tables.leads})


def read_definition(name: str, text: bytes, day: dt.date) -> tuple[Definition, int]:
    """Return what the ``text`` of a file called ``name`` describes, and how many people and leads it names besides.

    Raises ``EventFileFault``.
    """
    tables, definition = _read(Path(name), text, day)
    return definition, len(tables.keys_of_people()) + len(tables.leads)


def _read(path: Path, text: bytes, day: dt.date) -> tuple[EventTables, Definition]:
    try:
        tables = decode_tables(text)
    except TablesFault as fault:
        raise EventFileFault(path, (str(fault),)) from fault
    faults = tuple(faults_of_tables(tables))
    if faults:
        raise EventFileFault(path, faults)
    definition = _definition(tables, day)
    faults = faults_of(definition)
    if faults:
        raise EventFileFault(path, faults)
    return tables, definition


def _definition(tables: EventTables, day: dt.date) -> Definition:
    event = tables.event
    at = _Local(event.day or day, zoneinfo.ZoneInfo(event.timezone))
    numbers = _Numbers(tables)
    return Definition(
        version=1,
        event=Event(
            event.no,
            event.name,
            at.ms(event.opens, event.opens_at),
            at.ms(event.closes, event.closes_at),
            event.timezone,
            event.currency,
            event.languages,
        ),
        venues=tuple(
            Venue(
                venue.no,
                venue.name,
                venue.town,
                venue.door,
                venue.languages,
                venue.search_allowed,
                venue.children_per_adult,
                venue.is_open,
            )
            for venue in tables.venues
        ),
        activities=tuple(_activity(activity, numbers) for activity in tables.activities),
        items=tuple(_item(item) for item in tables.items),
        beneficiaries=tuple(_beneficiary(one, numbers) for one in tables.beneficiaries),
        shifts=tuple(
            Shift(
                shift.no,
                activity.no,
                at.ms(shift.starts, shift.starts_at),
                at.ms(shift.ends, shift.ends_at),
                shift.places,
                shift.is_open,
            )
            for activity in tables.activities
            for shift in activity.shifts
        ),
    )


def _activity(table: ActivityTable, numbers: "_Numbers") -> Activity:
    outputs = tuple(
        Output(numbers.item[output.item], output.target, numbers.beneficiary[output.beneficiary] if output.beneficiary else None)
        for output in table.outputs
    )
    return Activity(
        table.no,
        numbers.venue[table.venue],
        table.name,
        table.picture,
        table.where,
        outputs,
        table.places,
        table.logs_for_table,
        table.is_open,
    )


def _beneficiary(table: BeneficiaryTable, numbers: "_Numbers") -> Beneficiary:
    wanted = tuple(Wanted(numbers.item[one.item], one.quantity) for one in table.wanted)
    return Beneficiary(table.no, table.name, table.need, table.enough, wanted, table.is_open)


def _item(table: ItemTable) -> ItemKind:
    parts = tuple(Part(part.name, part.quantity) for part in table.parts)
    return ItemKind(
        table.no,
        table.one,
        table.many,
        table.unit,
        table.picture,
        table.steps,
        table.sensible_max,
        parts,
        table.outcomes,
        table.packs,
        table.is_open,
        table.outcome_pictures,
    )


def _rosters(tables: EventTables, secret: bytes, hash_pin: Callable[[str], bytes]) -> dict[int, Roster]:
    numbers = _Numbers(tables)
    who = _references_of(tables.event.key, secret, tables.keys_of_people())
    spoken = spoken_codes(tables.event.no, who.values())
    volunteers: dict[int, list[Volunteer]] = defaultdict(list)
    parties: dict[int, list[Party]] = defaultdict(list)
    leads: dict[int, list[Lead]] = defaultdict(list)
    for one in tables.volunteers:
        venue = numbers.venue[one.venue]
        volunteers[venue].append(
            Volunteer(
                who[one.key],
                one.name,
                venue,
                numbers.activity[one.activity] if one.activity else None,
                who[one.party] if one.party else None,
                _preferences(one.preferences),
                FIRST_SERIAL,
                spoken[who[one.key]],
                one.shift,
            )
        )
    for party in tables.parties:
        venue = numbers.venue[party.venue]
        activity = numbers.activity[party.activity] if party.activity else None
        parties[venue].append(
            Party(
                who[party.key],
                party.name,
                party.kind,
                venue,
                activity,
                party.headcount,
                FIRST_SERIAL,
                _preferences(party.preferences),
                spoken[who[party.key]],
                party.adults,
            )
        )
    for lead in tables.leads:
        venue = numbers.venue[lead.venue]
        leads[venue].append(Lead(lead.no, lead.name, venue, hash_pin(lead.pin), lead.telephone))
    return {venue.no: Roster(1, tuple(volunteers[venue.no]), tuple(parties[venue.no]), tuple(leads[venue.no])) for venue in tables.venues}


def _references_of(event_key: str, secret: bytes, keys: Iterable[str]) -> dict[str, bytes]:
    return {key: hashlib.blake2b(f"{event_key}/{key}".encode(), key=secret[:64], digest_size=WHO_BYTES).digest() for key in keys}


def _preferences(table: PreferencesTable) -> Preferences:
    return Preferences(**msgspec.structs.asdict(table))


class _Numbers:
    """The number behind each key."""

    def __init__(self, tables: EventTables) -> None:
        self.venue = {venue.key: venue.no for venue in tables.venues}
        self.item = {item.key: item.no for item in tables.items}
        self.beneficiary = {beneficiary.key: beneficiary.no for beneficiary in tables.beneficiaries}
        self.activity = {activity.key: activity.no for activity in tables.activities}


class _Local:
    """Local times of one day, or moments with their offset, as UTC milliseconds."""

    def __init__(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> None:
        self.day = day
        self.zone = zone

    def ms(self, time: dt.time | None, moment: dt.datetime | None) -> int:
        if moment is None:
            assert time is not None, "faults_of_tables asks for one of both"
            moment = dt.datetime.combine(self.day, time, self.zone)
        return round(moment.timestamp() * 1000)
