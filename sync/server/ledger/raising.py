"""Under whom does a flag on what arrived stand, and which flags do the centre's own entries settle?

Promise: a flag stands where somebody looks; what a person decided is told by the entry itself, so that it is the same when the entry
comes back after a restore.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from sync.domain.entry import Entry
from sync.domain.flags import Flag
from sync.domain.identity import CENTRE
from sync.domain.party import adults_with
from sync.protocol import canon
from sync.server.ledger.store import Columns, FlagRow, KnownDevice, Ledger, Somebody

SETTLES, REOPENS = "settles", "reopens"
"""Keys of ``ext``: codes of the flags on the entry's target that it settles; of those on its target's own target that it opens again."""

CODES_MAX = 32
"""More kinds of flags than there are; a longer list is not read to its end."""


class Whose(msgspec.Struct, frozen=True):
    """Whose stream the flags are about. ``knows`` says whether an event was published here."""

    stream_id: int
    device: KnownDevice
    knows: Callable[[int], bool]

    def row(self, columns: Columns, seq: int, flag: Flag) -> FlagRow:
        at, device = seq - columns.seq[0], self.device
        event, venue = columns.event[at], columns.venue[at]
        # Under the device's own event, where somebody looks; what the entry claims may be of no event that is known here. Only whether
        # another organisation's event takes it is for that one's people to say. The centre has no event of its own.
        is_theirs = flag is Flag.REVOKED_DEVICE and device.is_foreign(event) and self.knows(event or 0)
        return FlagRow(
            self.stream_id,
            seq,
            int(flag),
            event if is_theirs or device.no == CENTRE else device.event,
            device.venue if venue is None else venue,
            columns.who[at],
        )


def strangers(ledger: Ledger, unknown: set[Somebody]) -> set[Somebody]:
    """Return ``unknown`` without the adults of expected parties: their reference stands on no roster, it follows from the party's. The
    roster is asked only where somebody is unknown; no database can work a reference out by itself.
    """
    parties = [(event, party) for event in {event for event, _who in unknown} for party in ledger.parties_of(event)]
    return unknown.difference((event, adults_with(party)) for event, party in parties)


def of_unknown(columns: Columns, unknown: set[Somebody]) -> list[tuple[int, Flag]]:
    """Return the flags for what names somebody whom nobody knows."""
    if not unknown:
        return []
    rows = zip(columns.seq, columns.event, columns.who, strict=True)
    return [(seq, Flag.UNKNOWN_PERSON) for seq, event, who in rows if (event, who) in unknown]


def carry_out(ledger: Ledger, bodies: Sequence[bytes], now_ms: int, by: str) -> None:
    """Settle and open flags as the centre's own entries say."""
    for entry in _read(bodies):
        target = entry.target
        held = None if target is None else ledger.held(target.stream)
        if target is None or held is None:
            continue
        for code in _codes(entry, SETTLES):
            ledger.settle_flags(held.id, (target.seq,), code, now_ms, by)
        reopened = _codes(entry, REOPENS)
        decided = ledger.line_at(target) if reopened else None
        about = None if decided is None else decided.entry.target
        where = None if about is None else ledger.held(about.stream)
        if about is not None and where is not None:
            ledger.reopen_flags(where.id, about.seq, reopened)


def _read(bodies: Sequence[bytes]) -> Iterable[Entry]:
    for body in bodies:
        try:
            yield canon.decode(body)
        except canon.NoEntry:
            continue


def _codes(entry: Entry, key: str) -> list[int]:
    given = entry.ext.get(key)
    return [code for code in given[:CODES_MAX] if isinstance(code, int)] if isinstance(given, list) else []
