"""How does a camera give frames? Through OpenCV (the extra ``camera``), lit as far as its driver lets us.

Promise: OpenCV is imported only when a camera is opened; without it, without a camera, and without a lamp is a quiet, normal state.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.flow.findings import CameraTrouble
from kiosk.scanning.frames import Frame, SourceLostError

DEVICES_MAX = 4
"""So many cameras are looked through for one that gives a picture: each that hangs takes seconds."""

_LAMPS = ("CAP_PROP_ANDROID_DEVICE_TORCH", "CAP_PROP_IOS_DEVICE_TORCH")
_BY_HAND, _BY_ITSELF = 1, 3  # of V4L2's ways of exposure (linux/v4l2-controls.h, V4L2_EXPOSURE_MANUAL and _APERTURE_PRIORITY)
_NODES = Path("/sys/class/video4linux")


class Light(msgspec.Struct, frozen=True):
    """How a camera shall see: with its lamp, and for how long each picture is exposed (as its driver counts; 0: as the driver stands).
    ``by_itself``: the driver is told to find out, also if it was told otherwise before.
    """

    torch: bool = False
    exposure: int = 0
    by_itself: bool = False


class Offers(msgspec.Struct, frozen=True):
    """What the driver of an open camera takes."""

    lamp: bool = False
    exposure: bool = False


class CameraFrames:
    """Frames from a camera through OpenCV (the extra ``camera``). ``device`` is its number, an address or file pattern OpenCV opens, or
    none: the first that gives a picture. ``light`` holds where the camera offers it; elsewhere it changes nothing. ``offered`` hears what
    it offers each time it was opened.
    """

    def __init__(
        self,
        device: int | str | None = 0,
        light: Light = Light(),  # noqa: B008 - frozen, so one for all is no harm
        offered: Callable[[Offers], None] = lambda _offers: None,
    ) -> None:
        self._device = device
        self._light = light
        self._offered = offered
        self._name = "" if device is None else f" {device}"
        self._capture: Any = None
        self._cv2: Any = None

    def open(self) -> None:
        try:
            self._cv2 = importlib.import_module("cv2")
        except ImportError as cause:
            raise SourceLostError("OpenCV is not installed (the extra 'camera').", CameraTrouble.NO_PROGRAM) from cause
        devices = range(DEVICES_MAX) if self._device is None else (self._device,)
        self._capture = next((found for device in devices if (found := self._opened(device)) is not None), None)
        if self._capture is None:
            raise SourceLostError(f"Camera{self._name} does not open.")
        self._capture.set(self._cv2.CAP_PROP_BUFFERSIZE, 1)
        self._offered(self._wear_light())

    def read(self) -> Frame | None:
        if self._capture is None:
            raise SourceLostError(f"Camera{self._name} is closed.")
        arrived, picture = self._capture.read()
        if not arrived:
            raise SourceLostError(f"Camera{self._name} stopped giving pictures.", CameraTrouble.STOPPED)
        grey = self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2GRAY)
        height, width = grey.shape
        return Frame(width, height, grey.tobytes())

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _opened(self, device: int | str) -> Any:  # noqa: ANN401 - OpenCV has no types
        """Return the open device, or none; of several one counts only when it gives a picture (half of them never do)."""
        capture = self._cv2.VideoCapture(device)
        if capture.isOpened() and (self._device is not None or capture.read()[0]):
            return capture
        capture.release()
        return None

    def _wear_light(self) -> Offers:
        lamp = [self._set(name, int(self._light.torch)) for name in _LAMPS]
        has_exposure = self._get("CAP_PROP_AUTO_EXPOSURE") > 0
        if self._light.exposure:
            self._set("CAP_PROP_AUTO_EXPOSURE", _BY_HAND)
            self._set("CAP_PROP_EXPOSURE", self._light.exposure)
        elif self._light.by_itself and has_exposure:
            self._set("CAP_PROP_AUTO_EXPOSURE", _BY_ITSELF)
        return Offers(any(lamp), has_exposure)

    def _set(self, name: str, value: int) -> bool:
        """Set a property that this build of OpenCV may not know and this camera may not have: then nothing happens. Whether it took it."""
        number = getattr(self._cv2, name, None)
        return number is not None and bool(self._capture.set(number, value))

    def _get(self, name: str) -> float:
        """Return the property; 0 or less where there is none: drivers say so in either way."""
        number = getattr(self._cv2, name, None)
        return 0.0 if number is None else float(self._capture.get(number))


def plugged_in(nodes: Path = _NODES) -> tuple[tuple[str, str], ...]:
    """Return device file and maker's name of every camera that Linux knows, in their order; elsewhere none. A camera has several nodes,
    of which the first gives pictures and the others only tell about them.
    """
    found = []
    for node in sorted(nodes.glob("video*"), key=lambda node: (len(node.name), node.name)):
        try:
            is_first = (node / "index").read_text().strip() == "0"
            name = (node / "name").read_text(errors="replace").strip()
        except OSError:  # it was pulled out while we looked
            continue
        if is_first:
            found.append((f"/dev/{node.name}", name))
    return tuple(found)
