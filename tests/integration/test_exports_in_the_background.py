"""A workbook of a busy day is made in the background, and holds what the one that is sent at once would hold."""

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()
ATTENDANCE = "/reports/files/attendance"


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        yield day


@pytest.fixture
def _any_day_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.exports.workbook.AT_ONCE_ENTRIES_MAX", 10)


def made(browser: Any, query: str = "") -> Any:
    """What comes of asking for it in the background, after the worker was at it."""
    from sync.server.jobs.worker import work_until

    asked = browser.post(f"{ATTENDANCE}/workbook{query}")
    assert asked.status_code == 302, text_of(asked)
    work_until(lambda: False, lambda _: None, idle_s=0)
    return browser.get(f"{asked['Location']}file")


def comes_at_once(answer: Any) -> bool:
    answer.close()
    return bool(answer["Content-Disposition"].startswith("attachment"))


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)
    answer.close()
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_on_a_small_day_a_workbook_comes_at_once(day: CentreDay) -> None:
    del day
    assert comes_at_once(browser_of("coordinator").get(f"{ATTENDANCE}.xlsx"))


@pytest.mark.usefixtures("_any_day_is_busy")
def test_on_a_busy_day_it_is_offered_in_the_background_and_csv_still_comes_at_once(day: CentreDay) -> None:
    del day
    browser = browser_of("coordinator")
    page = browser.get(f"{ATTENDANCE}.xlsx?names=1&venue={RAINBOW}")
    assert "Shall it be made in the background?" in text_of(page)
    assert f"workbook?names=1&amp;venue={RAINBOW}" in page.content.decode()
    assert comes_at_once(browser.get(f"{ATTENDANCE}.csv"))
    assert comes_at_once(browser.get("/reports/files/totals.xlsx")), "a table that stays short"


@pytest.mark.usefixtures("_any_day_is_busy")
def test_only_a_few_long_tables_are_sent_at_once_and_the_next_is_told_what_to_do(day: CentreDay) -> None:
    del day
    from sync.server.audit.models import AuditLine
    from sync.server.exports.turns import AT_ONCE_MAX

    browser = browser_of("coordinator")
    under_way = [browser.get(f"{ATTENDANCE}.csv") for _ in range(AT_ONCE_MAX - 1)] + [browser.get("/audit.csv")]
    written = AuditLine.objects.count()
    told = browser.get(f"{ATTENDANCE}.json?names=1")
    assert (told.status_code, told["Retry-After"]) == (503, "60")
    assert "Try again in a minute" in text_of(told)
    assert "workbook?names=1" in told.content.decode()
    assert browser.get("/audit.csv").status_code == 503
    assert AuditLine.objects.count() == written, "nothing was taken away"
    assert comes_at_once(browser.get("/reports/files/totals.csv")), "a table that stays short"
    # One is read to its end, one breaks off at once: both give their turn back.
    assert b"".join(under_way[0].streaming_content)
    for answer in under_way[:2]:
        answer.close()
        answer.close()
    assert [comes_at_once(browser.get(f"{ATTENDANCE}.csv")) for _ in range(AT_ONCE_MAX)] == [True] * AT_ONCE_MAX
    under_way[2].close()


@pytest.mark.usefixtures("_any_day_is_busy", "day")
def test_a_line_that_cannot_be_written_keeps_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.exports.turns import AT_ONCE_MAX

    browser = browser_of("coordinator")

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("sync.server.site.exports.did", full)
        for _ in range(AT_ONCE_MAX):
            with pytest.raises(OSError, match="full"):
                browser.get(f"{ATTENDANCE}.csv")
    assert comes_at_once(browser.get(f"{ATTENDANCE}.csv"))


def test_what_is_made_in_the_background_is_what_would_have_been_sent(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    del day
    browser = browser_of("coordinator")
    at_once = rows_of(browser.get(f"{ATTENDANCE}.xlsx?names=1"))
    monkeypatch.setattr("sync.server.exports.workbook.AT_ONCE_ENTRIES_MAX", 10)
    later = rows_of(made(browser, "?names=1"))
    assert len(later) > 20
    assert [row[:6] for row in later] == [row[:6] for row in at_once]


def test_a_lead_gets_their_own_venue_and_no_other(day: CentreDay) -> None:
    del day
    header, *rows = rows_of(made(browser_of("venue_lead")))
    assert {row[header.index("venue")] for row in rows} == {RAINBOW}
    assert browser_of("venue_lead").post(f"{ATTENDANCE}/workbook?venue=1").status_code == 404


def test_asking_for_names_is_written_down_before_the_job_begins(day: CentreDay) -> None:
    del day
    from sync.server.audit.models import AuditLine

    browser_of("coordinator").post(f"{ATTENDANCE}/workbook?names=1")
    line = AuditLine.objects.latest("pk")
    assert (line.deed, "with the names" in line.what) == ("names-seen", True)


def test_a_table_that_is_not_there_or_not_for_somebody_starts_nothing(day: CentreDay) -> None:
    del day
    from sync.server.jobs.models import Job

    assert browser_of("coordinator").post("/reports/files/nothing/workbook").status_code == 404
    assert browser_of("viewer").post(f"{ATTENDANCE}/workbook").status_code == 403
    assert not Job.objects.exists()
