"""What does a pass look like? One layout for the printed card and for the phone.

Promise: any script, cards of 85 × 54 mm with cut marks or the labels of a sheet, each code with its quiet zone.
"""

import datetime as dt
from collections.abc import Iterable

from sync.domain.spoken import grouped
from sync.paper.canvas import Box, Canvas, Style, fitted, mark_path, picture_path, write, write_fitted
from sync.paper.cards import PassCard
from sync.paper.image_canvas import ImageCanvas
from sync.paper.pdf_canvas import PdfCanvas, by_page
from sync.paper.sheets import CARD_MM, PASS_SHEETS, SheetName

WIDTH_MM, HEIGHT_MM = CARD_MM
PNG_SCALE = 12.0
"""1020 pixels wide: sharp on a phone held sideways."""

_BAND_MM = 10.0
_EDGE_MM = 4.0
_CODE_MM = 37.0


def pass_sheets(cards: Iterable[PassCard], made_on: dt.datetime | None = None, sheet: SheetName = SheetName.A4) -> bytes:
    """Return a PDF of ``cards``, ten to an A4 page unless ``sheet`` says otherwise. ``made_on`` (aware) is the file's date; none: now."""
    laid = PASS_SHEETS[sheet]
    pdf = PdfCanvas("Passes", made_on or dt.datetime.now(dt.UTC), laid.page)
    for page in by_page(cards, laid.places):
        pdf.page()
        if laid.is_cut:
            pdf.cut_marks(*laid.cuts())
        for place, card in enumerate(page):
            draw_pass(pdf, laid.box(place), card)
    return pdf.finish()


def pass_png(card: PassCard) -> bytes:
    """Return one pass as a PNG picture, 1020 × 648 pixels."""
    image = ImageCanvas(WIDTH_MM, HEIGHT_MM, PNG_SCALE, "surface")
    draw_pass(image, Box(0, 0, WIDTH_MM, HEIGHT_MM), card)
    return image.png()


def draw_pass(canvas: Canvas, box: Box, card: PassCard) -> None:
    """Draw ``card`` into ``box``: a band with the event, the name as large as it goes, where to go, the code on the right."""
    canvas.fill(Box(box.x, box.y, box.width, _BAND_MM), "deed")
    canvas.picture(Box(box.x + _EDGE_MM, box.y + 1.5, _BAND_MM - 3, _BAND_MM - 3), mark_path())
    event = Box(box.x + _EDGE_MM + _BAND_MM, box.y + 1, box.width - 2 * _EDGE_MM - _BAND_MM, _BAND_MM - 2)
    write(canvas, event, card.event, Style(12, "on-deed", strong=True), 7, in_the_middle=True)

    code = Box(box.x + box.width - _CODE_MM - 2, box.y + _BAND_MM + (box.height - _BAND_MM - _CODE_MM) / 2, _CODE_MM, _CODE_MM)
    canvas.code(code, card.code)

    left, width = box.x + _EDGE_MM, code.x - box.x - _EDGE_MM
    below = box.y + 13 + max(_write_name(canvas, Box(left, box.y + 13, width, 16), card.name), 8) + 1.5
    bottom = box.y + box.height - _EDGE_MM
    canvas.picture(Box(left, below, 10, 10), picture_path(card.picture))
    words = Box(left + 11.5, below + 0.2, width - 11.5, bottom - 6 - below)
    activity = write(canvas, words, card.activity, Style(8.5, strong=True), 6)
    used = activity.height
    if card.when:
        used += write(canvas, Box(words.x, words.y + used, words.width, words.height - used), card.when, Style(8.5, strong=True), 6).height
    rest = Box(words.x, words.y + used, words.width, words.height - used)
    write(canvas, rest, card.where, Style(8.5, "ink-soft"), 6)
    if card.spoken:
        write(canvas, Box(left, bottom - 4.5, width, 4.8), grouped(card.spoken), Style(10.5, strong=True), 8)


def _write_name(canvas: Canvas, box: Box, name: str) -> float:
    """Write a name on one line while that leaves it large, else on two; return the height it took."""
    style = Style(20, strong=True)
    on_one_line = fitted(canvas, name, Box(box.x, box.y, box.width, 8.9), style, 14)
    fit = on_one_line if on_one_line.is_whole else fitted(canvas, name, box, style, 9)
    return write_fitted(canvas, box, fit).height
