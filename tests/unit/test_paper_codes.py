"""Codes as pictures: read again by another's reader."""

import zxingcpp
from PIL import Image

from sync.domain.codes import Pass, make_pass
from sync.paper.code_picture import QUIET_MODULES, code_image, code_png, modules, rects
from tests.support.day import EVENT, KEY_ID, MIRIAM, SIGNING_KEY, TODAY

TEXT = make_pass(Pass(EVENT, MIRIAM, 3, TODAY, KEY_ID), SIGNING_KEY)


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image)]


def test_a_picture_of_a_code_is_read_again() -> None:
    assert read(code_image(TEXT, 4)) == [TEXT]


def test_a_pass_is_small_enough_for_a_card() -> None:
    # Version 6: 41 modules, and half a millimetre each is what a phone's camera and a cheap scanner read from a card.
    assert len(modules(TEXT)) == 41


def test_the_quiet_zone_is_light_all_round_and_belongs_to_the_picture() -> None:
    image = code_image(TEXT, 3).convert("L")
    side = 3 * (41 + 2 * QUIET_MODULES)
    quiet = 3 * QUIET_MODULES
    assert image.size == (side, side)
    for edge in ((0, 0, side, quiet), (0, side - quiet, side, side), (0, 0, quiet, side), (side - quiet, 0, side, side)):
        assert image.crop(edge).getextrema() == (255, 255)


def test_the_vector_runs_cover_exactly_the_dark_modules() -> None:
    matrix = modules(TEXT)
    covered = [(rect.x + step, rect.y) for rect in rects(matrix) for step in range(rect.width)]
    assert len(covered) == len(set(covered))
    assert set(covered) == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_the_same_text_gives_the_same_file() -> None:
    assert code_png(TEXT) == code_png(TEXT)
    assert code_png(TEXT).startswith(b"\x89PNG")
