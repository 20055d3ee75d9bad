"""How does a test use a whole program with a screen? An X server of its own, a scanner that presses keys, and eyes that look at the pixels.

Promise: the screen is exactly as large as asked for and gone when left; keys are pressed by their place on the keyboard, as a scanner
does, so that the host's layout has its say; a colour counts as shown only when two looks after each other agree.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PIL import Image, ImageGrab

SIZE = (1024, 600)
STARTS_WITHIN_S = 60
LOOK_AGAIN_S = 0.05
BETWEEN_KEYS_MS = 4
"""A fast scanner; below 2 ms Xvfb itself loses keys."""

Colour = tuple[int, int, int]

_FIRST_OF_ROWS = {10: "1234567890", 24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}
PLACES = {letter: first + step for first, row in _FIRST_OF_ROWS.items() for step, letter in enumerate(row)}
"""X keycodes (evdev's plus 8) of the keys that carry these letters on an American keyboard, which is what scanners think they are."""

RETURN, F1, CAPS_LOCK, SHIFT = 36, 67, 66, 50
ESCAPE = "Escape"
"""By its name, because xdotool takes a number of one digit for the digit."""


class Screen:
    """An X server with one program on it."""

    def __init__(self, number: str, size: tuple[int, int]) -> None:
        self.name = f":{number}"
        self.size = size

    @property
    def environ(self) -> Mapping[str, str]:
        """Return the variables of a program that shall draw here."""
        kept = {name: value for name, value in os.environ.items() if name not in {"SDL_VIDEODRIVER", "WAYLAND_DISPLAY"}}
        return {**kept, "DISPLAY": self.name, "SDL_AUDIODRIVER": "dummy"}

    def lay_out(self, layout: str) -> None:
        """Give the keyboard the letters of ``layout`` (a name of setxkbmap's)."""
        self._run("setxkbmap", "-layout", layout)

    def press(self, *keycodes: int | str) -> None:
        """Press and lift keys by their place; ``"50+38"`` is the second while the first is down."""
        self._run("xdotool", "key", "--delay", str(BETWEEN_KEYS_MS), *map(str, keycodes))

    def scan(self, code: str) -> None:
        """Type ``code`` and Return as a scanner would: capitals with Shift, whatever Caps Lock says."""
        self.press(*(f"{SHIFT}+{PLACES[letter]}" if letter.isalpha() else PLACES[letter] for letter in code), RETURN)

    def click(self, x: int, y: int) -> None:
        """Press and lift the pointer's button at a place, from the top left."""
        self._run("xdotool", "mousemove", str(x), str(y), "mousedown", "1", "sleep", "0.1", "mouseup", "1")

    def look(self) -> Image.Image:
        """Return what stands on the screen."""
        picture: Image.Image = ImageGrab.grab(xdisplay=self.name).convert("RGB")
        assert picture.size == self.size
        return picture

    def ground(self) -> Colour:
        """Return the colour that most of the screen has."""
        return ground_of(self.look())

    def wait_for_ground(self, wanted: Colour, timeout_s: float) -> Image.Image:
        """Return the screen when its ground is ``wanted`` in two looks after each other."""
        ends = time.monotonic() + timeout_s
        before = None
        while time.monotonic() < ends:
            picture = self.look()
            now = ground_of(picture)
            if now == before == wanted:
                return picture
            before = now
            time.sleep(LOOK_AGAIN_S)
        raise AssertionError(f"the screen's ground is {before} and not {wanted} within {timeout_s:g} s")

    def _run(self, *words: str) -> None:
        ran = subprocess.run(words, env=self.environ, capture_output=True, text=True, timeout=STARTS_WITHIN_S, check=False)
        assert ran.returncode == 0, f"{words[0]} failed: {ran.stderr}"


def ground_of(picture: Image.Image) -> Colour:
    """Return the most frequent colour of ``picture``."""
    counted = picture.getcolors(maxcolors=picture.width * picture.height)
    assert counted, "no more colours than pixels"
    colour = max(counted)[1]
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return (red, green, blue)


def lacking() -> list[str]:
    """Return which programs this machine lacks for such tests."""
    return [name for name in ("Xvfb", "xdotool", "setxkbmap") if shutil.which(name) is None]


@contextmanager
def open_screen(size: tuple[int, int] = SIZE) -> Iterator[Screen]:
    """Start an X server with one screen of exactly ``size``; it picks a free number itself. Ended when left."""
    reading, writing = os.pipe()
    # -noreset: else the server forgets the keyboard's layout when the first program that asked for it goes.
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, f"Xvfb ended with {server.wait(STARTS_WITHIN_S)} instead of opening a screen"
        yield Screen(number, size)
    finally:
        server.terminate()
        try:
            server.wait(STARTS_WITHIN_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
