"""What left a venue, and who confirmed that it arrived?

Promise: each delivery with what was confirmed of it, as both count now; a receipt that names no delivery stands alone; the two figures
may differ and both are kept.
"""

from collections import defaultdict

import msgspec

from sync.domain.entry import Kind
from sync.domain.identity import EntryId
from sync.server.reading.contributions import HANDED_OVER, Contribution, contributions

SHOWN_MAX = 100
"""The newest; a venue hands over a few boxes a day."""


class HandedOver(msgspec.Struct, frozen=True):
    """``delivered`` none: a receipt for a delivery that nobody logged. ``receipts`` oldest first."""

    delivered: Contribution | None
    receipts: tuple[Contribution, ...]

    @property
    def newest_ms(self) -> int:
        newest = max((one.at_ms for one in self.receipts), default=0)
        return newest if self.delivered is None else max(newest, self.delivered.at_ms)

    @property
    def about(self) -> Contribution:
        """Whichever says what it was."""
        return self.delivered or self.receipts[0]


def handed_over(event: int, venue: int) -> tuple[HandedOver, ...]:
    """Return what was handed over at ``venue``, newest first."""
    delivered: dict[EntryId, Contribution] = {}
    receipts: dict[EntryId | None, list[Contribution]] = defaultdict(list)
    for one in contributions(event, HANDED_OVER, (venue,)):
        if one.kind is Kind.DELIVERED:
            delivered[one.id] = one
        else:
            receipts[one.of].append(one)
    found = [HandedOver(one, _in_order(receipts.pop(id_, []))) for id_, one in delivered.items()]
    found += [HandedOver(None, (one,)) for alone in receipts.values() for one in alone]
    return tuple(sorted(found, key=lambda one: one.newest_ms, reverse=True)[:SHOWN_MAX])


def _in_order(receipts: list[Contribution]) -> tuple[Contribution, ...]:
    return tuple(sorted(receipts, key=lambda one: one.at_ms))
