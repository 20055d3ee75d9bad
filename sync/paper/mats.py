"""What does a mat look like? A big picture, what it logs, and a code that reads from an arm's length.

Promise: A5, two on a page with cut marks; who reads none of the languages knows by picture and number what it logs.
"""

import datetime as dt
from collections.abc import Iterable

from sync.paper.canvas import Align, Box, Canvas, Style, mark_path, picture_path, write
from sync.paper.cards import MatCard
from sync.paper.image_canvas import ImageCanvas
from sync.paper.pdf_canvas import PdfCanvas, by_page
from sync.paper.sheets import MAT_MM, SheetName, mat_sheet

WIDTH_MM, HEIGHT_MM = MAT_MM
PNG_SCALE = 5.4
"""1026 pixels wide."""

_BAND_MM = 18.0
_CODE_MM = 92.0


def mat_sheets(mats: Iterable[MatCard], made_on: dt.datetime | None = None, sheet: SheetName = SheetName.A4) -> bytes:
    """Return a PDF of ``mats``, two to a page of the size of ``sheet``. ``made_on`` (aware) is the file's date; none: now."""
    laid = mat_sheet(sheet)
    pdf = PdfCanvas("Mats", made_on or dt.datetime.now(dt.UTC), laid.page)
    for page in by_page(mats, laid.places):
        pdf.page()
        pdf.cut_marks(*laid.cuts())
        for place, mat in enumerate(page):
            draw_mat(pdf, laid.box(place), mat)
    return pdf.finish()


def mat_png(mat: MatCard) -> bytes:
    """Return one mat as a PNG picture, 1026 × 718 pixels."""
    image = ImageCanvas(WIDTH_MM, HEIGHT_MM, PNG_SCALE, "surface")
    draw_mat(image, Box(0, 0, WIDTH_MM, HEIGHT_MM), mat)
    return image.png()


def draw_mat(canvas: Canvas, box: Box, mat: MatCard) -> None:
    """Draw ``mat`` into ``box``."""
    canvas.fill(Box(box.x, box.y, box.width, _BAND_MM), "marigold")
    canvas.fill(Box(box.x + 6, box.y + 3, 12, 12), "deed", 2)
    canvas.picture(Box(box.x + 7.5, box.y + 4.5, 9, 9), mark_path())
    write(canvas, Box(box.x + 23, box.y + 2, 96, 14), mat.activity, Style(24, "on-marigold", strong=True), 11, in_the_middle=True)
    write(canvas, Box(box.x + 122, box.y + 2, box.width - 128, 14), mat.event, Style(15, "on-marigold"), 8, in_the_middle=True)

    left = box.width - _CODE_MM - 12
    picture = Box(box.x + 6 + (left - 64) / 2, box.y + _BAND_MM + 5, 64, 64)
    canvas.picture(picture, picture_path(mat.picture))
    words = Box(box.x + 6, picture.y + picture.height + 3, left, box.height - _BAND_MM - 64 - 12)
    write(canvas, words, mat.says, Style(52, strong=True, align=Align.CENTRE), 16)
    canvas.code(Box(box.x + box.width - _CODE_MM - 4, box.y + _BAND_MM + 11, _CODE_MM, _CODE_MM), mat.code)
