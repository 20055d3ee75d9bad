"""A kiosk with a camera, from the lid to the round window: who touches it has it awake, and an empty hall is shown to nobody."""

# The driver prepares Kivy and comes first.
from kiosk.app.fittings import now_ms
from kiosk.flow.findings import Finding, Found
from kiosk.flow.pages import TryingScanner
from kiosk.window.finding_words import said_of

from tests.support.driver import Driver  # isort: skip

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.app import Kiosk, Outfit, build
from kiosk.app.eyelid import MINUTE_MS
from kiosk.scanning.frames import Frame, HeldUpFrames
from kiosk.scanning.wedge import ENTER
from kiosk.screens.samples import every_state
from kiosk.screens.trying_scanner import CameraButton
from kiosk.settings import Camera
from tests.support.driver import LARGEST
from tests.support.drivers import AUTO, LAMP_AND_EXPOSURE, TORCH, plugged
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


def test_a_lead_lights_the_camera_and_it_is_lit_after_a_restart(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {0: True}, (AUTO, TORCH), **LAMP_AND_EXPOSURE)
    driver.forget()
    settings = replace(enrolled_state(tmp_path), camera=Camera(source="0"))
    for turn, lamp in enumerate(("Lamp off", "Lamp on")):
        kiosk = build(settings, Outfit(display=LARGEST))
        kiosk.start()
        try:
            driver.wait_until(partial(_has_lamp, kiosk), timeout_s=20)
            kiosk.floor.conversation = replace(kiosk.floor.conversation, page=TryingScanner(lead=1, until_ms=now_ms() + 600_000))
            kiosk.stage.show(kiosk.floor.conversation)
            driver.settle()
            driver.touch_widget(_saying(driver, lamp))
            driver.wait_until(lambda lit=turn == 0: drivers.set.get(TORCH) == int(lit), timeout_s=20)  # type: ignore[misc] # bound early on purpose
        finally:
            kiosk.stop()
            driver.stage = None


def _has_lamp(kiosk: Kiosk) -> bool:
    view = kiosk.floor.conversation.board.view
    return view is not None and view.has_lamp


def _saying(driver: Driver, text: str) -> Any:
    return next(each for each in driver.window.children[0].walk() if isinstance(each, CameraButton) and each.words == text)
