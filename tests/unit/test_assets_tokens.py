"""Can every word and every shape that carries meaning be seen, in every theme?"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ASSETS = Path(__file__).parents[2] / "assets"
TOKENS: dict[str, Any] = tomllib.loads((ASSETS / "tokens.toml").read_text(encoding="utf-8"))
THEMES: dict[str, dict[str, str]] = TOKENS["colour"]

WORDS_LEAST = 7.0  # WCAG 2.2, 1.4.6, AAA
SHAPES_LEAST = 3.0  # WCAG 2.2, 1.4.11


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _too_weak(kind: str, least: float) -> list[str]:
    return [
        f"{theme}: {front} on {ground} is {measured:.2f}"
        for theme, colours in THEMES.items()
        for front, ground in TOKENS["pairs"][kind]
        if (measured := _contrast(colours[front], colours[ground])) < least
    ]


def test_every_word_can_be_read_by_poor_eyes_in_every_theme() -> None:
    assert _too_weak("words", WORDS_LEAST) == []


def test_every_shape_that_carries_meaning_can_be_seen_in_every_theme() -> None:
    assert _too_weak("shapes", SHAPES_LEAST) == []


def test_the_measure_gives_the_known_extremes() -> None:
    assert _contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert _contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_theme_names_the_same_colours_and_writes_them_alike() -> None:
    names = set(THEMES["day"])
    for theme, colours in THEMES.items():
        assert set(colours) == names, theme
        wrong = [name for name, colour in colours.items() if not re.fullmatch(r"#[0-9A-F]{6}([0-9A-F]{2})?", colour)]
        assert wrong == [], theme


def test_every_colour_that_carries_words_or_meaning_is_measured() -> None:
    measured = {name for pairs in TOKENS["pairs"].values() for pair in pairs for name in pair}
    laid_over = {"shadow", "scrim", "edge"}
    assert set(THEMES["day"]) - measured == laid_over


def test_the_day_and_night_look_agreed_is_the_look_we_have() -> None:
    day, night = THEMES["day"], THEMES["night"]
    assert (day["paper"], day["ink"], day["deed"], day["marigold"]) == ("#FFF9F0", "#22223B", "#0A5556", "#F6B73C")
    assert (night["paper"], night["ink"], night["deed"], night["marigold"]) == (
        "#14161F",
        "#F5EFE6",
        "#7FD6C9",
        "#F6B73C",
    )


def test_what_a_finger_must_meet_is_large_enough() -> None:
    touch = TOKENS["touch"]
    assert touch["deed-height"] >= 96
    assert min(touch.values()) >= touch["least"] >= 72


def test_the_faces_named_by_the_tokens_are_there() -> None:
    assert [path for path in TOKENS["font"].values() if not (ASSETS / path).is_file()] == []
