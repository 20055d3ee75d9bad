"""Who opens and closes a venue's registration, what is seen of its places, and does the poster lead there in every language?"""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.registering import address_of, aged_stamp, form, opened, with_shifts
from tests.support.site_pages import browser_of, centre_day, now_ms, text_of

set_up_django()

TITLES = {
    "en": "Come and help",
    "he": "בואו לעזור",
    "ar": "تعال وساعد",
    "ur": "آئیں اور مدد کریں",
    "cy": "Dewch i helpu",
    "pl": "Przyjdź pomóc",
    "fr": "Venez aider",
}
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        with_shifts(day)
        yield day


@pytest.mark.parametrize("language", list(TITLES))
def test_the_page_speaks_the_browsers_language_and_runs_its_way(day: CentreDay, language: str) -> None:
    answer = browser_of(None).get(address_of(opened(day)), HTTP_ACCEPT_LANGUAGE=language)
    assert TITLES[language] in text_of(answer)
    way = "rtl" if language in {"he", "ar", "ur"} else "ltr"
    assert f'dir="{way}"' in answer.content.decode()
    assert not answer.headers.get("Set-Cookie", "").startswith("sessionid")


def test_the_language_is_changed_on_the_page_and_stays(day: CentreDay) -> None:
    page, stranger = opened(day), browser_of(None)
    chosen = stranger.post("/language", {"language": "cy", "back": address_of(page)}, follow=True)
    assert "Dewch i helpu" in text_of(chosen)
    assert "Dewch i helpu" in text_of(stranger.get(address_of(page), HTTP_ACCEPT_LANGUAGE="fr"))


def test_the_page_is_small_and_asks_for_nothing_but_our_own_two_sheets(day: CentreDay) -> None:
    import re

    answer = browser_of(None).get(address_of(opened(day)))
    assert len(answer.content) < 12_000
    assert "<script" not in answer.content.decode()
    assert re.findall(r'<link rel="stylesheet" href="([^"?]+)', answer.content.decode())[1:] == ["/static/registering/register.css"]
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private,no-store", "noindex")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_a_closed_page_an_event_that_is_over_and_a_made_up_address_say_so(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.registering.opening import switch
    from sync.server.registering.pages import door

    page, stranger = opened(day), browser_of(None)
    stamp = aged_stamp(page, 60_000, now_ms())
    switch(day.event, RAINBOW, is_open=False, by="Ruth", now_ms=now_ms())
    assert "Registration is closed here" in text_of(stranger.get(address_of(page)))
    assert "Registration is closed here" in text_of(stranger.post(address_of(page), form(stamp)))
    again = opened(day)
    assert again.word == page.word, "posters stay right"
    monkeypatch.setattr(door, "now_ms", lambda: day.definition.event.closes_ms)
    assert "Registration is closed here" in text_of(stranger.get(address_of(page)))
    assert stranger.get(f"/register/{'0' * 20}/").status_code == 404


@pytest.mark.usefixtures("day")
def test_a_lead_opens_the_page_of_their_venue_and_of_no_other() -> None:
    from sync.server.audit.models import AuditLine
    from sync.server.registering.models import Page

    lead = browser_of("venue_lead")
    assert lead.post(f"/registration/venues/{RAINBOW}/switch", {"open": "1"}).status_code == 302
    assert lead.post(f"/registration/venues/{SCHOOL}/switch", {"open": "1"}).status_code == 404
    assert list(Page.objects.values_list("venue", flat=True)) == [RAINBOW]
    assert AuditLine.objects.filter(deed="registration-switched").count() == 1
    assert "Rainbow Room" in text_of(lead.get("/registration/"))
    for address in (f"/registration/venues/{SCHOOL}/", f"/registration/venues/{SCHOOL}/poster.pdf"):
        assert lead.get(address).status_code == 404
    assert browser_of("coordinator").get(f"/registration/venues/{SCHOOL}/poster.pdf").status_code == 404, "no page, no poster"


def test_places_are_shown_by_shift_with_how_many_are_taken_and_groups_in_numbers(day: CentreDay) -> None:
    page = opened(day)
    for name in ("Noor A.", "Sami B."):
        browser_of(None).post(address_of(page), form(aged_stamp(page, 60_000, now_ms()), name=name, group="The Lane School"))
    shown = text_of(browser_of("coordinator").get(f"/registration/venues/{RAINBOW}/"))
    assert "2 2 Full" in shown
    assert "0 3 3 places left" in shown
    assert "The Lane School 2" in shown
    assert "Noor A." not in shown, "numbers, no names"
    assert "registered themselves: 2" in shown
    nothing_yet = text_of(browser_of("coordinator").get(f"/registration/venues/{SCHOOL}/"))
    assert "Open registration" in nothing_yet


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("sheet", ["a4", "letter"])
def test_the_posters_code_is_read_from_afar_and_leads_to_the_page(day: CentreDay, tmp_path: Path, sheet: str) -> None:
    page = opened(day)
    answer = browser_of("venue_lead").get(f"/registration/venues/{RAINBOW}/poster.pdf?sheet={sheet}")
    (tmp_path / "poster.pdf").write_bytes(answer.content)
    # 30 dots an inch: a page as small as it looks from two metres.
    subprocess.run(["pdftoppm", "-r", "30", "-gray", "-png", "poster.pdf", "page"], cwd=tmp_path, check=True)
    (picture,) = tmp_path.glob("page*.png")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.read_bytes())))
    assert code.text == f"http://localhost{address_of(page)}"
