"""How far is a clock believed, and is each boot counted once?"""

import time
from pathlib import Path

import pytest

from sync import clocks
from sync.clocks import READINGS_MAX, MachineClocks, boot_number
from sync.domain.entry import ClockState


def clocks_without_ntp(tmp_path: Path) -> MachineClocks:
    return MachineClocks(3, tmp_path / "synchronized")


def test_a_reading_is_taken_of_all_clocks_together(tmp_path: Path) -> None:
    before = time.time_ns() // 1_000_000
    sample = clocks_without_ntp(tmp_path).sample()
    assert before <= sample.wall_ms <= time.time_ns() // 1_000_000
    assert 0 < sample.mono_ms <= time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    assert (sample.boot, sample.state) == (3, ClockState.RTC_ONLY)


def test_a_thread_that_is_set_aside_between_two_clocks_makes_no_jump_of_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = iter([1_000, 5_000, 5_000, 5_001])
    wall = iter([9_004_000, 9_005_000])
    monkeypatch.setattr(time, "time_ns", lambda: next(wall) * 1_000_000)
    monkeypatch.setattr(time, "clock_gettime_ns", lambda _clock: next(steady) * 1_000_000)
    sample = clocks_without_ntp(tmp_path).sample()
    assert (sample.wall_ms, sample.mono_ms) == (9_005_000, 5_000)


def test_a_machine_that_is_always_late_still_tells_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steady = iter(range(0, 100_000, 1_000))
    monkeypatch.setattr(time, "clock_gettime_ns", lambda _clock: next(steady) * 1_000_000)
    assert clocks_without_ntp(tmp_path).sample().mono_ms == (READINGS_MAX - 1) * 2_000


def test_a_clock_without_a_battery_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "WALL_AT_LEAST_MS", 2**60)
    assert clocks_without_ntp(tmp_path).sample().state == ClockState.UNKNOWN


def test_a_clock_that_agrees_with_the_centre_is_as_good_for_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = clocks_without_ntp(tmp_path)
    machine.told(machine.sample().wall_ms + 500)
    assert machine.sample().state == ClockState.SERVER_TIME
    monkeypatch.setattr(clocks, "SERVER_TIME_GOOD_FOR_MS", -1)
    assert machine.sample().state == ClockState.RTC_ONLY


def test_a_clock_that_disagrees_with_the_centre_is_not(tmp_path: Path) -> None:
    machine = clocks_without_ntp(tmp_path)
    machine.told(machine.sample().wall_ms + 3_600_000)
    assert machine.sample().state == ClockState.RTC_ONLY


def test_a_clock_that_the_system_keeps_right_is_believed_most(tmp_path: Path) -> None:
    mark = tmp_path / "synchronized"
    mark.touch()
    assert MachineClocks(1, mark).sample().state == ClockState.NTP


def test_a_mark_that_comes_or_goes_is_seen_within_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "synchronized"
    machine = MachineClocks(1, mark)
    assert machine.sample().state == ClockState.RTC_ONLY
    mark.touch()
    assert machine.sample().state == ClockState.RTC_ONLY  # the disk is not asked each time
    monkeypatch.setattr(clocks, "MARK_GOOD_FOR_MS", 0)
    assert machine.sample().state == ClockState.NTP


def test_each_boot_is_counted_once(tmp_path: Path) -> None:
    boot_id = tmp_path / "boot_id"
    boot_id.write_text("first\n")
    assert [boot_number(tmp_path, boot_id), boot_number(tmp_path, boot_id)] == [1, 1]
    boot_id.write_text("second\n")
    assert [boot_number(tmp_path, boot_id), boot_number(tmp_path, boot_id)] == [2, 2]


def test_this_machine_has_a_boot_number(tmp_path: Path) -> None:
    assert boot_number(tmp_path) == boot_number(tmp_path) == 1


def test_a_damaged_count_begins_again(tmp_path: Path) -> None:
    (tmp_path / "boot").write_text("what")
    assert boot_number(tmp_path) == 1
