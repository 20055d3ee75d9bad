"""Does the Devices page say what somebody at a venue could look after?"""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.protocol import paths, signing
from sync.protocol.messages import PullAsk, PullReply
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.pushing import NOW_MS, sample_at
from tests.support.site_pages import browser_of, centre_day, text_of
from tests.support.wiring import add_device, signed_by, wired_centre

set_up_django()
MINUTE_MS = 60_000


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def devices_page(**said: Any) -> str:
    from sync.server.devices.models import Device

    Device.objects.filter(no=1).update(**said)
    return text_of(browser_of("coordinator").get("/devices/"))


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"clock_off_ms": 12 * MINUTE_MS}, "Its clock is 12 min fast."),
        ({"clock_off_ms": -12 * MINUTE_MS}, "Its clock is 12 min slow."),
        ({"version": "0.0.9"}, "It runs version 0.0.9, the centre"),
        ({"waiting": 1_200, "heard_ms": 2**52}, "It still holds 1,200 entries: its line is slow."),
    ],
)
def test_what_could_be_looked_after_is_said(said: dict[str, Any], words: str) -> None:
    assert words in devices_page(**said)


@pytest.mark.usefixtures("day")
def test_what_is_in_order_is_not_spoken_of() -> None:
    for version in ("0.1.0", "99.0", "", "a build of ours"):
        words = devices_page(version=version, clock_off_ms=MINUTE_MS)
        assert "Its clock" not in words
        assert "It runs version" not in words


@pytest.mark.parametrize(("wall_ms", "kept_ms"), [(NOW_MS + 5 * MINUTE_MS, 5 * MINUTE_MS), (-(2**63), -(2**53))])
def test_a_kiosk_that_asks_tells_how_its_clock_stands(wall_ms: int, kept_ms: int) -> None:
    with wired_centre("sqlite") as centre:
        add_device(1)
        clock = msgspec.structs.replace(sample_at(NOW_MS), wall_ms=wall_ms)
        asked = PullAsk(1, b"nonce", 0, 0, b"", (), clock)
        centre.ask(paths.PULL, signed_by(1, signing.PULL, asked), signing.PULL_REPLY, PullReply)
        assert centre.database.rows("SELECT clock_off_ms FROM devices_device") == [(kept_ms,)]
