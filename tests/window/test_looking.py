"""A kiosk with a camera, from the lid to the round window: who touches it has it awake, and an empty hall is shown to nobody."""

# The driver prepares Kivy and comes first.
from kiosk.flow.findings import Finding, Found
from kiosk.window.finding_words import said_of

from tests.support.driver import Driver  # isort: skip

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.app import Kiosk, Outfit, build
from kiosk.app.eyelid import MINUTE_MS
from kiosk.scanning.frames import Frame, HeldUpFrames
from kiosk.scanning.wedge import ENTER
from kiosk.screens.samples import every_state
from kiosk.settings import Camera
from tests.support.driver import LARGEST
from tests.support.kiosk_state import enrolled_state


@pytest.fixture
def kiosk(driver: Driver, tmp_path: Path) -> Iterator[Kiosk]:
    driver.forget()
    settings = replace(enrolled_state(tmp_path), camera=Camera(sleeps_after_minutes=3))
    made = build(settings, Outfit(display=LARGEST, open_source=HeldUpFrames))
    made.start()
    yield made
    made.stop()
    driver.stage = None  # made anew for the next test


def asleep(kiosk: Kiosk) -> bool:
    eye = kiosk.backroom.eye()
    assert eye is not None
    return eye.sleeps


def falls_asleep(kiosk: Kiosk, driver: Driver) -> None:
    lid: Any = kiosk._looking._lid
    lid._stirred_ms -= 3 * MINUTE_MS
    driver.wait_until(lambda: asleep(kiosk), timeout_s=20)
    driver.wait_until(lambda: kiosk.floor.conversation.board.camera_sleeps, timeout_s=20)


def test_after_three_minutes_alone_the_camera_sleeps_and_the_page_says_how_to_wake_it(kiosk: Kiosk, driver: Driver) -> None:
    falls_asleep(kiosk, driver)
    driver.settle()
    assert "The camera sleeps. Touch to wake it." in [each.words for each in driver.window.children[0].walk() if hasattr(each, "words")]


def test_a_touch_wakes_it(kiosk: Kiosk, driver: Driver) -> None:
    falls_asleep(kiosk, driver)
    driver.touch(5, 5)
    assert not asleep(kiosk)
    driver.wait_until(lambda: not kiosk.floor.conversation.board.camera_sleeps, timeout_s=20)


def test_a_key_wakes_it(kiosk: Kiosk, driver: Driver) -> None:
    falls_asleep(kiosk, driver)
    driver.press_key(13, ENTER)
    assert not asleep(kiosk)


def test_a_scanner_wakes_it(kiosk: Kiosk, driver: Driver) -> None:
    falls_asleep(kiosk, driver)
    kiosk.heard("MH1")
    assert not asleep(kiosk)


def test_the_lead_sees_how_fast_it_reads_and_how_much_it_lets_go_and_a_sleeping_camera_is_well(kiosk: Kiosk, driver: Driver) -> None:
    eye = kiosk.backroom.eye()
    assert eye is not None
    said = said_of("en", Finding(Found.CAMERA_SEES, well=True, numbers=(eye.frames, eye.dropped, eye.decode_ms)))
    assert "let go" in said.words
    falls_asleep(kiosk, driver)
    assert kiosk.floor.conversation.board.lamp == "steady"


def test_a_sleeping_camera_leaves_nobodys_picture_on_the_page(driver: Driver) -> None:
    from kiosk.app.preview import Preview

    states = every_state()
    driver.show(states["welcome-camera"])
    Preview(lambda draw: draw(), driver.stage.see, lambda: True, lambda: 10**9).offer(Frame(40, 40, bytes([255] * 1600)))
    assert driver.stage.screen.ids.beam.view is not None
    driver.show(states["welcome-camera-sleeps"])
    assert driver.stage.screen.ids.beam.view is None
