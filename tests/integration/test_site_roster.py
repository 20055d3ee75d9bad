"""Can a coordinator bring a list, look at it, put it onto the roster and take it back, on the pages?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.lists import people, work
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

LIST = "Name,Number,Activity\nAda Moss,1,Knitting hats\nBen Oak,2,Kniting hats\nEsther Obi,3,\nEsther Obi,4,\n"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def bring(content: bytes, name: str = "helpers.csv") -> Any:
    return browser_of("coordinator").post("/roster/bring", {"file": SimpleUploadedFile(name, content)}, follow=True)


def post(address: str, **given: Any) -> Any:
    return browser_of("coordinator").post(address, given, follow=True)


def columns_of(page: Any) -> dict[str, str]:
    """What the page proposes, as the form would send it."""
    found = re.findall(r'<select id="column-(\d+)".*?</select>', page.content.decode(), re.DOTALL)
    chosen = re.findall(r'name="(column-\d+)">(.*?)</select>', page.content.decode(), re.DOTALL)
    assert len(found) == len(chosen)
    return {name: re.findall(r'value="(\w*)" selected', options)[0] for name, options in chosen}


def test_a_list_is_brought_looked_at_put_on_and_taken_back(day: CentreDay) -> None:
    page = bring(LIST.encode())
    assert "What do the columns of helpers.csv mean?" in text_of(page)
    assert "4 rows. A proposal, made of the headings." in text_of(page)
    assert columns_of(page) == {"column-0": "name", "column-1": "identifier", "column-2": "activity"}
    address = page.redirect_chain[-1][0].removesuffix("columns")
    reading = post(f"{address}columns", venue=RAINBOW, names="short", **columns_of(page))
    assert "Waiting for its turn" in text_of(reading)
    work()
    preview = text_of(browser_of("coordinator").get(address))
    assert "3 new names for the roster" in preview
    assert "3 Activity There is no activity “Kniting hats” here. Did you mean “Knitting hats”?" in preview
    assert "Put it onto the roster?" in preview
    assert "Ada M." not in people(day.event, RAINBOW)
    post(f"{address}put-on", shown=[], merged=[])
    work()
    assert "Ada M." in people(day.event, RAINBOW)
    assert "Take back" in text_of(browser_of("coordinator").get("/roster/"))
    assert "Passes that were printed for them open nothing" in text_of(browser_of("coordinator").get(f"{address}take-back"))
    post(f"{address}take-back")
    work()
    assert "Ada M." not in people(day.event, RAINBOW)
    assert "Somebody else decided about this list meanwhile." in text_of(post(f"{address}take-back"))


def test_the_log_names_a_list_by_its_number_and_not_by_what_somebody_called_it(day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine

    page = bring(b"Name,Number\nAda Moss,1\n", "Ada Moss.csv")
    address = page.redirect_chain[-1][0].removesuffix("columns")
    post(f"{address}columns", venue=RAINBOW, names="short", **columns_of(page))
    work()
    browser_of("coordinator").get(address)
    post(f"{address}put-on", shown=[], merged=[])
    work()
    post(f"{address}take-back")
    no = address.rstrip("/").rpartition("/")[2]
    told = list(AuditLine.objects.filter(event=day.event, what__contains=f"list {no}").order_by("pk").values_list("what", flat=True))
    assert told == [
        f"Looked at the names that list {no} would change on the roster.",
        f"Put list {no} onto the roster.",
        f"Took list {no} back off the roster.",
    ]
    assert not AuditLine.objects.filter(what__contains="Ada").exists()


@pytest.mark.usefixtures("day")
def test_what_cannot_be_read_is_said_where_the_file_was_chosen() -> None:
    assert "Choose the file first." in text_of(post("/roster/bring"))
    assert "This is a PDF" in text_of(bring(b"%PDF-1.7"))


@pytest.mark.usefixtures("day")
def test_a_file_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.site.roster.FILE_BYTES_MAX", len(LIST) - 1)
    assert "That file is larger than" in text_of(bring(LIST.encode()))
    assert "old Excel file" in text_of(bring(b"\xd0\xcf\x11\xe0"))


@pytest.mark.usefixtures("day")
def test_columns_that_do_not_fit_together_are_asked_for_again_with_what_was_chosen() -> None:
    page = bring(b"A,B\nAda Moss,1\n")
    address = page.redirect_chain[-1][0]
    again = post(address, **{"column-0": "name", "column-1": "name"})
    assert "Two columns are “Name”. Keep one of them." in text_of(again)
    assert columns_of(again) == {"column-0": "name", "column-1": "name"}
    assert "Say which column holds the name." in text_of(post(address, **{"column-0": "no such", "column-1": "\x00"}))


@pytest.mark.usefixtures("day")
def test_letters_that_look_wrong_are_read_in_another_way() -> None:
    page = bring("Name;Nr\nłódź Żak;1\n".encode("cp1250"))
    address = page.redirect_chain[-1][0]
    assert "łódź Żak" in text_of(post(address, look="again", encoding="cp1250", separator=";"))
    assert "Choose one of the encodings" in text_of(post(address, look="again", encoding="cp9", separator=";"))
    assert "cannot be read that way" in text_of(post(address, look="again", encoding="utf-16", separator=";"))


@pytest.mark.usefixtures("day")
def test_a_list_is_left_and_a_job_that_was_cancelled_leaves_the_columns_to_choose() -> None:
    page = bring(LIST.encode())
    address = page.redirect_chain[-1][0].removesuffix("columns")
    post(f"{address}columns", venue=RAINBOW, **columns_of(page))
    from sync.server.jobs import asking
    from sync.server.jobs.models import Job

    asking.cancel(Job.objects.get())
    assert "What do the columns" in text_of(browser_of("coordinator").get(address, follow=True))
    assert "Nothing has changed." in text_of(post(f"{address}leave"))
    assert browser_of("coordinator").get(address).status_code == 404
