"""How does a table become a file?

Promise: a table of any length costs the memory of a few hundred rows; the header is always there, also above no rows; what cannot be
read to its end breaks the download off and is never a shorter file that looks whole.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sync.server.exports.cells import Cell, for_csv, for_json

Row = Sequence[Cell]

CSV_TYPE, JSON_TYPE = "text/csv; charset=utf-8", "application/json"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE, "json": JSON_TYPE}

ROWS_A_PIECE = 500
SHEET_ROWS = 1_000_000
"""A sheet of a workbook ends at 1,048,576 rows; what is longer goes on in the next one."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets read Hebrew and Polish names as if they were Western European."""


def as_csv(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the file in pieces."""
    written = io.StringIO()
    written.write(BYTE_ORDER_MARK)
    lines = csv.writer(written)
    lines.writerow(header)
    rest = iter(rows)
    while True:
        piece = list(islice(rest, ROWS_A_PIECE))
        lines.writerows([for_csv(cell) for cell in row] for row in piece)
        yield written.getvalue().encode()
        if len(piece) < ROWS_A_PIECE:
            return
        written.seek(0)
        written.truncate()


def as_json(header: Sequence[str], rows: Iterable[Row], about: dict[str, Any]) -> Iterator[bytes]:
    """Yield one object in pieces: what ``about`` says, and ``rows``, each an object with the columns' names."""
    begun = msgspec.json.encode(about).removesuffix(b"}")
    yield begun + (b',"rows":[' if about else b'"rows":[')
    rest = iter(rows)
    comma = b""
    while piece := list(islice(rest, ROWS_A_PIECE)):
        objects = (msgspec.json.encode(dict(zip(header, map(for_json, row), strict=True))) for row in piece)
        yield comma + b",\n".join(objects)
        comma = b",\n"
    yield b"]}\n"


def as_workbook(name: str, header: Sequence[str], rows: Iterable[Row], to: IO[bytes] | None = None) -> IO[bytes]:
    """Return a workbook with one sheet ``name`` (and more when it is long), in ``to`` or a file that is gone when it is closed."""
    file = tempfile.TemporaryFile(prefix="manyhands-export-") if to is None else to  # noqa: SIM115 - the caller sends and closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    strong = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    rest = iter(rows)
    number = 0
    while True:
        number += 1
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 1, 18)
        sheet.write_row(0, 0, header, strong)
        written = 0
        for written, row in enumerate(islice(rest, SHEET_ROWS), start=1):
            for column, cell in enumerate(row):
                _write(sheet, written, column, cell, moment)
        if written < SHEET_ROWS:
            break
    book.close()
    file.seek(0)
    return file


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, moment: Format) -> None:
    """Write one cell by its type: text stays text whatever it begins with, so that nothing is calculated and nothing is changed."""
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell)
