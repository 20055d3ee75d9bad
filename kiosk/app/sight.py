"""Which camera looks, and in what light? What the settings say, until a lead chooses otherwise at this kiosk.

Promise: a lead's choice outlives a restart; a chosen camera that is gone gives way to the one of the settings; a note that cannot be read
or written changes nothing but that it is forgotten.
"""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.flow.camera import Brightness, CameraView, LookOtherwise
from kiosk.scanning.cameras import CameraFrames, Light, Offers, plugged_in
from kiosk.settings import Camera

ANY = "any"
_NOTE = "camera.json"
_log = logging.getLogger(__name__)

EXPOSURES = {Brightness.DARK: 40, Brightness.MIDDLE: 150, Brightness.BRIGHT: 500}
"""In tenths of a millisecond, as V4L2 counts: a phone's screen in the sun, a lit hall, a cellar."""


class Sight:
    """``source`` makes the camera as it is wished now. ``moved`` is told when something about it changed, from any thread."""

    def __init__(
        self,
        settings: Camera,
        state: Path,
        moved: Callable[[], None],
        cameras: Callable[[], tuple[tuple[str, str], ...]] = plugged_in,
    ) -> None:
        self._settings = settings
        self._note = state / _NOTE
        self._moved = moved
        self._cameras = cameras
        self._offers = Offers()
        self._wish = self._noted()

    def source(self) -> CameraFrames:
        """Return the camera, lit as wished."""
        return CameraFrames(self._device(), self._light(), self._offered)

    def view(self) -> CameraView:
        """Return what is offered and how it looks, for the lead; from any thread."""
        plugged, wish = self._cameras(), self._wish
        files = tuple(file for file, _name in plugged)
        return CameraView(
            cameras=files,
            names=tuple(name for _file, name in plugged),
            at=_place_of(self._device(), files),
            has_lamp=self._offers.lamp,
            lamp=wish.lamp if wish else self._settings.torch,
            has_brightness=self._offers.exposure,
            brightness=wish.brightness if wish else Brightness.AS_SET if self._settings.exposure else Brightness.BY_ITSELF,
        )

    def choose(self, wish: LookOtherwise) -> None:
        """Look so from the next opening on."""
        self._wish = wish
        new = self._note.with_suffix(".new")
        try:
            new.write_bytes(msgspec.json.encode(wish))
            new.replace(self._note)
        except OSError as error:
            _log.warning("The lead's choice of the camera holds until the restart only: %s", error)
        self._moved()

    def _device(self) -> int | str | None:
        chosen = self._wish.camera if self._wish else ""
        if chosen and chosen in {file for file, _name in self._cameras()}:
            return chosen
        source = self._settings.source
        return None if source == ANY else int(source) if source.isdigit() else source

    def _light(self) -> Light:
        if self._wish is None or self._wish.brightness is Brightness.AS_SET:
            return Light(self._wish.lamp if self._wish else self._settings.torch, self._settings.exposure)
        return Light(self._wish.lamp, EXPOSURES.get(self._wish.brightness, 0), by_itself=self._wish.brightness is Brightness.BY_ITSELF)

    def _offered(self, offers: Offers) -> None:
        """Told by the eye's thread each time the camera was opened."""
        if offers != self._offers:
            self._offers = offers
            self._moved()

    def _noted(self) -> LookOtherwise | None:
        try:
            return msgspec.json.decode(self._note.read_bytes(), type=LookOtherwise)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:  # a wrong note is a DecodeError's child
            _log.warning("What a lead chose for the camera cannot be read and is forgotten: %s", error)
            return None


def _place_of(device: int | str | None, files: tuple[str, ...]) -> int:
    """Which of them looks. The first that gives a picture is mostly the first there is."""
    named = f"/dev/video{device}" if isinstance(device, int) else device
    return files.index(named) if named in files else 0
