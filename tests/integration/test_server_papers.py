"""Do passes come from the roster onto paper and phones, once each, readable, and revoked when they are issued anew?"""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zxingcpp
from PIL import Image

from sync.domain.codes import Pass, is_signed, read_code
from sync.domain.judge import AcceptedLead, Refusal, Refused, judge
from sync.domain.known import KnownHere
from sync.domain.lead_card import LeadCard
from sync.paper.passes import pass_sheets
from sync.paper.sheets import PASS_SHEETS, SheetName
from tests.support.centre import KINDS, set_up_django, state_folder
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.lists import begin, choose, people, put_on, somebody, work
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(filled=False, kind=request.param) as day:
        yield day


@pytest.fixture
def quick_day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def ask(day: CentreDay, whose: str = "everybody", venue: int | None = None, sheet: str = "a4") -> Any:
    from sync.server.jobs import asking

    asked = {"whose": whose, "venue": venue, "sheet": sheet}
    return asking.ask(day.event, "mats" if whose == "mats" else "passes", "Passes", by=somebody(), asked=asked)


def result(job: Any) -> bytes:
    job.refresh_from_db()
    return Path(state_folder(), "jobs", str(job.pk), job.file).read_bytes()


def files_in(content: bytes) -> list[bytes]:
    if content.startswith(b"%PDF"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name) for name in packed.namelist()]


def codes_on(pdfs: list[bytes], folder: Path) -> list[str]:
    """Every code on every page, as a scanner reads it."""
    found = []
    for number, pdf in enumerate(pdfs):
        (folder / f"{number}.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "220", "-gray", "-png", f"{number}.pdf", f"page-{number}"], cwd=folder, check=True)
    for page in sorted(folder.glob("page*.png")):
        found += [code.text for code in zxingcpp.read_barcodes(Image.open(page))]
    return found


def expected_people() -> set[bytes]:
    from sync.server.publishing.models import RosterRow

    return {bytes(key) for key in RosterRow.objects.filter(sort__in=(1, 2), body__isnull=False).values_list("key", flat=True)}


def log() -> list[Any]:
    from sync.server.papers.models import Issued

    return list(Issued.objects.order_by("pk"))


@needs_poppler
@pytest.mark.slow
def test_everybody_gets_one_pass_that_is_signed_and_read_again_and_stands_in_the_log(
    day: CentreDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.server.papers import drawing
    from sync.server.publishing import keys

    monkeypatch.setattr(drawing, "FILE_PASSES", 15)
    job = ask(day)
    work()
    codes = [read_code(text) for text in codes_on(files_in(result(job)), tmp_path)]
    key_id, key = keys.pass_key(day.event)
    assert all(isinstance(code, Pass) and is_signed(code, {key_id: bytes(key.verify_key)}) for code in codes)
    read = [code.who for code in codes if isinstance(code, Pass)]
    assert len(read) == len(set(read))
    assert set(read) == expected_people()
    assert {bytes(line.who) for line in log()} == expected_people()
    assert job.file == "passes.zip"


@pytest.mark.slow
def test_drawing_goes_on_with_the_next_file_and_logs_nobody_twice(quick_day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.jobs.worker import work_once
    from sync.server.papers import drawing

    monkeypatch.setattr(drawing, "FILE_PASSES", 10)
    job = ask(quick_day)
    drawn: list[int] = []
    real = pass_sheets

    def counted(cards: Any, **how: Any) -> bytes:
        drawn.append(1)
        return real(cards, **how)

    monkeypatch.setattr(drawing, "pass_sheets", counted)
    assert work_once(lambda: len(drawn) > 2)
    assert len(log()) == 20
    before = len(drawn)
    work()
    files = files_in(result(job))
    # The file in which it was stopped is drawn once more, those before are not.
    assert len(drawn) - before == len(files) - 2
    assert len(log()) == len(expected_people())


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("sheet", list(SheetName))
def test_each_sheet_holds_passes_that_are_read_again(quick_day: CentreDay, sheet: SheetName, tmp_path: Path) -> None:
    job = ask(quick_day, venue=RAINBOW, sheet=sheet.value)
    work()
    assert len(codes_on(files_in(result(job)), tmp_path)) == 19


@pytest.mark.parametrize("name", list(SheetName))
def test_every_place_lies_on_its_page_and_beside_the_others(name: SheetName) -> None:
    sheet = PASS_SHEETS[name]
    boxes = [sheet.box(number) for number in range(sheet.places)]
    assert all(box.x >= 0 and box.y >= 0 and box.x + box.width <= sheet.page[0] and box.y + box.height <= sheet.page[1] for box in boxes)
    assert sheet.step[0] >= sheet.place[0] - 0.01
    assert sheet.step[1] >= sheet.place[1] - 0.01


@needs_poppler
@pytest.mark.slow
def test_mats_and_cards_of_a_venue_are_read_again(quick_day: CentreDay, tmp_path: Path) -> None:
    from sync.domain.scanner_card import TEST_CARD
    from sync.domain.undo_card import UndoCard

    job = ask(quick_day, "mats", RAINBOW, "letter")
    work()
    codes = codes_on(files_in(result(job)), tmp_path)
    assert TEST_CARD in codes
    assert [code.venue for code in map(read_code, codes) if isinstance(code, UndoCard)] == [RAINBOW]
    assert len(codes) > 5


@needs_poppler
@pytest.mark.slow
def test_the_cards_of_a_venues_leads_are_read_again_and_one_that_was_lost_names_nobody(day: CentreDay, tmp_path: Path) -> None:
    from sync.server.jobs import asking
    from sync.server.papers.leads import in_charge
    from sync.server.publishing import keys

    job = asking.ask(day.event, "lead-cards", "Lead cards", by=somebody(), asked={"venue": RAINBOW, "sheet": "a4"})
    work()
    (card,) = [read_code(text) for text in codes_on(files_in(result(job)), tmp_path)]
    assert isinstance(card, LeadCard)
    key_id, key = keys.pass_key(day.event)
    (ruth,) = in_charge(day.event, day.definition, RAINBOW)
    known = KnownHere(day.definition, RAINBOW, {key_id: bytes(key.verify_key)}, in_charge=(ruth.lead,))
    assert judge(card, known) == AcceptedLead(ruth.lead)
    coordinator = browser_of("coordinator")
    assert "Their digits stay the same" in text_of(coordinator.get(f"/passes/venues/{RAINBOW}/leads/{ruth.lead.no}/anew"))
    assert "There is a new lead card" in text_of(coordinator.post(f"/passes/venues/{RAINBOW}/leads/{ruth.lead.no}/anew", follow=True))
    (now,) = in_charge(day.event, day.definition, RAINBOW)
    assert now.lead == msgspec.structs.replace(ruth.lead, card_serial=1)
    after = msgspec.structs.replace(known, in_charge=(now.lead,))
    assert judge(card, after) == Refused(Refusal.LEAD_CARD_ENDED)
    picture = coordinator.get(f"/passes/venues/{RAINBOW}/leads/{ruth.lead.no}/picture")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert judge(read_code(code.text), after) == AcceptedLead(now.lead)


def test_a_card_that_was_taken_back_stays_so_when_the_file_of_the_event_is_loaded_again(quick_day: CentreDay) -> None:
    from sync.eventfile import load_event
    from sync.places import assets_folder
    from sync.server.papers.leads import in_charge, renew
    from sync.server.publishing.pins import with_pins

    (ruth,) = in_charge(quick_day.event, quick_day.definition, RAINBOW)
    assert renew(quick_day.event, RAINBOW, ruth.lead.no)
    assert not renew(quick_day.event, RAINBOW, 99)
    event = load_event(assets_folder() / "events" / "demo.toml", dt.date(2026, 11, 22), hash_pin=lambda _: b"")
    (again,) = with_pins(event)[RAINBOW].leads
    assert again.card_serial == 1


def test_nobody_on_the_roster_is_said_so(quick_day: CentreDay) -> None:
    from sync.server.jobs.worker import work_once

    job = ask(quick_day, "parties", 4)
    assert work_once()
    job.refresh_from_db()
    assert job.said == "Nobody is on this roster yet. Bring a list of people first."


def test_a_pass_is_a_picture_and_a_page_until_it_is_issued_anew(day: CentreDay) -> None:
    one = begin(day.event, "Name,Number,Language\nרבקה כהן,7,he\n".encode())
    choose(one, RAINBOW)
    put_on(one)
    person = next(person for name, person in people(day.event, RAINBOW).items() if name.startswith("רבקה"))
    key = person.who.hex()
    coordinator, stranger = browser_of("coordinator"), browser_of(None)
    picture = coordinator.get(f"/passes/{key}/picture")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert isinstance(read := read_code(code.text), Pass)
    assert read.serial == 1
    address = re.findall(r'value="http://localhost(/pass/[^"]+)"', coordinator.get(f"/passes/{key}/link").content.decode())[0]
    page = stranger.get(address)
    assert page.status_code == 200
    assert person.shown_name in text_of(page)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    manifest = stranger.get(f"{address}/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["display"]) == (address, "standalone")
    assert "The pass before opens nothing any more" in text_of(coordinator.get(f"/passes/{key}/anew"))
    coordinator.post(f"/passes/{key}/anew")
    assert stranger.get(address).status_code == 404
    assert person.shown_name not in text_of(stranger.get(address))
    assert stranger.get(f"{address}/manifest.webmanifest").status_code == 404
    now = next(one for name, one in people(day.event, RAINBOW).items() if name.startswith("רבקה"))
    assert (now.pass_serial, now.spoken_code) == (2, person.spoken_code)
    assert [line.how for line in log()] == ["picture", "link", "reissued"]
    assert "issued anew" in text_of(coordinator.get("/passes/"))


@pytest.mark.parametrize("word", ["a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "7" * 32, "!" * 32, "é" * 32, "a" * 400])
@pytest.mark.usefixtures("quick_day")
def test_a_link_that_somebody_makes_up_shows_nobody(word: str) -> None:
    assert browser_of(None).get(f"/pass/1/{word}").status_code == 404
    assert browser_of(None).get(f"/pass/999999999999/{word}").status_code == 404


def test_somebody_is_found_by_name_or_digits_and_the_look_is_logged(quick_day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine

    digits = people(quick_day.event, RAINBOW)["Miriam K."].spoken_code
    for wanted in ("miriam", digits, f"{digits[:4]} {digits[4:]}"):
        assert "Miriam K." in text_of(browser_of("coordinator").get(f"/passes/venues/{RAINBOW}/", {"name": wanted}))
    assert "Nobody of this name" in text_of(browser_of("coordinator").get(f"/passes/venues/{RAINBOW}/", {"name": "zzzz"}))
    assert AuditLine.objects.filter(deed="names-seen").exists()


@pytest.mark.usefixtures("quick_day")
def test_the_page_has_passes_and_mats_drawn_and_asks_for_what_it_knows() -> None:
    answer = browser_of("coordinator").post("/passes/draw", {"what": "people", "venue": RAINBOW, "sheet": "letter"}, follow=True)
    assert "Passes for Rainbow Room" in text_of(answer)
    answer = browser_of("coordinator").post("/passes/draw", {"what": "mats", "venue": "", "sheet": "a4"}, follow=True)
    assert "Mats and cards for all venues" in text_of(answer)
    assert "Choose what to print" in text_of(browser_of("coordinator").post("/passes/draw", {"what": "x", "sheet": "a4"}, follow=True))
