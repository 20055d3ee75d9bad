"""Day and night: colours by the hour, a dark screen that nobody looks at, and light again for whoever comes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.settings import Window


class Stage:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.worn: list[str] = []
        self.dims: list[bool] = []

    def wear(self, colours: Any) -> None:
        self.worn.append(colours.value)

    def dim(self, *, is_dim: bool) -> None:
        self.dims.append(is_dim)


class Night:
    """A light whose clocks the test moves."""

    def __init__(self, settings: Window, hour: int) -> None:
        from kiosk.app.light import Light, Times

        self.stage, self.hour, self.now_ms = Stage(), hour, 1_000_000
        self.wished: str | None = None
        times = Times(lambda: datetime(2026, 11, 22, self.hour, tzinfo=UTC), lambda: self.now_ms)
        self.light = Light(self.stage, settings, times, lambda: self.wished)

    def waits(self, for_ms: int, *, is_idle: bool = True) -> None:
        self.now_ms += for_ms
        self.light.look(is_idle=is_idle)


@pytest.mark.parametrize(
    ("begins", "ends", "nights", "days"),
    [(20, 7, {20, 3}, {19, 7}), (1, 5, {1, 2}, {0, 5}), (9, 9, set(), {9})],
)
def test_the_night_may_go_over_midnight(begins: int, ends: int, nights: set[int], days: set[int]) -> None:
    from kiosk.app.light import is_night

    assert {hour for hour in nights | days if is_night(hour, begins, ends)} == nights


def test_by_the_clock_the_colours_change_with_the_hour_and_only_once() -> None:
    night = Night(Window(colours="by-the-clock"), 12)
    night.waits(1_000)
    night.hour = 21
    night.waits(1_000)
    night.waits(1_000)
    assert night.stage.worn == ["day", "night"]


def test_colours_that_are_wished_for_from_afar_go_before_the_settings_and_leave_again() -> None:
    night = Night(Window(colours="day"), 12)
    night.wished = "night"
    night.waits(1_000, is_idle=False)
    assert night.stage.worn == ["day"]
    night.waits(1_000)
    night.wished = None
    night.waits(1_000)
    assert night.stage.worn == ["day", "night", "day"]


def test_colours_do_not_change_while_somebody_is_served() -> None:
    night = Night(Window(colours="by-the-clock"), 12)
    night.hour = 21
    night.waits(1_000, is_idle=False)
    assert night.stage.worn == ["day"]


def test_other_colours_ask_no_clock() -> None:
    night = Night(Window(colours="high-contrast"), 12)
    night.hour = 21
    night.waits(1_000)
    assert night.stage.worn == ["high-contrast"]


def test_a_screen_that_is_left_alone_by_night_darkens_and_a_touch_lights_it() -> None:
    night = Night(Window(), 23)
    night.waits(59_000)
    assert night.stage.dims == []
    night.waits(1_000)
    night.waits(1_000)
    assert night.stage.dims == [True]
    night.light.stir()
    assert night.stage.dims == [True, False]
    night.waits(59_000)
    assert night.stage.dims == [True, False]


def test_a_page_that_opens_lights_the_screen() -> None:
    night = Night(Window(), 23)
    night.waits(60_000)
    night.waits(500, is_idle=False)
    assert night.stage.dims == [True, False]


@pytest.mark.parametrize(("settings", "hour"), [(Window(), 12), (Window(dims_at_night=False), 23)])
def test_by_day_or_where_it_is_not_wanted_nothing_darkens(settings: Window, hour: int) -> None:
    night = Night(settings, hour)
    night.waits(600_000)
    assert night.stage.dims == []
