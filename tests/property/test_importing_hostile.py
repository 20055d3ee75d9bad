"""Is there a file that brings the import of lists to its knees? Whatever it holds, it is read or refused with a sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.centre import set_up_django
from tests.support.day import small_definition
from tests.support.lists import EVENTBRITE, as_xlsx

set_up_django()

from sync.server.importing.columns import Field, faults_of, proposed  # noqa: E402 - Django is set up first
from sync.server.importing.people import Fault, Reader  # noqa: E402 - the same
from sync.server.importing.sheets import CELL_CHARACTERS_MAX, COLUMNS_MAX, ENCODINGS, SEPARATORS, Layout, NotASheet, layout_of, opened  # noqa: E402 - the same

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
PACKED = as_xlsx(EVENTBRITE)
fields = st.lists(st.sampled_from(list(Field)), max_size=6)


def read(path: Path, layout: Layout, meanings: list[Field] | None = None) -> int:
    """Read every row the way the job does; return how many were people."""
    definition = small_definition()
    people = 0
    with opened(path, layout) as rows:
        headings = next(rows, [])
        chosen = proposed(headings) if meanings is None else meanings
        assert isinstance(faults_of(chosen), list)
        reader = Reader(definition, chosen, b"secret", venue=None)
        for row in rows:
            assert len(row) <= COLUMNS_MAX
            assert all(len(cell) <= CELL_CHARACTERS_MAX and cell.isprintable() for cell in row)
            try:
                people += reader.person(row) is not None
            except Fault:
                continue
    return people


def attempt(path: Path, content: bytes, meanings: list[Field] | None = None) -> None:
    path.write_bytes(content)
    with suppress(NotASheet, UnicodeError):
        read(path, layout_of(path, ("he",)), meanings)


@QUIET
@given(content=st.binary(max_size=400), meanings=fields)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, meanings: list[Field]) -> None:
    attempt(tmp_path / "list", content, meanings)


@QUIET
@given(content=st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=8), separator=st.sampled_from(SEPARATORS), meanings=fields)
def test_any_table_is_read_with_any_meaning(tmp_path: Path, content: list[list[str]], separator: str, meanings: list[Field]) -> None:
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in content)
    attempt(tmp_path / "list", text.encode("utf-8", errors="surrogatepass"), meanings)


@QUIET
@given(content=st.binary(min_size=1, max_size=200), encoding=st.sampled_from(list(ENCODINGS)), separator=st.sampled_from(SEPARATORS))
def test_any_encoding_may_be_chosen_for_any_file(tmp_path: Path, content: bytes, encoding: str, separator: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with suppress(NotASheet, UnicodeError):
        read(path, Layout(encoding, separator))


@QUIET
@given(place=st.integers(0, len(PACKED) - 1), byte=st.integers(0, 255), end=st.integers(0, len(PACKED)))
def test_a_damaged_spreadsheet_is_read_or_refused(tmp_path: Path, place: int, byte: int, end: int) -> None:
    damaged = bytearray(PACKED)
    damaged[place] = byte
    attempt(tmp_path / "list", bytes(damaged))
    attempt(tmp_path / "list", PACKED[:end] or b"PK")


def test_a_file_that_unpacks_without_end_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.importing import sheets

    monkeypatch.setattr(sheets, "UNPACKED_BYTES_MAX", 1024 * 1024)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * 2 * 1024 * 1024)
    (tmp_path / "list").write_bytes(packed.getvalue())
    with pytest.raises(NotASheet, match="unpacks to far more"):
        read(tmp_path / "list", Layout())


def test_a_list_that_is_too_long_says_to_split_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.importing import sheets

    monkeypatch.setattr(sheets, "ROWS_MAX", 3)
    (tmp_path / "list").write_text("Name\n" + "Ada Moss\n" * 5)
    with pytest.raises(NotASheet, match="more than 3 rows"):
        read(tmp_path / "list", Layout("utf-8-sig", ","))


@pytest.mark.parametrize("as_file", [str.encode, as_xlsx])
def test_a_row_without_end_and_a_cell_without_end_are_cut(tmp_path: Path, as_file: Callable[[str], bytes]) -> None:
    path = tmp_path / "list"
    path.write_bytes(as_file(",".join(["x" * (3 * CELL_CHARACTERS_MAX)] * (COLUMNS_MAX + 5)) + "\n"))
    with opened(path, layout_of(path)) as rows:
        assert [(len(row), {len(cell) for cell in row}) for row in rows] == [(COLUMNS_MAX, {CELL_CHARACTERS_MAX})]
