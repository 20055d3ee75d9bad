"""A table as a file: nothing is calculated by a spreadsheet, no number is changed, every column is documented."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.server.exports.cells import for_csv, guarded
from sync.server.exports.columns import CUTS, TABLES, documented, totals_by
from sync.server.exports.files import ROWS_A_PIECE, as_csv, as_json, as_workbook

EVIL = ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=x", "  =1", "＝1", '=HYPERLINK("http://x","y")']
AT = datetime(2026, 11, 22, 10, 5, 7, tzinfo=UTC)


def lines_of(pieces: list[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))


@pytest.mark.parametrize("text", EVIL)
def test_text_that_a_spreadsheet_would_calculate_stays_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert lines_of(list(as_csv(["name"], [[text]])))[1][0].startswith("'")


@pytest.mark.parametrize("text", ["Miriam K.", "סבתא", "7 hats", "", "a=b", "O'Neill"])
def test_other_text_is_not_touched(text: str) -> None:
    assert guarded(text) == text


def test_numbers_and_times_go_out_as_they_are() -> None:
    assert [for_csv(cell) for cell in (-7, 0, 10**12, None, AT)] == [-7, 0, 10**12, "", "2026-11-22 10:05:07"]


def test_the_header_stands_above_no_rows_too() -> None:
    assert lines_of(list(as_csv(["a", "b"], []))) == [["a", "b"]]
    assert json.loads(b"".join(as_json(["a"], [], {"event": 1}))) == {"event": 1, "rows": []}


@pytest.mark.parametrize("number", [1, ROWS_A_PIECE - 1, ROWS_A_PIECE, ROWS_A_PIECE + 1, 3 * ROWS_A_PIECE])
def test_every_row_is_there_once_wherever_a_piece_ends(number: int) -> None:
    rows = [(place, f"row {place}") for place in range(number)]
    assert lines_of(list(as_csv(["no", "name"], rows)))[1:] == [[str(no), name] for no, name in rows]
    told = json.loads(b"".join(as_json(["no", "name"], rows, {})))
    assert told["rows"] == [{"no": no, "name": name} for no, name in rows]


def test_a_workbook_holds_formulas_as_text_and_numbers_as_numbers() -> None:
    with as_workbook("people", ["name", "minutes", "at"], [(text, -7, AT) for text in EVIL]) as file, zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<v>-7</v>") == len(EVIL)
    assert "=1+1" in sheet


def test_a_long_table_goes_on_in_the_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.exports.files.SHEET_ROWS", 3)
    with as_workbook("people", ["no"], [(no,) for no in range(7)]) as file, zipfile.ZipFile(file) as book:
        sheets = [book.read(name).decode() for name in sorted(book.namelist()) if name.startswith("xl/worksheets/sheet")]
    numbers = [re.findall(r"<v>(\d+)</v>", sheet) for sheet in sheets]
    assert [len(one) for one in numbers] == [3, 3, 1]
    assert [int(no) for one in numbers for no in one] == list(range(7))


def test_what_breaks_while_it_is_read_breaks_the_download_off() -> None:
    def rows() -> list[tuple[int]]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(as_csv(["no"], (row for _ in range(1) for row in rows())))


def test_every_column_is_documented_and_no_table_has_one_twice() -> None:
    readme = (Path(__file__).parents[2] / "sync" / "server" / "exports" / "README.md").read_text(encoding="utf-8")
    assert readme.endswith(documented()), "the list of columns in the README is not the one of the code"
    for table in [*TABLES.values(), totals_by(CUTS)]:
        assert len(set(table.header(with_names=True))) == len(table.header(with_names=True)), table.name
