"""Does a certificate say what the tally says, in every language and on both papers, and can anybody check it?"""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from sync.paper.certificate import certificate_pdf
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.lists import people, work
from tests.support.site_pages import browser_of, centre_day, text_of
from tests.support.somebody_came import HATS, STAYED_MIN, let_come, somebody_came

set_up_django()

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    (tmp_path / "state").mkdir()
    with centre_day(filled=False, kind=request.param) as day, override_settings(STATE_FOLDER=tmp_path / "state"):
        yield day


@pytest.fixture
def quick_day(tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    (tmp_path / "state").mkdir()
    with centre_day(filled=False) as day, override_settings(STATE_FOLDER=tmp_path / "state"):
        yield day


def issued() -> list[Any]:
    from sync.server.certificates.models import Issued

    return list(Issued.objects.order_by("pk"))


def drawn(job_address: str) -> bytes:
    from sync.server.jobs.files import folder_of
    from sync.server.jobs.models import Job

    job = Job.objects.get(pk=int(re.findall(r"\d+", job_address)[0]))
    return bytes((folder_of(job.pk) / job.file).read_bytes())


def codes_on(pdf: bytes, folder: Path) -> list[str]:
    """Every code on every page, as a telephone reads it from the paper; each page must have one."""
    folder.mkdir(exist_ok=True)
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "110", "-gray", "-png", "paper.pdf", "page"], cwd=folder, check=True)
    return [code.text for page in sorted(folder.glob("page*.png")) for code in zxingcpp.read_barcodes(Image.open(page))]


def words_on(pdf: bytes, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "words.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", "words.pdf", "-"], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def test_it_says_what_the_table_of_hours_and_the_corrected_tally_say(day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine

    person = somebody_came(day)
    browser = browser_of("coordinator")
    assert browser.post(f"/privacy/people/{person.who.hex()}/certificate").status_code == 200
    assert AuditLine.objects.latest("pk").what == "Made out the certificate of one person or party."
    (row,) = issued()
    assert (row.minutes, row.items, row.people, row.venue) == (STAYED_MIN, [[1, HATS]], 1, RAINBOW)
    table = b"".join(browser.get("/reports/files/hours.csv").streaming_content).decode("utf-8-sig")
    hours = {line["person"]: int(line["minutes"]) for line in csv.DictReader(io.StringIO(table))}
    assert hours[person.who.hex()] == row.minutes


@needs_poppler
@pytest.mark.slow
def test_in_every_language_and_on_both_papers_its_code_leads_to_the_same_figures(quick_day: CentreDay, tmp_path: Path) -> None:
    from sync.server.tongues.languages import TONGUES

    person = somebody_came(quick_day)
    browser, stranger = browser_of("coordinator"), browser_of(None)
    for tongue in TONGUES:
        for sheet in ("a4", "letter"):
            asked = {"language": tongue.code, "sheet": sheet}
            pdf = browser.post(f"/privacy/people/{person.who.hex()}/certificate", asked).content
            (code,) = codes_on(pdf, tmp_path / f"{tongue.code}-{sheet}")
            assert code.startswith("HTTP://LOCALHOST/CERTIFICATE/")
            page = text_of(stranger.get(code.removeprefix("HTTP://LOCALHOST")))
            assert "1 h 30 min of time given" in page
            assert f"{HATS} hats" in page
            assert person.shown_name not in page, "the page names nobody"
    assert person.shown_name in words_on(browser.post(f"/privacy/people/{person.who.hex()}/certificate").content, tmp_path / "words")


def test_a_group_gets_what_its_people_came_to_and_each_of_them_one_of_their_own(day: CentreDay) -> None:
    from sync.domain.roster import Party
    from sync.server.erasing.roster import members_of

    parties = [one for venue in (1, 2, 3, 4) for one in people(day.event, venue).values() if isinstance(one, Party)]
    family = next(one for one in parties if len(members_of(day.event, one.who)) > 1)
    members = members_of(day.event, family.who)
    for who in members[:2]:
        let_come(day, who)
    browser = browser_of("coordinator")
    browser.post(f"/privacy/people/{family.who.hex()}/certificate")
    (row,) = issued()
    assert (row.people, row.minutes, row.items) == (2, 2 * STAYED_MIN, [[1, 2 * HATS]])
    answer = browser.post("/certificates/draw", {"whose": "members", "party": family.who.hex()})
    work()
    assert [one.minutes for one in issued()[1:]] == [STAYED_MIN] * 2, "whoever did not come gets none"
    assert drawn(answer["Location"]).startswith(b"%PDF")


@needs_poppler
@pytest.mark.slow
def test_a_whole_venue_and_everybody_who_came_are_drawn_in_the_background(
    quick_day: CentreDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.domain.roster import Volunteer
    from sync.server.certificates import issuing

    came = [one for one in people(quick_day.event, RAINBOW).values() if isinstance(one, Volunteer)][:5]
    for one in came:
        let_come(quick_day, one.who)
    monkeypatch.setattr(issuing, "FILE_CERTIFICATES", 2)
    browser = browser_of("coordinator")
    answer = browser.post("/certificates/draw", {"whose": "people", "venue": RAINBOW, "sheet": "letter"})
    work()
    assert len(issued()) == len(came)
    with zipfile.ZipFile(io.BytesIO(drawn(answer["Location"]))) as packed:
        pdfs = [packed.read(name) for name in sorted(packed.namelist())]
    codes = [code for number, pdf in enumerate(pdfs) for code in codes_on(pdf, tmp_path / str(number))]
    assert [code[-19:].replace("-", "") for code in codes] == [one.code for one in issued()]
    names = "".join(words_on(pdf, tmp_path / "names") for pdf in pdfs)
    latin = [one.shown_name for one in came if one.shown_name.isascii()]
    assert latin
    assert all(name in names for name in latin)
    answer = browser.post("/certificates/draw", {"whose": "venue", "venue": RAINBOW})
    work()
    row = issued()[-1]
    assert (row.whose, row.people, row.minutes, row.items) == ("venue", len(came), len(came) * STAYED_MIN, [[1, len(came) * HATS]])
    assert "Rainbow Room" in words_on(drawn(answer["Location"]), tmp_path / "venue")


def test_drawing_goes_on_where_it_stood(quick_day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.domain.roster import Volunteer
    from sync.server.certificates import issuing
    from sync.server.jobs.worker import work_once

    for one in [one for one in people(quick_day.event, RAINBOW).values() if isinstance(one, Volunteer)][:4]:
        let_come(quick_day, one.who)
    monkeypatch.setattr(issuing, "FILE_CERTIFICATES", 2)
    browser_of("coordinator").post("/certificates/draw", {"whose": "people", "venue": RAINBOW})
    made: list[bool] = []

    def counted(*asked: Any) -> bytes:
        made.append(True)
        return certificate_pdf(*asked)

    monkeypatch.setattr(issuing, "certificate_pdf", counted)
    assert work_once(lambda: len(made) > 1)
    assert len(issued()) == 4
    work()
    assert len(made) == 3, "the first file was kept"


def test_nobody_came_and_nothing_is_certified(quick_day: CentreDay) -> None:
    from sync.server.jobs.models import Job, State
    from sync.server.jobs.worker import work_once

    who = next(iter(people(quick_day.event, SCHOOL).values())).who
    browser = browser_of("coordinator")
    answer = browser.post(f"/privacy/people/{who.hex()}/certificate", follow=True)
    assert "They have not come yet" in text_of(answer)
    browser.post("/certificates/draw", {"whose": "people", "venue": SCHOOL})
    assert work_once()
    assert Job.objects.get().state == State.FAILED
    assert "Nobody of them has come yet" in Job.objects.get().said
    assert issued() == []


def test_a_code_is_read_as_people_type_it_and_a_made_up_one_leads_nowhere(quick_day: CentreDay) -> None:
    person = somebody_came(quick_day)
    browser_of("coordinator").post(f"/privacy/people/{person.who.hex()}/certificate")
    code, stranger = issued()[0].code, browser_of(None)
    assert "We made this certificate out" in text_of(stranger.get(f"/certificate/?code={code.lower()}"))
    assert "We made this certificate out" in text_of(stranger.get(f"/CERTIFICATE/{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"))
    for wrong in (code[:-1], code[:-1] + ("A" if code[-1] != "A" else "B"), "1", f"{code}A"):
        answer = stranger.get(f"/certificate/{wrong}")
        assert (answer.status_code, "We don’t know this code" in text_of(answer)) == (404, True), wrong


def test_a_certificate_is_confirmed_after_the_name_was_erased(quick_day: CentreDay) -> None:
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.models import Why

    person = somebody_came(quick_day)
    browser_of("coordinator").post(f"/privacy/people/{person.who.hex()}/certificate")
    erase_event(quick_day.event, "Ruth Adeyemi", Why.ASKED, quick_day.now_ms)
    assert "1 h 30 min" in text_of(browser_of(None).get(f"/certificate/{issued()[0].code}"))


def test_a_certificate_is_in_the_person_s_own_language_unless_another_is_wished(quick_day: CentreDay) -> None:
    from sync.server.certificates.achieved import Achieved
    from sync.server.certificates.models import Whose
    from sync.server.certificates.wording import language_of
    from sync.server.reading.event import event

    published = event(quick_day.event)
    assert published is not None
    theirs = Achieved(Whose.VOLUNTEER, "Noa", None, 1, 1, (), "he")
    assert language_of("", theirs, published) == "he"
    assert language_of("fr", theirs, published) == "fr"
    assert language_of("", Achieved(Whose.VOLUNTEER, "Noa", None, 1, 1, (), "tlh"), published) in ("en-gb", "he", "cy", "fr")
