"""Passes and mats on paper: every code readable, every name whole, in any of the scripts."""

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from sync.domain.codes import Mat, Pass, is_signed, make_mat, make_pass, read_code
from sync.domain.definition import ItemKind, Unit
from sync.domain.scanner_card import TEST_CARD
from sync.domain.spoken import grouped
from sync.domain.undo_card import UndoCard, make_undo_card
from sync.eventfile import load_event
from sync.paper.amounts import amount, money
from sync.paper.canvas import POINT_MM, Box, Canvas, Style, fitted, is_right_to_left, picture_path
from sync.paper.cards import MatCard, PassCard
from sync.paper.event_paper import make_all, pass_card, scanner_card
from sync.paper.image_canvas import ImageCanvas
from sync.paper.mats import mat_png, mat_sheets
from sync.paper.passes import pass_png, pass_sheets
from sync.paper.pdf_canvas import PdfCanvas
from sync.paper.typefaces import missing_letters, writable
from tests.support.day import EVENT, HATS, KEY_ID, KNITTING, PASS_KEYS, SIGNING_KEY, TODAY, WARD, named

NAMES = ["Miriam K.", "סבתא רבקה ל.", "خدیجہ م.", "مُحَمَّد ع.", "Olúwafẹ́mi A.", "Konstantinos-Apostolos P.", "Nguyễn T.", "Małgorzata Ś."]
MADE_ON = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: install poppler-utils")


def a_card(name: str) -> PassCard:
    code = make_pass(Pass(EVENT, named(name), 1, TODAY, KEY_ID), SIGNING_KEY)
    return PassCard(name, "Many Hands Day", code, "Knitting hats", "Library, blue door", "1234567890", "knitting")


def a_mat(quantity: int) -> MatCard:
    code = make_mat(Mat(EVENT, WARD, KNITTING, HATS, quantity, 1, KEY_ID), SIGNING_KEY)
    return MatCard(f"{quantity} hats", "Knitting hats", "Many Hands Day", code, "hat")


def codes_in(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image)}


def pages_of(pdf: bytes, folder: Path) -> list[Image.Image]:
    (folder / "sheet.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "sheet.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


@needs_poppler
@pytest.mark.slow
def test_every_code_on_printed_sheets_is_read_again_ten_passes_to_a_page(tmp_path: Path) -> None:
    cards = [a_card(name) for name in NAMES] + [a_card(f"Guest {number}") for number in range(4)]
    pages = pages_of(pass_sheets(cards, MADE_ON), tmp_path)
    assert [codes_in(page) for page in pages] == [{card.code for card in cards[:10]}, {card.code for card in cards[10:]}]


@needs_poppler
@pytest.mark.slow
def test_every_code_on_printed_mats_is_read_again_two_to_a_page(tmp_path: Path) -> None:
    mats = [a_mat(1), a_mat(5), a_mat(10)]
    pages = pages_of(mat_sheets(mats, MADE_ON), tmp_path)
    assert [codes_in(page) for page in pages] == [{mats[0].code, mats[1].code}, {mats[2].code}]


@pytest.mark.parametrize("name", NAMES)
def test_a_pass_on_a_phone_is_read_again_even_small(name: str) -> None:
    card = a_card(name)
    image = Image.open(io.BytesIO(pass_png(card)))
    assert image.width >= 600
    assert codes_in(image) == codes_in(image.resize((500, 318), Image.Resampling.LANCZOS)) == {card.code}
    read = read_code(card.code)
    assert isinstance(read, Pass)
    assert is_signed(read, PASS_KEYS)


def test_a_pass_without_activity_or_spoken_code_is_still_a_pass() -> None:
    card = PassCard("Amy Q.", "Many Hands Day", a_card("Amy Q.").code)
    assert codes_in(Image.open(io.BytesIO(pass_png(card)))) == {card.code}


def test_a_picture_of_a_mat_is_read_again() -> None:
    assert codes_in(Image.open(io.BytesIO(mat_png(a_mat(10))))) == {a_mat(10).code}


def test_the_same_cards_give_the_same_picture_and_sheet() -> None:
    card = a_card("Miriam K.")
    assert pass_png(card) == pass_png(card)
    assert pass_sheets([card], MADE_ON) == pass_sheets([card], MADE_ON)


def both_canvases() -> list[Canvas]:
    pdf = PdfCanvas("test", MADE_ON)
    pdf.page()
    return [pdf, ImageCanvas(85, 54, 12, "paper")]


@pytest.mark.parametrize("canvas", both_canvases(), ids=["pdf", "picture"])
def test_letters_stay_joined_under_vowel_signs(canvas: Canvas) -> None:
    # A letter that is torn from its neighbours takes its wider, isolated form.
    style = Style(20)
    assert canvas.width_of("بُننا", style) == pytest.approx(canvas.width_of("بننا", style), rel=0.01)
    assert canvas.width_of("بننا", style) < 0.9 * sum(canvas.width_of(letter, style) for letter in "بننا")
    assert canvas.width_of("مُحَمَّد", style) == pytest.approx(canvas.width_of("محمد", style), rel=0.01)


@pytest.mark.parametrize("canvas", both_canvases(), ids=["pdf", "picture"])
@pytest.mark.parametrize("name", [*NAMES, "Wolfeschlegelsteinhausenbergerdorff B.", "A " * 80, "x" * 300])
def test_no_name_leaves_its_room(canvas: Canvas, name: str) -> None:
    room = Box(0, 0, 42, 16)
    fit = fitted(canvas, name, room, Style(20, strong=True), 9)
    assert fit.height <= room.height
    assert all(canvas.width_of(line, fit.style) <= room.width for line in fit.lines)
    assert fit.is_whole == ("".join("".join(fit.lines).split()) == "".join(name.split()))
    assert fit.is_whole == (name in NAMES)


def test_a_name_that_does_not_fit_is_cut_visibly() -> None:
    canvas = ImageCanvas(85, 54, 12, "paper")
    fit = fitted(canvas, "one two three four five six seven eight", Box(0, 0, 14, 2 * 9 * POINT_MM * 1.25), Style(9), 9)
    assert (len(fit.lines), fit.lines[-1][-1]) == (2, "…")
    assert fitted(canvas, "hat", Box(0, 0, 40, 1), Style(9), 9).lines == ("hat",)
    assert fitted(canvas, "", Box(0, 0, 40, 10), Style(9), 9).height == 0


def test_the_first_letter_with_a_direction_decides() -> None:
    assert is_right_to_left("12 חנה L.")
    assert is_right_to_left("«خدیجہ»")
    assert not is_right_to_left("Hannah חנה")
    assert not is_right_to_left("1234 5678")


def drawn_columns(name: str) -> list[int]:
    """The middle of the ink in a picture of ``name``, as the share of dark pixels in the left and right half."""
    canvas = ImageCanvas(60, 10, 10, "paper")
    canvas.line_of_text(Box(0, 0, 60, 10), name, Style(14))
    image = Image.open(io.BytesIO(canvas.png())).convert("L").point(lambda value: 255 if value < 128 else 0)
    return [sum(half.histogram()[255:]) for half in (image.crop((0, 0, 300, 100)), image.crop((300, 0, 600, 100)))]


def test_names_begin_on_the_side_where_their_script_begins() -> None:
    left, right = drawn_columns("Miriam K.")
    assert left > right == 0
    left, right = drawn_columns("חנה ל.")
    assert right > left == 0


def test_letters_that_would_be_left_empty_are_named() -> None:
    assert all(missing_letters(name) == "" for name in NAMES)
    assert missing_letters("Li 李 W.") == "李"
    assert [missing_letters(name) for name in ("Олена Ї.", "Γιάννης Π.", "Łukasz Ŵ.")] == ["", "", ""]


def test_of_a_name_stands_on_the_card_what_can_be_written() -> None:
    assert writable("Li 李 W.") == "Li W."
    assert writable("Ноам O'Neil-Ŵyn") == "Ноам O'Neil-Ŵyn"
    assert writable("李 伟.") == ""


def test_an_unknown_picture_is_helping_hands() -> None:
    assert picture_path("no such picture") == picture_path("helpers")
    assert picture_path("hat").is_file()


@pytest.mark.parametrize(
    ("unit", "quantity", "currency", "words"),
    [
        (Unit.ITEMS, 1, "GBP", "1 hat"),
        (Unit.ITEMS, 1200, "GBP", "1,200 hats"),
        (Unit.MONEY, 500, "GBP", "£5"),
        (Unit.MONEY, 123_456, "PLN", "PLN 1,234.56"),
        (Unit.MONEY, 5000, "JPY", "JPY 5,000"),
    ],
)
def test_quantities_are_written_with_their_noun_or_as_money(unit: Unit, quantity: int, currency: str, words: str) -> None:
    assert amount(ItemKind(1, {"en": "hat"}, {"en": "hats"}, unit, "hat"), quantity, currency) == words


def test_money_keeps_its_pence() -> None:
    assert money(1205, "EUR") == "€12.05"


SMALL_EVENT = """
[event]
no = 7
key = "tiny"
name = { en = "Tiny Day" }
opens = 09:00:00
closes = 17:00:00
[[items]]
no = 1
key = "hats"
one = { en = "hat" }
many = { en = "hats" }
unit = "items"
picture = "hat"
steps = [1, 10]
[[venues]]
no = 1
key = "hall"
name = { en = "Hall" }
[[activities]]
no = 1
key = "knitting"
venue = "hall"
name = { en = "Knitting" }
picture = "knitting"
outputs = [{ item = "hats" }]
[[parties]]
key = "3b"
name = "Class 3B"
kind = "class"
venue = "hall"
headcount = 30
[[volunteers]]
key = "miriam"
name = "Miriam K."
venue = "hall"
activity = "knitting"
"""


@pytest.mark.slow
def test_every_paper_of_an_event_is_made_and_every_code_is_signed_by_its_key(tmp_path: Path) -> None:
    event, out = tmp_path / "tiny.toml", tmp_path / "papers"
    event.write_text(SMALL_EVENT, encoding="utf-8")
    papers = make_all(event, out, SIGNING_KEY, MADE_ON.date(), KEY_ID)
    files = papers.files
    assert papers.gaps == ()
    assert papers.in_words().count("\n") == 0
    assert {str(path.relative_to(out)).split("/")[0] for path in files} == {
        "passes.pdf",
        "mats.pdf",
        "scanner-card.pdf",
        "passes",
        "mats",
        "undo",
    }
    assert len(files) == 3 + 2 + 2 + 1
    assert codes_in(Image.open(out / "undo" / "001.png")) == {make_undo_card(UndoCard(7, 1))}
    for path in files[3:-1]:
        [text] = codes_in(Image.open(path))
        code = read_code(text)
        assert isinstance(code, Pass | Mat)
        assert is_signed(code, PASS_KEYS)
        assert "Miriam" not in path.name


def test_the_scanner_card_carries_the_code_that_the_kiosk_knows_and_nobodys_name() -> None:
    card = scanner_card("Many Hands Day")
    assert codes_in(Image.open(io.BytesIO(mat_png(card)))) == {TEST_CARD}


@pytest.mark.slow
def test_a_name_in_a_script_that_the_typeface_lacks_is_told_and_its_pass_shows_the_ten_digits(tmp_path: Path) -> None:
    event, out = tmp_path / "tiny.toml", tmp_path / "papers"
    event.write_text(SMALL_EVENT.replace("Miriam K.", "李伟"), encoding="utf-8")
    loaded = load_event(event, MADE_ON.date(), hash_pin=lambda _: b"")
    [row] = [row for roster in loaded.rosters.values() for row in roster.volunteers]
    assert pass_card(row, loaded.definition, SIGNING_KEY, KEY_ID).name == grouped(row.spoken_code)
    assert pass_card(replace(row, spoken_code=""), loaded.definition, SIGNING_KEY, KEY_ID).name == row.who.hex()
    papers = make_all(event, out, SIGNING_KEY, MADE_ON.date(), KEY_ID)
    [gap] = papers.gaps
    assert (gap.text, gap.letters) == ("李伟", "李伟")
    assert (out / gap.where.split()[0]).is_file()
    assert "李伟" in papers.in_words()
    assert grouped(row.spoken_code) in papers.in_words()


def test_the_events_own_texts_are_looked_at_too(tmp_path: Path) -> None:
    event = tmp_path / "tiny.toml"
    event.write_text(SMALL_EVENT.replace('en = "Knitting"', 'en = "编织"'), encoding="utf-8")
    papers = make_all(event, tmp_path / "papers", SIGNING_KEY, MADE_ON.date(), KEY_ID)
    assert {(gap.text, gap.where) for gap in papers.gaps} == {("编织", "passes"), ("编织", "mats")}
