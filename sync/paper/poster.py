"""What hangs on the door before the day? A poster with the code of the registration page.

Promise: the code is read from two metres; the address stands below it in letters, for who has no camera; every language that was asked
for is on it, and what does not fit becomes smaller and never goes.
"""

import datetime as dt

import msgspec

from sync.paper.canvas import Align, Box, Style, mark_path, picture_path, write
from sync.paper.pdf_canvas import PdfCanvas
from sync.paper.sheets import SheetName, mat_sheet
from sync.paper.typefaces import writable

BAND_MM, EDGE_MM, CODE_MM = 44.0, 16.0, 105.0
LINES_MAX = 7
"""As many languages as there are."""


class Poster(msgspec.Struct, frozen=True):
    """``lines`` is the invitation in each language, the first one large; ``address`` what the code opens."""

    event: str
    day: str
    venue: str
    town: str
    lines: tuple[str, ...]
    address: str


def poster_pdf(poster: Poster, sheet: SheetName = SheetName.A4, made_on: dt.datetime | None = None) -> bytes:
    """Return the poster on one page of the size of ``sheet``."""
    width, height = mat_sheet(sheet).page
    pdf = PdfCanvas("Register", made_on or dt.datetime.now(dt.UTC), (width, height))
    pdf.page()
    inner = width - 2 * EDGE_MM
    pdf.fill(Box(0, 0, width, BAND_MM), "deed")
    pdf.picture(Box(EDGE_MM, 10, 24, 24), mark_path())
    beside = inner - 32
    write(pdf, Box(EDGE_MM + 32, 8, beside, 18), writable(poster.event), Style(30, "on-deed", strong=True), 14, in_the_middle=True)
    write(pdf, Box(EDGE_MM + 32, 26, beside, 10), poster.day, Style(15, "on-deed"), 9, in_the_middle=True)

    first, others = poster.lines[0], poster.lines[1:LINES_MAX]
    write(pdf, Box(EDGE_MM, BAND_MM + 7, inner, 24), first, Style(34, strong=True, align=Align.CENTRE), 16, in_the_middle=True)
    where = ", ".join(part for part in (writable(poster.venue), writable(poster.town)) if part)
    write(pdf, Box(EDGE_MM, BAND_MM + 31, inner, 12), where, Style(18, "deed", strong=True, align=Align.CENTRE), 10, in_the_middle=True)
    code = Box((width - CODE_MM) / 2, BAND_MM + 46, CODE_MM, CODE_MM)
    pdf.code(code, poster.address)
    below = code.y + CODE_MM + 1
    address = Box(EDGE_MM, below, inner, 8)
    write(pdf, address, poster.address, Style(14, align=Align.CENTRE), 7, in_the_middle=True)
    _write_others(pdf, Box(EDGE_MM, below + 10, inner, height - below - 10 - 12), others)
    return pdf.finish()


def _write_others(pdf: PdfCanvas, box: Box, lines: tuple[str, ...]) -> None:
    """Two columns, so that six more languages stay large."""
    pdf.picture(Box(box.x + box.width / 2 - 11, box.y + box.height - 18, 22, 22), picture_path("helpers"))
    columns = 2
    rows = -(-len(lines) // columns) or 1
    step = min(11.0, (box.height - 20) / rows)
    for number, line in enumerate(lines):
        row, column = divmod(number, columns)
        cell = Box(box.x + column * box.width / 2 + 2, box.y + row * step, box.width / 2 - 4, step)
        write(pdf, cell, line, Style(15, strong=True, align=Align.CENTRE), 8, in_the_middle=True)
