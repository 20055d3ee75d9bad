"""How does this kiosk look at cards? The eye on its camera, the round window that shows it, and the lid that shuts it, made together.

Promise: where no camera is set up there is none of them, and that is a quiet, normal state; what was seen comes back through the door.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.app.door import Door
from kiosk.app.eyelid import MINUTE_MS, Eyelid
from kiosk.app.sight import Sight
from kiosk.desk.ports import Eye as EyeSeen
from kiosk.flow.camera import LookOtherwise
from kiosk.scanning.eye import Eye
from kiosk.scanning.frames import Frame, FrameSource
from kiosk.settings import Camera


class Watcher(msgspec.Struct, frozen=True):
    """Who is told: ``heard`` each code and ``see`` each texture, in the window's thread; ``moved`` when the camera fell asleep or woke;
    ``mishap`` from the eye's threads. ``is_idle``: the welcome page stands there. ``shows_view``: the page has a round window.
    ``state``: the folder in which a lead's choice is remembered.
    """

    heard: Callable[[str], None]
    see: Callable[[Any], None]
    is_idle: Callable[[], bool]
    shows_view: Callable[[], bool]
    moved: Callable[[], None]
    mishap: Callable[[Exception], None]
    now_ms: Callable[[], int]
    state: Path


class Looking:
    """An eye with its lid and its round window, or nothing at all. ``start`` and ``stop`` it; stir it when somebody is there."""

    def __init__(self, settings: Camera, open_source: Callable[[], FrameSource] | None, door: Door, watcher: Watcher) -> None:
        self._door = door
        self._watcher = watcher
        self._is_open = True
        self.eye: Eye | None = None
        self._lid: Eyelid | None = None
        self._sight: Sight | None = None
        if open_source is None and settings.source:
            self._sight = Sight(settings, watcher.state, watcher.moved)
            open_source = self._sight.source
        if open_source is not None:
            self._make(settings, open_source)

    def start(self) -> None:
        if self.eye is not None:
            self.eye.start()

    def stop(self) -> None:
        self._is_open = False
        if self.eye is not None:
            self.eye.stop()

    def stir(self) -> None:
        """Somebody touched the screen, pressed a key or held something up."""
        if self._lid is not None:
            self._lid.stir()

    def look(self) -> None:
        """Every now and then."""
        if self._lid is not None:
            self._lid.look(is_idle=self._watcher.is_idle())

    def report(self) -> EyeSeen | None:
        """Return how the camera is, for the lead; none: there is none. From any thread."""
        if self.eye is None:
            return None
        report = self.eye.report()
        return EyeSeen(
            report.trouble,
            report.frames,
            report.dropped,
            round(report.decode_ms),
            report.asleep,
            self._sight.view() if self._sight else None,
        )

    def look_otherwise(self, wish: LookOtherwise) -> None:
        """Open the camera anew as a lead wishes it; from any thread."""
        if self._sight is not None and self.eye is not None:
            self._sight.choose(wish)
            self.eye.reopen()

    def _make(self, settings: Camera, open_source: Callable[[], FrameSource]) -> None:
        from kiosk.app.preview import Preview  # noqa: PLC0415 - after Kivy was prepared

        watcher = self._watcher
        preview = Preview(self._door.send, watcher.see, self._preview_is_wanted, watcher.now_ms)

        def previewed(frame: Frame) -> None:
            if self._is_open:
                preview.offer(frame)

        def heard(text: str) -> None:
            if self._is_open:
                self._door.send(lambda: watcher.heard(text))

        self.eye = Eye(open_source, heard, previewed=previewed, mishap=watcher.mishap)
        self._lid = Eyelid(self.eye, settings.sleeps_after_minutes * MINUTE_MS, watcher.now_ms, watcher.moved)

    def _preview_is_wanted(self) -> bool:
        return self.eye is not None and not self.eye.is_asleep and self._watcher.shows_view()
