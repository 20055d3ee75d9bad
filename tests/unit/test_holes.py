"""Is free memory given back, and not too often?"""

import ctypes

from kiosk.app.holes import GIVEN_BACK_EVERY_MS, Holes, trim_of


def test_free_memory_is_given_back_now_and_then() -> None:
    trims: list[int] = []
    holes = Holes(lambda: trims.append(1))
    for now_ms in range(0, 3 * GIVEN_BACK_EVERY_MS, 1_000):
        holes.give_back(now_ms)
    assert len(trims) == 3


def test_a_system_that_cannot_is_left_alone() -> None:
    assert trim_of(object())() is None


def test_this_machine_is_asked_without_harm() -> None:
    Holes(trim_of(ctypes.CDLL(None))).give_back(0)
