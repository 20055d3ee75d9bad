"""Do the times that people were promised still stand? Elsewhere a test takes them from the product, so that only their meaning is tried."""

import pytest

from kiosk.app.kiosk import BOARD_EVERY_S
from kiosk.flow import times
from kiosk.scanning.eye import REOPEN_AFTER_S
from sync.client.pace import TRY_NOW_EVERY_S


@pytest.mark.parametrize(
    ("stands", "promised"),
    [
        pytest.param(times.SAME_SCAN_MS, 3_000, id="the same code is one scan"),
        pytest.param(times.UNDO_MS, 10_000, id="everybody can take it back"),
        pytest.param(times.TABLE_MS, 60_000, id="a table without a mat closes"),
        pytest.param(times.CLEANING_MS, 30_000, id="the screen can be wiped"),
        pytest.param(times.VISITOR_MS, 60_000, id="a mat is whoever held up a card last"),
        pytest.param(BOARD_EVERY_S, 60, id="the idle page changes at most so often by itself"),
    ],
)
def test_what_was_promised_to_the_second_stands(stands: float, promised: float) -> None:
    assert stands == promised


def test_nobody_has_less_time_to_answer_than_they_need() -> None:
    assert times.STILL_THERE_MS >= 20_000, "WCAG 2.2, success criterion 2.2.1"
    assert times.PATIENCE_PERCENT == 100
    assert times.UNHURRIED_PERCENT >= 200


def test_nobody_stands_before_a_camera_or_a_line_that_comes_back_and_waits() -> None:
    assert REOPEN_AFTER_S <= 5
    assert TRY_NOW_EVERY_S <= 5
