"""What the camera sees stands on the screen, for everybody: people aim by it, and a photograph of it opens nothing."""

# The driver prepares Kivy and comes first.
from tests.support.driver import Driver  # isort: skip

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import qrcode
import zxingcpp
from PIL import Image, ImageFilter

from kiosk.app import preview
from kiosk.app.preview import AGAIN_MS, Preview, coarsened
from kiosk.scanning.decoding import text_in
from kiosk.scanning.frames import Frame, frame_of
from kiosk.screens.samples import every_state
from tests.support.cards_in_the_hall import HEIGHT, WIDTH, hall
from tests.support.day import MIRIAM
from tests.support.desk import pass_of

PASS = pass_of(MIRIAM)
NEAREST_PX = HEIGHT
"""So large is a code that fills the picture from edge to edge."""


def held_up(side_px: int, x: int | None = None) -> Frame:
    """Return what the camera sees: a pass of ``side_px``, in the middle or ``x`` from the left."""
    code = qrcode.QRCode(border=1, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(PASS)
    card = code.make_image().convert("L").resize((side_px, side_px), Image.Resampling.LANCZOS)
    scene = Image.fromarray(hall(np.random.default_rng(3)).astype(np.uint8))
    scene.paste(card, ((WIDTH - side_px) // 2 if x is None else x, (HEIGHT - side_px) // 2))
    return frame_of(scene)


def showing(driver: Driver) -> Preview:
    """The welcome page of a kiosk with a camera."""
    driver.show(every_state()["welcome-camera"])
    return Preview(lambda draw: draw(), driver.stage.see, lambda: True, lambda: driver.now_ms)


def photograph(driver: Driver, frame: Frame) -> Image.Image:
    """Hold ``frame`` before the camera and photograph the screen."""
    view = showing(driver)
    driver.now_ms += AGAIN_MS
    view.offer(frame)
    width, height = (int(side) for side in driver.window.size)
    return Image.frombytes("RGB", (width, height), driver.pixels()).transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("L")


def round_window(driver: Driver, picture: Image.Image) -> Image.Image:
    """Return what stands in the round window."""
    beam = driver.stage.screen.ids.beam
    (x, y), side = beam._reader.pos, beam._reader.width
    return picture.crop((int(x), int(driver.window.height - y - side), int(x + side), int(driver.window.height - y)))


def as_a_thief_would(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture in every way that might bring a code out again: mirrored back, enlarged, sharpened, made black and white."""
    for size in (1, 3, 8):
        large = picture.resize((picture.width * size, picture.height * size), Image.Resampling.BICUBIC)
        for way in (large, large.filter(ImageFilter.UnsharpMask(size * 3, 400, 0)), large.point(lambda grey: 255 * (grey > 128))):
            yield way
            yield way.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def read(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(np.asarray(picture), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [each.text for each in found]


def test_the_pass_that_is_held_up_can_be_read_by_the_camera_itself() -> None:
    assert [side for side in (150, 300, 500, NEAREST_PX) if text_in(held_up(side)) != PASS] == []


@pytest.mark.parametrize("side_px", [150, 300, 500, 650, NEAREST_PX])
def test_a_photograph_of_the_screen_shows_nobodys_pass(driver: Driver, side_px: int) -> None:
    picture = photograph(driver, held_up(side_px))
    driver.keep(f"preview-{side_px}")
    assert [each for way in as_a_thief_would(round_window(driver, picture)) for each in read(way)] == []
    texture = coarsened(held_up(side_px))
    picture = Image.frombytes("L", (texture.width, texture.height), texture.grey)
    assert [each for way in as_a_thief_would(picture) for each in read(way)] == []


def test_without_the_coarse_points_the_photograph_would_show_the_pass(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def sharp(frame: Frame) -> Frame:
        return frame

    monkeypatch.setattr(preview, "coarsened", sharp)
    picture = round_window(driver, photograph(driver, held_up(450)))
    assert PASS in [each for way in as_a_thief_would(picture) for each in read(way)]


def lightness(driver: Driver, frame: Frame) -> list[float]:
    """How light the left, the middle and the right of the round window are."""
    row = np.asarray(round_window(driver, photograph(driver, frame)), dtype=float)
    height, width = row.shape
    band = row[height * 2 // 5 : height * 3 // 5]
    return [float(band[:, int(width * share) : int(width * (share + 0.2))].mean()) for share in (0.15, 0.4, 0.65)]


def test_people_see_where_they_hold_their_card_as_before_a_mirror(driver: Driver) -> None:
    dark = np.full((HEIGHT, WIDTH), 30.0)
    seen = []
    for x in (320, 540, 760):  # from the left to the right of what the camera sees
        scene = dark.copy()
        scene[260:460, x : x + 200] = 230
        seen.append(lightness(driver, Frame(WIDTH, HEIGHT, scene.astype(np.uint8).tobytes())))
    assert [max(range(3), key=each.__getitem__) for each in seen] == [2, 1, 0]


def test_four_corners_say_where_to_hold_a_card(driver: Driver) -> None:
    scene = np.full((HEIGHT, WIDTH), 30, dtype=np.uint8)
    view = np.asarray(round_window(driver, photograph(driver, Frame(WIDTH, HEIGHT, scene.tobytes()))), dtype=float)
    height, width = view.shape
    inside = view[height // 5 : -height // 5, width // 5 : -width // 5]  # without the rim
    down, across = np.nonzero(inside > 120)
    quarters = {(y > inside.shape[0] / 2, x > inside.shape[1] / 2) for y, x in zip(down, across, strict=True)}
    assert len(quarters) == 4
    third = slice(inside.shape[0] // 3, -inside.shape[0] // 3)
    assert inside[third, third].max() < 60, "and nothing stands where the card is to be"


def test_what_is_up_is_up(driver: Driver) -> None:
    scene = np.full((HEIGHT, WIDTH), 30, dtype=np.uint8)
    scene[: HEIGHT // 2] = 230
    row = np.asarray(round_window(driver, photograph(driver, Frame(WIDTH, HEIGHT, scene.tobytes()))), dtype=float)
    height, width = row.shape
    middle = slice(width * 2 // 5, width * 3 // 5)
    assert row[height // 5 : height * 2 // 5, middle].mean() > 180
    assert row[height * 3 // 5 : height * 4 // 5, middle].mean() < 90


def test_one_texture_is_drawn_again_at_most_ten_times_a_second(driver: Driver) -> None:
    seen: list[Any] = []
    view = Preview(lambda draw: draw(), seen.append, lambda: True, lambda: driver.now_ms)
    for _ in range(100):  # a second of a fast camera
        driver.now_ms += 10
        view.offer(held_up_once())
    assert len(seen) == 1_000 // AGAIN_MS
    assert all(one is other for one, other in pairwise(seen))


def test_a_slow_screen_loses_pictures_and_makes_no_queue_of_them(driver: Driver) -> None:
    waiting: list[Callable[[], None]] = []
    view = Preview(waiting.append, lambda _texture: None, lambda: True, lambda: driver.now_ms)
    for _ in range(10):
        driver.now_ms += AGAIN_MS
        view.offer(held_up_once())
    assert len(waiting) == 1


def test_where_nobody_looks_nothing_is_drawn(driver: Driver) -> None:
    seen: list[Any] = []
    Preview(lambda draw: draw(), seen.append, lambda: False, lambda: driver.now_ms).offer(held_up_once())
    assert seen == []


def test_a_small_picture_is_left_as_it_is() -> None:
    small = Frame(preview.ROWS_MAX, preview.ROWS_MAX, bytes(preview.ROWS_MAX**2))
    assert coarsened(small) is small


def held_up_once() -> Frame:
    return Frame(WIDTH, HEIGHT, bytes(WIDTH * HEIGHT))
