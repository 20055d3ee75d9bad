"""What does a device know when somebody holds up a code?

Promise: questions with an answer each, so that a judge need not care where twenty thousand people lie.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from sync.domain.definition import Definition
from sync.domain.roster import Lead, Party, Roster, Volunteer


class Known(Protocol):
    """What this device knows. Lookups, so that twenty thousand people need not be in memory."""

    @property
    def definition(self) -> Definition: ...

    @property
    def venue(self) -> int: ...

    @property
    def pass_keys(self) -> Mapping[int, bytes]:
        """The event's Ed25519 public keys by key id."""

    @property
    def device_keys(self) -> Mapping[int, bytes]:
        """The Ed25519 public keys of the event's kiosks by their number, revoked ones too: they sign passes at the door."""

    @property
    def revoked_devices(self) -> frozenset[int]:
        """Kiosks whose word alone counts no longer."""

    def volunteer(self, who: bytes) -> Volunteer | None: ...

    def party(self, who: bytes) -> Party | None: ...

    def leads(self) -> tuple[Lead, ...]:
        """Return the venue's leads in the order of their numbers."""

    def is_withdrawn(self, who: bytes) -> bool:
        """Say whether the centre took ``who`` off the roster: their pass opens nothing although it is signed."""


class KnownHere(msgspec.Struct, frozen=True):
    """``Known`` in memory."""

    definition: Definition
    venue: int
    pass_keys: Mapping[int, bytes]
    volunteers: Mapping[bytes, Volunteer] = {}
    parties: Mapping[bytes, Party] = {}
    withdrawn: frozenset[bytes] = frozenset()
    device_keys: Mapping[int, bytes] = {}
    revoked_devices: frozenset[int] = frozenset()
    in_charge: tuple[Lead, ...] = ()

    def volunteer(self, who: bytes) -> Volunteer | None:
        return self.volunteers.get(who)

    def party(self, who: bytes) -> Party | None:
        return self.parties.get(who)

    def leads(self) -> tuple[Lead, ...]:
        return self.in_charge

    def is_withdrawn(self, who: bytes) -> bool:
        return who in self.withdrawn


def known_here(
    definition: Definition,
    venue: int,
    roster: Roster,
    pass_keys: Mapping[int, bytes],
    withdrawn: frozenset[bytes] = frozenset(),
) -> KnownHere:
    """Return a whole roster as lookups."""
    return KnownHere(
        definition,
        venue,
        pass_keys,
        {volunteer.who: volunteer for volunteer in roster.volunteers},
        {party.who: party for party in roster.parties},
        withdrawn,
        in_charge=tuple(sorted(roster.leads, key=lambda lead: lead.no)),
    )
