"""A venue's registration page, opened, and people who write into it without a browser."""

import re
from typing import Any

import msgspec

from sync.domain.definition import Shift
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.day import HOUR_MS

KNITTING = 1
MORNING, AFTERNOON = 901, 902


def with_shifts(day: CentreDay, places: int = 2) -> None:
    """Publish two shifts of the Rainbow Room's knitting: the first with ``places``, the second with one more. They are to come."""
    from sync.server.publishing.publish import publish

    starts_ms = day.now_ms + HOUR_MS
    shifts = (
        Shift(MORNING, KNITTING, starts_ms, starts_ms + HOUR_MS, places),
        Shift(AFTERNOON, KNITTING, starts_ms + HOUR_MS, starts_ms + 2 * HOUR_MS, places + 1),
    )
    activities = tuple(
        msgspec.structs.replace(one, is_open=one.no == KNITTING) if one.venue == RAINBOW else one for one in day.definition.activities
    )
    day.definition = msgspec.structs.replace(day.definition, shifts=shifts, activities=activities)
    publish(day.definition, {}, day.now_ms)


def opened(day: CentreDay, venue: int = RAINBOW) -> Any:
    """The page of ``venue``, open."""
    from sync.server.registering.opening import switch

    return switch(day.event, venue, is_open=True, by="Ruth Adeyemi", now_ms=day.now_ms)


def address_of(page: Any) -> str:
    return f"/register/{page.word}/"


def stamp_in(answer: Any) -> str:
    """The form's stamp, as the browser sends it back."""
    found = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())
    assert found is not None, "there is no form on this page"
    return found[1]


def aged_stamp(page: Any, age_ms: int, now_ms: int) -> str:
    """The stamp of a form that was shown ``age_ms`` ago."""
    from sync.server.registering import stamps

    return stamps.new(page.pk, now_ms - age_ms).text


def form(stamp: str, **said: str) -> dict[str, str]:
    """What somebody writes who writes everything."""
    return {"stamp": stamp, "name": "Noor A.", "place": f"s{MORNING}", "agrees": "1"} | said


def volunteers(event: int, venue: int = RAINBOW) -> dict[str, Any]:
    """The roster's people by name."""
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import person_of

    rows = RosterRow.objects.filter(event=event, venue=venue, sort=1, body__isnull=False)
    return {person.shown_name: person for row in rows if (person := person_of(row)) is not None}
