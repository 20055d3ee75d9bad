"""The parts that hold the kiosk together: the one door, the clerk at the desk, the floor, mishaps, the watchdog's word."""

import errno
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.app import clerk, door, mishaps, watchdog
from kiosk.app.clerk import Clerk
from kiosk.app.door import Door, DoorJammed
from kiosk.app.floor import Floor, Reach
from kiosk.app.mishaps import Mishaps
from kiosk.app.threads import watched
from kiosk.flow import times
from kiosk.flow.conversation import Conversation
from kiosk.flow.events import (
    ArrivalRecorded,
    CodeScanned,
    DeedPressed,
    Event,
    LeaveKioskPressed,
    NotTaken,
    StaffPressed,
)
from kiosk.flow.pages import Greeting, Leaving, Look, PinPad, Section, Staff, Welcome
from kiosk.flow.requests import EndProgram, PrepareTap, ReceiveCode, RefreshBoard, Request
from kiosk.setup.exits import Exit
from tests.support.journals import tap
from tests.support.talk import BOARD, CARD, MIRIAM, entry_no


class ByHand:
    """A scheduler whose frames the test draws."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[float], None]] = []

    def __call__(self, callback: Callable[[float], None]) -> None:
        self.callbacks.append(callback)

    def draw(self) -> None:
        callbacks, self.callbacks = self.callbacks, []
        for callback in callbacks:
            callback(0.0)


def test_what_threads_say_comes_out_in_the_windows_thread_and_in_order() -> None:
    frames = ByHand()
    way_in = Door(frames)
    seen: list[tuple[int, int]] = []

    def talk() -> None:
        for number in range(door.AT_ONCE_MAX + 5):
            way_in.send(lambda number=number: seen.append((number, threading.get_ident())))  # type: ignore[misc] # bound early on purpose

    thread = threading.Thread(target=talk)
    thread.start()
    thread.join()
    assert len(frames.callbacks) == 1, "one callback a frame however much is said"
    frames.draw()
    assert len(seen) == door.AT_ONCE_MAX
    frames.draw()
    assert seen == [(number, threading.get_ident()) for number in range(door.AT_ONCE_MAX + 5)]
    way_in.send(seen.clear)
    frames.draw()
    assert seen == []


def test_a_widget_touched_from_another_thread_is_a_bug_that_is_seen() -> None:
    way_in = Door(ByHand())
    way_in.assert_home()
    found: list[BaseException] = []

    def elsewhere() -> None:
        try:
            way_in.assert_home()
        except AssertionError as error:
            found.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(found) == 1


def test_an_errand_that_fails_does_not_shut_the_door_for_others() -> None:
    frames = ByHand()
    way_in = Door(frames)
    seen: list[str] = []
    way_in.send(lambda: 1 / 0)  # type: ignore[arg-type] # it never returns
    way_in.send(lambda: seen.append("next"))
    with pytest.raises(ZeroDivisionError):
        frames.draw()
    frames.draw()
    assert seen == ["next"]


def test_a_window_that_hangs_is_found_out() -> None:
    way_in = Door(ByHand())
    for _ in range(door.WAITING_MAX):
        way_in.send(lambda: None)
    with pytest.raises(DoorJammed):
        way_in.send(lambda: None)


class Slow:
    """A desk that waits for the test, and makes a mistake when asked to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[Request] = []

    def answer(self, request: Request) -> tuple[Event, ...]:
        self.go.wait(5)
        self.asked.append(request)
        if isinstance(request, ReceiveCode) and request.text == "BUG":
            raise KeyError(request.text)
        return (ArrivalRecorded(MIRIAM, (), request.tap_id),) if isinstance(request, ReceiveCode) else ()


def test_answers_come_in_the_order_of_the_requests_and_a_mistake_costs_one_of_them() -> None:
    desk = Slow()
    told: list[Event] = []
    at_desk = Clerk(desk, told.append)
    at_desk.start()
    for number, text in enumerate((CARD, "BUG", CARD)):
        at_desk.ask(ReceiveCode(text, tap(number)))
    at_desk.ask(RefreshBoard())
    desk.go.set()
    assert at_desk.stop()
    assert told == [ArrivalRecorded(MIRIAM, (), tap(0)), NotTaken(Look.TRY_AGAIN, tap(1)), ArrivalRecorded(MIRIAM, (), tap(2))]
    assert at_desk.mistakes == 1
    assert at_desk.stop(), "stopping twice is no harm"


def test_a_stuck_disk_makes_the_queue_short_and_the_answer_kind() -> None:
    desk = Slow()
    told: list[Event] = []
    at_desk = Clerk(desk, told.append)
    at_desk.start()
    for number in range(clerk.QUEUE_MAX + 5):
        at_desk.ask(ReceiveCode(CARD, tap(number)))
    at_desk.ask(RefreshBoard())
    refused = len(told)
    assert 1 <= refused <= 5
    assert all(isinstance(event, NotTaken) for event in told)
    assert not at_desk.stop(timeout_s=0.01)
    desk.go.set()
    assert at_desk.stop()
    assert len(desk.asked) + refused == clerk.QUEUE_MAX + 5


def test_a_button_that_a_stuck_desk_could_not_prepare_stops_nobody() -> None:
    desk = Slow()
    told: list[Event] = []
    at_desk = Clerk(desk, told.append)
    at_desk.start()
    for number in range(clerk.QUEUE_MAX + 5):
        at_desk.ask(PrepareTap(tap(number)))
    assert told == []
    desk.go.set()
    assert at_desk.stop()


class Clockwork:
    """A floor with everything in the test's hands."""

    def __init__(self, conversation: Conversation) -> None:
        self.now_ms = 1_000_000
        self.due_ms: int | None = None
        self.shown: list[Conversation] = []
        self.asked: list[Request] = []
        self.ended = 0
        self._taps = 0
        reach = Reach(self.shown.append, self.asked.append, self._end, self, lambda: self.now_ms, self._tap, lambda: None)
        self.floor = Floor(reach, conversation)
        self.floor.open()

    def set(self, after_ms: int) -> None:
        self.due_ms = self.now_ms + after_ms

    def clear(self) -> None:
        self.due_ms = None

    def _end(self) -> None:
        self.ended += 1

    def _tap(self) -> bytes:
        self._taps += 1
        return tap(self._taps)


def test_an_idle_floor_sets_no_alarm_and_draws_nothing_twice() -> None:
    works = Clockwork(Conversation(page=Welcome(), board=BOARD))
    assert works.due_ms is None
    works.floor.hear(DeedPressed())
    works.floor.wake()
    assert len(works.shown) == 1


def test_a_page_goes_when_its_alarm_rings() -> None:
    works = Clockwork(Conversation(page=Welcome(), board=BOARD))
    works.floor.hear(CodeScanned(CARD))
    (request,) = works.asked
    assert isinstance(request, ReceiveCode)
    works.floor.hear(ArrivalRecorded(MIRIAM, (entry_no(1),), request.tap_id))
    assert isinstance(works.floor.conversation.page, Greeting)
    assert works.due_ms == works.now_ms + times.GREETING_MS
    works.floor.wake()
    assert isinstance(works.floor.conversation.page, Greeting), "too early: the alarm is set again"
    works.now_ms += times.GREETING_MS
    works.floor.wake()
    assert works.shown[-1].page == Welcome()
    for remembered_ms in (times.UNDO_MS, times.VISITOR_MS):  # what they did can be taken back, and a mat is theirs, a while longer
        assert works.due_ms == 1_000_000 + remembered_ms
        works.now_ms = works.due_ms
        works.floor.wake()
    assert works.due_ms is None


def test_the_lead_ends_the_program() -> None:
    works = Clockwork(Conversation(page=Staff(1, Section.HERE, 2_000_000), board=BOARD))
    works.floor.hear(LeaveKioskPressed())
    works.floor.hear(DeedPressed())
    assert works.floor.conversation.page == Leaving()
    assert works.asked == [EndProgram()]
    assert works.ended == 1


def test_a_press_opens_the_pad() -> None:
    works = Clockwork(Conversation(page=Welcome(), board=BOARD))
    works.floor.hear(StaffPressed())
    assert isinstance(works.floor.conversation.page, PinPad)
    assert works.shown[-1] == works.floor.conversation


def test_a_mistake_is_survived_and_a_loop_of_them_is_not() -> None:
    now_ms = [0]
    sorry: list[int] = []
    counting = Mishaps(lambda: now_ms[0], lambda: sorry.append(1))
    for _ in range(mishaps.IN_A_MINUTE_MAX):
        assert counting.happened(KeyError("x"))
    now_ms[0] += 60_000
    assert counting.happened(KeyError("x")), "a minute later it is not a loop"
    now_ms[0] += 1
    for _ in range(mishaps.IN_A_MINUTE_MAX - 1):
        counting.happened(KeyError("x"))
    assert not counting.happened(KeyError("x"))
    assert counting.counted == 2 * mishaps.IN_A_MINUTE_MAX + 1
    assert not Mishaps(lambda: 0, lambda: 1 / 0).happened(KeyError("x"))  # type: ignore[arg-type] # it never returns


def test_a_mistake_beside_the_conversation_is_counted_and_asks_nobody_for_anything() -> None:
    counting = Mishaps(lambda: 0, lambda: 1 / 0)  # type: ignore[arg-type] # it never returns
    for _ in range(2 * mishaps.IN_A_MINUTE_MAX):
        counting.aside(KeyError("x"))
    assert counting.counted == 2 * mishaps.IN_A_MINUTE_MAX


def test_a_thread_that_ends_by_a_mistake_ends_the_whole_in_order(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []
    before = threading.excepthook
    with watched(lambda: ended.append(threading.current_thread().name)):
        thread = threading.Thread(target=lambda: 1 / 0, name="planted")
        thread.start()
        thread.join()
    assert ended == ["planted"]
    assert "planted ended by a mistake" in caplog.text
    assert threading.excepthook is before


HANGS = """
import threading, time
from kiosk.app.door import Door
from kiosk.app.threads import watched

door = Door(lambda callback: None)

def talk():
    while True:
        try:
            door.send(lambda: None)
        except Exception:
            pass

with watched(lambda: None):
    threading.Thread(target=talk, daemon=True).start()
    time.sleep(60)
"""


def test_a_window_that_hangs_is_ended_from_outside_its_thread_whoever_goes_on_after_mistakes() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], timeout=50, check=False, capture_output=True, text=True)
    assert done.returncode == Exit.BUG, done.stderr


def test_the_supervisor_hears_that_we_live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(address)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        watchdog.notify("READY=1")
        assert supervisor.recv(100) == b"READY=1"
    watchdog.notify("WATCHDOG=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "@nobody")
    watchdog.notify("WATCHDOG=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    watchdog.notify("WATCHDOG=1")


def test_the_supervisors_patience_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    assert watchdog.every_s() == 15.0
    for nothing in ("", "0", "soon"):
        monkeypatch.setenv("WATCHDOG_USEC", nothing)
        assert watchdog.every_s() is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "its disk is full. Make room"),
        (errno.EROFS, "its disk takes no writes"),
        (errno.EACCES, "this person may not write there"),
        (errno.EEXIST, "there is a file where a folder is needed"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_state_folder_that_cannot_be_used_is_named_with_its_remedy(
    number: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def cannot(_settings: object) -> None:
        raise OSError(number, os.strerror(number))

    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[machine]\nstate = "{tmp_path}/state"\n', encoding="utf-8")
    monkeypatch.setattr(sys.modules["kiosk.app.run"], "build", cannot)
    assert sys.modules["kiosk.app.run"].main(settings) == Exit.FAULT
    told = capsys.readouterr().err
    assert f"It keeps everything in {tmp_path}/state: {said}" in told
    assert "Errno" not in told
