"""How is Kivy told what it is, before it makes a window?

Promise: after `prepare` Kivy reads no arguments and no files of the machine's owner, writes no log of its own, opens no second
input provider, never burns a core, and neither Escape nor F1 takes a volunteer out of the kiosk. Everything that must be set
before the first import of Kivy's window is set here and nowhere else.
"""

import logging
import os
import sys
from enum import StrEnum

import msgspec

FRAMES_PER_SECOND_MAX = 30  # 0 would burn a core, and nothing here moves faster than a ring that shrinks


class Fills(StrEnum):
    """How much of the screen the window takes."""

    WINDOW = "window"
    COMPOSITOR = "compositor"  # under cage, weston or matchbox: the compositor gives the size
    BORDERLESS = "borderless"  # without a window manager: an explicit size, or taps are shifted


class Display(msgspec.Struct, frozen=True):
    """What we draw on. ``offscreen`` needs no display at all and gives the same pixels."""

    width_px: int = 1280
    height_px: int = 800
    fills: Fills = Fills.WINDOW
    offscreen: bool = False
    show_cursor: bool = False


# Read by Kivy while it is imported: set when this package is, so that no import in whatever order lets Kivy read the program's
# arguments or write into somebody's home. SDL's own signal handlers would swallow SIGTERM while a blocker of closing is bound.
_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_WINDOW": "sdl2",
    "SDL_NO_SIGNAL_HANDLERS": "1",
    "SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR": "0",
}


def shield() -> None:
    """Keep Kivy from the program's arguments, from files of the machine's owner and from a log of its own."""
    os.environ.update(_ENVIRONMENT)


def prepare(display: Display) -> None:
    """Set Kivy up for ``display``. Call it once, before anything imports a widget."""
    assert "kivy.core.window" not in sys.modules, "Kivy has made its window already: prepare comes first"
    shield()
    if display.offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    elif sys.platform == "linux":
        # SDL falls back on drawing for nobody when it finds no display; then the kiosk must say so and not seem to run.
        os.environ.setdefault("SDL_VIDEODRIVER", "x11,wayland,kmsdrm")
    # While it is imported Kivy sets its logger to talk about itself and every provider that it tries.
    logging.getLogger("kivy").addFilter(_is_worth_a_line)
    from kivy.config import Config

    logging.getLogger("kivy").setLevel(logging.WARNING)
    for section, name, value in _settings(display):
        Config.set(section, name, value)
    # Kivy's catch-all provider reads the same touchscreen a second time: double touches, and doubled keys on a Raspberry Pi.
    for name in Config.options("input"):
        if name != "mouse":
            Config.remove_option("input", name)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _settings(display: Display) -> list[tuple[str, str, str]]:
    fills = "0" if display.offscreen else {Fills.WINDOW: "0", Fills.COMPOSITOR: "auto", Fills.BORDERLESS: "0"}[display.fills]
    return [
        ("graphics", "width", str(display.width_px)),
        ("graphics", "height", str(display.height_px)),
        ("graphics", "fullscreen", fills),
        ("graphics", "borderless", "1" if display.fills is Fills.BORDERLESS else "0"),
        ("graphics", "multisamples", "0"),
        ("graphics", "maxfps", str(FRAMES_PER_SECOND_MAX)),
        ("graphics", "allow_screensaver", "0"),
        ("graphics", "show_cursor", "1" if display.show_cursor else "0"),
        ("graphics", "min_state_time", "0"),
        ("kivy", "exit_on_escape", "0"),
        ("kivy", "desktop", "0"),
        ("input", "mouse", "mouse,disable_multitouch"),
    ]
