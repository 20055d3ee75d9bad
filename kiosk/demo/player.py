"""Who plays the volunteers when nobody is here? Hands that hold up cards and touch what they read, at the real window.

Promise: nothing is staged. A card is a picture that goes through the real decoder; a press is a touch at the place where its words
stand; what is not on the screen cannot be pressed.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kiosk.app.kiosk import Kiosk
from kiosk.flow.pages import Page, Welcome
from kiosk.scanning.frames import HeldUpFrames, frame_of
from kiosk.screens.finding import pressables, to_press, words_on
from kiosk.screens.pieces.buttons import DeedButton
from kiosk.window.stepping import Stepping, TooSlow

ANSWER_WITHIN_S = 10.0
"""A slow machine may read a card, write to its disk and draw within this; anything longer is something to mend."""

NOBODY = Image.new("L", (640, 480), 176)
"""What a camera sees of a light wall."""

SEEN_WITHIN_S = 0.5
"""The eye looks some ten times a second."""


class Player:
    """Plays at ``kiosk`` with cards shown to ``eye``, and keeps a numbered picture of each step in ``folder``."""

    def __init__(self, kiosk: Kiosk, eye: HeldUpFrames, folder: Path, first_picture: int = 1) -> None:
        self.kiosk = kiosk
        self.folder = folder
        self.pictures: list[Path] = []
        self._first = first_picture
        self._eye = eye
        self._stepping = Stepping(kiosk.window)

    @property
    def page(self) -> Page:
        return self.kiosk.floor.conversation.page

    def hold_up(self, card: Path, expected: type[Page] | tuple[type[Page], ...]) -> None:
        """Hold the picture of a card or mat before the camera until ``expected`` stands on the screen, drawn anew."""
        before = self.page
        with Image.open(card) as picture:
            self._eye.hold_up(frame_of(picture))
        self.wait_for(lambda: self.page is not before and isinstance(self.page, expected), f"{card.name} to be answered")

    def press(self, words: str, expected: type[Page] | tuple[type[Page], ...] | None = None) -> None:
        """Touch the thing on which ``words`` stand, and wait for ``expected``."""
        self._stepping.settle()
        self._stepping.touch_widget(to_press(self.kiosk.stage, words))
        if expected is not None:
            self.wait_for(lambda: isinstance(self.page, expected), f"'{words}' to be answered")

    def press_deed(self, expected: type[Page] | tuple[type[Page], ...]) -> None:
        """Touch the one thing to do on this page, whatever language its words are in."""
        self._stepping.settle()
        deed = next(each for each in pressables(self.kiosk.stage) if isinstance(each, DeedButton))
        self._stepping.touch_widget(deed)
        self.wait_for(lambda: isinstance(self.page, expected), "the deed to be done")

    def wait_for(self, is_so: Callable[[], bool], what: str, timeout_s: float = ANSWER_WITHIN_S) -> None:
        """Let time pass until ``is_so``. Raises ``TooSlow`` that says what was waited for and what stood on the screen instead."""
        try:
            self._stepping.wait_until(is_so, timeout_s=timeout_s)
        except TooSlow as slow:
            raise TooSlow(f"waited {timeout_s:g} s for {what}; on the screen: {words_on(self.kiosk.stage)}") from slow

    def wait_for_welcome(self) -> None:
        """Let the page go away by itself."""
        self.wait_for(lambda: isinstance(self.page, Welcome), "the welcome page", timeout_s=60.0)

    def picture(self, name: str) -> Path:
        """Keep the screen as ``NN-name.png``, when no button looks touched any more and the hand with the card is taken away."""
        if isinstance(self.page, Welcome):
            self._eye.hold_up(frame_of(NOBODY))
            self._stepping.wait(SEEN_WITHIN_S)
        self._stepping.settle()
        self.wait_for(lambda: not any(each.is_pressed for each in pressables(self.kiosk.stage)), "the finger to be lifted")
        path = self.folder / f"{self._first + len(self.pictures):02d}-{name}.png"
        self.pictures.append(self._stepping.screenshot(path))
        return path
