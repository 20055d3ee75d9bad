"""Does every entry arrive exactly once over a line that cuts, stalls, flips and replays real bytes?

``MANYHANDS_LONG=1`` asks for more seeds.
"""

import os

import pytest

from sync.client.outcome import RetryLater
from sync.client.session import HttpTransport
from sync.client.sizing import Sizing
from tests.support.connected import Connected, new_centre
from tests.support.http_centre import listening
from tests.support.wire import Fate, chaos

SEEDS = range(60 if os.environ.get("MANYHANDS_LONG") else 3)
ROUNDS_MAX = 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_bad_line_delays_and_never_loses_or_doubles(seed: int) -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(3))
    with listening(kiosk.centre.handle) as address, chaos(address, seed, share=0.5, stall_s=0.3) as line:
        for number in range(1, 41):
            kiosk.log(number)
            if number % 4 == 0:
                one_round(kiosk, line.address)
        for _ in range(ROUNDS_MAX):
            if not kiosk.outbox.waiting():
                break
            one_round(kiosk, line.address)
    assert kiosk.outbox.waiting() == 0
    assert kiosk.arrived() == kiosk.written()
    assert sum(kiosk.centre.books.totals.values()) == sum(range(1, 41))
    assert not kiosk.centre.books.unread, "no sound entry was given up on"
    assert len(set(line.fates)) > 4, "the line was not bad enough to mean anything"


def one_round(kiosk: Connected, address: str) -> None:
    """Push over a fresh connection, as after a while of silence."""
    transport = HttpTransport(address, timeout_s=0.2)
    try:
        kiosk.push_all(transport.post)
    except RetryLater:
        return
    finally:
        transport.close()


@pytest.mark.parametrize("fate", Fate)
def test_each_fate_alone_is_survived(fate: Fate) -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2, 3)
    with listening(kiosk.centre.handle) as address, chaos(address, 0, share=0.0, stall_s=0.3) as line:
        fates = [Fate.CARRIED, Fate.CARRIED, fate]
        line._deal = lambda: fates.pop() if fates else Fate.CARRIED
        for _ in range(4):
            one_round(kiosk, line.address)
        assert line.fates[0] is fate
    assert kiosk.arrived() == kiosk.written()
    assert kiosk.outbox.waiting() == 0
    assert sum(kiosk.centre.books.totals.values()) == 6
