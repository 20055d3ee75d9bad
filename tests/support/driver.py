"""How does a test use the window? Step by step, in one window per process, with nothing left over from the test before.

Promise: importing this module prepares Kivy for drawing off screen, so it must be imported before anything of `kiosk.screens`; it is the
only module of the tests that uses Kivy's private API.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.window.environment import Display, prepare

# Off screen a window can shrink and not grow beyond what it began with.
LARGEST = Display(width_px=1920, height_px=1280, offscreen=True)
prepare(LARGEST)

from kivy.clock import Clock

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import Event
from kiosk.flow.pages import Welcome
from kiosk.screens.finding import pressables, seen, to_press, words_on
from kiosk.screens.pieces.words import Words
from kiosk.screens.samples import NOW_MS
from kiosk.screens.screen import Outside
from kiosk.screens.stage import Stage
from kiosk.window.opening import open_window
from kiosk.window.stepping import Stepping
from kiosk.window.theme import Colours, theme

KEPT = Path(__file__).parents[1] / ".kept"
SMALLEST = (1024, 600)
USUAL = (1280, 800)
SIZES = (USUAL, SMALLEST, (1920, 1080), (800, 1280))


class Driver(Stepping):
    """A stage in the window, a clock that stands until it is moved, and everything that fingers said."""

    def __init__(self) -> None:
        super().__init__(open_window(LARGEST))
        self.now_ms = NOW_MS
        self.wall = datetime(2026, 11, 22, 11, 4, 30, tzinfo=UTC)
        self.told: list[Event] = []
        self.flips = 0
        self.stage: Any = None
        self.window.bind(on_flip=self._count_flip)

    def begin(self) -> None:
        """The stage on its welcome page at the usual size, by day, with nothing left of the test before but pages that were made:
        making them anew for every test would take most of the time.
        """
        if self.stage is None:
            self.forget()
            self.stage = Stage(Outside(tell=self._hear, now_ms=lambda: self.now_ms, local_time=lambda: self.wall))
            self.window.add_widget(self.stage)
        self.now_ms, self.told = NOW_MS, []
        self.wall = datetime(2026, 11, 22, 11, 4, 30, tzinfo=UTC)
        theme.wear(Colours.DAY)
        theme.speak("en")
        self.stage.show(Conversation(page=Welcome()))
        self.resize(*USUAL)

    def show(self, conversation: Conversation) -> None:
        """Show it and let the layout come to rest."""
        self.stage.show(conversation)
        self.settle()

    def all_words(self) -> list[Any]:
        """Every `Words` that is on the screen now."""
        return [each for each in seen(self.stage) if isinstance(each, Words)]

    def texts(self) -> list[str]:
        """What stands on the screen, as it was said, not as it is drawn."""
        return words_on(self.stage)

    def buttons(self) -> list[Any]:
        """Everything that can be pressed now."""
        return pressables(self.stage)

    def button(self, text: str) -> Any:
        """The thing to press on which ``text`` stands."""
        return to_press(self.stage, text)

    def press(self, text: str) -> None:
        """Touch the thing on which ``text`` stands."""
        self.touch_widget(self.button(text))

    def keep(self, name: str) -> Path:
        """Keep a picture of the window for who wants to look."""
        return self.screenshot(KEPT / f"{name}.png")

    @contextmanager
    def standing_clock(self) -> Iterator[Callable[[float], None]]:
        """Let Kivy's own clock stand, for what a button does in so many ms; call what is given to let that many seconds pass."""
        begun_s, passed_s = Clock.time(), 0.0

        def let_pass(seconds: float) -> None:
            nonlocal passed_s
            passed_s += seconds
            self.step(2)

        Clock.time = lambda: begun_s + passed_s
        try:
            yield let_pass
        finally:
            del Clock.time

    def forget_pages(self) -> None:
        """Let every page be made anew: a test has changed one by hand."""
        theme.turn += 1

    def _hear(self, event: Event) -> None:
        self.told.append(event)

    def _count_flip(self, *_event: object) -> None:
        self.flips += 1


_driver: Driver | None = None


def the_driver() -> Driver:
    """The one driver of this process, with a fresh stage."""
    global _driver  # noqa: PLW0603 - Kivy has one window per process
    if _driver is None:
        _driver = Driver()
    _driver.begin()
    return _driver
