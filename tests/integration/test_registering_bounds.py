"""What if something changes while somebody writes their name, and what if a form says what no form of ours says?"""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.roster import Preferences, Volunteer
from sync.protocol.limits import NAME_CHARACTERS_MAX
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.registering import AFTERNOON, MORNING, address_of, aged_stamp, form, opened, volunteers, with_shifts
from tests.support.site_pages import browser_of, centre_day, now_ms

set_up_django()

A_MINUTE = 60_000


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        with_shifts(day)
        yield day


def register(page: Any, at_ms: int, place: str = f"s{MORNING}") -> Any:
    """What comes of a form whose page was looked at before."""
    from sync.server.registering.taking import Wish
    from sync.server.registering.taking import register as take

    return take(page, Wish("Noor A.", "", place, Preferences(), b"one press"), "192.0.2.7", at_ms)


def test_a_page_that_was_closed_while_somebody_wrote_takes_nobody(day: CentreDay) -> None:
    from sync.server.registering.opening import switch
    from sync.server.registering.taking import Refusal

    page = opened(day)
    switch(day.event, RAINBOW, is_open=False, by="Ruth Adeyemi", now_ms=day.now_ms)
    assert register(page, day.now_ms) is Refusal.CLOSED
    opened(day)
    assert register(page, day.definition.event.closes_ms) is Refusal.CLOSED
    assert isinstance(register(page, day.now_ms), Volunteer)


@pytest.mark.parametrize("place", ["", "s999", "a1"])
def test_a_place_that_is_not_offered_any_more_is_taken_by_nobody(day: CentreDay, place: str) -> None:
    from sync.server.registering.taking import Refusal

    assert register(opened(day), day.now_ms, place) is Refusal.FULL
    assert "Noor A." not in volunteers(day.event)


def test_after_the_day_no_shift_is_changed(day: CentreDay) -> None:
    from sync.server.registering.taking import Refusal, change

    who = register(opened(day), day.now_ms).who
    assert change(day.event, who, f"s{AFTERNOON}", day.definition.event.closes_ms) is Refusal.CLOSED
    assert change(day.event, who, f"s{AFTERNOON}", day.now_ms) is None


@pytest.mark.parametrize("cut", [slice(0, -1), slice(1, None), slice(0, 0)])
def test_a_stamp_that_we_did_not_make_brings_nobody(day: CentreDay, cut: slice) -> None:
    page = opened(day)
    answer = browser_of(None).post(address_of(page), form(aged_stamp(page, A_MINUTE, now_ms())[cut]))
    assert answer.status_code == 422
    assert "Noor A." not in volunteers(day.event)


def test_kiosks_are_told_who_withdrew(day: CentreDay) -> None:
    from sync.server.publishing.roster import roster_page
    from sync.server.registering.taking import withdraw

    who = register(opened(day), day.now_ms).who
    before = roster_page(day.event, RAINBOW, 0, b"")
    assert before is not None
    assert withdraw(day.event, who)
    after = roster_page(day.event, RAINBOW, before.version, b"")
    assert after is not None
    assert [(change.key, change.body) for change in after.changes] == [(who, None)]


def test_a_name_is_one_short_line_of_what_can_be_seen() -> None:
    from sync.server.registering.wishes import written

    said = written({"name": "  Noor \u202e\u200bA.\n\tB\x00 ", "agrees": "1"}, {})
    assert (said.name, said.faults) == ("Noor A. B", {})
    assert len(written({"name": "N" * 900, "agrees": "1"}, {}).name) == NAME_CHARACTERS_MAX
