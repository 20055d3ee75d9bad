"""Does the centre show what became of things, apart and together, on both databases?"""

from collections.abc import Iterator

import pytest

from sync.domain.facts import Counted, ItemsLogged
from sync.protocol import paths, signing
from sync.protocol.messages import PushReply
from tests.support.centre import KINDS
from tests.support.day import SCHOOL, small_roster
from tests.support.mending import LOST, MENDED, OBJECTS, WORKSHOP, with_workshop
from tests.support.pushing import NOW_MS, Pusher, sample_at
from tests.support.wiring import WiredCentre, add_device, wired_centre


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param, {SCHOOL: small_roster()}, with_workshop()) as centre:
        add_device(1, SCHOOL)
        yield centre


def test_the_totals_have_each_outcome_and_the_whole(centre: WiredCentre) -> None:
    from sync.server.reading.event import present_event
    from sync.server.reading.totals import totals
    from sync.server.site.shown import made_by_item

    kiosk = Pusher(1, venue=SCHOOL)
    kiosk.add(ItemsLogged(WORKSHOP, MENDED, 7), 10)
    kiosk.add(ItemsLogged(WORKSHOP, LOST, 2), 20)
    kiosk.add(ItemsLogged(WORKSHOP, OBJECTS, 1), 30)
    kiosk.add(Counted(WORKSHOP, OBJECTS, 9), 40)
    centre.ask(paths.PUSH, kiosk.push(sent=sample_at(NOW_MS)), signing.PUSH_REPLY, PushReply)
    published = present_event()
    assert published is not None
    found = totals(published, NOW_MS)
    objects = found.by_item[OBJECTS]
    assert (objects.made, objects.counted, objects.target, dict(objects.by_outcome)) == (10, 9, 60, {MENDED: 7, LOST: 2})
    assert {MENDED, LOST}.isdisjoint(found.by_item)
    (shown,) = (made for made in made_by_item(published.definition, found) if made.item.no == OBJECTS)
    assert (shown.made, shown.noun, shown.outcomes) == ("10", "objects", (("mended", "7"), ("beyond saving", "2")))
