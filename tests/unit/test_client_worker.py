"""Do push and pull go on all day, each for itself, whatever goes wrong in a round?"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, StopWhy, Why
from sync.client.reports import HandingOnChanged, NotTakenAtAll, Report, StandingChanged, WentAlone
from sync.client.worker import Kept, SyncWorker
from sync.domain.identity import entry_id
from sync.protocol import paths
from sync.protocol.messages import ClockSample, LostAndFound, Push
from tests.support.centre_in_memory import MemoryCentre
from tests.support.connected import Connected, new_centre
from tests.support.journals import CLOCK
from tests.support.kiosk_state import MemoryLine

PATIENCE_S = 30.0
"""Far longer than a busy machine needs; only a test that fails waits for it."""


class Post:
    """A transport that the test decides."""

    def __init__(self, post: Callable[[str, bytes], Response]) -> None:
        self.post = post


class StillClocks:
    """Clocks that stand still."""

    def __init__(self) -> None:
        self.heard: list[int] = []

    def sample(self) -> ClockSample:
        return CLOCK

    def told(self, now_ms: int) -> None:
        self.heard.append(now_ms)


def quick_centre(is_poison: Callable[[bytes], bool] = lambda _entry: False) -> MemoryCentre:
    centre = new_centre(is_poison)
    centre.next_after_ms = 10
    return centre


@contextmanager
def working(
    kiosk: Connected,
    push: Callable[[str, bytes], Response] | None = None,
    pull: Callable[[str, bytes], Response] | None = None,
    report: Callable[[Report], None] = lambda _report: None,
) -> Iterator[SyncWorker]:
    transports = (Post(push or kiosk.centre.handle), Post(pull or kiosk.centre.handle))
    worker = SyncWorker(kiosk.device, Kept(kiosk.journal, kiosk.told, StillClocks()), transports, "test", report)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def until(holds: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up_at, "it did not happen in time"
        time.sleep(0.005)


def test_what_is_in_the_journal_arrives_and_the_status_says_so() -> None:
    kiosk = Connected(quick_centre())
    kiosk.log(1, 2, 3)
    with working(kiosk) as worker:
        until(lambda: worker.status().sent == 3 and worker.status().definition > 0)
        status = worker.status()
        assert (status.waiting, status.quarantined, status.flagged) == (0, 0, 0)
        assert (status.push_trouble, status.pull_trouble, status.own_faults) == (None, None, 0)
        assert status.clock_difference_ms == 5_000
        assert status.last_contact_s is not None
        assert status.last_contact_s < PATIENCE_S
    assert kiosk.arrived() == kiosk.written()


def test_a_new_entry_wakes_the_push_long_before_the_next_knock() -> None:
    kiosk = Connected(quick_centre())
    with working(kiosk) as worker:
        until(lambda: worker.status().last_contact_s is not None)
        for number in (1, 2, 3):
            kiosk.log(number)
            worker.wake()
            until(lambda: worker.status().waiting == 0)


def test_an_entry_that_comes_just_after_the_last_look_is_not_left_until_the_next_knock() -> None:
    kiosk = Connected(quick_centre())
    with working(kiosk, pull=offline) as worker:
        until(lambda: worker.status().pull_trouble is Why.OFFLINE)
        look, late = worker._outbox.next_push, [2]

        def look_and_log() -> Push | LostAndFound | None:
            found = look()
            if found is None and late:
                kiosk.log(late.pop())
                worker.wake()
            return found

        worker._outbox.next_push = look_and_log  # type: ignore[method-assign]  # to be just too late, every time
        kiosk.log(1)
        worker.wake()
        until(lambda: worker.status().sent == 2)


def offline(_path: str, _body: bytes) -> Response:
    raise RetryLater(Why.OFFLINE, "no line")


def wait_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a first failure a minute and a half."""
    monkeypatch.setattr("sync.client.pace.RETRY_FIRST_S", 100.0)
    monkeypatch.setattr("random.random", lambda: 0.9)


def cut_line(centre: MemoryCentre) -> MemoryLine:
    line = MemoryLine(centre)
    line.is_cut = True
    return line


def test_a_failing_push_does_not_stop_the_pull() -> None:
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    with working(kiosk, push=offline) as worker:
        until(lambda: worker.status().definition > 0 and worker.status().push_trouble is Why.OFFLINE)
        assert worker.status().waiting == 1
        assert worker.status().pull_trouble is None


def test_a_failing_pull_does_not_stop_the_push() -> None:
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    with working(kiosk, pull=offline) as worker:
        until(lambda: worker.status().sent == 1 and worker.status().pull_trouble is Why.OFFLINE)


def test_a_lead_who_asks_does_not_wait_for_the_back_off_and_hears_what_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_long(monkeypatch)
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    line, reports = cut_line(kiosk.centre), list[Report]()
    with working(kiosk, push=line.post, pull=line.post, report=reports.append) as worker:
        until(lambda: worker.status().push_trouble is worker.status().pull_trouble is Why.OFFLINE)
        until(lambda: HandingOnChanged(0, Why.OFFLINE) in reports)
        line.is_cut = False
        worker.try_now()
        until(lambda: HandingOnChanged(1) in reports)
        assert worker.status().waiting == 0


def test_a_push_that_waits_goes_when_a_lead_asks_although_the_pull_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_long(monkeypatch)
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    line = cut_line(kiosk.centre)
    with working(kiosk, push=line.post, pull=offline) as worker:
        until(lambda: worker.status().push_trouble is worker.status().pull_trouble is Why.OFFLINE)
        line.is_cut = False
        worker.try_now()
        until(lambda: worker.status().sent == 1)


def test_a_push_that_waits_goes_as_soon_as_the_pull_was_answered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_long(monkeypatch)
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    line = cut_line(kiosk.centre)
    with working(kiosk, push=line.post, pull=line.post) as worker:
        until(lambda: worker.status().push_trouble is worker.status().pull_trouble is Why.OFFLINE)
        line.is_cut = False
        with worker._news:
            worker._paces["pull"].try_now()  # the pull's time has come, and nobody asked for the push
            worker._news.notify_all()
        until(lambda: worker.status().sent == 1)


def test_who_cannot_hear_how_it_stands_does_not_end_the_loop(caplog: pytest.LogCaptureFixture) -> None:
    kiosk = Connected(quick_centre())

    def deaf(report: Report) -> None:
        if isinstance(report, HandingOnChanged):
            raise KeyError(report)

    with caplog.at_level(logging.ERROR), working(kiosk, report=deaf) as worker:
        until(lambda: worker.status().own_faults > 0)
        kiosk.log(1)
        worker.wake()
        until(lambda: worker.status().sent == 1)
    assert "how it stands" in caplog.text


def test_a_bug_in_a_round_is_logged_counted_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    bugs = [ValueError("a bug"), KeyError("another")]

    def post(path: str, body: bytes) -> Response:
        if bugs:
            raise bugs.pop()
        return kiosk.centre.handle(path, body)

    with caplog.at_level(logging.ERROR), working(kiosk, push=post) as worker:
        until(lambda: worker.status().sent == 1)
        until(lambda: worker.status().push_trouble is None)
        assert worker.status().own_faults == 2
    assert "will be tried again" in caplog.text


def test_a_revoked_device_is_told_and_looked_after_rarely() -> None:
    kiosk = Connected(quick_centre())
    kiosk.centre.revoked.add(1)
    reports: list[Report] = []
    with working(kiosk, report=reports.append) as worker:
        until(lambda: worker.status().trusted is False)
    assert StandingChanged(trusted=False) in reports


def test_a_signed_stop_shows_and_the_loop_lives_on() -> None:
    kiosk = Connected(quick_centre())
    centre = kiosk.centre
    asks: list[str] = []

    def too_old(path: str, body: bytes) -> Response:
        asks.append(path)
        centre.handle(path, body)
        return centre.refuse_as_too_old()

    with working(kiosk, pull=too_old) as worker:
        until(lambda: worker.status().pull_trouble is StopWhy.PROTOCOL_TOO_OLD)
        assert asks == [paths.PULL]


def test_stop_does_not_wait_for_a_request_that_hangs() -> None:
    kiosk = Connected(quick_centre())
    kiosk.log(1)
    hanging, released = Event(), Event()

    def hang(path: str, body: bytes) -> Response:
        hanging.set()
        released.wait(PATIENCE_S)
        return kiosk.centre.handle(path, body)

    with working(kiosk, push=hang) as worker:
        assert hanging.wait(PATIENCE_S)
        began = time.monotonic()
        assert worker.stop(0.2) is False
        assert time.monotonic() - began < PATIENCE_S / 2, "as long as the request hangs"
        released.set()
        until(lambda: worker.stop(0.2))
    assert kiosk.journal.mark(kiosk.journal.stream) == 0, "an answer after the stop is not taken in"


def test_stop_before_the_start_is_no_trouble() -> None:
    kiosk = Connected(quick_centre())
    worker = SyncWorker(kiosk.device, Kept(kiosk.journal, kiosk.told, StillClocks()), (Post(offline), Post(offline)), "test")
    assert worker.stop()


def test_alarms_reach_the_status() -> None:
    kiosk = Connected(quick_centre(lambda _entry: True))
    kiosk.log(1)
    reports: list[Report] = []
    with working(kiosk, report=reports.append) as worker:
        until(lambda: worker.status().alone == (entry_id(kiosk.journal.stream, 1),))
    assert WentAlone(entry_id(kiosk.journal.stream, 1)) in reports


def test_the_one_that_is_stuck_reaches_the_status() -> None:
    kiosk = Connected(quick_centre(lambda _entry: True))
    kiosk.log(1)

    def no_lost(path: str, body: bytes) -> Response:
        return Response(400, "text/html", b"") if path == paths.LOST else kiosk.centre.handle(path, body)

    reports: list[Report] = []
    with working(kiosk, push=no_lost, report=reports.append) as worker:
        until(lambda: worker.status().stuck == entry_id(kiosk.journal.stream, 1))
    assert NotTakenAtAll(entry_id(kiosk.journal.stream, 1)) in reports


def test_the_centres_position_is_asked_for_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.client.worker.KNOCK_EVERY_S", 0.05)
    kiosk = Connected(quick_centre())
    kiosk.log(1, 2, 3)
    with working(kiosk, pull=offline) as worker:
        until(lambda: worker.status().sent == 3)
        kiosk.centre.restore(new_centre().backup())
        until(lambda: kiosk.arrived() == kiosk.written())


def test_what_nobody_fetches_is_sealed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.client.worker.SEAL_AGE_MAX_S", 0.0)
    kiosk = Connected(quick_centre())
    kiosk.log(*range(1, 151))
    with working(kiosk, push=offline):
        until(lambda: [seal.seq for seal in kiosk.journal.seals(kiosk.journal.stream, 101, 150)] == [150])
