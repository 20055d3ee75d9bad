"""What is a kiosk fitted with? Its display, stage, light, voice and the keys of its scanner, each as the settings say.

Promise: nothing of Kivy is imported before the window was prepared; what is made here knows its neighbours by plain functions.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.app.voice import Ears, Loudspeaker, Voice
from kiosk.flow.events import Event
from kiosk.scanning.frames import FrameSource
from kiosk.settings import Scanner, Settings, Sound
from kiosk.settings import Window as WindowSettings
from kiosk.window.environment import Display, Fills
from kiosk.window.speech import Speech
from sync.client.exchange import Transport
from sync.clocks import Clocks
from sync.domain.remote import VOLUME_MAX, Remote


class Outfit(msgspec.Struct, frozen=True):
    """What differs between a kiosk in a hall, in the tour and in a test; empty: as the settings say."""

    display: Display | None = None
    open_source: Callable[[], FrameSource] | None = None
    clocks: Clocks | None = None
    transport: Callable[[], Transport] | None = None
    loudspeaker: Loudspeaker | None = None


def display_of(settings: Settings) -> Display:
    """Return what the settings and the environment say about the screen."""
    window = settings.window
    return Display(
        width_px=window.width_px,
        height_px=window.height_px,
        fills=Fills(window.fills),
        offscreen=os.environ.get("SDL_VIDEODRIVER") == "offscreen",
        show_cursor=window.show_cursor,
    )


def now_ms() -> int:
    """Return the steady clock of the window, in ms: it goes on while the machine sleeps."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def make_stage(window: Any, turned_degrees: int, tell: Callable[[Event], None], *, reads_aloud: bool) -> Any:  # noqa: ANN401 - Kivy has no types
    from kiosk.screens.screen import Outside  # noqa: PLC0415 - after prepare
    from kiosk.screens.stage import Stage  # noqa: PLC0415 - after prepare

    stage = Stage(Outside(tell=tell, now_ms=now_ms, local_time=lambda: datetime.now().astimezone(), reads_aloud=reads_aloud))
    window.rotation = turned_degrees
    window.add_widget(stage)
    return stage


def make_light(stage: Any, settings: WindowSettings, remote: Callable[[], Remote]) -> Any:  # noqa: ANN401 - made after Kivy was prepared
    from kiosk.app.light import Light, Times  # noqa: PLC0415 - after prepare

    return Light(stage, settings, Times(lambda: datetime.now().astimezone(), now_ms), lambda: remote().colours)


def make_voice(sound: Sound, loudspeaker: Loudspeaker | None, spoken: Path, remote: Callable[[], Remote]) -> Voice:
    """Return the voice. A kiosk that its own file mutes is quiet whatever is wished from afar."""
    from kiosk.screens import heard  # noqa: PLC0415 - after prepare
    from kiosk.window.sounding import KivyLoudspeaker  # noqa: PLC0415 - after prepare

    def volume() -> float:
        wished = remote().volume
        return (sound.volume if wished is None else wished) / VOLUME_MAX

    return Voice(
        loudspeaker or KivyLoudspeaker(volume),
        Speech(spoken),
        Ears(heard.cue_of, heard.heard_on),
        is_muted=sound.muted or sound.volume == 0,
    )


def make_keys(window: Any, scanner: Scanner, heard: Callable[..., None]) -> Any:  # noqa: ANN401 - Kivy has no types
    from kiosk.scanning.keys import ScannerKeys  # noqa: PLC0415 - after prepare

    return ScannerKeys(window, heard, now_ms, scanner.prefix, scanner.suffix)
