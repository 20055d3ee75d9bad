"""How does somebody who cannot read see what to do? A hand holds a card into the light of the reader.

Promise: it stands still, so that an idle page costs nothing; where there is a camera its round window shows what it sees.
"""

from functools import cache
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Ellipse, Line, Mesh, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ListProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.screens.pieces.icon import glyph
from kiosk.screens.pieces.picture import Picture
from kiosk.window.patches import rounded
from kiosk.window.theme import theme

_LIGHT_PX = 32
_STRENGTH = 0.75
_AIM_SHARE, _CORNER = 0.56, 0.4  # of the round window, and of the frame's half side


class Beam(Widget):
    """The drawn card, the beam, and the reader: a drawn kiosk, or what the camera sees (``view``, a texture)."""

    has_camera = BooleanProperty(False)
    is_centred = BooleanProperty(False)
    is_asleep = BooleanProperty(False)
    view = ObjectProperty(None, allownone=True)
    free = ListProperty((0, 0))  # the middle of a place for a button: beside the reader, else below the light

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._card, self._reader = Picture(picture="welcome-card"), Picture()
        self.add_widget(self._card)
        self.add_widget(self._reader)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("has_camera", "is_centred", "is_asleep", "view", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def refresh_view(self) -> None:
        """The camera's texture holds a new frame."""
        self.canvas.ask_update()

    def _draw(self, *_change: object) -> None:
        large = round(min(self.height, self.width * 0.46))
        small = round(large * 0.86)
        gap = min(theme.dp(130), self.width - large - small)
        is_centred = self.is_centred or theme.portrait
        begin = self.center_x - (large + gap + small) / 2 if is_centred else self.x
        if theme.right_to_left and not is_centred:
            begin = self.right - large - gap - small
        # The card comes first in the order of reading, and goes to the reader.
        card_x, reader_x = (begin + small + gap, begin) if theme.right_to_left else (begin, begin + large + gap)
        self._card.size, self._reader.size = (large, large), (small, small)
        self._card.pos = (round(card_x), round(self.center_y - large / 2))
        self._reader.pos = (round(reader_x), round(self.center_y - small / 2))
        self.free = self._free_place(begin, begin + large + gap + small, begin + gap / 2 + (small if theme.right_to_left else large))
        self._reader.picture = "" if self.has_camera else "kiosk"
        self.canvas.before.clear()
        self.canvas.after.clear()
        with self.canvas.before:
            Color(rgba=[*theme.marigold[:3], _STRENGTH])
            self._light(self._card.center_x, self._reader.center_x, large * 0.30, small * 0.10)
        if self.has_camera:
            with self.canvas.after:
                self._window(small)

    def _free_place(self, begin: float, end: float, between: float) -> tuple[float, float]:
        half = theme.touch_least / 2
        beside = self.x + half if theme.right_to_left else self.right - half
        has_room_beside = min(abs(beside - begin), abs(beside - end)) >= half + theme.close and not begin < beside < end
        return (beside if has_room_beside else between, self.center_y if has_room_beside and not theme.low else self.y + half)

    def _light(self, from_x: float, to_x: float, near: float, far: float) -> None:
        corners = ((from_x, -near, 0.0, 0.0), (from_x, near, 0.0, 1.0), (to_x, -far, 1.0, 0.0), (to_x, far, 1.0, 1.0))
        vertices = [value for x, y, u, v in corners for value in (x, self.center_y + y, u, v)]
        Mesh(vertices=vertices, indices=range(4), mode="triangle_strip", texture=_light_texture())

    def _window(self, side: int) -> None:
        x, y = self._reader.pos
        rim = max(round(theme.ring_wool / 2), 2)
        Color(rgba=theme.marigold)
        Rectangle(texture=rounded(side // 2), pos=(x, y), size=(side, side))
        inner = side - 2 * rim
        # A lens is dark by day and by night: the ground of whatever is bright, or the ink of whatever is dark.
        Color(rgba=min(theme.ink, theme.sunk, key=lambda colour: sum(colour[:3])))
        Rectangle(texture=rounded(inner // 2), pos=(x + rim, y + rim), size=(inner, inner))
        if self.view is None:
            eye = glyph("dark_mode" if self.is_asleep else "photo_camera", side // 4)
            Color(rgba=theme.marigold)
            Rectangle(texture=eye, size=eye.size, pos=(round(x + (side - eye.width) / 2), round(y + (side - eye.height) / 2)))
        else:
            Color(1, 1, 1, 1)
            Ellipse(texture=self.view, pos=(x + rim, y + rim), size=(inner, inner), segments=128, tex_coords=_square_of(self.view))
            self._frame_to_aim_at(x + side / 2, y + side / 2, round(inner * _AIM_SHARE / 2), rim)

    def _frame_to_aim_at(self, x: float, y: float, half: int, width: int) -> None:
        """Four corners: where a card is read best."""
        Color(rgba=theme.marigold)
        for across in (-1, 1):
            for up in (-1, 1):
                corner = (x + across * half, y + up * half)
                along, down = (corner[0] - across * half * _CORNER, corner[1]), (corner[0], corner[1] - up * half * _CORNER)
                Line(points=[*along, *corner, *down], width=max(width / 2, 1.5), cap="round", joint="round")


def _square_of(view: Any) -> tuple[float, ...]:
    """The middle square of a frame, mirrored, so that a hand moves as in a looking-glass."""
    width, height = view.size
    across, up = min(height / width, 1.0) / 2, min(width / height, 1.0) / 2
    left, right, low, high = 0.5 + across, 0.5 - across, 0.5 + up, 0.5 - up
    return left, low, right, low, right, high, left, high


@cache
def _light_texture() -> Any:
    """Light that is strongest at the reader, spreads to nothing at the card, and has soft edges."""
    rows = []
    for row in range(_LIGHT_PX):
        off_middle = abs((row + 0.5) / _LIGHT_PX - 0.5) * 2
        edge = min(1.0, (1 - off_middle) * 5)
        rows += [bytes((255, 255, 255, round(255 * edge * (0.25 + 0.75 * column / (_LIGHT_PX - 1))))) for column in range(_LIGHT_PX)]
    texture = Texture.create(size=(_LIGHT_PX, _LIGHT_PX), colorfmt="rgba")
    texture.blit_buffer(b"".join(rows), colorfmt="rgba", bufferfmt="ubyte")
    return texture
