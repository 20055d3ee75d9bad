"""Names are put everywhere where they can go; everybody is erased; then every table, every file and every export is searched for them."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.domain.roster import Lead, Roster, Volunteer
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.lists import begin, choose, people, put_on, work
from tests.support.registering import address_of, aged_stamp, form, opened, with_shifts
from tests.support.site_pages import browser_of, centre_day, now_ms
from tests.support.somebody_came import let_come

set_up_django()
pytestmark = pytest.mark.slow

ON_A_LIST, IN_A_FAMILY, FAMILY = "Zebulonia Quillfeather", "Peregrine Umbergloss", "Umbergloss household"
AT_THE_PREVIEW, WITH_A_FAULT, NOT_LOOKED_AT = "Tarquin Waddlecombe", "Ottoline Grimblehawk", "Mordaunt Spindlewick"
WALKED_IN, REGISTERED, THEIR_GROUP = "Fenella Drizzlethorpe", "Hyacinth Boggleworth", "Snorkelham choir"
LEAD, LEADS_NUMBER = "Barnaby Thistlewhack", "+44 7700 900123"
TO_CALL, CALL_NUMBER = "Cressida Plumptonby", "+44 7700 900456"
NAMES = (
    *(ON_A_LIST, IN_A_FAMILY, FAMILY, AT_THE_PREVIEW, WITH_A_FAULT, NOT_LOOKED_AT, WALKED_IN, REGISTERED, THEIR_GROUP),
    *(LEAD, LEADS_NUMBER, TO_CALL, CALL_NUMBER),
)
FOR_A_YEAR = re.compile("|".join({word for name in NAMES for word in re.findall(r"[A-Z][a-z]{5,}|900\d{3}", name)}), re.IGNORECASE)
"""Each word alone is nobody else's in the demo day."""


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    with centre_day(filled=False, kind=request.param) as day, override_settings(STATE_FOLDER=tmp_path):
        with_shifts(day)
        yield day


def put_names_everywhere(day: CentreDay) -> list[str]:
    """Bring every name in by its own door; return the addresses that show them."""
    bring_lists(day)
    walk_in(day)
    send_lead(day)
    register(day)
    from sync.server.calling.numbers import keep

    keep(day.event, RAINBOW, TO_CALL, CALL_NUMBER)
    return use_names(day)


def bring_lists(day: CentreDay) -> None:
    first = begin(day.event, f"Name,Number,Family\n{ON_A_LIST},1,\n{IN_A_FAMILY},2,{FAMILY}\n".encode(), "helpers.csv")
    choose(first, RAINBOW, is_short=False)
    put_on(first)
    second = begin(
        day.event, f"Name,Number,Venue\n{AT_THE_PREVIEW},3,\n{ON_A_LIST} junior,1,\n{WITH_A_FAULT},4,{WITH_A_FAULT} hall\n".encode()
    )
    choose(second, RAINBOW, is_short=False)
    begin(day.event, f"Name\n{NOT_LOOKED_AT}\n".encode(), f"{NOT_LOOKED_AT}.csv")


def walk_in(day: CentreDay) -> None:
    """A kiosk tells of somebody who came without being expected, and of what they did."""
    from sync.protocol.messages import RosterChange
    from sync.server.devices.models import Device
    from sync.server.publishing.newcomers import take_names

    day.enrol(2, RAINBOW, "Rainbow door")
    body = msgspec.msgpack.encode(Volunteer(b"walkedin", WALKED_IN, RAINBOW))
    assert take_names(Device.objects.get(no=2), (RosterChange(1, b"walkedin", body),), day.now_ms) == 1
    let_come(day, b"walkedin")
    let_come(day, people(day.event, RAINBOW)[ON_A_LIST].who)


def send_lead(day: CentreDay) -> None:
    from sync.server.publishing.models import Publication
    from sync.server.publishing.roster import set_roster

    row = Publication.objects.get(event=day.event)
    set_roster(row, 4, Roster(1, leads=(Lead(77, LEAD, 4, b"hash", LEADS_NUMBER),)))
    row.save()


def register(day: CentreDay) -> None:
    page = opened(day)
    stamp = aged_stamp(page, 60_000, now_ms())
    answer = browser_of(None).post(address_of(page), form(stamp, name=REGISTERED, group=THEIR_GROUP))
    assert answer.status_code == 302


def use_names(day: CentreDay) -> list[str]:
    """Look at names, print them, send them, certify them, take them away."""
    browser = browser_of("coordinator")
    shown = people(day.event, RAINBOW)
    key = shown[ON_A_LIST].who.hex()
    addresses = [
        f"/passes/venues/{RAINBOW}/",
        f"/passes/{key}/picture",
        f"/passes/{key}/link",
        f"/privacy/people/{key}/",
        f"/privacy/people/{key}/kept.json",
        "/roster/",
        "/audit.csv",
        *(f"/reports/files/{table}.{sort}?names=1" for table in ("attendance", "hours", "groups") for sort in ("csv", "json", "xlsx")),
    ]
    link = re.search(r"/pass/\d+/[a-z2-7]{32}", browser.get(f"/passes/{key}/link").content.decode())
    assert link is not None
    browser.post("/privacy/people/", {"wanted": ON_A_LIST})
    browser.post(f"/privacy/people/{key}/certificate")
    browser.post("/passes/draw", {"what": "everybody", "sheet": "a4"})
    browser.post("/certificates/draw", {"whose": "people", "venue": RAINBOW})
    work()
    browser.post("/reports/freeze")
    return [*addresses, link.group()]


def everything_in_tables() -> Iterator[tuple[str, str]]:
    """(table and column, what stands there) of every row of every table, ours and Django's."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        columns = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*columns):
            for column, value in zip(columns, row, strict=True):
                if isinstance(value, bytes | memoryview | str | list | dict):
                    yield f"{model._meta.db_table}.{column}", words_in(value)


def words_in(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def sessions() -> Iterator[tuple[str, str]]:
    """What browsers left behind: sessions are packed, so they are opened."""
    from django.contrib.sessions.models import Session

    for one in Session.objects.all():
        yield "session", str(one.get_decoded())


def told_by(address: str) -> str:
    """What somebody reads who asks for ``address``: of a workbook, every file in it."""
    answer = browser_of("coordinator").get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", errors="replace")


def found_in(places: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(place, found) for place, words in places for found in FOR_A_YEAR.findall(words)}


def raw_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes().decode("utf-8", errors="replace")


def database_files() -> Iterator[tuple[str, str]]:
    """The bytes of an SQLite database and its log, as they lie on the disk."""
    from django.db import connection

    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for file in path.parent.glob(f"{path.name}*"):
            yield file.suffix, file.read_bytes().decode("utf-8", errors="replace")


def erase_everybody(day: CentreDay) -> None:
    answer = browser_of("coordinator").post("/privacy/erase", {"sure": "yes"})
    assert answer.status_code == 302
    work()
    del day


def test_after_erasing_no_name_is_found_in_any_table_file_or_export(day: CentreDay, tmp_path: Path) -> None:
    addresses = put_names_everywhere(day)
    before = {found.lower() for _, found in found_in(everything_in_tables())}
    wanted = {word.lower() for name in NAMES for word in FOR_A_YEAR.findall(name)}
    assert wanted - before <= {"mordaunt", "spindlewick", "ottoline", "grimblehawk"}, "they were not put where they are looked for"
    assert {"mordaunt", "grimblehawk"} <= {found.lower() for _, found in found_in(raw_files(tmp_path))} | before
    assert any(ON_A_LIST in told_by(address) for address in addresses)
    assert {path.suffix for path in (tmp_path / "jobs").rglob("*")} >= {".pdf", ".zip"}, "passes and certificates were drawn"

    erase_everybody(day)
    assert found_in(everything_in_tables()) == set()
    assert found_in(sessions()) == set()
    assert found_in(raw_files(tmp_path)) == set()
    assert [path for folder in ("jobs", "imports") for path in (tmp_path / folder).rglob("*") if path.is_file()] == []
    assert found_in((address, told_by(address)) for address in addresses) == set()
    assert found_in(database_files()) == set()


@pytest.mark.parametrize("day", ["sqlite"], indirect=True)  # the bytes of PostgreSQL's files are another machine's
def test_the_search_would_find_what_is_left_in_the_database_s_own_file(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.erasing import traces

    put_names_everywhere(day)
    monkeypatch.setattr(traces, "wipe", lambda _: True)
    erase_everybody(day)
    assert found_in(everything_in_tables()) == set()
    assert found_in(database_files()), "without writing the database anew the names lie in its file"


def test_one_person_who_is_erased_is_found_nowhere_and_the_others_stay(day: CentreDay, tmp_path: Path) -> None:
    from sync.server.erasing import traces

    addresses = put_names_everywhere(day)
    key = people(day.event, RAINBOW)[ON_A_LIST].who.hex()
    browser_of("coordinator").post(f"/privacy/people/{key}/erase")
    assert traces.wipe(day.now_ms)
    theirs = {"zebulonia", "quillfeather"}
    for places in (everything_in_tables(), sessions(), raw_files(tmp_path), database_files()):
        assert {(place, found) for place, found in found_in(places) if found.lower() in theirs} == set()
    assert not [address for address in addresses if "zebulonia" in told_by(address).lower()]
    assert WALKED_IN in people(day.event, RAINBOW)
    assert REGISTERED in people(day.event, RAINBOW)
