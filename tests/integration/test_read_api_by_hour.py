"""Are figures by the hour, which are read from the entries themselves, told without keeping anybody waiting?"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.programs import ask, rows, token
from tests.support.site_pages import centre_day, now_ms

set_up_django()


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        yield day


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Nobody has asked anything this minute yet."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def no_venue_beside_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every venue had as many entries as can be read at once."""
    from sync.server.api import hours

    monkeypatch.setattr(hours, "HOURS_ENTRIES_MAX", 1)


def test_a_question_for_figures_by_the_hour_counts_as_many(day: CentreDay) -> None:
    from sync.server.api.models import Token
    from sync.server.api.throttle import ASKED_A_MINUTE_MAX, HOURS_COST, wait_s

    secret, at_ms = token(day.event), now_ms()
    for minute in (at_ms, at_ms + 60_000):  # should the clock turn meanwhile
        wait_s(Token.objects.latest("pk").pk, ASKED_A_MINUTE_MAX - HOURS_COST, minute)
    assert ask(secret, "events").status_code == 200
    assert ask(secret, f"events/{day.event}/totals?by=hour").status_code == 429


def test_figures_by_the_hour_are_read_by_one_at_a_time_and_kept_a_while(day: CentreDay) -> None:
    from django.core.cache import cache

    secret = token(day.event)
    address = f"events/{day.event}/totals?by=hour"
    first = ask(secret, address)
    assert first.status_code == 200
    assert ask(secret, address).json()["as_of"] == first.json()["as_of"]
    cache.add("api:hours", 1, 60)
    assert ask(secret, address).status_code == 200, "what is kept needs nobody to wait"
    answer = ask(secret, f"{address}&by=venue")
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")


@pytest.mark.usefixtures("no_venue_beside_another")
@pytest.mark.parametrize("cut", ["by=venue&by=hour", "by=event&by=venue&by=activity&by=outcome&by=beneficiary&by=hour"])
@pytest.mark.parametrize("limit", [2, 1_000])
def test_so_many_entries_come_venue_by_venue_and_together_are_the_whole(
    day: CentreDay, cut: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.server.api import hours, throttle

    monkeypatch.setattr(throttle, "HOURS_COST", 0)
    secret = token(day.event, shows_small=True)
    address = f"events/{day.event}/totals?{cut}&limit={limit}"
    told: list[dict[str, Any]] = []
    pages, cursor = 0, ""
    while cursor is not None:
        answer = ask(secret, f"{address}&cursor={cursor}" if cursor else address).json()
        told, pages, cursor = told + answer["rows"], pages + 1, answer["next"]
    assert pages > 2
    monkeypatch.setattr(hours, "HOURS_ENTRIES_MAX", 1_000)
    assert told == rows(secret, address.replace(f"limit={limit}", "limit=1000"))
    assert len({row["venue"] for row in told}) > 1


@pytest.mark.usefixtures("no_venue_beside_another")
def test_one_answer_reads_no_more_than_its_venues(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.api import hours
    from sync.server.api.rows import Question, Row

    read: list[set[int] | None] = []

    def seen(question: Question) -> list[Row]:
        read.append(None if question.venues is None else set(question.venues))
        return []

    monkeypatch.setattr(hours, "total_rows", seen)
    answer = ask(token(day.event), f"events/{day.event}/totals?by=venue&by=hour").json()
    assert (answer["rows"], len(read)) == ([], 1)
    assert read[0] is not None
    assert len(read[0]) == 1
    assert answer["next"], "nothing was made there, and the next venue is still to come"


@pytest.mark.usefixtures("no_venue_beside_another")
def test_the_whole_of_so_many_entries_is_refused_in_words_that_help(day: CentreDay) -> None:
    answer = ask(token(day.event), f"events/{day.event}/totals?by=hour")
    assert (answer.status_code, answer.json()["title"]) == (400, "Too much for one answer")
    assert "by=venue" in answer.json()["detail"]
    assert ask(token(day.event), f"events/{day.event}/totals?by=hour&venue=2").status_code == 200


@pytest.mark.usefixtures("no_venue_beside_another")
@pytest.mark.parametrize("cursor", ["k5IAoWGSAKFhkgCgYQ", "nonsense", "kpIAAZIAAQ", "k5IBAJIAAJIAAA"])
def test_a_made_up_cursor_gets_a_plain_answer(day: CentreDay, cursor: str) -> None:
    answer = ask(token(day.event), f"events/{day.event}/totals?by=venue&by=hour&cursor={cursor}")
    assert answer.status_code in {200, 400}
