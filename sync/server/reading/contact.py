"""Which kiosks are there, when were they last heard from, and what do they still hold?

Promise: ``waiting`` is what the kiosk itself said at its last push; a kiosk that was never heard from has no time and is not left out.
"""

import msgspec

from sync.server.devices.models import Device
from sync.server.ledger.models import Found, Quarantined, Stream, StreamVenue
from sync.server.reading.scope import Scope


class Journal(msgspec.Struct, frozen=True):
    """One journal of a kiosk as the centre holds it: entries 1 … ``high``."""

    incarnation: int
    high: int
    waiting: int
    heard_ms: int | None


class Kiosk(msgspec.Struct, frozen=True):
    """A device with its ``journals``, newest contact first; ``quarantined`` batches differ from what is held; ``found`` entries
    came alone because no push with them could be taken.
    """

    no: int
    name: str
    venue: int
    version: str
    enrolled_ms: int
    revoked_ms: int | None
    heard_ms: int | None
    journals: tuple[Journal, ...] = ()
    quarantined: int = 0
    found: int = 0

    @property
    def waiting(self) -> int:
        return sum(journal.waiting for journal in self.journals)

    @property
    def held(self) -> int:
        return sum(journal.high for journal in self.journals)


def kiosks(scope: Scope) -> list[Kiosk]:
    """Return the devices, by number."""
    devices = list(scope.of(Device.objects.all()).order_by("no"))
    numbers = [device.no for device in devices]
    journals: dict[int, list[Journal]] = {}
    for row in Stream.objects.filter(device__in=numbers, high__gt=0).order_by("-heard_ms", "-pk"):
        journals.setdefault(row.device, []).append(Journal(row.incarnation, row.high, row.waiting, row.heard_ms or None))
    quarantined = _by_device(Quarantined, numbers)
    found = _by_device(Found, numbers)
    return [
        Kiosk(
            no=device.no,
            name=device.name,
            venue=device.venue,
            version=device.version,
            enrolled_ms=device.enrolled_ms,
            revoked_ms=device.revoked_ms,
            heard_ms=_latest(device.heard_ms, *(journal.heard_ms for journal in journals.get(device.no, []))),
            journals=tuple(journals.get(device.no, [])),
            quarantined=quarantined.get(device.no, 0),
            found=found.get(device.no, 0),
        )
        for device in devices
    ]


def newest_entry_ms(scope: Scope) -> int | None:
    """Return when the centre last received an entry; none before the first."""
    return scope.of(StreamVenue.objects.all()).order_by("-received_ms").values_list("received_ms", flat=True).first()


def reporting_venues(scope: Scope) -> set[int]:
    """Return the venues of which the centre holds any entry."""
    return set(scope.of(StreamVenue.objects.all()).values_list("venue", flat=True).distinct())


def _by_device(kept: type[Quarantined] | type[Found], numbers: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for device in kept.objects.filter(device__in=numbers).values_list("device", flat=True):
        found[device] = found.get(device, 0) + 1
    return found


def _latest(*times_ms: int | None) -> int | None:
    return max((time_ms for time_ms in times_ms if time_ms is not None), default=None)
