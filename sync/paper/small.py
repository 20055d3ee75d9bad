"""What does a kiosk print at the door? A pass, a label to wear or a slip to take home, on the small paper that is in the printer.

Promise: black on white, so that a label printer without ink does it too; one page as large as the paper; any script; a code with its quiet
zone at a size that reads from a hand; a name whose letters the typeface lacks leaves its place to the digits of the card.
"""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from sync.domain.spoken import grouped
from sync.paper.canvas import POINT_MM, Align, Box, Canvas, Style, write
from sync.paper.cards import SmallKind, SmallPaper
from sync.paper.image_canvas import ImageCanvas
from sync.paper.pdf_canvas import PdfCanvas
from sync.paper.typefaces import writable

PNG_SCALE = 8.0
"""About 200 dots to the inch, as label printers have."""

_LINE_MM = 5.0
_EDGE_MM = 3.0
"""What label printers cannot reach."""


class PaperSize(StrEnum):
    """The paper in the printer."""

    LABEL_62 = "label-62"
    RECEIPT_80 = "receipt-80"
    A6 = "a6"


class Sheet(msgspec.Struct, frozen=True):
    """How wide the paper is, how long it is cut, and what IPP calls it (PWG 5101.1; none: by its measures)."""

    width_mm: float
    label_mm: float
    """How long a label to wear is."""
    length_mm: float | None = None
    """Sheets have a length; a roll is cut after what stands on it."""
    media: str = ""


SHEETS: dict[PaperSize, Sheet] = {
    PaperSize.LABEL_62: Sheet(62, 29),
    PaperSize.RECEIPT_80: Sheet(80, 38),
    PaperSize.A6: Sheet(105, 148, 148, "iso_a6_105x148mm"),
}


def size_of(paper: SmallPaper, size: PaperSize) -> tuple[float, float]:
    """Return the page of ``paper`` in millimetres: width, length."""
    sheet = SHEETS[size]
    if sheet.length_mm is not None:
        return sheet.width_mm, sheet.length_mm
    if paper.kind is SmallKind.LABEL:
        return sheet.width_mm, sheet.label_mm
    code_mm = sheet.width_mm - 2 * _EDGE_MM if paper.code else 0
    words_mm = sum((8.0 if paper.event else 0, 15.0, _LINE_MM * 1.6 * len(paper.lines), 8.0 if paper.spoken else 0))
    return sheet.width_mm, round(code_mm + words_mm + 2 * _EDGE_MM + 2)


def media_of(paper: SmallPaper, size: PaperSize) -> str:
    """Return what CUPS calls the page of ``paper``."""
    width, length = size_of(paper, size)
    return SHEETS[size].media or f"Custom.{width:g}x{length:g}mm"


def small_pdf(paper: SmallPaper, size: PaperSize, made_on: dt.datetime | None = None) -> bytes:
    """Return ``paper`` as a PDF of one page. ``made_on`` (aware) is the file's date; none: now."""
    measures = size_of(paper, size)
    pdf = PdfCanvas("Many Hands", made_on or dt.datetime.now(dt.UTC), measures)
    pdf.page()
    draw_small(pdf, Box(0, 0, *measures), paper)
    return pdf.finish()


def small_png(paper: SmallPaper, size: PaperSize) -> bytes:
    """Return ``paper`` as a PNG picture."""
    width, length = size_of(paper, size)
    image = ImageCanvas(width, length, PNG_SCALE, "white")
    draw_small(image, Box(0, 0, width, length), paper)
    return image.png()


def draw_small(canvas: Canvas, page: Box, paper: SmallPaper) -> None:
    """Draw ``paper`` over the whole of ``page``."""
    inner = Box(page.x + _EDGE_MM, page.y + _EDGE_MM, page.width - 2 * _EDGE_MM, page.height - 2 * _EDGE_MM)
    name = writable(paper.name) or (grouped(paper.spoken) if paper.spoken else paper.name)
    if paper.kind is SmallKind.LABEL:
        _draw_label(canvas, inner, name, paper.lines)
    else:
        _draw_slip(canvas, inner, name, paper)


def _draw_label(canvas: Canvas, inner: Box, name: str, lines: tuple[str, ...]) -> None:
    """The name as large as it goes: it is read by somebody who stands before its bearer."""
    note = inner.height * 0.28 if lines else 0
    room = Box(inner.x, inner.y, inner.width, inner.height - note)
    write(canvas, room, name, _centred(room.height / POINT_MM * 0.6, strong=True), 9, in_the_middle=True)
    if lines:
        below = Box(inner.x, inner.y + inner.height - note, inner.width, note)
        write(canvas, below, " · ".join(lines), _centred(note / POINT_MM * 0.6), 6, in_the_middle=True)


def _draw_slip(canvas: Canvas, inner: Box, name: str, paper: SmallPaper) -> None:
    large = inner.width / 56
    """By how much this paper is wider than the narrowest."""
    bottom = inner.y + inner.height
    top = inner.y
    if paper.event:
        top += write(canvas, Box(inner.x, top, inner.width, 7), paper.event, _centred(9 * large), 6).height + 1
    top += max(write(canvas, Box(inner.x, top, inner.width, 14 * large), name, _centred(19 * large, strong=True), 9).height, 7) + 1
    if paper.spoken:
        bottom -= 6 * large
        write(canvas, Box(inner.x, bottom, inner.width, 6 * large), grouped(paper.spoken), _centred(11 * large, strong=True), 8)
    words = tuple(_lines_in(paper.lines))
    if paper.code:
        room = bottom - top - len(words) * _LINE_MM * large
        side = min(inner.width, max(room, inner.width * 0.6))
        canvas.code(Box(inner.x + (inner.width - side) / 2, top, side, side), paper.code)
        top += side + 1
    each = (bottom - top) / max(1, len(words))
    for line in words:
        room_mm = min(each, _LINE_MM * 2 * large)
        top += max(write(canvas, Box(inner.x, top, inner.width, room_mm), line, _centred(10 * large), 6).height, _LINE_MM) + 0.5


def _lines_in(lines: tuple[str, ...]) -> Iterator[str]:
    yield from (line for line in map(writable, lines) if line)


def _centred(size: float, *, strong: bool = False) -> Style:
    return Style(size, "black", strong=strong, align=Align.CENTRE)
