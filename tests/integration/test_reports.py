"""The six o'clock report: frozen by the clock or by a person, gaps named, late entries in the next version, last year beside it."""

import datetime as dt
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PIL import Image

from sync.domain.facts import ItemsLogged
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import HALL, LARKRISE, RAINBOW, SCHOOL, CentreDay
from tests.support.day import HOUR_MS, MINUTE_MS
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()
HATS, KNITTING = 1, 1
YEAR_MS = 364 * 24 * HOUR_MS


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        yield day


def published(day: CentreDay) -> Any:
    from sync.server.reading.event import event

    found = event(day.event)
    assert found is not None
    return found


def come_late(day: CentreDay, hats: int) -> None:
    kiosk = day.kiosks[2]
    kiosk.add(ItemsLogged(KNITTING, HATS, hats), day.now_ms - MINUTE_MS)
    day.take(kiosk)


def test_at_six_the_clock_freezes_a_version_and_a_late_entry_makes_the_second_one(day: CentreDay) -> None:
    from sync.server.reading.report import six_o_clock_ms
    from sync.server.reports.changes import changes
    from sync.server.reports.versions import REST_MS, keep_up, version

    six_ms = six_o_clock_ms(day.definition.event)
    assert keep_up(published(day), six_ms - 1) is None
    first = keep_up(published(day), six_ms)
    assert first is not None
    assert (first.version, first.made_by) == (1, "")
    assert keep_up(published(day), six_ms + REST_MS) is None, "nothing has changed"
    come_late(day, 7)
    assert keep_up(published(day), six_ms + REST_MS - 1) is None, "what trickles in becomes one version"
    second = keep_up(published(day), six_ms + REST_MS)
    assert second is not None
    # Which venue is outstanding at six hangs on how far from six the day of this test is.
    told = [one for one in changes(first.snapshot, second.snapshot) if one.what != "what was outstanding"]
    assert [(one.what, one.venue) for one in told] == [("hats, made", ""), ("hats, made", "Rainbow Room, St Brannoc’s Hospital")]
    assert int(told[0].after.replace(",", "")) - int(told[0].before.replace(",", "")) == 7
    kept = version(day.event, 1)
    assert kept is not None
    assert kept.snapshot == first.snapshot, "what was said at six o'clock stays as it was"


def test_a_centre_that_was_away_at_six_makes_the_version_when_it_is_back(day: CentreDay) -> None:
    from sync.server.reading.report import six_o_clock_ms
    from sync.server.reports.keeping import look
    from sync.server.reports.versions import MISSED_MS, versions

    six_ms = six_o_clock_ms(day.definition.event)
    look(six_ms + MISSED_MS)
    assert versions(day.event) == []
    look(six_ms + 2 * HOUR_MS)
    assert [one[:2] for one in versions(day.event)] == [(1, six_ms + 2 * HOUR_MS)]


@pytest.mark.usefixtures("day")
def test_what_is_outstanding_stands_beside_the_figures() -> None:
    page = text_of(browser_of("coordinator").get("/reports/"))
    assert "3 venues outstanding" in page
    assert "Larkrise" in page
    assert "its kiosks were never heard" in page
    assert "14 entries still at its kiosks" in page
    assert "not frozen yet" in page


@pytest.mark.parametrize("version", [0, 1])
def test_a_gap_names_its_venue_in_the_language_of_the_page(day: CentreDay, version: int) -> None:
    from sync.server.reports.versions import freeze

    named = tuple(msgspec.structs.replace(venue, name={**venue.name, "he": f"אולם {venue.no}"}) for venue in day.definition.venues)
    now = published(day)
    if version:
        freeze(msgspec.structs.replace(now, definition=msgspec.structs.replace(now.definition, venues=named)), day.now_ms)
    else:
        from sync.server.publishing.publish import publish

        publish(msgspec.structs.replace(day.definition, version=day.definition.version + 1, venues=named), {}, day.now_ms)
    reader = browser_of("coordinator")
    assert "Larkrise" in text_of(reader.get("/reports/", {"version": version}))
    hebrew = text_of(reader.get("/reports/", {"version": version}, headers={"Accept-Language": "he"}))
    assert f"אולם {LARKRISE}" in hebrew
    assert "Larkrise" not in hebrew


def test_a_version_from_before_names_were_kept_is_read_with_the_name_it_has() -> None:
    from sync.server.reading.report import VenueLine

    told = {"no": 1, "name": "The Hall", "town": "", "arrived": 0, "minutes": 0, "entries": 0, "waiting": 0, "gap": None, "heard_ms": None}
    assert msgspec.convert({**told, "items": []}, VenueLine).called == "The Hall"


def test_after_closing_a_kiosk_that_was_switched_off_is_no_gap(day: CentreDay) -> None:
    from sync.server.reading.report import Gap, snapshot

    gaps = {line.no: line.gap for line in snapshot(published(day), day.definition.event.closes_ms - 1).venues}
    assert gaps == {SCHOOL: Gap.SILENT, RAINBOW: Gap.WAITING, HALL: Gap.WAITING, LARKRISE: Gap.NEVER_HEARD}
    gaps = {line.no: line.gap for line in snapshot(published(day), day.definition.event.closes_ms).venues}
    assert gaps == {SCHOOL: None, RAINBOW: Gap.WAITING, HALL: Gap.WAITING, LARKRISE: Gap.NEVER_HEARD}


def test_a_coordinator_freezes_by_the_button_and_once_only(day: CentreDay) -> None:
    browser = browser_of("coordinator")
    assert "Version 1 is frozen" in text_of(browser.post("/reports/freeze", follow=True))
    assert "Nothing has changed" in text_of(browser.post("/reports/freeze", follow=True))
    come_late(day, 5)
    page = text_of(browser.post("/reports/freeze", follow=True))
    assert "Version 2 is frozen" in page
    assert "Changed since version 1" in page
    assert "frozen by Ruth Adeyemi" in page
    assert "Changed since" not in text_of(browser.get("/reports/?version=1"))
    assert browser.get("/reports/?version=9").status_code == 404


def test_a_lead_reads_about_their_venue_only(day: CentreDay) -> None:
    del day
    lead = browser_of("venue_lead")
    page = text_of(lead.get("/reports/", follow=True))
    assert "Rainbow Room" in page
    assert "Alder Lane" not in page
    assert lead.get(f"/reports/venues/{SCHOOL}/").status_code == 404
    assert lead.get(f"/reports/venues/{SCHOOL}/report.pdf").status_code == 404
    assert lead.get("/reports/report.pdf").status_code == 404


def test_last_year_stands_beside_this_year(day: CentreDay) -> None:
    from sync.server.publishing.publish import publish
    from sync.server.reading.report import snapshot
    from sync.server.reports.versions import last_year_of

    event = day.definition.event
    assert last_year_of(published(day)) is None
    before = msgspec.structs.replace(event, no=77, opens_ms=event.opens_ms - YEAR_MS, closes_ms=event.closes_ms - YEAR_MS)
    publish(msgspec.structs.replace(day.definition, event=before), {}, day.now_ms - YEAR_MS)
    from sync.server.ledger.models import Stream, Subtotal

    stream = Stream.objects.create(device=90, incarnation=1, high=0)
    Subtotal.objects.create(stream=stream, event=77, venue=RAINBOW, activity=KNITTING, item=HATS, measure=1, amount=206)
    last = last_year_of(published(day))
    assert last is not None
    assert last.no == 77
    now = snapshot(published(day), day.now_ms, last)
    assert [line.last_year for line in now.items if line.item == HATS] == [206]
    page = text_of(browser_of("coordinator").get("/reports/"))
    assert "206" in page
    year = dt.datetime.fromtimestamp(before.opens_ms / 1000, ZoneInfo(before.timezone)).year
    assert f"in {year}" in page


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/reports/report.pdf", f"/reports/venues/{SCHOOL}/report.pdf", "/reports/report.pdf?venues=1"])
def test_the_paper_has_a_page_for_each_and_ink_on_it(day: CentreDay, address: str, tmp_path: Path) -> None:
    answer = browser_of("coordinator").get(address)
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "report.pdf"
    file.write_bytes(answer.content)
    subprocess.run(["pdftoppm", "-r", "40", "-png", str(file), str(tmp_path / "page")], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert len(pages) == (1 + len(day.definition.venues) if "venues=1" in address else 1)
    for page in pages:
        with Image.open(io.BytesIO(page.read_bytes())) as drawn:
            assert len(drawn.convert("RGB").getcolors(1_000_000) or []) > 5
    words = subprocess.run(["pdftotext", str(file), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert "people came" in words


@pytest.mark.parametrize("language", ["en", "he", "ar", "ur", "pl"])
def test_the_paper_is_read_from_where_its_language_is(day: CentreDay, language: str, tmp_path: Path) -> None:
    from sync.server.tongues.languages import RIGHT_TO_LEFT

    del day
    file = tmp_path / "report.pdf"
    file.write_bytes(browser_of("coordinator").get("/reports/report.pdf", headers={"Accept-Language": language}).content)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    # Hats: 500 are hoped for, 314 were counted by hand, in the column behind.
    target, counted = (float(re.findall(rf'xMin="([\d.]+)"[^>]*>{figure}<', told)[0]) for figure in ("500", "314"))
    assert (counted < target) is (language in RIGHT_TO_LEFT)
