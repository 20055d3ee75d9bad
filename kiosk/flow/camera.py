"""Which camera looks at cards, and in what light? What it offers, what the lead chose, and what a finger says about it.

Promise: pure values; only what the camera offers can be pressed, and a press says the whole wish, so that two of them never cross.
"""

from enum import StrEnum

import msgspec
from msgspec.structs import replace


class Brightness(StrEnum):
    """For how long each picture is exposed. ``AS_SET``: as the settings file says; only until somebody chooses here."""

    AS_SET = "as set"
    BY_ITSELF = "by itself"
    DARK = "dark"
    MIDDLE = "middle"
    BRIGHT = "bright"


_ROUND = (Brightness.BY_ITSELF, Brightness.DARK, Brightness.MIDDLE, Brightness.BRIGHT)


class CameraView(msgspec.Struct, frozen=True):
    """What the camera offers, and how it looks now. ``cameras``: the device files of those that are plugged in; ``names`` what their
    makers call them; ``at``: the place of the one that looks.
    """

    cameras: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    at: int = 0
    has_lamp: bool = False
    lamp: bool = False
    has_brightness: bool = False
    brightness: Brightness = Brightness.AS_SET

    @property
    def has_others(self) -> bool:
        return len(self.cameras) > 1


class NextCameraPressed(msgspec.Struct, frozen=True):
    """Look with the next one."""


class CameraLampPressed(msgspec.Struct, frozen=True):
    """Light its lamp, or put it out."""


class BrightnessPressed(msgspec.Struct, frozen=True):
    """Brighter or darker, in a round."""


CameraPress = NextCameraPressed | CameraLampPressed | BrightnessPressed
"""What a finger can say about the camera."""


class LookOtherwise(msgspec.Struct, frozen=True):
    """Look with ``camera`` (a device file; empty: the one of the settings) in this light, now and after a restart."""

    camera: str = ""
    lamp: bool = False
    brightness: Brightness = Brightness.AS_SET


def pressed(view: CameraView, press: CameraPress) -> CameraView:
    """Return how it looks after a press; the same when that is not offered."""
    match press:
        case NextCameraPressed() if view.has_others:
            return replace(view, at=(view.at + 1) % len(view.cameras))
        case CameraLampPressed() if view.has_lamp:
            return replace(view, lamp=not view.lamp)
        case BrightnessPressed() if view.has_brightness:
            return replace(view, brightness=_after(view.brightness))
        case _:
            return view


def wish_of(view: CameraView) -> LookOtherwise:
    """Return what to ask for, so that it looks like this. A camera is named only where there is a choice."""
    return LookOtherwise(view.cameras[view.at] if view.has_others else "", view.lamp, view.brightness)


def _after(brightness: Brightness) -> Brightness:
    if brightness not in _ROUND:
        return _ROUND[0]
    return _ROUND[(_ROUND.index(brightness) + 1) % len(_ROUND)]
