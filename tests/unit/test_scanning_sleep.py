"""A camera that sleeps is let go and sees nobody; whoever comes has it back at once."""

import threading
from itertools import count

from kiosk.app.eyelid import MINUTE_MS, Eyelid
from kiosk.flow.findings import CameraTrouble
from kiosk.scanning.eye import Eye
from kiosk.scanning.frames import Frame, frame_of
from tests.unit.test_scanning_eye import CODE, card, wait_until


class Plugged:
    """A camera before which a card lies all the time, and its own lamp that shows when it is open."""

    def __init__(self) -> None:
        self.is_on = threading.Event()
        self.opened = 0
        self.picture = frame_of(card())
        self.seen = count()

    def open(self) -> None:
        self.opened += 1
        self.is_on.set()

    def read(self) -> Frame | None:
        next(self.seen)
        return self.picture

    def close(self) -> None:
        self.is_on.clear()


def test_a_sleeping_camera_is_let_go_and_a_woken_one_reads_the_card_that_lies_there() -> None:
    camera, heard = Plugged(), list[str]()
    eye = Eye(lambda: camera, heard.append)
    eye.start()
    wait_until(lambda: heard == [CODE])
    eye.sleep()
    wait_until(lambda: not camera.is_on.is_set())
    report = eye.report()
    assert (report.seeing, report.asleep) == (False, True)
    eye.wake()
    wait_until(lambda: camera.opened == 2 and eye.report().seeing)
    assert not eye.report().asleep
    eye.stop()
    assert not camera.is_on.is_set()


def test_a_card_that_lay_there_as_the_camera_fell_asleep_is_not_read_while_it_sleeps() -> None:
    heard = list[str]()
    eye = Eye(Plugged, heard.append)
    eye.sleep()
    eye._mailbox.put(frame_of(card()))
    eye.start()
    wait_until(lambda: eye._mailbox._frame is None)
    eye.stop()  # whoever reads has ended
    assert heard == []


def test_a_long_sleep_is_not_taken_for_a_camera_that_hangs() -> None:
    camera = Plugged()
    eye = Eye(lambda: camera, lambda _text: None)
    eye.start()
    wait_until(camera.is_on.is_set)
    taker = eye._taker
    eye.sleep()
    wait_until(lambda: not camera.is_on.is_set())
    eye._alive_at -= 3_600
    eye._watch()
    assert eye._taker is taker
    eye.wake()
    wait_until(lambda: camera.opened == 2 and eye.report().seeing)
    assert eye._taker is taker
    eye.stop()


def test_who_wakes_it_after_an_hour_does_not_find_it_hanging() -> None:
    eye = Eye(Plugged, lambda _text: None)  # nobody looks yet: nothing but waking it says that it is well
    eye.sleep()
    eye._alive_at -= 3_600
    eye.wake()
    eye._watch()
    assert eye.report().trouble is CameraTrouble.NOT_OPENED


class Waited(threading.Event):
    """Somebody waits for it, or will never."""

    def __init__(self) -> None:
        super().__init__()
        self.by_somebody = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.by_somebody.set()
        return super().wait(timeout)


def test_an_eye_that_sleeps_can_be_closed() -> None:
    eye = Eye(Plugged, lambda _text: None)
    eye._awake = awake = Waited()
    eye.start()
    awake.by_somebody.wait()
    eye.stop()
    assert not eye._taker.is_alive()


class Lid:
    """An eyelid by a clock of the test."""

    def __init__(self, after_ms: int) -> None:
        self.now_ms = 0
        self.did: list[str] = []
        self.lid = Eyelid(self, after_ms, lambda: self.now_ms, lambda: self.did.append("told"))

    def sleep(self) -> None:
        self.did.append("sleep")

    def wake(self) -> None:
        self.did.append("wake")

    def looks(self, after_ms: int, *, is_idle: bool = True) -> None:
        self.now_ms += after_ms
        self.lid.look(is_idle=is_idle)


def test_the_camera_sleeps_when_nobody_came_for_so_long_and_a_touch_wakes_it() -> None:
    one = Lid(5 * MINUTE_MS)
    one.looks(5 * MINUTE_MS - 1)
    assert one.did == []
    one.looks(1)
    one.looks(60 * MINUTE_MS)
    assert one.did == ["sleep", "told"]
    one.lid.stir()
    one.lid.stir()
    assert one.did == ["sleep", "told", "wake", "told"]
    one.looks(5 * MINUTE_MS - 1)
    assert len(one.did) == 4


def test_while_somebody_is_served_it_does_not_sleep() -> None:
    one = Lid(MINUTE_MS)
    one.looks(10 * MINUTE_MS, is_idle=False)
    one.looks(MINUTE_MS - 1)
    assert one.did == []


def test_where_no_time_is_set_it_never_sleeps() -> None:
    one = Lid(0)
    one.looks(24 * 60 * MINUTE_MS)
    assert one.did == []
