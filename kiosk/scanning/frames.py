"""Where do pictures come from? A camera, or files: every source gives grey frames and can be lost and found again.

Promise: OpenCV is imported only when a camera is opened; without it, or without a camera, that is a quiet, normal state.
"""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from PIL import Image

from kiosk.flow.findings import CameraTrouble

FRAME_WIDTH_MAX = 1280
"""Wider pictures are halved until they fit: a pass held at arm's length still has four pixels a module, and decoding stays fast."""

DEVICES_MAX = 4
"""So many cameras are looked through for one that gives a picture: each that hangs takes seconds."""

_LAMPS = ("CAP_PROP_ANDROID_DEVICE_TORCH", "CAP_PROP_IOS_DEVICE_TORCH")
_BY_HAND = 1  # of V4L2's ways of exposure (linux/v4l2-controls.h); 3 is by itself


class Frame(msgspec.Struct, frozen=True):
    """One grey picture: ``width`` × ``height`` bytes, rows from the top."""

    width: int
    height: int
    grey: bytes

    @property
    def rows(self) -> memoryview:
        """The picture as a two-dimensional view, without a copy: what the decoder takes."""
        return memoryview(self.grey).cast("B", (self.height, self.width))


class SourceLostError(Exception):
    """The camera or the file is not there (any more). Open it again later; the door stays open meanwhile. ``trouble`` is for the lead."""

    def __init__(self, message: str, trouble: CameraTrouble = CameraTrouble.NOT_THERE) -> None:
        super().__init__(message)
        self.trouble = trouble


class FrameSource(Protocol):
    """Something that gives frames. ``read`` may block for as long as one frame takes."""

    def open(self) -> None:
        """Get ready; raises ``SourceLostError``."""

    def read(self) -> Frame | None:
        """Return the next frame, none when there is none just now; raises ``SourceLostError``."""

    def close(self) -> None:
        """Give the device back."""


def frame_of(picture: Image.Image) -> Frame:
    """Return ``picture`` as a grey frame no wider than ``FRAME_WIDTH_MAX``."""
    grey = picture.convert("L")
    while grey.width > FRAME_WIDTH_MAX:
        grey = grey.reduce(2)
    return Frame(grey.width, grey.height, grey.tobytes())


class PictureFrames:
    """Frames from picture files, one after the other, then from the start again when ``loop``."""

    def __init__(self, paths: Sequence[Path], *, loop: bool = False) -> None:
        self._paths = tuple(paths)
        self._loop = loop
        self._next: Iterator[Path] = iter(())

    def open(self) -> None:
        self._next = iter(self._paths)

    def read(self) -> Frame | None:
        path = next(self._next, None)
        if path is None and self._loop and self._paths:
            self._next = iter(self._paths)
            path = next(self._next)
        if path is None:
            return None
        try:
            with Image.open(path) as picture:
                return frame_of(picture)
        except OSError as cause:
            raise SourceLostError(f"The picture {path} cannot be read: {cause}") from cause

    def close(self) -> None:
        self._next = iter(())


class HeldUpFrames:
    """Frames that somebody hands in: the drawer of the demo holds a card up, the tour shows a picture. Empty otherwise."""

    def __init__(self) -> None:
        self._held: Frame | None = None

    def hold_up(self, frame: Frame) -> None:
        self._held = frame

    def open(self) -> None:
        self._held = None

    def read(self) -> Frame | None:
        held, self._held = self._held, None
        return held

    def close(self) -> None:
        self._held = None


class Light(msgspec.Struct, frozen=True):
    """How a camera shall see: with its lamp, and for how long each picture is exposed (as its driver counts; 0: by itself)."""

    torch: bool = False
    exposure: int = 0


class CameraFrames:
    """Frames from a camera through OpenCV (the extra ``camera``). ``device`` is its number, an address or file pattern OpenCV opens, or
    none: the first that gives a picture. ``light`` holds where the camera offers it; elsewhere it changes nothing.
    """

    def __init__(self, device: int | str | None = 0, light: Light = Light()) -> None:  # noqa: B008 - frozen, so one for all is no harm
        self._device = device
        self._light = light
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
        self._wear_light()

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

    def _wear_light(self) -> None:
        if self._light.torch:
            for lamp in _LAMPS:
                self._set(lamp, 1)
        if self._light.exposure:
            self._set("CAP_PROP_AUTO_EXPOSURE", _BY_HAND)
            self._set("CAP_PROP_EXPOSURE", self._light.exposure)

    def _set(self, name: str, value: int) -> None:
        """Set a property that this build of OpenCV may not know and this camera may not have: then nothing happens."""
        number = getattr(self._cv2, name, None)
        if number is not None:
            self._capture.set(number, value)
