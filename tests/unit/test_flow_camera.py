"""The lead says in what light the camera looks, where it lets them choose."""

import pytest
from msgspec.structs import replace

from kiosk.flow.camera import Brightness, BrightnessPressed, CameraLampPressed, CameraPress, CameraView, LookOtherwise, NextCameraPressed
from kiosk.flow.pages import TryingScanner
from tests.support.talk import BOARD, Talk

ALL = CameraView(("/dev/video0", "/dev/video2"), ("One", "Two"), has_lamp=True, has_brightness=True)
PRESSES: tuple[CameraPress, ...] = (NextCameraPressed(), CameraLampPressed(), BrightnessPressed())


def lead(view: CameraView | None) -> Talk:
    talk = Talk(TryingScanner(lead=1, until_ms=2_000_000))
    talk.conversation = replace(talk.conversation, board=replace(BOARD, view=view))
    return talk


def test_a_press_shows_at_once_and_asks_for_it() -> None:
    talk = lead(ALL)
    assert talk.hears(CameraLampPressed()) == (LookOtherwise("/dev/video0", lamp=True),)
    assert talk.hears(NextCameraPressed()) == (LookOtherwise("/dev/video2", lamp=True),)
    assert talk.hears(NextCameraPressed()) == (LookOtherwise("/dev/video0", lamp=True),)
    assert talk.hears(CameraLampPressed()) == (LookOtherwise("/dev/video0"),)


def test_the_light_goes_in_a_round_and_comes_back_to_by_itself() -> None:
    talk = lead(ALL)
    asked = [request.brightness for _turn in range(5) for request in talk.hears(BrightnessPressed()) if isinstance(request, LookOtherwise)]
    assert asked == [Brightness.BY_ITSELF, Brightness.DARK, Brightness.MIDDLE, Brightness.BRIGHT, Brightness.BY_ITSELF]


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: type(press).__name__)
def test_what_is_not_offered_does_nothing(press: CameraPress) -> None:
    for view in (None, CameraView(), CameraView(("/dev/video0",), ("One",))):
        talk = lead(view)
        before = talk.conversation
        assert talk.hears(press) == ()
        assert talk.conversation == before


def test_without_any_camera_the_light_is_still_asked_for_and_no_camera_is_named() -> None:
    """All were pulled out between the drawing of the page and the finger."""
    assert lead(CameraView(has_lamp=True, has_brightness=True)).hears(CameraLampPressed()) == (LookOtherwise(lamp=True),)
    assert lead(CameraView(has_lamp=True, has_brightness=True)).hears(NextCameraPressed()) == ()


def test_with_one_camera_no_device_is_named_so_that_it_may_come_back_under_another_number() -> None:
    talk = lead(CameraView(("/dev/video0",), ("One",), has_lamp=True))
    assert talk.hears(CameraLampPressed()) == (LookOtherwise(lamp=True),)
