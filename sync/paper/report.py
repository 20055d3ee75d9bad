"""What does a report look like on paper? One A4 page for the whole day or for one venue: figures, bars against targets, gaps, changes.

Promise: what does not fit on the page goes on on the next one; nothing is left out and nothing is cut but a name, with an ellipsis.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from sync.paper.canvas import Box, Style, mark_path, write_at_side
from sync.paper.pdf_canvas import PdfCanvas
from sync.paper.typefaces import writable

LEFT_MM, WIDTH_MM, BOTTOM_MM = 18.0, 174.0, 277.0
ROW_MM, ROW_TIGHT_MM = 9.0, 6.8
ROWS_WITH_ROOM = 12
"""More item kinds than this stand closer together, so that the gaps and the changes are on the same page."""
BAND_MM = 26.0
LINE_MM = 5.2

_COLUMNS = (
    (0.0, 50.0),
    (52.0, 24.0),
    (78.0, 26.0),
    (106.0, 20.0),
    (128.0, 22.0),
    (152.0, 22.0),
)
"""Where each column begins and how wide it is: name, made, bar, target, counted, last year."""


class Words(msgspec.Struct, frozen=True):
    """What the paper says by itself, in its reader's language. ``continued``: the place of a title, on a further sheet."""

    made: str = "made"
    target: str = "target"
    counted: str = "counted"
    last_year: str = "last year"
    outstanding: str = "Still outstanding"
    changed: str = "Changed since the version before"
    continued: str = "{title}, continued"


class Headline(msgspec.Struct, frozen=True):
    """One large figure with its words, and perhaps what it was last year."""

    figure: str
    words: str
    before: str = ""


class Line(msgspec.Struct, frozen=True):
    """One item kind, in words. ``filled``: how far the bar is, 0 to 1; none: no target."""

    name: str
    made: str
    target: str = ""
    counted: str = ""
    last_year: str = ""
    filled: float | None = None


class ReportPage(msgspec.Struct, frozen=True):
    """One report. ``gaps`` and ``changes`` are sentences; ``standing`` says what the figures include.

    ``is_right_to_left``: it is read from the right, columns too; figures end at the right of theirs in every language.
    """

    event: str
    day: str
    title: str
    standing: str
    headlines: tuple[Headline, ...]
    lines: tuple[Line, ...]
    gaps: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    foot: str = ""
    words: Words = Words()
    is_right_to_left: bool = False


def report_pdf(pages: Iterable[ReportPage], made_on: dt.datetime | None = None, title: str = "Report") -> bytes:
    """Return a PDF of ``pages``, each on a sheet of its own. ``made_on`` (aware) is the file's date; none: now."""
    pdf = PdfCanvas(title, made_on or dt.datetime.now(dt.UTC))
    for page in pages:
        _Sheet(pdf, page).draw()
    return pdf.finish()


class _Sheet:
    """One report on its way down the paper."""

    def __init__(self, pdf: PdfCanvas, page: ReportPage) -> None:
        self._pdf, self._page, self._y = pdf, page, 0.0
        self._row_mm = ROW_MM if len(page.lines) <= ROWS_WITH_ROOM else ROW_TIGHT_MM
        self._has_last = any(line.last_year for line in page.lines)

    def draw(self) -> None:
        self._begin()
        self._words(self._page.title, Style(25, strong=True), 13, 12.0)
        self._words(self._page.standing, Style(11.5, "ink-soft"), 9, 7.0)
        self._y += 3
        self._headlines()
        self._table()
        self._sentences(self._page.words.outstanding, self._page.gaps, "look-here")
        self._sentences(self._page.words.changed, self._page.changes, "welcome")

    def _begin(self) -> None:
        self._pdf.page()
        self._pdf.fill(Box(0, 0, 210, BAND_MM), "deed")
        self._pdf.picture(Box(self._from_start(0, 14), 6, 14, 14), mark_path())
        self._say(Box(self._from_start(19, 150), 6.5, 150, 8), self._page.event, Style(16, "on-deed", strong=True), 9)
        self._say(Box(self._from_start(19, 150), 14, 150, 6), self._page.day, Style(10.5, "on-deed"), 8)
        self._say(Box(LEFT_MM, 284, WIDTH_MM, 6), self._page.foot, Style(8.5, "ink-soft"), 7)
        self._y = BAND_MM + 9

    def _from_start(self, place: float, width: float) -> float:
        """Return the left edge of something ``width`` wide that begins ``place`` from where reading begins."""
        return LEFT_MM + (WIDTH_MM - place - width if self._page.is_right_to_left else place)

    def _say(self, box: Box, text: str, style: Style, least: float, *, in_the_middle: bool = False) -> None:
        """Write at the side of ``box`` where reading begins."""
        side = self._page.is_right_to_left
        write_at_side(self._pdf, box, writable(text), style, least, is_at_the_right=side, in_the_middle=in_the_middle)

    def _room(self, height: float) -> None:
        """See to it that ``height`` is free, on the next page if need be."""
        if self._y + height > BOTTOM_MM:
            self._begin()

    def _words(self, text: str, style: Style, least: float, height: float) -> None:
        self._say(Box(LEFT_MM, self._y, WIDTH_MM, height), text, style, least)
        self._y += height

    def _headlines(self) -> None:
        number = max(len(self._page.headlines), 1)
        width = (WIDTH_MM - 5 * (number - 1)) / number
        height = 27.0 if any(one.before for one in self._page.headlines) else 22.0
        for place, one in enumerate(self._page.headlines):
            x = self._from_start(place * (width + 5), width)
            self._pdf.fill(Box(x, self._y, width, height), "sunk", 3)
            self._say(Box(x + 4, self._y + 2.5, width - 8, 12), one.figure, Style(25, strong=True), 12)
            self._say(Box(x + 4, self._y + 14.5, width - 8, 5.5), one.words, Style(10.5), 8)
            self._say(Box(x + 4, self._y + 20, width - 8, 5), one.before, Style(9, "ink-soft"), 7)
        self._y += height + 6

    def _table(self) -> None:
        if self._page.lines:
            self._head()
        for number, line in enumerate(self._page.lines):
            if self._y + self._row_mm > BOTTOM_MM:
                self._begin()
                self._head()
            self._row(line, is_deeper=number % 2 == 1)
        self._y += 5

    def _head(self) -> None:
        said = self._page.words
        heads = ("", said.made, "", said.target, said.counted, said.last_year if self._has_last else "")
        for words, (x, width) in zip(heads, _COLUMNS, strict=True):
            self._right(self._from_start(x, width), width, words, Style(9, "ink-soft"), 6)
        self._y += 6

    def _row(self, line: Line, *, is_deeper: bool) -> None:
        if is_deeper:
            self._pdf.fill(Box(LEFT_MM - 2, self._y, WIDTH_MM + 4, self._row_mm), "sunk", 1.5)
        wide = _COLUMNS[0][1]
        self._say(Box(self._from_start(0, wide), self._y, wide, self._row_mm), line.name, Style(11), 7.5, in_the_middle=True)
        for text, (x, width), style in (
            (line.made, _COLUMNS[1], Style(12.5, strong=True)),
            (line.target, _COLUMNS[3], Style(11)),
            (line.counted, _COLUMNS[4], Style(11)),
            (line.last_year, _COLUMNS[5], Style(11, "ink-soft")),
        ):
            self._right(self._from_start(x, width), width, text, style, self._row_mm)
        if line.filled is not None:
            x, width = _COLUMNS[2]
            top = self._y + self._row_mm / 2
            self._pdf.fill(Box(self._from_start(x, width), top - 1.5, width, 3), "track", 1.4)
            if line.filled > 0:
                wool = max(2.2, (width - 0.8) * min(line.filled, 1))
                self._pdf.fill(Box(self._from_start(x + 0.4, wool), top - 1.1, wool, 2.2), "marigold", 1)
        self._y += self._row_mm

    def _right(self, x: float, width: float, text: str, style: Style, height: float) -> None:
        """Write a figure so that it ends where its column ends."""
        while style.size > 6 and self._pdf.width_of(text, style) > width:  # noqa: PLR2004 - points; smaller is not read on paper
            style = msgspec.structs.replace(style, size=style.size - 0.5)
        wide = self._pdf.width_of(text, style)
        self._pdf.line_of_text(Box(x + width - wide, self._y, wide + 1, height), text, style)

    def _sentences(self, title: str, sentences: tuple[str, ...], colour: str) -> None:
        for number, piece in enumerate(_pieces(sentences)):
            height = 9 + LINE_MM * len(piece) + 3
            self._room(height)
            self._pdf.fill(Box(LEFT_MM - 2, self._y, WIDTH_MM + 4, height), colour, 3)
            words = title if number == 0 else self._page.words.continued.format(title=title)
            self._say(Box(LEFT_MM + 2, self._y + 2.5, WIDTH_MM - 4, 6), words, Style(11.5, strong=True), 9)
            for place, sentence in enumerate(piece):
                box = Box(LEFT_MM + 2, self._y + 9 + place * LINE_MM, WIDTH_MM - 4, LINE_MM)
                self._say(box, sentence, Style(10), 7.5)
            self._y += height + 4


SENTENCES_A_PIECE = 30


def _pieces(sentences: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for first in range(0, len(sentences), SENTENCES_A_PIECE):
        yield sentences[first : first + SENTENCES_A_PIECE]
