"""Can one venue be found among hundreds?"""

from collections.abc import Iterator

import msgspec
import pytest

from sync.domain.definition import Venue
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    from sync.server.publishing.publish import publish

    with centre_day() as day:
        known = day.definition
        more = tuple(Venue(no, {"en": f"School {no}"}, town="Saint-Rémy" if no == 300 else "") for no in range(10, 260 + 50))
        publish(msgspec.structs.replace(known, version=known.version + 1, venues=known.venues + more), {}, day.now_ms)
        yield day


def venues_page(asked: str) -> str:
    return text_of(browser_of("coordinator").get(f"/venues/{asked}"))


@pytest.mark.usefixtures("day")
def test_of_many_venues_a_page_is_shown_and_the_silent_one_comes_first() -> None:
    words = venues_page("")
    assert "of 304 venues are in touch" in words
    assert "More of 304" in words
    assert words.index("Tanner Street Community Hall") < words.index("Alder Lane Primary School")
    assert "School 105" in words
    assert "School 106" not in words
    assert "School 106" in venues_page("?page=2")
    assert "School 309" in venues_page("?page=4")


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("find", ["school 300", "SAINT-RÉMY", " 300 "])
def test_a_venue_is_found_by_part_of_its_name_or_town(find: str) -> None:
    words = venues_page(f"?find={find}")
    assert "School 300" in words
    assert "School 30 " not in words


@pytest.mark.usefixtures("day")
def test_what_nobody_is_called_and_pages_that_are_not_there_are_answered_kindly() -> None:
    assert "No venue is called that" in venues_page("?find=<script>")
    for page in ("999999", "0", "-1", "٣", "1e9", "9" * 40):
        assert "venues are in touch" in venues_page(f"?page={page}")
