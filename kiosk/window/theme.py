"""How large is everything and of what colour, on this screen, for this person?

Promise: one object, `theme`, that every layout reads; nothing has a size or a colour of its own. ``turn`` goes up when what was drawn
with it is out of date; the stage then makes its pages anew, so that no page is ever half in one measure and half in another.
"""

from enum import StrEnum
from typing import Any

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, NumericProperty, StringProperty

from kiosk.window.shaping import RIGHT_TO_LEFT
from kiosk.window.tokens import Tokens, rgba, tokens
from sync.domain.roster import Preferences
from sync.places import assets_folder

# The smallest screen that we draw for. Everything else is this one, larger: at 1280 × 800 on ten inches 72 dp are 15 mm.
DESIGN_LONG_DP = 1024
DESIGN_SHORT_DP = 600
# Wider type must still leave room for the page: where it does not, `Words` steps down its scale.
LOW_SHARE = 0.6  # from a wheelchair the upper part of a screen on a stand is out of reach
NO_WISHES = Preferences()


class Colours(StrEnum):
    """The sets of colours in the tokens."""

    DAY = "day"
    NIGHT = "night"
    HIGH_CONTRAST = "high-contrast"


class Theme(EventDispatcher):
    """Colours as rgba, lengths in pixels of this window, and how it reads."""

    paper, surface, sunk = ColorProperty(), ColorProperty(), ColorProperty()
    ink, ink_soft = ColorProperty(), ColorProperty()
    deed, deed_pressed, deed_words = ColorProperty(), ColorProperty(), ColorProperty()
    marigold, marigold_words, track = ColorProperty(), ColorProperty(), ColorProperty()
    welcome, look_here = ColorProperty(), ColorProperty()
    lead_only, lead_only_words = ColorProperty(), ColorProperty()
    shadow, scrim, edge = ColorProperty(), ColorProperty(), ColorProperty()

    tight, close, near, apart, far = (NumericProperty(0) for _ in range(5))
    radius_small, radius_card = NumericProperty(0), NumericProperty(0)
    shadow_down, shadow_blur, edge_width = NumericProperty(0), NumericProperty(0), NumericProperty(0)
    ring_hoop, ring_wool = NumericProperty(0), NumericProperty(0)
    touch_least, tile, deed_height, deed_width = (NumericProperty(0) for _ in range(4))
    icon_small, icon_normal, icon_large = NumericProperty(0), NumericProperty(0), NumericProperty(0)
    note, text, title, headline, name = (NumericProperty(0) for _ in range(5))

    turn = NumericProperty(0)
    page_padding = ListProperty()
    scale = NumericProperty(1.0)
    large = BooleanProperty(False)
    low = BooleanProperty(False)
    left_handed = BooleanProperty(False)
    calm = BooleanProperty(False)
    reach = NumericProperty(0)
    portrait = BooleanProperty(False)
    colours = StringProperty(Colours.DAY.value)
    language = StringProperty("en")
    right_to_left = BooleanProperty(False)

    def __init__(self, known: Tokens, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.tokens = known
        self._height_px: float = DESIGN_SHORT_DP
        folder = assets_folder()
        self.font_normal = str(folder / known.font.normal)
        self.font_strong = str(folder / known.font.strong)
        self.font_icons = str(folder / known.font.icons)
        self.wear(Colours.DAY)
        self.fit(DESIGN_LONG_DP, DESIGN_SHORT_DP)

    def wear(self, colours: Colours) -> None:
        """Take all colours from the set ``colours``."""
        if self.turn and self.colours == colours.value:
            return
        self.colours = colours.value
        for name, colour in self.tokens.colour[colours.value].items():
            setattr(self, _attribute(name), rgba(colour))
        self.turn += 1

    def fit(self, width_px: float, height_px: float) -> None:
        """Measure everything for a window of this size."""
        was = (self.scale, self.portrait)
        self._height_px = height_px
        self._measure_reach()
        long, short = max(width_px, height_px), min(width_px, height_px)
        self.portrait = height_px > width_px
        self.scale = max(min(long / DESIGN_LONG_DP, short / DESIGN_SHORT_DP), 0.5)
        if was != (self.scale, self.portrait) or not self.text:
            self._measure()

    def speak(self, language: str, wishes: Preferences = NO_WISHES) -> None:
        """Follow the person at the kiosk: their language, its direction, and what makes the screen easier for them."""
        was = (self.right_to_left, self.large, self.low, self.left_handed)
        self.right_to_left, self.large = language in RIGHT_TO_LEFT, wishes.large_text
        self.low, self.left_handed, self.calm = wishes.low_layout, wishes.left_handed, wishes.calm
        self.language = language
        if was != (self.right_to_left, self.large, self.low, self.left_handed):
            self._measure_reach()
            self._measure()

    def dp(self, length: float) -> int:
        """``length`` dp in whole pixels of this window."""
        return round(length * float(self.scale))

    def _measure_reach(self) -> None:
        self.reach = int(self._height_px * LOW_SHARE) if self.low else self._height_px

    def _measure(self) -> None:
        known = self.tokens
        for name in ("tight", "close", "near", "apart", "far"):
            setattr(self, name, self.dp(getattr(known.space, name)))
        for name in ("note", "text", "title", "headline", "name"):
            factor = known.type.large_factor if self.large else 1.0
            setattr(self, name, round(getattr(known.type, name) * self.scale * factor))
        self.radius_small, self.radius_card = self.dp(known.radius.small), self.dp(known.radius.card)
        self.shadow_down, self.shadow_blur = self.dp(known.shadow.down), self.dp(known.shadow.blur)
        self.edge_width = self.dp(known.edge.width)
        self.ring_hoop, self.ring_wool = self.dp(known.ring.hoop), self.dp(known.ring.wool)
        self.touch_least = self.dp(known.touch.least_large if self.large else known.touch.least)
        self.tile = self.dp(known.touch.tile)
        self.deed_height, self.deed_width = self.dp(known.touch.deed_height), self.dp(320 if self.portrait else 376)
        self.icon_small, self.icon_normal = self.dp(known.icon.small), self.dp(known.icon.normal)
        self.icon_large = self.dp(known.icon.large)
        self.page_padding = (self.near, self.apart) * 2 if self.portrait else (self.apart, self.near) * 2
        self.turn += 1


def _attribute(colour: str) -> str:
    """``on-deed`` is `deed_words` here: to Kivy a name that begins with ``on_`` is something that happened."""
    return f"{colour.removeprefix('on-').replace('-', '_')}_words" if colour.startswith("on-") else colour.replace("-", "_")


theme = Theme(tokens())
