"""Which cameras does OpenCV find on this machine? Those that a test plugs in, with what their drivers take."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

BUFFER, AUTO, EXPOSURE, TORCH = 38, 21, 15, 8001
LAMP_AND_EXPOSURE = {"CAP_PROP_AUTO_EXPOSURE": AUTO, "CAP_PROP_EXPOSURE": EXPOSURE, "CAP_PROP_ANDROID_DEVICE_TORCH": TORCH}


class Drivers:
    """The cameras by number or file: whether each gives pictures; what OpenCV was asked for, and what the drivers ``take``."""

    def __init__(self, cameras: dict[int | str, bool], takes: tuple[int, ...], **properties: int) -> None:
        self.cameras = cameras
        self.takes = takes
        self.opened: list[int | str] = []
        self.released: list[int | str] = []
        self.set: dict[int, float] = {}
        drivers = self

        class Capture:
            def __init__(self, device: int | str) -> None:
                self.device = device
                drivers.opened.append(device)

            def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
                return self.device in drivers.cameras

            def read(self) -> tuple[bool, Any]:
                return drivers.cameras[self.device], SimpleNamespace(shape=(2, 2), tobytes=lambda: bytes(4))

            def set(self, number: int, value: float) -> bool:
                drivers.set[number] = value
                return number in drivers.takes

            def get(self, number: int) -> float:
                return 3.0 if number in drivers.takes else -1.0  # as V4L2's drivers say that there is none

            def release(self) -> None:
                drivers.released.append(self.device)

        self.module = SimpleNamespace(
            VideoCapture=Capture, CAP_PROP_BUFFERSIZE=BUFFER, COLOR_BGR2GRAY=6, cvtColor=lambda picture, _code: picture, **properties
        )


def plugged(monkeypatch: pytest.MonkeyPatch, cameras: dict[int | str, bool], takes: tuple[int, ...] = (), **properties: int) -> Drivers:
    """Plug them in."""
    drivers = Drivers(cameras, takes, **properties)
    monkeypatch.setitem(sys.modules, "cv2", drivers.module)
    return drivers
