"""How bright is the screen, and in which colours? As the settings and the hour say.

Promise: colours change only while nobody is being served; the screen darkens only by night and only when it was left alone, and is light
again in the frame of the touch. A wrong clock makes it look odd and does nothing else.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from kiosk.settings import Window
from kiosk.window.theme import Colours

LEFT_ALONE_MS = 60_000
"""Who reads the welcome page has read it by then."""

_BY_THE_CLOCK = "by-the-clock"


class Lit(Protocol):
    """What is lit: the stage."""

    def wear(self, colours: Colours) -> None: ...

    def dim(self, *, is_dim: bool) -> None: ...


class Times(msgspec.Struct, frozen=True):
    """The local time of the wall, and the steady clock in ms."""

    local_time: Callable[[], datetime]
    now_ms: Callable[[], int]


class Light:
    """Told of every touch and card by `stir`, and every now and then by `look`; in the window's thread."""

    def __init__(self, stage: Lit, settings: Window, times: Times, wished: Callable[[], str | None] = lambda: None) -> None:
        """``wished``: the colours that were set from afar, in the settings' words; none: as the settings say."""
        self._stage = stage
        self._wished = wished
        self._settings = settings
        self._times = times
        self._stirred_ms = times.now_ms()
        self._is_dim = False
        self._worn = self._colours()
        stage.wear(self._worn)

    def stir(self) -> None:
        """Somebody is there."""
        self._stirred_ms = self._times.now_ms()
        self._dim(is_dim=False)

    def look(self, *, is_idle: bool) -> None:
        """See what the hour asks for. ``is_idle``: the welcome page stands there."""
        if not is_idle:
            self.stir()
            return
        colours = self._colours()
        if colours != self._worn:
            self._worn = colours
            self._stage.wear(colours)
        is_left_alone = self._times.now_ms() - self._stirred_ms >= LEFT_ALONE_MS
        self._dim(is_dim=is_left_alone and self._settings.dims_at_night and self._is_night())

    def _dim(self, *, is_dim: bool) -> None:
        if is_dim != self._is_dim:
            self._is_dim = is_dim
            self._stage.dim(is_dim=is_dim)

    def _colours(self) -> Colours:
        chosen = self._wished() or self._settings.colours
        if chosen == _BY_THE_CLOCK:
            return Colours.NIGHT if self._is_night() else Colours.DAY
        return Colours(chosen)

    def _is_night(self) -> bool:
        return is_night(self._times.local_time().hour, self._settings.night_from, self._settings.night_until)


def is_night(hour: int, begins: int, ends: int) -> bool:
    """Return whether ``hour`` lies in the night, which may go over midnight; none when it begins as it ends."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
