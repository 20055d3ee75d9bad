"""What stands in the cells of a CSV or XLSX file?

Promise: bounded in every direction; a file that is none, or that was made to do harm, is refused in plain words and never ends the page.
"""

import csv
import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator

from openpyxl import load_workbook

from sync.server.tongues.saying import say

FILE_BYTES_MAX = 1024 * 1024
"""A thousand venues with five activities each are half of it."""

UNPACKED_BYTES_MAX = 32 * 1024 * 1024
"""An XLSX file is packed: what it unpacks to is looked at before it is."""

ROWS_MAX = 5_000
COLUMNS_MAX = 40
CELL_CHARACTERS_MAX = 300

Rows = list[tuple[int, list[str]]]
"""Each row that holds something: its number as a spreadsheet shows it, and its cells as text."""


class SheetFault(ValueError):
    """The file cannot be read; the message is a sentence for the coordinator."""


def read_rows(name: str, content: bytes) -> Rows:
    """Return the rows of the file called ``name``. Raises ``SheetFault``."""
    if len(content) > FILE_BYTES_MAX:
        raise SheetFault(say("The file is larger than 1 MB. Leave out what is not needed, or take it in parts."))
    is_packed = content.startswith(b"PK")
    if not is_packed and name.lower().endswith((".xls", ".ods", ".numbers")):
        raise SheetFault(say("Save it as XLSX or CSV first: that kind of file cannot be read here."))
    rows = list(_bounded(_packed_rows(content) if is_packed else _text_rows(content)))
    if not rows:
        raise SheetFault(say("The file is empty."))
    return rows


def _bounded(rows: Iterable[Iterable[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        if number > ROWS_MAX:
            raise SheetFault(say("The file has more than {most} rows. Take it in parts.", most=ROWS_MAX))
        cells = [_text_of(cell) for cell in list(row)[:COLUMNS_MAX]]
        if any(cells):
            yield number, cells


def _text_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=between)
    except csv.Error as fault:
        raise SheetFault(say("This is no table that can be read: {why}.", why=str(fault))) from fault


def _decoded(content: bytes) -> str:
    codecs = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for codec in codecs:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise SheetFault(say("This is no text that can be read. Save it as XLSX, or as CSV in UTF-8."))


def _packed_rows(content: bytes) -> Iterator[tuple[object, ...]]:
    try:
        _refuse_bomb(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a sheet has besides its cells is nothing to us
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            yield from sheet.iter_rows(max_row=ROWS_MAX + 1, max_col=COLUMNS_MAX, values_only=True)
    except SheetFault:
        raise
    except Exception as fault:
        raise SheetFault(say("This is no spreadsheet that can be read. Save it once more as XLSX, or as CSV.")) from fault


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(one.file_size for one in packed.infolist())
    if unpacked > UNPACKED_BYTES_MAX:
        raise SheetFault(say("The file unpacks to far more than a list of venues. Copy the cells into a new sheet."))


def _text_of(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in str(cell)).split())
    return text[: CELL_CHARACTERS_MAX + 1]
