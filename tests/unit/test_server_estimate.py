"""When did an entry happen, and how sure is that? Clocks that are right, wrong, unset, restarted, and carried on a stick."""

import msgspec
import pytest

from sync.domain.entry import ClockState, Entry
from sync.domain.facts import DayClosed
from sync.protocol.messages import ClockSample
from sync.server.ledger.estimate import LARGEST_ERROR_MS, OTHER_BOOT_ERROR_MS, ROUND_TRIP_ERROR_MS, UNSET_CLOCK_ERROR_MS, Estimator
from tests.support.day import HOUR_MS, MINUTE_MS, OPENS_MS, entry
from tests.support.pushing import NOW_MS

AN_HOUR_AGO = NOW_MS - HOUR_MS


def at_mono(mono_ms: int, *, wall_ms: int = 0, boot: int = 1, clock: int = ClockState.UNKNOWN) -> Entry:
    return msgspec.structs.replace(entry(DayClosed()), mono_ms=mono_ms, wall_ms=wall_ms, boot=boot, clock=int(clock))


def sample(wall_ms: int, mono_ms: int, state: int = ClockState.UNKNOWN, boot: int = 1) -> ClockSample:
    return ClockSample(wall_ms, mono_ms, boot, int(state))


@pytest.mark.parametrize("wall_ms", [0, NOW_MS, NOW_MS - 3 * HOUR_MS, 2_208_988_800_000])
def test_the_wall_clock_does_not_matter_when_the_kiosk_sends_by_itself(wall_ms: int) -> None:
    estimator = Estimator(sample(0, 0), NOW_MS, sample(wall_ms, 2 * HOUR_MS))
    at_ms, error_ms = estimator.of(at_mono(HOUR_MS, wall_ms=wall_ms))
    assert at_ms == AN_HOUR_AGO
    assert ROUND_TRIP_ERROR_MS < error_ms < ROUND_TRIP_ERROR_MS + MINUTE_MS


def test_a_carried_push_with_a_good_clock_is_placed_by_it() -> None:
    estimator = Estimator(sample(NOW_MS - 5 * HOUR_MS, 2 * HOUR_MS, ClockState.NTP), NOW_MS)
    assert estimator.of(at_mono(HOUR_MS))[0] == NOW_MS - 6 * HOUR_MS


def test_a_carried_push_of_a_doubtful_clock_says_how_doubtful() -> None:
    _, error_ms = Estimator(sample(NOW_MS - 5 * HOUR_MS, 0, ClockState.RTC_ONLY), NOW_MS).of(at_mono(0))
    assert error_ms == 5 * HOUR_MS


def test_a_clock_that_claims_the_future_is_no_clock() -> None:
    at_ms, error_ms = Estimator(sample(NOW_MS + HOUR_MS, 0, ClockState.NTP), NOW_MS).of(at_mono(0))
    assert (at_ms, error_ms) == (NOW_MS, HOUR_MS)


def test_a_carried_push_of_an_unset_clock_has_the_error_that_it_has() -> None:
    assert Estimator(sample(0, HOUR_MS), NOW_MS).of(at_mono(HOUR_MS)) == (NOW_MS, UNSET_CLOCK_ERROR_MS)


def test_before_a_restart_a_trusted_wall_clock_counts() -> None:
    estimator = Estimator(sample(0, 0), NOW_MS, sample(NOW_MS, 10))
    assert estimator.of(at_mono(5, boot=0, wall_ms=AN_HOUR_AGO, clock=ClockState.SERVER_TIME)) == (AN_HOUR_AGO, ROUND_TRIP_ERROR_MS)


def test_before_a_restart_the_same_battery_clock_was_wrong_by_the_same_amount() -> None:
    estimator = Estimator(sample(0, 0), NOW_MS, sample(NOW_MS - 3 * HOUR_MS, 10, ClockState.RTC_ONLY))
    at_ms, _ = estimator.of(at_mono(5, boot=0, wall_ms=AN_HOUR_AGO - 3 * HOUR_MS, clock=ClockState.RTC_ONLY))
    assert at_ms == AN_HOUR_AGO


def test_before_a_restart_an_unset_clock_is_believed_only_near_the_day() -> None:
    estimator = Estimator(sample(0, 0), NOW_MS, sample(NOW_MS, 10))
    assert estimator.of(at_mono(5, boot=0, wall_ms=OPENS_MS)) == (OPENS_MS, OTHER_BOOT_ERROR_MS)
    assert estimator.of(at_mono(5, boot=0, wall_ms=0)) == (NOW_MS, OTHER_BOOT_ERROR_MS)


def test_a_monotonic_clock_that_ran_backwards_is_not_used() -> None:
    estimator = Estimator(sample(0, 0), NOW_MS, sample(NOW_MS, 10))
    assert estimator.of(at_mono(11, wall_ms=AN_HOUR_AGO, clock=ClockState.NTP)) == (AN_HOUR_AGO, ROUND_TRIP_ERROR_MS)


@pytest.mark.parametrize("number", [-(2**63), 2**63 - 1])
def test_hostile_numbers_stay_within_what_a_database_holds(number: int) -> None:
    for boot in (0, 1):
        for clock in (ClockState.UNKNOWN, ClockState.RTC_ONLY, ClockState.NTP):
            hostile = sample(number, number, clock)
            for estimator in (Estimator(hostile, NOW_MS), Estimator(hostile, NOW_MS, hostile)):
                at_ms, error_ms = estimator.of(at_mono(-number - 1, wall_ms=number, boot=boot, clock=clock))
                assert 0 <= at_ms <= NOW_MS
                assert 0 <= error_ms <= LARGEST_ERROR_MS
