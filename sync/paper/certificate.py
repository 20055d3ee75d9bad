"""What does a certificate look like: who gave how much time on the day, and what was made with it?

Promise: one page across, of A4 or US Letter, in the language of whoever it is for, read from the right where that is the custom; the
code leads to a page that says the same figures and nobody's name.
"""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import msgspec

from sync.paper.canvas import Align, Box, Style, fitted, mark_path, picture_path, write, write_at_side, write_fitted
from sync.paper.pdf_canvas import PdfCanvas
from sync.paper.sheets import A4_MM, LETTER_MM, SheetName
from sync.paper.typefaces import writable

SIZES_MM = {SheetName.A4: (A4_MM[1], A4_MM[0]), SheetName.LETTER: (LETTER_MM[1], LETTER_MM[0])}
FIGURES_MAX = 4
"""So many stand beside each other and are read from a wall; what there is more is said in a line below."""


class Figure(msgspec.Struct, frozen=True):
    """One thing that was given or made: 24, hats, with its drawing."""

    figure: str
    words: str
    picture: str


class CertificatePage(msgspec.Struct, frozen=True):
    """One certificate, in words. ``name`` may hold letters that no typeface of ours has: then the place for it is left to a pen.

    ``more``: what did not get a picture. ``check``: how to check it; ``code``: what is read aloud; ``link``: what the drawn code says.
    """

    title: str
    to: str
    name: str
    sentence: str
    figures: tuple[Figure, ...]
    more: str
    thanks: str
    signed: str
    made: str
    check: str
    code: str
    link: str
    is_right_to_left: bool = False


def certificate_pdf(pages: Iterable[CertificatePage], sheet: SheetName = SheetName.A4, made_on: dt.datetime | None = None) -> bytes:
    """Return a PDF of ``pages``. ``made_on`` (aware) is the file's date; none: now."""
    size = SIZES_MM[sheet]
    pdf = PdfCanvas("Certificates", made_on or dt.datetime.now(dt.UTC), size)
    for page in pages:
        _Certificate(pdf, page, size).draw()
    return pdf.finish()


class _Certificate:
    """One page. All places are told from the side where reading begins."""

    EDGE_MM: ClassVar = 9.0
    CODE_MM: ClassVar = 34.0
    FOOT_MM: ClassVar = 38.0

    def __init__(self, pdf: PdfCanvas, page: CertificatePage, size: tuple[float, float]) -> None:
        self._pdf, self._page = pdf, page
        self._width, self._height = size

    def draw(self) -> None:
        self._pdf.page()
        self._frame()
        self._mark()
        below = self._words()
        self._figures(below)
        self._foot()

    def _frame(self) -> None:
        """Two strands of wool around white paper: most printers have no colour to the edge, and ink is dear."""
        for inset, colour, radius in ((0.0, "deed", 9.0), (1.6, "white", 7.6), (3.2, "marigold", 6.4), (4.2, "white", 5.6)):
            edge = self.EDGE_MM + inset
            self._pdf.fill(Box(edge, edge, self._width - 2 * edge, self._height - 2 * edge), colour, radius)

    def _mark(self) -> None:
        middle = self._width / 2
        self._pdf.fill(Box(middle - 15, self.EDGE_MM - 4, 30, 26), "white", 8)
        self._pdf.fill(Box(middle - 10, self.EDGE_MM, 20, 20), "deed", 6)
        self._pdf.picture(Box(middle - 8, self.EDGE_MM + 2, 16, 16), mark_path())

    def _words(self) -> float:
        """Write title, name and sentence; return where they end."""
        page, left, width = self._page, self.EDGE_MM + 16, self._width - 2 * (self.EDGE_MM + 16)
        self._centred(Box(left, 33, width, 13), page.title, Style(27, "deed", strong=True), 16)
        self._centred(Box(left, 47, width, 7), page.to, Style(13, "ink-soft"), 9)
        name = writable(page.name)
        if name:
            self._centred(Box(left, 54, width, 19), name, Style(40, strong=True), 16, in_the_middle=True)
        else:
            self._pdf.fill(Box(self._width / 2 - 55, 71, 110, 0.4), "ink-soft")
        return 76 + self._sentence(Box(left, 76, width, 17))

    def _sentence(self, box: Box) -> float:
        """Write the sentence on one line while that leaves it readable from a chair, else on two; return the height it took."""
        style = Style(16, align=Align.CENTRE)
        one_line = fitted(self._pdf, writable(self._page.sentence), Box(box.x, box.y, box.width, 7.1), style, 13)
        if one_line.is_whole:
            return write_fitted(self._pdf, box, one_line).height
        return self._centred(box, self._page.sentence, style, 9)

    def _figures(self, below: float) -> None:
        page, height = self._page, 40.0
        bottom = self._height - self.EDGE_MM - self.FOOT_MM - 6
        room = bottom - below - (8 if page.more else 0) - (9 if page.thanks else 0)
        top = below + max(3.0, (room - height) / 2)
        number = max(len(page.figures), 1)
        each = min(68.0, (self._width - 2 * (self.EDGE_MM + 14) - 6 * (number - 1)) / number)
        start = (self._width - number * each - 6 * (number - 1)) / 2
        for place, one in enumerate(page.figures):
            x = self._from_start(start + place * (each + 6), each)
            self._pdf.fill(Box(x, top, each, height), "welcome", 5)
            self._pdf.picture(Box(self._inside(x, each, 3, 20), top + 3.5, 20, 20), picture_path(one.picture))
            box = Box(self._inside(x, each, 24, each - 27), top + 7.5, each - 27, 12)
            self._centred(box, one.figure, Style(27, strong=True), 9, in_the_middle=True)
            self._centred(Box(x + 3, top + 25, each - 6, 12.5), one.words, Style(13.5), 8, in_the_middle=True)
        top += height + 3
        if page.more:
            top += (
                self._centred(Box(self.EDGE_MM + 16, top, self._width - 2 * self.EDGE_MM - 32, 6.5), page.more, Style(12, "ink-soft"), 7)
                + 1
            )
        self._centred(
            Box(self.EDGE_MM + 16, top + 1, self._width - 2 * self.EDGE_MM - 32, 7), page.thanks, Style(14, "deed", strong=True), 9
        )

    def _foot(self) -> None:
        page, top = self._page, self._height - self.EDGE_MM - self.FOOT_MM
        inset = self.EDGE_MM + 10
        line = self._from_start(inset + 2, 78)
        self._pdf.fill(Box(line, top + 19, 78, 0.4), "ink-soft")
        self._beside(Box(line, top + 20.5, 78, 6), page.signed, Style(11, strong=True), 8)
        self._beside(Box(line, top + 26.5, 78, 6), page.made, Style(10, "ink-soft"), 8)
        code = self._from_start(self._width - inset - self.CODE_MM, self.CODE_MM)
        self._pdf.code(Box(code, top - 1, self.CODE_MM, self.CODE_MM), page.link)
        words = self._from_start(self._width - inset - self.CODE_MM - 4 - 82, 82)
        text = fitted(self._pdf, page.check, Box(0, 0, 82, 17), Style(9.5, "ink-soft"), 7)
        self._block(Box(words, top + 22 - text.height, 82, 18), page.check, Style(9.5, "ink-soft"), 7)
        self._block(Box(words, top + 23.5, 82, 7), page.code, Style(12, strong=True), 9)

    def _centred(self, box: Box, text: str, style: Style, least: float, *, in_the_middle: bool = False) -> float:
        centred = msgspec.structs.replace(style, align=Align.CENTRE)
        return write(self._pdf, box, writable(text), centred, least, in_the_middle=in_the_middle).height if text else 0

    def _beside(self, box: Box, text: str, style: Style, least: float) -> None:
        """Write at the side where reading begins, whatever letters the text begins with."""
        write_at_side(self._pdf, box, writable(text), style, least, is_at_the_right=self._page.is_right_to_left)

    def _block(self, box: Box, text: str, style: Style, least: float) -> None:
        """Write at the other side, towards the code."""
        write_at_side(self._pdf, box, writable(text), style, least, is_at_the_right=not self._page.is_right_to_left)

    def _from_start(self, place: float, width: float) -> float:
        """Return the left edge of something ``width`` wide that begins ``place`` from where reading begins."""
        return self._width - place - width if self._page.is_right_to_left else place

    def _inside(self, x: float, whole: float, place: float, width: float) -> float:
        """The same within a box ``whole`` wide at ``x``."""
        return x + (whole - place - width if self._page.is_right_to_left else place)
