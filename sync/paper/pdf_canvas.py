"""Drawing on PDF pages: real letters in any script, codes as vectors, nothing that a printer could blur."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from fpdf import FPDF
from fpdf.line_break import Fragment

from sync.paper.canvas import Align, Box, Style, is_right_to_left, rgb
from sync.paper.code_picture import QUIET_MODULES, modules, rects
from sync.paper.typefaces import typeface_path

_FAMILY = "ManyHandsSans"

A4_MM = (210.0, 297.0)
CUT_MARK_MM = 4.0
CUT_MARK_WIDTH_MM = 0.15

_Card = TypeVar("_Card")


def by_page(cards: Iterable[_Card], on_a_page: int) -> Iterator[tuple[_Card, ...]]:
    """Yield ``cards`` in the portions that fit on a page each."""
    rest = iter(cards)
    while page := tuple(islice(rest, on_a_page)):
        yield page


class _Document(FPDF):
    """fpdf2 2.8.9 shapes vowel signs apart from their letters, since their script is "inherited", and so tears joined letters apart.
    Here a run of one direction is shaped as a whole, which one typeface for all scripts allows.
    """

    def _parse_chars(self, text: str, markdown: bool, **_: object) -> Iterator[Fragment]:  # noqa: ARG002, FBT001 - the library's signature
        yield Fragment(text, self._get_current_graphics_state(), self.k)


class PdfCanvas:
    """A document, of A4 unless ``size_mm`` (width, height) says otherwise. ``page()`` begins the next page. ``made_on`` stands in the
    file's data, so that a test can hold it still.
    """

    def __init__(self, title: str, made_on: dt.datetime, size_mm: tuple[float, float] = A4_MM) -> None:
        self._pdf = _Document(format=size_mm, unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang("en")
        self._pdf.set_creation_date(made_on)
        self._pdf.add_font(_FAMILY, "", typeface_path(strong=False))
        self._pdf.add_font(_FAMILY, "B", typeface_path(strong=True))
        self._pdf.set_text_shaping(use_shaping_engine=True)

    def page(self) -> None:
        self._pdf.add_page()

    def finish(self) -> bytes:
        return bytes(self._pdf.output())

    def fill(self, box: Box, colour: str, radius: float = 0) -> None:
        self._pdf.set_fill_color(*rgb(colour))
        self._pdf.rect(box.x, box.y, box.width, box.height, style="F", round_corners=radius > 0, corner_radius=radius)

    def line_of_text(self, box: Box, text: str, style: Style) -> None:
        self._type(style)
        self._pdf.set_text_color(*rgb(style.colour))
        self._pdf.set_xy(box.x, box.y)
        start = "R" if is_right_to_left(text) else "L"
        self._pdf.cell(box.width, box.height, text, align="C" if style.align is Align.CENTRE else start)

    def width_of(self, text: str, style: Style) -> float:
        self._type(style)
        return float(self._pdf.get_string_width(text))

    def picture(self, box: Box, path: Path) -> None:
        self._pdf.image(path, box.x, box.y, box.width, box.height)

    def code(self, box: Box, text: str) -> None:
        self._pdf.set_fill_color(255, 255, 255)
        self._pdf.rect(box.x, box.y, box.width, box.height, style="F")
        matrix = modules(text)
        side = box.width / (len(matrix) + 2 * QUIET_MODULES)
        self._pdf.set_fill_color(0, 0, 0)
        for rect in rects(matrix):
            x, y = (rect.x + QUIET_MODULES) * side, (rect.y + QUIET_MODULES) * side
            self._pdf.rect(box.x + x, box.y + y, rect.width * side, side, style="F")

    def cut_marks(self, columns: tuple[float, ...], rows: tuple[float, ...]) -> None:
        """Draw short marks at the page's edges for a guillotine: ``columns`` and ``rows`` are where the cuts go, outermost included."""
        self._pdf.set_draw_color(*rgb("ink"))
        self._pdf.set_line_width(CUT_MARK_WIDTH_MM)
        left, right, top, bottom = columns[0], columns[-1], rows[0], rows[-1]
        for x in columns:
            self._mark(x, top, 0, -1)
            self._mark(x, bottom, 0, 1)
        for y in rows:
            self._mark(left, y, -1, 0)
            self._mark(right, y, 1, 0)

    def _mark(self, x: float, y: float, across: int, down: int) -> None:
        """Draw one mark that begins a millimetre away from the card, so that none is left on it."""
        self._pdf.line(x + across, y + down, x + across * CUT_MARK_MM, y + down * CUT_MARK_MM)

    def _type(self, style: Style) -> None:
        self._pdf.set_font(_FAMILY, "B" if style.strong else "", style.size)
