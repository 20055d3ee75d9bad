"""How does a sound come out of the loudspeaker? Through Kivy, where there is a loudspeaker.

Promise: a machine without sound is a quiet, normal state; nothing here raises. Called from one thread, never from the window's: opening a
device may take a second, and the window goes on meanwhile (K50).
"""

import ctypes
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

_AUDIO = 0x10
"""``SDL_INIT_AUDIO`` of SDL.h."""

_AS_KIVY_ASKS = (44_100, 0x8010, 2, 4_096)
"""What Kivy's provider gives to ``Mix_OpenAudio``: samples a second, ``AUDIO_S16LSB``, channels, samples at a time.

A device that is open like this is not opened again.
"""


class KivyLoudspeaker:
    """Plays files; the small ones of our own are read once and kept."""

    def __init__(self, volume: Callable[[], float]) -> None:
        """``volume``: from 0 to 1, asked at each sound."""
        self._volume = volume
        self._kept: dict[Path, Any] = {}
        self._speaking: Any = None
        self._is_sought = False

    def play(self, path: Path) -> float:
        """Begin to play a sound of ours; return its length in seconds, 0 when nothing is heard."""
        if path not in self._kept:
            self._kept[path] = self._loaded(path)
        return self._begin(self._kept[path])

    def speak(self, path: Path) -> float:
        """Begin to play something spoken, in place of what was being spoken."""
        self.hush()
        self._speaking = self._loaded(path)
        return self._begin(self._speaking)

    def hush(self) -> None:
        """Stop speaking."""
        if self._speaking is not None:
            self._speaking.stop()
            self._speaking.unload()
            self._speaking = None

    def _loaded(self, path: Path) -> Any:
        try:
            if not self._is_sought:
                self._is_sought = True
                _seek_device()
            from kivy.core.audio import SoundLoader

            return SoundLoader.load(str(path))
        except Exception as cause:  # noqa: BLE001 - whatever a sound driver raises, the door stays open
            _log.info("no sound: %s", cause)
            return None

    def _begin(self, sound: Any) -> float:
        if sound is None or not sound.length:  # without a device the length is 0
            return 0.0
        sound.volume = self._volume()
        sound.play()
        return float(sound.length)


def _seek_device() -> None:
    """Let SDL look for devices and open one while other threads run: ctypes lets go of the interpreter, Kivy's own calls keep it (K50).

    What fails here is tried again by Kivy, which says why.
    """
    from kivy.core.audio import audio_sdl2

    mixer = ctypes.CDLL(audio_sdl2.__file__)  # what it was linked with is found through it
    if mixer.SDL_InitSubSystem(_AUDIO) == 0:
        mixer.Mix_OpenAudio(*_AS_KIVY_ASKS)
