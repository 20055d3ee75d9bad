"""What does an empty sheet of venues and activities look like?

Promise: its headings are in the page's language, and those of every language are known again; what is already in the event stands in it,
so that it can be changed and taken in again; a cell that a spreadsheet would calculate is written as text.
"""

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sync.domain.definition import Activity, Definition, Output, Venue
from sync.server.drafting.sheets.columns import COLUMNS
from sync.server.site.written_amounts import amount_answer
from sync.server.tongues.saying import say

WIDTH_CHARACTERS = 24
TITLE_CHARACTERS_MAX = 31
"""What a spreadsheet lets a page be called."""

CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def template_csv(definition: Definition) -> bytes:
    """Return the sheet as CSV, which a spreadsheet opens as UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([_as_text(cell) for cell in row] for row in _rows(definition))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def template_xlsx(definition: Definition) -> bytes:
    """Return the sheet as XLSX."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = say("Venues and activities")[:TITLE_CHARACTERS_MAX]
    for number, row in enumerate(_rows(definition), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text, "s"
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH_CHARACTERS
    sheet.freeze_panes = "A2"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _rows(definition: Definition) -> Iterator[list[str]]:
    yield [str(column.heading) for column in COLUMNS]
    venues = [venue for venue in definition.venues if venue.is_open]
    for venue in venues:
        activities = definition.open_activities_at(venue.no)
        for activity in activities:
            yield from (_row(definition, venue, activity, output) for output in activity.outputs or (None,))
        if not activities:
            yield _row(definition, venue, None, None)
    if not venues:
        yield from ([column.examples[at] for column in COLUMNS] for at in range(2))


def _row(definition: Definition, venue: Venue, activity: Activity | None, output: Output | None) -> list[str]:
    item = definition.item(output.item) if output else None
    beneficiary = definition.beneficiary(output.beneficiary) if output else None
    target = amount_answer(output.target, item.unit, definition.event.currency) if output and item and output.target else ""
    said = {
        "venue": venue.name["en"],
        "town": venue.town,
        "door": venue.door.get("en", ""),
        "activity": activity.name["en"] if activity else "",
        "where": activity.where.get("en", "") if activity else "",
        "item": item.many["en"] if item else "",
        "target": target,
        "beneficiary": beneficiary.name["en"] if beneficiary else "",
        "places": str(activity.places) if activity and activity.places is not None else "",
    }
    return [said[column.key] for column in COLUMNS]


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(CALCULATED) else cell
