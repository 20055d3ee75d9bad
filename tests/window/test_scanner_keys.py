"""How a scanner types is told beside what it types, and leaves no trace on the next code."""

from collections.abc import Iterator

import pytest

from kiosk.flow.events import Manner
from kiosk.scanning.keys import ScannerKeys
from kiosk.scanning.wedge import ENTER, QUIET_FRAMES, QUIET_MS, US_KEYS
from tests.support.driver import Driver

SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}
Codes = list[tuple[str, Manner]]


@pytest.fixture
def heard(driver: Driver) -> Iterator[Codes]:
    codes: Codes = []
    keys = ScannerKeys(driver.window, lambda text, manner: codes.append((text, manner)), lambda: driver.now_ms)
    yield codes
    keys.stop()


def types(driver: Driver, text: str, *, modifiers: tuple[str, ...] = ("shift",), swapped: str = "", ends: bool = True) -> None:
    for letter in text:
        key = ord(swapped[1 - swapped.index(letter)] if letter in swapped else letter)
        driver.window.dispatch("on_key_down", key, SCANCODE[letter], letter, list(modifiers))
    if ends:
        driver.window.dispatch("on_key_down", 13, ENTER, "", [])


def test_a_scanner_as_it_should_be_has_nothing_to_be_told(driver: Driver, heard: Codes) -> None:
    types(driver, "MH1XYZ")
    assert heard == [("MH1XYZ", Manner())]


def test_small_letters_and_another_layout_are_told_and_forgotten(driver: Driver, heard: Codes) -> None:
    types(driver, "MH1XYZ", modifiers=(), swapped="YZ")
    types(driver, "MH1XYZ", modifiers=("capslock",))
    assert heard == [("MH1XYZ", Manner(small_letters=True, other_layout=True)), ("MH1XYZ", Manner())]


def test_a_missing_enter_is_told(driver: Driver, heard: Codes) -> None:
    types(driver, "MH1XYZ00", ends=False)
    driver.now_ms += QUIET_MS
    driver.step(QUIET_FRAMES + 2)
    assert heard == [("MH1XYZ00", Manner(without_enter=True))]
