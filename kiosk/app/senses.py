"""What does the desk know of camera, scanner and loudspeaker, which belong to the window?

Promise: asking never waits for the window's thread; what was not connected yet answers that nothing is there.
"""

from collections.abc import Callable

from kiosk.desk.ports import Eye
from kiosk.flow.camera import LookOtherwise
from kiosk.flow.findings import Sound


class Senses:
    """What the window's side knows of camera and scanner; written by one thread, read by another, each value whole."""

    def __init__(self) -> None:
        self.eye: Callable[[], Eye | None] = lambda: None
        self.scanner_heard_ms: Callable[[], int | None] = lambda: None
        self.stuck_key_ms: Callable[[], int] = lambda: 0
        self.sound: Callable[[], Sound] = lambda: Sound.NOT_TRIED
        self.look_otherwise: Callable[[LookOtherwise], None] = lambda _wish: None
