"""Does a kiosk take from afar only what it knows, and only within its bounds?"""

from typing import Any

import pytest

from sync.domain.remote import Remote, as_wished, remote_of
from tests.support.day import WARD, small_definition


def test_what_is_wished_for_travels_and_comes_back_the_same() -> None:
    wished = Remote(volume=0, colours="night", language="cy", search=False)
    assert remote_of(wished.wishes) == wished
    assert Remote().wishes == {}
    assert remote_of({}) == Remote()


@pytest.mark.parametrize(
    "wishes",
    [
        {"volume": 101},
        {"volume": -1},
        {"volume": True},
        {"volume": "70"},
        {"volume": 7.5},
        {"colours": "pink"},
        {"colours": 1},
        {"language": "english"},
        {"language": "C"},
        {"language": "c1"},
        {"language": "CY"},
        {"language": "ਪੰ"},
        {"language": 7},
        {"search": "off"},
        {"search": 0},
        {"state": "/", "address": "https://elsewhere.example"},
    ],
)
def test_what_is_not_known_or_out_of_bounds_is_left_as_it_is(wishes: dict[str, Any]) -> None:
    assert remote_of(wishes) == Remote()
    assert remote_of({**wishes, "search": True} if "search" not in wishes else {**wishes, "volume": 5}) != Remote()


def test_the_desk_reads_the_language_and_the_search_that_are_wished_for() -> None:
    definition = small_definition()
    assert as_wished(definition, WARD, Remote(volume=5)) is definition
    assert as_wished(definition, 99, Remote(search=False)) is definition
    first = as_wished(definition, WARD, Remote(language="cy", search=False)).venue(WARD)
    assert first is not None
    assert (first.languages[0], first.search_allowed) == ("cy", False)
    before = definition.venue(WARD)
    assert before is not None
    kept = as_wished(definition, WARD, Remote(language="cy")).venue(WARD)
    assert kept is not None
    assert kept.search_allowed is before.search_allowed
    others = [venue for venue in as_wished(definition, WARD, Remote(search=False)).venues if venue.no != WARD]
    assert others == [venue for venue in definition.venues if venue.no != WARD]
    only_search = as_wished(definition, WARD, Remote(search=False)).venue(WARD)
    assert only_search is not None
    assert only_search.languages == before.languages
