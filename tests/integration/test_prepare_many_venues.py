"""Is an event of hundreds of venues prepared as calmly as one of four?"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.definition import Activity, Shift, Venue
from tests.support.centre import set_up_django
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

VENUES = 300


@pytest.fixture
def ruth() -> Iterator[Any]:
    from sync.server.publishing.publish import publish

    with centre_day(filled=False) as day:
        first, definition = 1_000, day.definition
        added = tuple(Venue(first + number, {"en": f"Hall {number:03d}"}, town="Brannock") for number in range(VENUES))
        work = tuple(Activity(first + number, first + number, {"en": f"Knitting {number:03d}"}, "wool") for number in range(VENUES))
        opens_ms = definition.event.opens_ms
        shifts = tuple(Shift(first + number, first + number, opens_ms, opens_ms + 3_600_000, 7) for number in range(VENUES))
        more = msgspec.structs.replace(
            definition,
            venues=(*definition.venues, *added),
            activities=(*definition.activities, *work),
            shifts=(*definition.shifts, *shifts),
        )
        publish(more, {}, day.now_ms)
        yield browser_of("coordinator")


def halls(answer: Any) -> list[str]:
    """The halls of the page, in its order, each once."""
    return list(dict.fromkeys(re.findall(r"Hall \d{3}", text_of(answer))))


def test_the_pages_of_an_overview_hold_every_venue_once_with_what_is_done_there(ruth: Any) -> None:
    seen: list[str] = []
    address = "/prepare/1/"
    while address:
        answer = ruth.get(address)
        here = halls(answer)
        assert len(here) <= 25
        assert all(f"Knitting {hall[-3:]}" in text_of(answer) for hall in here)
        seen += here
        after = re.search(r'rel="next" href="([^"#]+)', answer.content.decode())
        address = "/prepare/1/" + after[1].replace("&amp;", "&") if after else ""
    assert seen == [f"Hall {number:03d}" for number in range(VENUES)]


def test_a_venue_is_found_by_name_or_town_and_a_page_that_is_not_there_is_the_nearest(ruth: Any) -> None:
    found = ruth.get("/prepare/1/", {"find": "hall 21"})
    assert halls(found) == [f"Hall 21{digit}" for digit in range(10)]
    assert "10 venues" in text_of(found)
    assert "300 venues · page 2 of 12" in text_of(ruth.get("/prepare/1/", {"find": "brannock", "page": "2"}))
    assert "page 12 of 12" in text_of(ruth.get("/prepare/1/", {"find": "brannock", "page": "99"}))
    for page in ("0", "-3", "x", "9" * 30):
        assert "page 1 of 12" in text_of(ruth.get("/prepare/1/", {"find": "brannock", "page": page}))
    assert "No venue is called so" in text_of(ruth.get("/prepare/1/", {"find": "zzz"}))


def test_the_passes_of_one_venue_among_many_are_chosen_from_a_list(ruth: Any) -> None:
    page = ruth.get("/passes/").content.decode()
    assert "/passes/venues/" not in page
    assert '<select id="one-at" name="venue" required>' in page
    assert ruth.get("/passes/", {"venue": "1007"})["Location"] == "/passes/venues/1007/"
    assert ruth.get("/passes/", {"venue": "99999"}).status_code == 200


def test_the_registration_of_one_venue_among_many_is_found_by_its_name(ruth: Any) -> None:
    assert len(halls(ruth.get("/registration/"))) == VENUES
    assert halls(ruth.get("/registration/", {"find": "HALL 21"})) == [f"Hall 21{digit}" for digit in range(10)]
    assert "No venue is called that" in text_of(ruth.get("/registration/", {"find": "zzz"}))


def test_a_kiosk_among_many_is_found_by_its_name_or_its_venue(ruth: Any) -> None:
    from sync.server.devices.models import Device

    for number in range(20):
        key, venue = bytes([number]) * 32, 1_000 + number
        Device.objects.create(no=100 + number, name=f"Door {number:02d}", event=1, venue=venue, public_key=key, enrolled_ms=0, version="")
    assert "20 kiosks are enrolled" in text_of(ruth.get("/devices/"))
    found = ruth.get("/devices/", {"find": "door 07"})
    assert re.findall(r"kiosk (\d+)", text_of(found)) == ["107"]
    assert "20 kiosks are enrolled" in text_of(found), "the headline is about all of them"
    assert re.findall(r"kiosk (\d+)", text_of(ruth.get("/devices/", {"find": "Hall 012"}))) == ["112"]
    assert "No kiosk and no venue is called that" in text_of(ruth.get("/devices/", {"find": "zzz"}))
