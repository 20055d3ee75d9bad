"""What can be asked of the gallery? Which states, languages, sizes and wishes are drawn.

Promise: plain values; what is asked for by default is a few minutes' work and shows both directions of reading, lying and upright.
"""

from pathlib import Path

import msgspec

from sync.domain.roster import Preferences

LARGEST_PX = (1920, 1280)
"""Lying and upright pictures are drawn in one window, which costs memory and time by its size."""

SIDE_MIN_PX = 320
"""As the settings of a kiosk have it."""

SIZES = ((1280, 800), (1024, 600), (1920, 1080), (800, 1280))


class Wish(msgspec.Struct, frozen=True):
    """How somebody would like it, in one of the sets of colours."""

    preferences: Preferences = Preferences()
    colours: str = "day"
    is_wordless: bool = False


WISHES = {
    "plain": Wish(),
    "large": Wish(Preferences(large_text=True)),
    "low": Wish(Preferences(low_layout=True)),
    "left-handed": Wish(Preferences(left_handed=True)),
    "calm": Wish(Preferences(calm=True)),
    "night": Wish(colours="night"),
    "high-contrast": Wish(colours="high-contrast"),
    "wordless": Wish(is_wordless=True),
    "large-low-left": Wish(Preferences(large_text=True, low_layout=True, left_handed=True)),
}
USUAL_LANGUAGES = ("en", "he")
USUAL_SIZES = ((1280, 800), (800, 1280))
USUAL_WISHES = ("plain",)


class Choice(msgspec.Struct, frozen=True):
    """What was asked for."""

    folder: Path
    only: tuple[str, ...]
    languages: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    wishes: tuple[str, ...]

    def is_wanted(self, state: str) -> bool:
        return state.startswith(self.only)
