"""What did the artist decide? `assets/tokens.toml`, read into types.

Promise: a token that is missing, misspelt or of the wrong kind is a clear error naming the file, before anything is drawn.
"""

from functools import cache
from pathlib import Path

import msgspec

from sync.places import assets_folder

Rgba = tuple[float, float, float, float]


class TokensUnreadable(Exception):
    """The design tokens cannot be used. Says which file and which key."""


class _Kebab(msgspec.Struct, frozen=True, rename="kebab"):
    """Names in the file are written with dashes."""


class Space(_Kebab, frozen=True):
    tight: int
    close: int
    near: int
    apart: int
    far: int


class Radius(_Kebab, frozen=True):
    small: int
    card: int


class Shadow(_Kebab, frozen=True):
    down: int
    blur: int


class Edge(_Kebab, frozen=True):
    width: int


class Hoop(_Kebab, frozen=True):
    hoop: int
    wool: int


class Touch(_Kebab, frozen=True):
    least: int
    least_large: int
    tile: int
    deed_height: int


class Icon(_Kebab, frozen=True):
    small: int
    normal: int
    large: int


class Type(_Kebab, frozen=True):
    note: int
    text: int
    title: int
    headline: int
    name: int
    large_factor: float


class Font(_Kebab, frozen=True):
    normal: str
    strong: str
    icons: str


class Duration(_Kebab, frozen=True):
    press: int
    change: int
    fill: int


class Tokens(_Kebab, frozen=True):
    """Lengths are dp, type is sp, durations are ms, colours ``#rrggbb`` or ``#rrggbbaa`` by theme and name."""

    colour: dict[str, dict[str, str]]
    pairs: dict[str, list[tuple[str, str]]]
    space: Space
    radius: Radius
    shadow: Shadow
    edge: Edge
    ring: Hoop
    touch: Touch
    icon: Icon
    type: Type
    font: Font
    duration: Duration


@cache
def tokens(path: Path | None = None) -> Tokens:
    """Read the tokens, by default the product's own. Raises `TokensUnreadable`."""
    path = path or assets_folder() / "tokens.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Tokens)
    except (OSError, msgspec.MsgspecError) as cause:
        raise TokensUnreadable(f"the design tokens in {path} cannot be used: {cause}") from cause


def rgba(colour: str) -> Rgba:
    """``#rrggbb`` or ``#rrggbbaa`` as four numbers from 0 to 1."""
    digits = colour.removeprefix("#").ljust(8, "F")
    red, green, blue, alpha = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
    return red, green, blue, alpha
