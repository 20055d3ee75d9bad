"""A certificate on paper: nothing is cut, whatever the language; its code is read; a name that no typeface has is left to a pen."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from sync.paper.certificate import FIGURES_MAX, SIZES_MM, CertificatePage, Figure, certificate_pdf
from sync.paper.sheets import SheetName

MADE_ON = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LINK = "HTTPS://CENTRE.EXAMPLE.ORG/CERTIFICATE/ABCD-EFGH-JKMN-PQRS"
FIGURES = tuple(Figure(figure, "things of a long name", "hat") for figure in ("1,204 h 30 min", "24,000", "£12,345.67", "528"))

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")


def a_page(name: str = "Konstantinos-Apostolos Papadopoulos", *, is_right_to_left: bool = False) -> CertificatePage:
    return CertificatePage(
        title="Certificate of good deeds",
        to="With thanks to",
        name=name,
        sentence="for helping at the Rainbow Room of St Brannoc’s Hospital, at the Many Hands Day, on Sunday the 22nd of November 2026",
        figures=FIGURES[:FIGURES_MAX],
        more="and also: 344 bulbs planted · 191 letters · 54 people who learnt to sign · 1 performance",
        thanks="Many hands make a day.",
        signed="For the Interfaith Council of the Western Isles",
        made="Made out on Sunday 22 November 2026",
        check="To check these figures, scan the code or open centre.example.org/certificate and type:",
        code="ABCD-EFGH-JKMN-PQRS",
        link=LINK,
        is_right_to_left=is_right_to_left,
    )


def drawn(folder: Path, page: CertificatePage, sheet: SheetName) -> tuple[str, Image.Image]:
    """Its words as they stand on the paper, and a picture of it."""
    (folder / "one.pdf").write_bytes(certificate_pdf([page], sheet, MADE_ON))
    words = subprocess.run(["pdftotext", "one.pdf", "-"], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "-singlefile", "one.pdf", "one"], cwd=folder, check=True)
    with Image.open(folder / "one.png") as picture:
        return " ".join(words.split()), picture.copy()


@needs_poppler
@pytest.mark.parametrize("sheet", SIZES_MM)
def test_nothing_is_cut_and_the_code_is_read_on_either_paper(sheet: SheetName, tmp_path: Path) -> None:
    page = a_page()
    words, picture = drawn(tmp_path, page, sheet)
    for said in (page.title, page.name, page.sentence, page.more, page.signed, page.made, page.check, page.code):
        assert said in words
    assert all(one.figure in words for one in page.figures)
    assert "…" not in words
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK]
    assert picture.width > picture.height


@needs_poppler
def test_read_from_the_right_the_code_stands_at_the_left(tmp_path: Path) -> None:
    places = []
    for is_right_to_left in (False, True):
        _, picture = drawn(tmp_path, a_page(is_right_to_left=is_right_to_left), SheetName.A4)
        (code,) = zxingcpp.read_barcodes(picture)
        places.append(code.position.top_left.x / picture.width)
    assert places[0] > 0.7
    assert places[1] < 0.3


@needs_poppler
def test_a_name_that_no_typeface_has_leaves_its_place_to_a_pen(tmp_path: Path) -> None:
    words, _ = drawn(tmp_path, a_page("李明"), SheetName.A4)
    assert "With thanks to for helping" in words
