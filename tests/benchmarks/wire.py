"""How many bytes does an entry cost on the wire, against the least that its facts could cost?

The baseline is the entries' own canonical bytes in one zlib stream, without stream, chain, seal, nonce or clock: what no agreement at
all would send. 500 entries are a full push, 1 entry is a push after a single tap on a good line.
"""

import random
import zlib

from sync.domain.entry import ClockState, Entry, How, Stamp
from sync.domain.facts import Arrived, ItemsLogged, Left, stamped
from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.protocol import canon, chain
from sync.protocol.envelope import pack
from sync.protocol.messages import ClockSample, Push
from sync.protocol.seals import make_seal
from tests.support.day import CARDS, CARDS_MADE, EVENT, OPENS_MS, SCHOOL
from tests.support.journals import KEY
from tests.support.ratio import Ratio

STREAM = Stream(DeviceNo(12), Incarnation(0x5EED1234))


def measure() -> list[Ratio]:
    """Return bytes per entry for a full push, a middling one and a single entry."""
    return [_ratio(500, "≤ 1.05"), _ratio(100, "≤ 1.3"), _ratio(1, "≤ 10")]


def _ratio(count: int, aim: str) -> Ratio:
    bodies = [canon.encode(entry) for entry in _busy_hour(count)]
    ours = len(pack(_push(tuple(bodies)))) / count
    baseline = len(zlib.compress(b"".join(bodies))) / count
    raw = sum(map(len, bodies)) / count
    return Ratio(
        f"push of {count}: bytes an entry", ours, baseline, ours / baseline, aim, "bytes", f"the bare entries in zlib; {raw:.0f} raw each"
    )


def _push(bodies: tuple[bytes, ...]) -> Push:
    start = chain.genesis(STREAM, KEY.verify_key.encode())
    head = [start, *chain.walk(start, bodies)][-1]
    clock = ClockSample(OPENS_MS, 5_000_000, 3, int(ClockState.NTP))
    seal = make_seal(KEY, STREAM, len(bodies), head, definition=4, clock=clock)
    return Push(STREAM, 1, start, bodies, seal, random.Random(len(bodies)).randbytes(16), "0.1.0", 0, clock)


def _busy_hour(count: int) -> list[Entry]:
    """Arrivals, items and departures of people with random references, a few seconds apart, as a door sees them."""
    dice = random.Random(2026)
    people = [dice.randbytes(8) for _ in range(max(1, count // 5))]
    entries = []
    now_ms = 0
    for _ in range(count):
        now_ms += dice.randrange(500, 20_000)
        stamp = Stamp(OPENS_MS + now_ms, 5_000_000 + now_ms, 3, ClockState.NTP, 4, EVENT, SCHOOL, how=How.SIGNED_PASS)
        who = dice.choice(people)
        fact = dice.choice((Arrived(who, CARDS), ItemsLogged(CARDS, CARDS_MADE, dice.choice((1, 1, 1, 5, 10)), who), Left(who)))
        entries.append(stamped(stamp, fact))
    return entries
