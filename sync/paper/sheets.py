"""Which paper is in the printer, and where do cards lie on it?

Promise: measures of cards in the makers' own data sheets, so that a sheet of labels is met; what is cut by hand has marks, what is
peeled off has none; every place is whole on the page and holds a pass at its own size.
"""

from enum import StrEnum

import msgspec

from sync.paper.canvas import Box

A4_MM = (210.0, 297.0)
LETTER_MM = (215.9, 279.4)


class SheetName(StrEnum):
    """The sheets that can be chosen."""

    A4 = "a4"
    LETTER = "letter"
    AVERY_L7165 = "avery-l7165"
    AVERY_L7173 = "avery-l7173"
    AVERY_5371 = "avery-5371"
    AVERY_5163 = "avery-5163"


class Sheet(msgspec.Struct, frozen=True):
    """A page in millimetres and the places on it: size of one, how many, the first one's corner, and the steps between corners."""

    page: tuple[float, float]
    place: tuple[float, float]
    columns: int
    rows: int
    corner: tuple[float, float]
    step: tuple[float, float]
    is_cut: bool = False

    @property
    def places(self) -> int:
        return self.columns * self.rows

    def box(self, number: int) -> Box:
        """Return place ``number`` (from 0), row by row."""
        row, column = divmod(number, self.columns)
        return Box(self.corner[0] + column * self.step[0], self.corner[1] + row * self.step[1], *self.place)

    def cuts(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return where a guillotine cuts, across and down; for places that touch."""
        across = tuple(self.corner[0] + column * self.step[0] for column in range(self.columns + 1))
        return across, tuple(self.corner[1] + row * self.step[1] for row in range(self.rows + 1))


def cut_sheet(page: tuple[float, float], place: tuple[float, float], columns: int, rows: int) -> Sheet:
    """Return a plain page with places that touch, in its middle."""
    corner = (page[0] - columns * place[0]) / 2, (page[1] - rows * place[1]) / 2
    return Sheet(page, place, columns, rows, corner, place, is_cut=True)


CARD_MM = (85.0, 54.0)
"""A bank card's size, so that it fits wallets and the pockets of lanyards."""

PASS_SHEETS: dict[SheetName, Sheet] = {
    SheetName.A4: cut_sheet(A4_MM, CARD_MM, 2, 5),
    # Five would stand where desk printers do not reach.
    SheetName.LETTER: cut_sheet(LETTER_MM, CARD_MM, 2, 4),
    SheetName.AVERY_L7165: Sheet(A4_MM, (99.1, 67.7), 2, 4, (4.65, 13.1), (101.6, 67.7)),
    SheetName.AVERY_L7173: Sheet(A4_MM, (99.1, 57.0), 2, 5, (4.65, 6.0), (101.6, 57.0)),
    SheetName.AVERY_5371: Sheet(LETTER_MM, (88.9, 50.8), 2, 5, (19.05, 12.7), (88.9, 50.8)),
    SheetName.AVERY_5163: Sheet(LETTER_MM, (101.6, 50.8), 2, 5, (3.97, 12.7), (106.36, 50.8)),
}
MAT_MM = (190.0, 133.0)
"""A5 less what desk printers cannot reach."""
MAT_SHEETS: dict[SheetName, Sheet] = {
    SheetName.A4: cut_sheet(A4_MM, MAT_MM, 1, 2),
    SheetName.LETTER: cut_sheet(LETTER_MM, MAT_MM, 1, 2),
}
"""Mats are for tables, and no label is that large: on label paper they come as on its page, plain."""


def mat_sheet(name: SheetName) -> Sheet:
    """Return the plain page of the size of ``name``."""
    return MAT_SHEETS[SheetName.A4 if PASS_SHEETS[name].page == A4_MM else SheetName.LETTER]
