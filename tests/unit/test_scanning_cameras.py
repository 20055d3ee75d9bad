"""Which camera, and how it is lit: what a driver offers is used, and what it does not offer is quietly absent."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.app.looking import camera_of
from kiosk.scanning.frames import DEVICES_MAX, CameraFrames, Light, SourceLostError
from kiosk.settings import Camera

BUFFER, AUTO, EXPOSURE, TORCH = 38, 21, 15, 8001
GIVES = True


class Drivers:
    """The cameras of a machine by number: whether each gives pictures; and what OpenCV was asked for."""

    def __init__(self, cameras: dict[int, bool], **properties: int) -> None:
        self.cameras = cameras
        self.opened: list[int] = []
        self.released: list[int] = []
        self.set: dict[int, float] = {}
        drivers = self

        class Capture:
            def __init__(self, device: int) -> None:
                self.device = device
                drivers.opened.append(device)

            def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
                return self.device in drivers.cameras

            def read(self) -> tuple[bool, Any]:
                return drivers.cameras[self.device], SimpleNamespace(shape=(2, 2), tobytes=lambda: bytes(4))

            def set(self, number: int, value: float) -> bool:
                drivers.set[number] = value
                return False  # as most drivers answer

            def release(self) -> None:
                drivers.released.append(self.device)

        self.module = SimpleNamespace(
            VideoCapture=Capture, CAP_PROP_BUFFERSIZE=BUFFER, COLOR_BGR2GRAY=6, cvtColor=lambda picture, _code: picture, **properties
        )


def plugged(monkeypatch: pytest.MonkeyPatch, cameras: dict[int, bool], **properties: int) -> Drivers:
    drivers = Drivers(cameras, **properties)
    monkeypatch.setitem(sys.modules, "cv2", drivers.module)
    return drivers


def test_of_several_the_first_that_gives_a_picture_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {1: not GIVES, 2: GIVES, 3: GIVES})
    source = camera_of(Camera(source="any"))
    source.open()
    assert source.read() is not None
    assert drivers.opened == [0, 1, 2]
    assert drivers.released == [0, 1]
    source.close()
    assert drivers.released == [0, 1, 2]


def test_a_camera_that_comes_back_under_another_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {0: GIVES})
    source = CameraFrames(None)
    source.open()
    drivers.cameras = {0: not GIVES}
    with pytest.raises(SourceLostError, match="stopped"):
        source.read()
    source.close()
    drivers.cameras = {2: GIVES}
    source.open()
    assert source.read() is not None


def test_no_camera_at_all_is_said_in_words_and_every_one_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {})
    with pytest.raises(SourceLostError, match="Camera does not open"):
        CameraFrames(None).open()
    assert drivers.released == list(range(DEVICES_MAX))


def test_a_named_camera_is_the_only_one_that_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {0: GIVES, 3: GIVES})
    camera_of(Camera(source="3")).open()
    assert drivers.opened == [3]


def test_lamp_and_exposure_are_set_where_they_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"CAP_PROP_AUTO_EXPOSURE": AUTO, "CAP_PROP_EXPOSURE": EXPOSURE, "CAP_PROP_ANDROID_DEVICE_TORCH": TORCH}
    drivers = plugged(monkeypatch, {0: GIVES}, **names)
    camera_of(Camera(source="0", torch=True, exposure=120)).open()
    assert drivers.set == {BUFFER: 1, AUTO: 1, EXPOSURE: 120, TORCH: 1}


def test_where_nothing_is_wished_the_driver_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {0: GIVES}, CAP_PROP_AUTO_EXPOSURE=AUTO, CAP_PROP_EXPOSURE=EXPOSURE)
    camera_of(Camera(source="0")).open()
    assert drivers.set == {BUFFER: 1}


def test_where_neither_is_offered_the_camera_sees_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged(monkeypatch, {0: GIVES})
    source = CameraFrames(0, Light(torch=True, exposure=50))
    source.open()
    assert source.read() is not None
