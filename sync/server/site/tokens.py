"""What are the design tokens called in a stylesheet?

Promise: ``assets/tokens.toml`` stays the one source; every colour of every theme becomes a custom property, so that a page cannot know
a colour that the kiosk and the paper do not know.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sync.places import assets_folder

LENGTHS = ("space", "radius", "page", "type", "icon", "edge")
"""Tables of lengths, in dp there and px here."""

NO_LENGTHS = frozenset({"large-factor", "line-height"})


def stylesheet(tokens: Mapping[str, Any]) -> str:
    """Return the custom properties of ``tokens``: day as it is, night and high contrast when asked for or when the device says so.

    Paper is white, whoever prints: by then it is day.
    """
    colour = tokens["colour"]
    day, night, high_contrast = (_colours(colour[theme]) for theme in ("day", "night", "high-contrast"))
    return "\n".join(
        [
            _block(":root", ["color-scheme: light", *_lengths(tokens), *day]),
            f"@media (prefers-color-scheme: dark) {{ {_block(':root', ['color-scheme: dark', *night])} }}",
            f"@media (prefers-contrast: more) {{ {_block(':root', ['color-scheme: dark', *high_contrast])} }}",
            _block(":root[data-appearance=day]", ["color-scheme: light", *day]),
            _block(":root[data-appearance=night]", ["color-scheme: dark", *night]),
            _block(":root[data-appearance=high-contrast]", ["color-scheme: dark", *high_contrast]),
            f"@media print {{ {_block(':root, :root[data-appearance]', ['color-scheme: light', *day])} }}",
            "",
        ]
    )


@cache
def kept_stylesheet() -> tuple[str, str]:
    """Return the stylesheet of our own tokens, and a short name for exactly this text, for caches."""
    text = stylesheet(tomllib.loads((assets_folder() / "tokens.toml").read_text(encoding="utf-8")))
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]


def _colours(theme: Mapping[str, str]) -> list[str]:
    return [f"--{name}: {value}" for name, value in theme.items()]


def _lengths(tokens: Mapping[str, Any]) -> Iterator[str]:
    for table in LENGTHS:
        for name, value in tokens[table].items():
            if name not in NO_LENGTHS:
                yield f"--{table}-{name}: {value}px"
    yield f"--line-height: {tokens['type']['line-height']}"
    yield f"--lift: 0 {tokens['shadow']['down']}px {tokens['shadow']['blur']}px var(--shadow)"
    for name, value in tokens["weight"].items():
        yield f"--weight-{name}: {value}"
    for name, value in tokens["duration"].items():
        yield f"--duration-{name}: {value}ms"


def _block(selector: str, lines: list[str]) -> str:
    return f"{selector} {{ {'; '.join(lines)} }}"
