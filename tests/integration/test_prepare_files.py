"""Can an event come from a file, and go into one? And does no file, however damaged, end the page?"""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sync.places import assets_folder
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.preparing import bring, draft, take
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

HEADINGS = ["Venue", "Town", "Way in", "Activity", "Room", "What is made", "How many are hoped for", "For whom", "Places"]
HARMLESS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture
def ruth(day: CentreDay) -> Any:
    del day
    return browser_of("coordinator")


def sheet(*rows: list[str], headings: list[str] | None = None) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([headings or HEADINGS, *rows])
    return written.getvalue().encode()


def workbook(*rows: list[Any]) -> bytes:
    book, packed = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (HEADINGS, *rows):
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()


def test_a_sheet_is_shown_first_then_taken_in_and_taken_in_again_changes_nothing(ruth: Any) -> None:
    content = workbook(
        ["Quay House", "Millbrook", "Green gate", "Knitting", "Lounge", "hats", 120, "the neonatal unit, St Brannoc’s Hospital", 12],
        [None, None, None, "Fundraising", None, "raised", "250.50"],
        ["alder lane primary school", "Far Brannock"],
    )
    before = draft().definition
    shown = bring(ruth, "venues.xlsx", content)
    assert "Take 4 changes from venues.xlsx?" in text_of(shown)
    assert draft().definition == before
    assert "4 changes" in text_of(take(ruth, shown))
    now = draft().definition
    venue = next(venue for venue in now.venues if venue.name["en"] == "Quay House")
    knitting, raising = now.activities_at(venue.no)
    assert (knitting.outputs[0].target, knitting.outputs[0].beneficiary, knitting.places) == (120, 1, 12)
    assert raising.outputs[0].target == 25_050
    assert now.venue(1).town == "Far Brannock"
    assert "changes nothing" in text_of(bring(ruth, "venues.xlsx", content))
    assert "choose the file again" in text_of(take(ruth, shown)), "the draft is another one by now"


def test_the_sheet_of_what_there_is_changes_nothing_when_it_comes_back(ruth: Any) -> None:
    for ending in ("csv", "xlsx"):
        content = ruth.get(f"/prepare/1/template.{ending}").content
        assert "changes nothing" in text_of(bring(ruth, f"sheet.{ending}", content)), ending
    assert [cell.value for cell in load_workbook(io.BytesIO(content)).worksheets[0][1]] == HEADINGS


@pytest.mark.parametrize("language", ["he", "ar", "ur", "cy", "pl", "fr"])
def test_the_sheet_has_the_headings_of_the_page_and_comes_back_into_every_page(ruth: Any, language: str) -> None:
    content = ruth.get("/prepare/1/template.xlsx", headers={"Accept-Language": language}).content
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert not {cell.value for cell in page[1]} & {*HEADINGS} - {"Places"}, "the French say places, too"
    assert page.title != "Venues and activities"
    assert "changes nothing" in text_of(bring(ruth, "sheet.xlsx", content)), "an English page knows them, too"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (sheet(), "Below the headings there is no row"),
        (sheet(["A"], headings=["Place of work"]), "Row 1: “Place of work” is no column that is known here"),
        (sheet(["A", "B"], headings=["Town", "Venue", "City"]), "mean the same column"),
        (sheet(["A"], headings=["Town"]), "there is no column “Venue”"),
        (sheet(["", "", "", "Knitting"]), "Row 2, column Venue: is empty, and no row above names one"),
        (sheet(["Hall", "", "", "Knitting", "", "hatz"]), "Row 2, column What is made: says “hatz”, which is not counted at this event"),
        (sheet(["Hall", "", "", "Knitting", "", "hats", "lots"]), "Row 2, column How many are hoped for: cannot be used"),
        (sheet(["Hall", "", "", "Knitting", "", "hats", "5", "nobody"]), "Row 2, column For whom: says “nobody”, who is not known"),
        (sheet(["Hall", "", "", "Knitting", "", "", "5"]), "Row 2, column What is made: is empty"),
        (sheet(["Hall", "", "", "", "Library"]), "Row 2, column Activity: is empty"),
        (sheet(["Hall", "", "", "Knitting", "", "", "", "", "-3"]), "Row 2, column Places: says “-3”"),
        (sheet(["x" * 100]), "Row 2, column Venue: is longer than 80 letters"),
        (sheet(*[["Hall", "", "", "K", "", "hatz"]] * 80), "There is more; put these right first"),
        (b"PK\x03\x04 no zip", "This is no spreadsheet that can be read"),
        (sheet(*[["Hall"]] * 5001), "more than 5,000 rows"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_by_row_and_column_and_nothing_changes(ruth: Any, content: bytes, words: str) -> None:
    before = draft().definition
    answer = bring(ruth, "venues.csv", content)
    assert words in text_of(answer) or (not content and "Choose the file" in text_of(answer))
    assert draft().definition == before


def test_a_packed_bomb_is_not_unpacked(ruth: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\x00" * (40 * 1024 * 1024))
    assert "unpacks to far more" in text_of(bring(ruth, "venues.xlsx", packed.getvalue()))


def test_semicolons_tabs_and_other_alphabets_are_read(ruth: Any) -> None:
    for content in ("Venue;Town\nDruga sala;Łódź\n".encode("utf-8-sig"), "Venue\tTown\nDruga sala\tŁódź\n".encode("utf-16")):
        assert "Druga sala: new" in text_of(bring(ruth, "venues.csv", content))


def test_the_draft_as_a_file_comes_back_as_a_new_event_and_changes_nothing_in_its_own(ruth: Any) -> None:
    content = ruth.get("/prepare/1/draft.toml").content
    assert "changes nothing" in text_of(bring(ruth, "event.toml", content))
    answer = ruth.post("/prepare/from-file", {"file": SimpleUploadedFile("event.toml", content)}, follow=True)
    assert "The event is begun from event.toml" in text_of(answer)
    new, old = draft(max(one for one in range(1, 20) if _is_there(one))), draft()
    assert (new.definition.venues, new.definition.items) == (old.definition.venues, old.definition.items)
    assert new.published is None


def test_the_demo_as_a_file_tells_that_its_people_are_not_taken_along(ruth: Any) -> None:
    content = (assets_folder() / "events" / "demo.toml").read_bytes()
    answer = ruth.post("/prepare/from-file", {"file": SimpleUploadedFile("demo.toml", content)}, follow=True)
    assert "people and leads in the file are not taken along" in text_of(answer)


def test_a_file_that_would_change_what_was_recorded_is_refused(ruth: Any) -> None:
    content = ruth.get("/prepare/1/draft.toml").content.decode()
    answer = bring(ruth, "event.toml", content.replace('unit = "items"', 'unit = "people"', 1).encode())
    assert "is counted in items, as it was published" in text_of(answer)
    assert "is missing" in text_of(bring(ruth, "event.toml", content.replace("\nno = 1\n", "\n", 1).encode()))
    assert "is missing" in text_of(ruth.post("/prepare/from-file", {"file": SimpleUploadedFile("e.toml", b"[event]\n")}, follow=True))
    assert "Choose the file first" in text_of(ruth.post("/prepare/from-file", follow=True))
    assert "Choose the file first" in text_of(ruth.post("/prepare/1/file", follow=True))


cells = st.sampled_from(
    [*HEADINGS, "Hall", "hats", "Knitting", "5", "-1", "1e999", "=1+1", "\x00", "٣", "x" * 400, "", "NaN", "Infinity", "²"]
)


@HARMLESS
@given(st.lists(st.lists(cells, max_size=10), max_size=6))
def test_no_table_ends_the_page(ruth: Any, rows: list[list[str]]) -> None:
    assert bring(ruth, "venues.csv", sheet(*rows)).status_code == 200
    assert bring(ruth, "venues.csv", sheet(*rows, headings=HEADINGS[::-1])).status_code == 200


@HARMLESS
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.toml", "a.xls", "a"]))
@example(b'"', "a.csv")
@example(b"\xff\xfe\x00", "a.csv")
@example(b"Venue\n\x81\x8d", "a.csv")
def test_no_bytes_end_the_page(ruth: Any, content: bytes, name: str) -> None:
    assert bring(ruth, name, content).status_code == 200


@HARMLESS
@given(st.data())
def test_no_damage_to_a_spreadsheet_ends_the_page(ruth: Any, data: st.DataObject) -> None:
    packed, damaged = io.BytesIO(workbook(["Hall", "Town"])), io.BytesIO()
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(damaged, "w") as broken:
        names = whole.namelist()
        hit, way = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["gone", "cut", "other"]))
        for name in names:
            body = whole.read(name)
            if name == hit:
                body = {"gone": b"", "cut": body[: len(body) // 2], "other": body.replace(b"1", b"99999999")}[way]
            if body:
                broken.writestr(name, body)
    assert bring(ruth, "venues.xlsx", damaged.getvalue()).status_code == 200


def _is_there(event: int) -> bool:
    from sync.server.reading.drafts import draft_of

    return draft_of(event) is not None
