"""Lists of people as other people's programs write them: Eventbrite, pretix, Google Forms, and a school office.

Promise: names are made up; shapes (headings, separators, encodings) are those of the exports; brought and decided as a coordinator does.
"""

import csv
import io
from pathlib import Path
from typing import Any

EVENTBRITE = """Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Currency,Attendee Status
8123456789,2026-10-02 10:11:12,Ada,Moss,ada@example.org,1,,Knitting hats,10001,,GBP,Attending
8123456789,2026-10-02 10:11:12,Ben,Moss,ada@example.org,1,,Knitting hats,10002,,GBP,Attending
8123456790,2026-10-03 09:00:00,Cleo,"Ng, PhD",cleo@example.org,1,,Tea with visitors,10003,,GBP,Attending
8123456791,2026-10-03 09:30:00,Dov,Levy,dov@example.org,1,,Knitting hats,10004,,GBP,Not Attending
8123456792,2026-10-03 09:30:00,Eve,Hart,eve@example.org,1,,Kniting hats,10005,,GBP,Attending
"""

PRETIX = """"Order code";"Position ID";"Product";"Attendee name";"Attendee name: Given name";"Attendee email";"Status"
"ABC12";"1";"Knitting hats";"Łukasz Żak";"Łukasz";"";"Paid"
"ABC12";"2";"Knitting hats";"Zofia Żak";"Zofia";"";"Paid"
"DEF34";"1";"Knitting hats";"Noa Bar";"Noa";"noa@example.org";"Canceled"
"""

GOOGLE_FORMS = """Timestamp,Email Address,What is your name?,Which activity would you like to do?,Which shift?,Do you need large text?
2026/10/01 8:00:00 PM GMT+1,one@example.org,Amal Haddad,Knitting hats,10:00 – 12:30,Yes
2026/10/01 8:05:00 PM GMT+1,one@example.org,Sami Haddad,Knitting hats,13:00,No
"""

SCHOOL_OFFICE = """Name;Class;Place;Preferred language;Wheelchair user
Rivka Cohen;5B;Alder Lane Primary School;en;
Tom Ash;5B;Alder Lane Primary School;;yes
"""


def as_xlsx(text: str, separator: str = ",") -> bytes:
    """The same list as a spreadsheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def begin(event: int, content: bytes, name: str = "list.csv", languages: tuple[str, ...] = ()) -> Any:
    """A list that was brought."""
    from sync.server.importing import lists

    return lists.begin(event, name, [content], somebody(), languages)


def choose(one: Any, venue: int | None = None, *, is_short: bool = True, **columns: str) -> list[str]:
    """The columns as proposed, but ``columns`` (heading: field), and the list read."""
    from sync.server.importing import lists
    from sync.server.importing.columns import Field

    fields = [Field(columns.get(heading, field)) for heading, field in zip(one.columns, one.fields, strict=True)]
    faults = lists.choose(one, fields, {"venue": venue, "is_short": is_short}, somebody())
    work()
    one.refresh_from_db()
    return faults


def put_on(one: Any, *, removes: bool = False, merged: set[int] | None = None) -> None:
    """The list put onto the roster; ``merged`` none: as proposed."""
    from sync.server.importing import lists
    from sync.server.importing.models import StagedRow

    shown = set() if merged is None else set(StagedRow.objects.filter(roster_import=one, twin__isnull=False).values_list("pk", flat=True))
    lists.put_on_roster(one, somebody(), removes=removes, merged=merged or set(), shown=shown)
    work()
    one.refresh_from_db()


def take_back(one: Any) -> None:
    """The list taken off again."""
    from sync.server.importing import lists

    lists.take_back(one, somebody())
    work()
    one.refresh_from_db()


def work() -> None:
    """Do every job that waits; a job that failed fails the test."""
    from sync.server.jobs.models import Job, State
    from sync.server.jobs.worker import work_once

    while work_once():
        pass
    assert list(Job.objects.filter(state=State.FAILED).values_list("said", flat=True)) == []


def somebody() -> Any:
    from sync.server.jobs.asking import Asker

    return Asker(1, "Ruth Adeyemi")


def people(event: int, venue: int) -> dict[str, Any]:
    """Who is on the roster of ``venue``, by name."""
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import person_of

    rows = RosterRow.objects.filter(event=event, venue=venue, sort__in=(1, 2), body__isnull=False)
    return {person.shown_name: person for person in map(person_of, rows) if person is not None}


def state_files() -> list[Path]:
    """The lists that lie in the state folder."""
    from tests.support.centre import state_folder

    return sorted((state_folder() / "imports").rglob("list"))
