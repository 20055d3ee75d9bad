"""Which keys are held down? A key that repeats by itself is no second letter, and one that goes on for seconds is told to the lead.

Promise: pure; a stuck key adds nothing to a code; a key whose lifting was lost on the way is an ordinary key again after a moment.
"""

from collections.abc import Mapping

import msgspec

REPEATS_WITHIN_MS = 1_500
"""A machine repeats a held key first after at most a second, then many times a second. A key that comes again later, although nobody
saw it lifted, was pressed anew."""

STUCK_AFTER_MS = 5_000
"""No code and no finger keeps a key down for so long."""


class Down(msgspec.Struct, frozen=True):
    """One key: since when it is down, and when it was last said to be (monotonic ms)."""

    since_ms: int
    last_ms: int


class Held(msgspec.Struct, frozen=True):
    """The keys that are down, by scancode."""

    keys: Mapping[int, Down] = {}


def went_down(held: Held, scancode: int, now_ms: int) -> tuple[Held, bool]:
    """Return what is held now, and whether this is a held key that repeats itself."""
    kept = {each: down for each, down in held.keys.items() if now_ms - down.last_ms < REPEATS_WITHIN_MS}
    before = kept.get(scancode)
    since_ms = before.since_ms if before else now_ms
    return Held({**kept, scancode: Down(since_ms, now_ms)}), before is not None


def went_up(held: Held, scancode: int) -> Held:
    """Return what is still held."""
    return Held({each: down for each, down in held.keys.items() if each != scancode})


def stuck_ms(held: Held, now_ms: int) -> int:
    """Return for how long the longest-held key has gone on repeating itself; 0: none is stuck."""
    going_on = (down for down in held.keys.values() if now_ms - down.last_ms < REPEATS_WITHIN_MS)
    longest_ms = max((down.last_ms - down.since_ms for down in going_on), default=0)
    return longest_ms if longest_ms >= STUCK_AFTER_MS else 0
