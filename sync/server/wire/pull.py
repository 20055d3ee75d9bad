"""What is new for a device? Manifest, roster page, siblings' entries, and what the centre itself would like to have.

Promise: bounded in every direction; siblings' parts end where a seal stands, so that the asker can check them; a revoked device is told
so and gets nothing else.
"""

from sync.domain.identity import CENTRE, Stream
from sync.protocol.limits import BATCH_ENTRIES_SERVER_MAX, PULL_ENTRIES_MAX
from sync.protocol.messages import ClockSample, PullAsk, PullReply, Seal, StreamPart
from sync.protocol.position import DEVICE_MAX, INCARNATION_MAX
from sync.server.devices.models import Device
from sync.server.ledger import models
from sync.server.ledger.store import Held, KnownDevice, Ledger
from sync.server.ledger.taking import head_at
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import manifest_of
from sync.server.publishing.roster import roster_page
from sync.server.wire import pace

PARTS_BYTES_MAX = 512 * 1024
"""Siblings' entries are seldom more than 40 bytes; a reply stays within what a kiosk reads even when they are not."""

CLOCK_OFF_MS_MAX = 2**53
"""However far a hostile clock is away, it stays a number that every database and page can hold."""

WANTED_MAX = 100
"""Streams asked back in one reply, after a restore; the next pull asks for more."""


def answer_pull(ledger: Ledger, asked: PullAsk, now_ms: int) -> PullReply:
    """Return the reply to a device whose signature was checked."""
    device = ledger.device(asked.device)
    assert device is not None, "its signature was checked with its key"
    off_ms = 0 if asked.clock is None else max(-CLOCK_OFF_MS_MAX, min(asked.clock.wall_ms - now_ms, CLOCK_OFF_MS_MAX))
    Device.objects.filter(no=device.no).update(
        heard_ms=now_ms, waiting=asked.waiting, version=asked.version, clock_off_ms=off_ms, room_bytes=asked.room_bytes
    )
    next_after_ms = pace.spread(pace.PULL_MS)
    if device.revoked_ms is not None:
        return PullReply(False, None, None, (), (), now_ms, next_after_ms)
    row = Publication.objects.filter(event=device.event).first()
    vector = dict(asked.vector)
    return PullReply(
        standing=True,
        # A restored centre may count from an earlier version than the asker's: the epoch in the manifest tells it which is newer.
        manifest=manifest_of(row) if row is not None and row.version != asked.definition else None,
        roster=roster_page(device.event, device.venue, asked.roster, asked.roster_after),
        parts=_parts(ledger, device, vector),
        wanted=_wanted(ledger, vector),
        now_ms=now_ms,
        next_after_ms=next_after_ms,
    )


def _parts(ledger: Ledger, device: KnownDevice, vector: dict[Stream, int]) -> tuple[StreamPart, ...]:
    """Return what the venue's other streams hold beyond the asker's vector; every stream that is behind has its share."""
    rows = models.Stream.objects.filter(venues__event=device.event, venues__venue=device.venue).exclude(device=device.no)
    streams = [
        Held(row.pk, Stream(row.device, row.incarnation), row.high, bytes(row.head), row.safe_high)
        for row in rows.order_by("device", "incarnation")
    ]
    behind = [held for held in streams if held.high > vector.get(held.stream, 0)]
    # The ones that the asker has least of come first, so that no stream waits for ever behind busier ones.
    behind.sort(key=lambda held: (vector.get(held.stream, 0), held.stream))
    parts: list[StreamPart] = []
    entries = size = 0
    share = max(PULL_ENTRIES_MAX // max(len(behind), 1), 1)
    for held in behind:
        if entries >= PULL_ENTRIES_MAX or size >= PARTS_BYTES_MAX:
            break
        part = _part(ledger, held, vector.get(held.stream, 0) + 1, share)
        if part is not None:
            parts.append(part)
            entries += len(part.entries)
            size += sum(map(len, part.entries))
    return tuple(parts)


def _part(ledger: Ledger, held: Held, first: int, share: int) -> StreamPart | None:
    """Return entries from ``first`` to the last seal within the share, else to the next seal after it."""
    publisher = ledger.device(held.stream.device)
    seals = list(models.Seal.objects.filter(stream_id=held.id, seq__gte=first, seq__lt=first + share).order_by("seq"))
    if not seals:
        seals = list(models.Seal.objects.filter(stream_id=held.id, seq__gte=first).order_by("seq")[:1])
    if publisher is None or not seals or seals[-1].seq - first >= BATCH_ENTRIES_SERVER_MAX:
        return None
    previous = head_at(ledger, held, publisher.public_key, first - 1)
    return StreamPart(held.stream, first, previous, tuple(ledger.bodies(held.id, first, seals[-1].seq)), tuple(map(_seal, seals)))


def _seal(row: models.Seal) -> Seal:
    clock = ClockSample(row.wall_ms, row.mono_ms, row.boot, row.state)
    return Seal(row.seq, bytes(row.head), row.definition, clock, bytes(row.signature))


def _wanted(ledger: Ledger, vector: dict[Stream, int]) -> tuple[tuple[Stream, int], ...]:
    """Return the streams of known devices of which the asker holds more than the centre, with the centre's position."""
    wanted: list[tuple[Stream, int]] = []
    for stream, high in vector.items():
        # What the centre wrote itself comes back from kiosks, too, when a backup was older than it.
        if not CENTRE <= stream.device <= DEVICE_MAX or not 0 <= stream.incarnation <= INCARNATION_MAX or len(wanted) >= WANTED_MAX:
            continue
        held = ledger.held(stream)
        ours = held.high if held is not None else 0
        if ours < high and ledger.device(stream.device) is not None:
            wanted.append((stream, ours))
    return tuple(wanted)
