"""How do cards look in a hall? Pictures as a camera would give them, each kind worse from step to step.

Promise: the same pictures every time; none is staged for one decoder or the other. They are made, not taken: what a real camera, a real
screen and a real hall do beyond this is not known from them.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
import qrcode
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from kiosk.scanning.frames import Frame, frame_of

WIDTH, HEIGHT = 1280, 720
STEPS = 5
"""Of each kind: from what anybody would read to what hardly anybody would."""

TEXT = "MH1P" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 4 + "ABCDEFGHIJ"
"""As long as a pass."""

Grey = NDArray[np.float64]


def pictures() -> Iterator[tuple[str, int, Frame]]:
    """Yield every picture with its kind and its step, 0 the easiest."""
    for number, (kind, make) in enumerate(KINDS.items()):
        for step in range(STEPS):
            chance = np.random.default_rng(1_000 * number + step)
            yield kind, step, _taken(make(step / (STEPS - 1), chance), chance)


def card(module_px: int = 5) -> Grey:
    code = qrcode.QRCode(box_size=module_px, border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(TEXT)
    return np.asarray(code.make_image().convert("L"), dtype=float)


def hall(chance: np.random.Generator) -> Grey:
    """Something grey and restless behind the card."""
    coarse = Image.fromarray(chance.integers(60, 190, (18, 32), dtype=np.uint8)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return np.asarray(coarse, dtype=float)


def _laid(code: Grey, chance: np.random.Generator, ground: Grey | None = None) -> Grey:
    scene = hall(chance) if ground is None else ground
    height, width = min(code.shape[0], HEIGHT), min(code.shape[1], WIDTH)
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    scene[top : top + height, left : left + width] = code[:height, :width]
    return scene


def _taken(scene: Grey, chance: np.random.Generator) -> Frame:
    """With a lens that is not quite sharp, and the noise of a cheap sensor."""
    noisy: Grey = scene + chance.normal(0, 4, scene.shape)
    picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    return frame_of(picture)


def _dim_phone(worse: float, chance: np.random.Generator) -> Grey:
    """A screen at its darkest: what is white is hardly lighter than what is black."""
    return _laid(20 + card() / 255 * (60 - 54 * worse), chance)


def _glare(worse: float, chance: np.random.Generator) -> Grey:
    """A lamp mirrored in the glass."""
    scene = _laid(card(), chance)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = np.hypot(rows - HEIGHT / 2 + 60, columns - WIDTH / 2 - 60)
    lit: Grey = scene * 0.8 + 300 * worse * np.exp(-((away / (60 + 160 * worse)) ** 2))
    return lit


def _cracked(worse: float, chance: np.random.Generator) -> Grey:
    """Bright splinters from one corner of the screen."""
    picture = Image.fromarray(_laid(card(), chance).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(3 + 16 * worse)):
        angle, x, y = chance.uniform(0, math.tau), WIDTH / 2 + 90.0, HEIGHT / 2 + 90.0
        for _joint in range(6):
            end_x, end_y = x + 60 * math.cos(angle), y + 60 * math.sin(angle)
            draw.line((x, y, end_x, end_y), fill=int(chance.integers(150, 255)), width=2)
            angle, x, y = angle + chance.uniform(-0.5, 0.5), end_x, end_y
    return np.asarray(picture, dtype=float)


def _small(worse: float, chance: np.random.Generator) -> Grey:
    """Held far away: from three pixels a module to little more than one."""
    code = Image.fromarray(card(8).astype(np.uint8))
    side = round(code.width / 8 * (3.0 - 1.75 * worse))
    return _laid(np.asarray(code.resize((side, side), Image.Resampling.BOX), dtype=float), chance)


def _turned(worse: float, chance: np.random.Generator) -> Grey:
    picture = Image.fromarray(card().astype(np.uint8)).rotate(
        5 + 40 * worse, expand=True, fillcolor=128, resample=Image.Resampling.BILINEAR
    )
    return _laid(np.asarray(picture, dtype=float), chance)


def _curved(worse: float, chance: np.random.Generator) -> Grey:
    """Paper round a wrist: the edges of the code are pressed together."""
    code = card(6)
    side = code.shape[1]
    bend = 0.2 + 1.1 * worse
    across = np.linspace(-1, 1, side)
    source = (np.arcsin(across * math.sin(bend)) / bend + 1) / 2 * (side - 1)
    return _laid(code[:, np.clip(np.round(source), 0, side - 1).astype(int)], chance)


def _blurred(worse: float, chance: np.random.Generator) -> Grey:
    """Too near to the lens."""
    picture = Image.fromarray(_laid(card(), chance).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(0.5 + 2.4 * worse)), dtype=float)


def _moved(worse: float, chance: np.random.Generator) -> Grey:
    """A hand that did not wait."""
    scene = _laid(card(), chance)
    length = 1 + round(7 * worse)
    moved: Grey = np.mean([np.roll(scene, shift, axis=1) for shift in range(length)], axis=0)
    return moved


def _pale_print(worse: float, chance: np.random.Generator) -> Grey:
    """A printer without toner: light grey on white."""
    return _laid(245 - (255 - card()) / 255 * (80 - 72 * worse), chance)


def _dark_mode(worse: float, chance: np.random.Generator) -> Grey:
    """White on black, and dimmer from step to step."""
    return _laid(20 + (255 - card()) / 255 * (150 - 140 * worse), chance)


def _tilted(worse: float, chance: np.random.Generator) -> Grey:
    """Held so that one edge is nearer to the lens than the other."""
    code = Image.fromarray(card(6).astype(np.uint8))
    side = code.width
    narrow = side * (0.04 + 0.26 * worse)
    corners = ((narrow, 0), (0, side), (side, side), (side - narrow, 0))  # where the corners of the code come to lie
    equations = [
        row for (x, y), (u, v) in zip(corners, ((0, 0), (0, side), (side, side), (side, 0)), strict=True) for row in _maps(x, y, u, v)
    ]
    values = [value for point in ((0, 0), (0, side), (side, side), (side, 0)) for value in point]
    away = np.linalg.solve(np.array(equations, dtype=float), np.array(values, dtype=float))
    turned = code.transform(code.size, Image.Transform.PERSPECTIVE, tuple(away), Image.Resampling.BILINEAR, fillcolor=128)
    return _laid(np.asarray(turned, dtype=float), chance)


def _maps(x: float, y: float, u: float, v: float) -> tuple[list[float], list[float]]:
    """The two equations of a perspective that brings (x, y) to (u, v)."""
    return [x, y, 1, 0, 0, 0, -x * u, -y * u], [0, 0, 0, x, y, 1, -x * v, -y * v]


def _flickering(worse: float, chance: np.random.Generator) -> Grey:
    """A phone whose light goes on and off faster than the camera looks: dark bands across the screen."""
    scene = _laid(card(), chance)
    rows = np.arange(HEIGHT)[:, None]
    lit: Grey = scene * (1 - (0.15 + 0.6 * worse) * (np.sin(rows * math.tau / 46) > 0))
    return lit


def _coarse_print(worse: float, chance: np.random.Generator) -> Grey:
    """An old inkjet on soft paper: ink that spreads, and nozzles that give nothing."""
    picture = Image.fromarray(card(6).astype(np.uint8)).filter(ImageFilter.MinFilter(3 if worse < 0.9 else 5))
    ink = np.asarray(picture, dtype=float).copy()
    for row in chance.choice(ink.shape[0], int(2 + 16 * worse), replace=False):
        ink[row] = 235
    return _laid(ink, chance)


KINDS: dict[str, Callable[[float, np.random.Generator], Grey]] = {
    "dim phone": _dim_phone,
    "glare": _glare,
    "cracked": _cracked,
    "small": _small,
    "turned": _turned,
    "curved": _curved,
    "blurred": _blurred,
    "moved": _moved,
    "pale print": _pale_print,
    "dark mode": _dark_mode,
    "tilted": _tilted,
    "flickering": _flickering,
    "coarse print": _coarse_print,
}
