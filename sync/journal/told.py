"""What did the centre tell this kiosk? The signed manifest, the roster and the siblings' entries, in a cache of their own.

Promise: a page and its position change in one transaction; somebody is found by their reference at once, however many are expected;
siblings' entries are given back as they came, under their seals. All of it can be fetched again: a damaged cache is begun anew, and
the day goes on with the definition that is in memory.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from sync.domain.definition import Definition
from sync.domain.identity import Stream
from sync.domain.remote import Remote, as_wished, remote_of
from sync.domain.roster import Lead, Party, Volunteer
from sync.journal import finding, rows, siblings
from sync.journal.cache import Cache
from sync.journal.contract import Fault, Stretch
from sync.journal.finding import LEAD, PARTY, VOLUNTEER
from sync.journal.proof import stretch
from sync.protocol.messages import Manifest, Revocation, RosterPage, Seal, Signed, StreamPart

_TABLES = """
    CREATE TABLE manifests (version INTEGER PRIMARY KEY, signed BLOB NOT NULL) STRICT;
    -- body none: the centre took them off the roster.
    CREATE TABLE people (sort INTEGER NOT NULL, key BLOB NOT NULL, body BLOB, PRIMARY KEY (sort, key)) STRICT, WITHOUT ROWID;
    -- over: the days of the event that closed at this UTC ms are over; 0: they are not.
    CREATE TABLE roster_position (version INTEGER NOT NULL, after BLOB NOT NULL, over INTEGER NOT NULL) STRICT;
    INSERT INTO roster_position VALUES (0, x'', 0);
"""

# Each half is found by its whole key at once; ``IN`` is twice as slow.
_PERSON = """
    SELECT sort, body FROM people WHERE sort = ?2 AND key = ?1
    UNION ALL SELECT sort, body FROM people WHERE sort = ?3 AND key = ?1"""

ROSTER_KEPT_AFTER_MS = 7 * 86_400_000
"""Who was expected leaves the kiosk seven days after the event (protocol, section 10)."""


class _Person(NamedTuple):
    """What the roster says of a reference. ``is_withdrawn``: it stood there, and the centre took it off."""

    volunteer: Volunteer | None = None
    party: Party | None = None
    is_withdrawn: bool = False


class ToldOnDisk:
    """The cache at ``path``, for ``device`` at ``venue`` (until a manifest names another venue for it)."""

    def __init__(self, path: Path, device: int, venue: int) -> None:
        self._device = device
        self._venue = self._enrolled_at = venue
        self._signed: Signed | None = None
        self._manifest: Manifest | None = None
        self._definition: Definition | None = None
        self._pass_keys: Mapping[int, bytes] = {}
        self._device_keys: Mapping[int, bytes] = {}
        self._remote = Remote()
        # Who was asked about last, and in which state of the roster: one check-in asks four times about one person.
        self._rosters = 0
        self._last: tuple[int, bytes, _Person] | None = None
        self._cache = Cache(path, _TABLES + siblings.TABLES + finding.TABLES, "Keeping what the centre told", self._put_manifest)
        if kept := self._cache.read(_kept_manifest):
            self._adopt(kept, msgspec.msgpack.decode(kept.body, type=Manifest))

    @property
    def begun_anew(self) -> str:
        """Why the cache was thrown away and is fetched again; empty when it was not."""
        return self._cache.begun_anew

    @property
    def definition(self) -> Definition:
        assert self._definition is not None, "a kiosk without a manifest is not enrolled"
        return self._definition

    @property
    def _closes_ms(self) -> int:
        return self.definition.event.closes_ms

    @property
    def venue(self) -> int:
        return self._venue

    @property
    def pass_keys(self) -> Mapping[int, bytes]:
        return self._pass_keys

    @property
    def device_keys(self) -> Mapping[int, bytes]:
        return self._device_keys

    @property
    def revoked_devices(self) -> frozenset[int]:
        return frozenset(revocation.device for revocation in self.revoked)

    @property
    def revoked(self) -> tuple[Revocation, ...]:
        return self._manifest.revoked if self._manifest else ()

    @property
    def remote(self) -> Remote:
        """What was set for this kiosk from afar."""
        return self._remote

    def manifest(self) -> Signed | None:
        return self._signed

    def keep_manifest(self, signed: Signed, manifest: Manifest) -> None:
        before = (self._signed, self._manifest)
        try:
            self._keep_manifest(signed, manifest)
        except Fault:
            # What the disk does not have, a restart would not know: the day goes on as it was, and the centre offers it again.
            if before[0] is not None and before[1] is not None:
                self._adopt(before[0], before[1])
            raise

    def _keep_manifest(self, signed: Signed, manifest: Manifest) -> None:
        before = self._venue
        self._adopt(signed, manifest)
        if self._venue != before:
            self.clear_rosters()  # another venue's people are nobody's business here, and ours are told from the start

        def keep(file: apsw.Connection) -> None:
            self._put_manifest(file)
            # Another day, or the same one on a later date: who is expected is asked for again.
            file.execute("UPDATE roster_position SET version = 0, after = x'', over = 0 WHERE over NOT IN (0, ?)", (self._closes_ms,))

        self._cache.write(keep)

    def volunteer(self, who: bytes) -> Volunteer | None:
        return self._person(who).volunteer

    def party(self, who: bytes) -> Party | None:
        return self._person(who).party

    def members(self, party: bytes) -> tuple[Volunteer, ...]:
        return tuple(self._cache.read(lambda file: finding.members(file, party)))

    def all_parties(self) -> tuple[Party, ...]:
        return tuple(self._cache.read(finding.parties))

    def by_name(self, typed: str, most: int) -> tuple[bytes, ...]:
        return tuple(self._cache.read(lambda file: finding.by_name(file, typed, most)))

    def by_spoken_code(self, code: str) -> bytes | None:
        return next(iter(self._cache.read(lambda file: finding.by_spoken_code(file, code))), None)

    def is_withdrawn(self, who: bytes) -> bool:
        return self._person(who).is_withdrawn

    def leads(self) -> tuple[Lead, ...]:
        def look(file: apsw.Connection) -> tuple[Lead, ...]:
            found = file.execute("SELECT body FROM people WHERE sort = ? AND body IS NOT NULL ORDER BY key", (LEAD,))
            return tuple(msgspec.msgpack.decode(body, type=Lead) for (body,) in found)

        return tuple(lead for lead in self._cache.read(look) if lead.venue == self.venue)

    def roster_position(self) -> tuple[int, bytes]:
        return self._cache.read(_position)

    def keep_roster_page(self, page: RosterPage) -> None:
        def keep(file: apsw.Connection) -> None:
            if not _is_over(file):
                file.executemany(
                    "INSERT INTO people (sort, key, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                    [(change.sort, change.key, change.body) for change in page.changes],
                )
                finding.keep(file, page.changes)
            position = (page.version, b"") if page.after is None else (_position(file)[0], page.after)
            file.execute("UPDATE roster_position SET version = ?, after = ?", position)

        self._cache.write(keep)
        self._rosters += 1

    def clear_rosters(self) -> None:
        self._forget_people(lambda file: file.execute("UPDATE roster_position SET version = 0, after = x''"))

    def erase_due(self, now_ms: int) -> bool:
        """Erase everybody who was expected when the event has been over for some days at ``now_ms`` (UTC, from a clock that can be
        trusted); whether they were erased now. The position stays, so that they are not fetched again; entries stay.
        """
        closes_ms = self._closes_ms
        if now_ms < closes_ms + ROSTER_KEPT_AFTER_MS or self._cache.read(_is_over):
            return False
        self._forget_people(lambda file: file.execute("UPDATE roster_position SET over = ?", (closes_ms,)))
        return True

    def _forget_people(self, move_on: Callable[[apsw.Connection], object]) -> None:
        def clear(file: apsw.Connection) -> None:
            file.execute("DELETE FROM people")
            finding.clear(file)
            move_on(file)

        self._cache.write(clear)
        self._rosters += 1
        self._last = None
        self._cache.fold()

    def vector(self) -> tuple[tuple[Stream, int], ...]:
        return self._cache.read(lambda file: tuple((row.stream, rows.last_entry(file, row)[0]) for row in siblings.siblings(file)))

    def head(self, stream: Stream) -> bytes | None:
        def look(file: apsw.Connection) -> bytes | None:
            row = siblings.sibling(file, stream)
            return None if row is None else rows.last_entry(file, row)[1]

        return self._cache.read(look)

    def keep_part(self, part: StreamPart) -> None:
        self._cache.write(lambda file: siblings.keep_part(file, part))

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        def look(file: apsw.Connection) -> Stretch:
            row = siblings.sibling(file, stream)
            return Stretch(stream, first, b"", ()) if row is None else stretch(file, row, first, most)

        return self._cache.read(look)

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        def look(file: apsw.Connection) -> tuple[Seal, ...]:
            row = siblings.sibling(file, stream)
            return () if row is None else rows.seals(file, row.no, first, last)

        return self._cache.read(look)

    def close(self) -> None:
        self._cache.close()

    def _adopt(self, signed: Signed, manifest: Manifest) -> None:
        try:
            definition = msgspec.msgpack.decode(manifest.definition, type=Definition)
        except msgspec.MsgspecError as cause:
            raise Fault(
                "Reading the event", "the centre describes it in a newer way. Update this kiosk; the day goes on as it was."
            ) from cause
        self._signed, self._manifest = signed, manifest
        self._pass_keys = dict(manifest.pass_keys)
        self._device_keys = {device.device: device.public_key for device in manifest.devices}
        self._venue = next((device.venue for device in manifest.devices if device.device == self._device), self._enrolled_at)
        self._remote = remote_of(next((wishes for device, wishes in manifest.wishes if device == self._device), {}))
        self._definition = as_wished(definition, self._venue, self._remote)

    def _put_manifest(self, file: apsw.Connection) -> None:
        if self._signed is not None and self._manifest is not None:
            file.execute("DELETE FROM manifests")
            file.execute("INSERT INTO manifests VALUES (?, ?)", (self._manifest.version, msgspec.msgpack.encode(self._signed)))

    def _person(self, who: bytes) -> _Person:
        # The line to the centre may keep a page meanwhile: what was read before it is known by the older state.
        state, last = self._rosters, self._last
        if last is not None and last[:2] == (state, who):
            return last[2]
        person = self._cache.read(lambda file: _person(file, who))
        self._last = (state, who, person)
        return person


def _kept_manifest(file: apsw.Connection) -> Signed | None:
    found = file.execute("SELECT signed FROM manifests").get
    return None if found is None else msgspec.msgpack.decode(found, type=Signed)


def _person(file: apsw.Connection, who: bytes) -> _Person:
    found: Any = file.execute(_PERSON, (who, VOLUNTEER, PARTY)).fetchall()
    bodies = {sort: body for sort, body in found if body is not None}
    volunteer, party = bodies.get(VOLUNTEER), bodies.get(PARTY)
    return _Person(
        None if volunteer is None else msgspec.msgpack.decode(volunteer, type=Volunteer),
        None if party is None else msgspec.msgpack.decode(party, type=Party),
        is_withdrawn=bool(found) and not bodies,
    )


def _is_over(file: apsw.Connection) -> bool:
    over: int = file.execute("SELECT over FROM roster_position").get
    return over != 0


def _position(file: apsw.Connection) -> tuple[int, bytes]:
    version, after = file.execute("SELECT version, after FROM roster_position").get
    return version, after
