"""What a kiosk prints: readable codes, whole names in any script, on every paper."""

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from sync.domain.codes import NOBODYS_KEY_ID, Pass, is_signed, make_roster_pass, read_code
from sync.paper.canvas import Box
from sync.paper.cards import SmallKind, SmallPaper
from sync.paper.image_canvas import ImageCanvas
from sync.paper.small import PaperSize, draw_small, media_of, size_of, small_pdf, small_png
from tests.support.day import EVENT, PASS_KEYS, TODAY, named

NAMES = ("Miriam K.", "סבתא רבקה ל.", "خدیجہ م.", "مُحَمَّد ع.", "Konstantinos-Apostolos Papadimitriou-Featherstonehaugh", "Małgorzata Ś.")
CODE = make_roster_pass(Pass(EVENT, named("miriam"), 1, TODAY, 7))
MADE_ON = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def a_pass(name: str) -> SmallPaper:
    return SmallPaper(SmallKind.PASS, name, "Many Hands Day", ("Knitting", "Library, blue door"), CODE, "1234567890")


def a_slip(name: str) -> SmallPaper:
    made = tuple(f"{number} hats for the neonatal ward" for number in range(1, 5))
    return SmallPaper(SmallKind.SLIP, name, "Many Hands Day", ("Thank you", "You gave 2 h 15 min today.", *made))


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("name", NAMES)
def test_a_pass_from_the_kiosks_printer_is_read_again(name: str, size: PaperSize) -> None:
    image = Image.open(io.BytesIO(small_png(a_pass(name), size)))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [CODE]


def test_the_roster_alone_speaks_for_a_code_that_a_kiosk_made() -> None:
    code = read_code(CODE)
    assert isinstance(code, Pass)
    assert code.key_id == NOBODYS_KEY_ID
    assert NOBODYS_KEY_ID not in PASS_KEYS
    assert not is_signed(code, PASS_KEYS)


@pytest.mark.parametrize("size", PaperSize)
def test_nothing_leaves_the_paper_and_no_two_things_meet(size: PaperSize) -> None:
    for paper in (*map(a_pass, NAMES), *map(a_slip, NAMES), *(SmallPaper(SmallKind.LABEL, name, lines=("Knitting",)) for name in NAMES)):
        boxes = drawn(paper, size)
        width, length = size_of(paper, size)
        for box in boxes:
            assert box.x >= 0, (paper, box)
            assert box.y >= 0, (paper, box)
            assert box.x + box.width <= width + 0.1, (paper, box)
            assert box.y + box.height <= length + 0.1, (paper, box)
        for number, one in enumerate(boxes):
            assert all(not meet(one, other) for other in boxes[number + 1 :]), paper


class Noting(ImageCanvas):
    """Remembers where something was drawn."""

    def __init__(self, width: float, length: float) -> None:
        super().__init__(width, length, 8, "white")
        self.boxes: list[Box] = []

    def line_of_text(self, box: Box, text: str, style: object) -> None:  # noqa: ARG002 - the canvas's signature
        self.boxes.append(box)

    def code(self, box: Box, text: str) -> None:  # noqa: ARG002 - the canvas's signature
        self.boxes.append(box)


def drawn(paper: SmallPaper, size: PaperSize) -> list[Box]:
    width, length = size_of(paper, size)
    canvas = Noting(width, length)
    draw_small(canvas, Box(0, 0, width, length), paper)
    return canvas.boxes


def meet(one: Box, other: Box) -> bool:
    apart = 0.1
    return (
        one.y + apart < other.y + other.height
        and other.y + apart < one.y + one.height
        and one.x + apart < other.x + other.width
        and other.x + apart < one.x + one.width
    )


def test_cups_is_told_the_measures_of_a_roll_and_the_name_of_a_sheet() -> None:
    label = SmallPaper(SmallKind.LABEL, "Miriam K.")
    assert media_of(label, PaperSize.LABEL_62) == "Custom.62x29mm"
    assert media_of(label, PaperSize.A6) == "iso_a6_105x148mm"


def test_a_name_that_cannot_be_written_leaves_its_place_to_the_digits() -> None:
    unwritable = SmallPaper(SmallKind.PASS, "😀", code=CODE, spoken="1234567890")
    assert small_pdf(unwritable, PaperSize.A6, MADE_ON).startswith(b"%PDF")


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")
@pytest.mark.slow
@pytest.mark.parametrize("size", PaperSize)
def test_the_page_has_the_measures_of_the_paper_and_its_code_is_read(size: PaperSize, tmp_path: Path) -> None:
    paper = a_pass("סבתא רבקה ל.")
    (tmp_path / "page.pdf").write_bytes(small_pdf(paper, size, MADE_ON))
    subprocess.run(["pdftoppm", "-r", "203", "-gray", "-png", "page.pdf", "page"], cwd=tmp_path, check=True)
    (made,) = tmp_path.glob("page*.png")
    with Image.open(made) as image:
        width, length = size_of(paper, size)
        assert image.size == pytest.approx((width / 25.4 * 203, length / 25.4 * 203), abs=2)
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [CODE]
