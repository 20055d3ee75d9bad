"""Which rows does a file have? CSV in the usual encodings and separators, XLSX; one row at a time.

Promise: what is no such file is refused with a sentence that says what to do; a file is never held in memory as a whole; cells are plain
text of bounded length without anything that cannot be printed.
"""

import csv
import datetime as dt
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec
from openpyxl import load_workbook

from sync.server.tongues.saying import Said, later, say

FILE_BYTES_MAX = 64 * 1024 * 1024
"""Two hundred thousand rows of a long form; more is no list of people."""
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
"""What an XLSX may grow to when it is unpacked: a small file that grows further was made to do harm."""
ROWS_MAX = 200_000
COLUMNS_MAX = 200
CELL_CHARACTERS_MAX = 500
SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT_BYTES = 64 * 1024

ENCODINGS: dict[str, Said] = {
    "utf-8-sig": later("Unicode (UTF-8), any language"),
    "utf-16": later("Unicode (UTF-16), any language"),
    "cp1252": later("Western European"),
    "cp1250": later("Central European"),
    "cp1255": later("Hebrew"),
    "cp1256": later("Arabic and Urdu"),
    "iso8859_14": later("Welsh and other Celtic"),
    "mac_roman": later("Western European, old Macintosh"),
}
_OF_LANGUAGE = {"he": "cp1255", "ar": "cp1256", "ur": "cp1256", "pl": "cp1250", "cy": "iso8859_14"}


class NotASheet(Exception):
    """The file cannot be read as a list; the sentence says why and what to do."""


class Layout(msgspec.Struct, frozen=True):
    """How a file is read. Both empty: a spreadsheet, which says it itself."""

    encoding: str = ""
    separator: str = ""


def layout_of(path: Path, languages: Iterable[str] = ()) -> Layout:
    """Return how ``path`` is probably to be read; the event's ``languages`` decide between encodings that look alike."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT_BYTES)
    if start.startswith(b"PK"):
        return Layout()
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotASheet(say("This is an old Excel file. Open it, save it as .xlsx or as CSV, and bring that one."))
    if not start.strip():
        raise NotASheet(say("This file is empty. Choose the one with the list."))
    if start.startswith(b"%PDF"):
        raise NotASheet(say("This is a PDF. Bring the list as a spreadsheet (.xlsx) or as CSV."))
    encoding = _encoding_of(path, start, languages)
    return Layout(encoding, _separator_of(start.decode(encoding, errors="replace")))


@contextmanager
def opened(path: Path, layout: Layout) -> Iterator[Iterator[list[str]]]:
    """Open the rows of ``path`` that are not empty, the headings first. Raises ``NotASheet``, also while they are read."""
    if layout.encoding:
        with path.open(encoding=layout.encoding, errors="replace", newline="") as file:
            yield _numbered(_of_csv(file, layout.separator or ","))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a spreadsheet program left in the file besides its cells is of no interest
        with path.open("rb") as file:
            yield _numbered(_of_book(_workbook(file)))


def _numbered(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Leave out the rows before the headings that are empty, and stop a file that has too many."""
    for count, row in enumerate(rows):
        if count > ROWS_MAX:
            raise NotASheet(say("This list has more than {most} rows. Split it, for example by venue, and bring the parts.", most=ROWS_MAX))
        yield row


def _of_csv(file: Iterable[str], separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(1024 * 1024)
    try:
        for row in csv.reader(file, delimiter=separator):
            yield [_plain(cell) for cell in row[:COLUMNS_MAX]]
    except csv.Error as cause:
        raise NotASheet(
            say("This file stops being a list somewhere ({why}). Save it as CSV or .xlsx once more.", why=str(cause))
        ) from cause


def _workbook(file: IO[bytes]):  # type: ignore[no-untyped-def]  # noqa: ANN202 - openpyxl's own class for reading is not in its stubs
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False) if unpacked <= UNPACKED_BYTES_MAX else None
    except Exception as cause:  # a broken file makes zipfile, XML and openpyxl fail in dozens of ways
        raise NotASheet(
            say("This file cannot be opened as a spreadsheet. Open it, save it as .xlsx or CSV, and bring that one.")
        ) from cause
    if book is None:
        raise NotASheet(say("This file unpacks to far more than a list of people. Save the list alone as CSV and bring that one."))
    return book


def _of_book(book) -> Iterator[list[str]]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the same
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a size that is not so
        for row in sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True):
            yield [_plain(_said(value)) for value in row]
    except NotASheet:
        raise
    except Exception as cause:  # the same
        raise NotASheet(say("This spreadsheet is damaged. Open it, save it as .xlsx or CSV, and bring that one.")) from cause


def _said(value: object) -> str:
    """Return a cell as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else value.isoformat()[:10]
        case _:
            return str(value)


def _plain(cell: str) -> str:
    kept = cell[: 2 * CELL_CHARACTERS_MAX].strip().lstrip("\ufeff")
    if not kept.isprintable():
        kept = " ".join("".join(letter if letter.isprintable() else " " for letter in kept).split())
    return kept[:CELL_CHARACTERS_MAX]


def _encoding_of(path: Path, start: bytes, languages: Iterable[str]) -> str:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(_LOOKED_AT_BYTES):
                pass
    except UnicodeDecodeError:
        return next((_OF_LANGUAGE[language] for language in languages if language in _OF_LANGUAGE), "cp1252")
    return "utf-8-sig"


def _separator_of(start: str) -> str:
    """Return the separator that cuts the first lines into most columns, all alike if possible."""
    lines = [line for line in start.splitlines() if line.strip()][:20]

    def how_well(separator: str) -> tuple[bool, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=separator), len(lines)) if row]
        except csv.Error:
            return False, 0
        return bool(widths) and widths[0] > 1 and len(set(widths[:-1] or widths)) == 1, widths[0] if widths else 0

    return max(SEPARATORS, key=how_well)
