"""Who looks at the frames? Two threads: one takes pictures, one reads them, with room for one picture between them.

Promise: the newest picture is read and older ones are let go; the screen never waits; a camera that is lost or hangs is opened
again, for days, without anybody doing anything; while it sleeps the camera is given back and nothing is looked at; a mistake of a
driver, the decoder or a listener is told and ends neither thread.
Numbers for the lead stand in ``report()``.
"""

import logging
import threading
import time
from collections.abc import Callable

import msgspec

from kiosk.flow.findings import CameraTrouble
from kiosk.scanning.decoding import Reader, Sight, looked
from kiosk.scanning.frames import Frame, FrameSource, SourceLostError

log = logging.getLogger(__name__)

REOPEN_AFTER_S = 5.0
"""A camera that was unplugged is looked for this often: soon enough for a person who plugs it back in and watches."""

HANGS_AFTER_S = 10.0
"""A driver that has given neither a picture nor an error for this long is given up, and its thread with it."""

NOTHING_PAUSE_S = 0.02
"""When a source has no picture just now."""

MISTAKE_PAUSE_S = 1.0
"""After a picture that the decoder could not take, so that a mistake in every picture does not fill the log."""


ABANDONED_MAX = 5
"""So many threads may hang in a broken driver before the eye stays closed: each holds memory that only a restart gives back."""


class Report(msgspec.Struct, frozen=True):
    """How the eye is: why it does not see (none: it does), and how fast it reads. ``decode_ms`` is of the last frame."""

    trouble: CameraTrouble | None
    frames: int
    dropped: int
    decode_ms: float
    reopened: int
    asleep: bool = False

    @property
    def seeing(self) -> bool:
        return self.trouble is None and not self.asleep


class Mailbox:
    """Room for one frame: a newer one takes the place of one that nobody fetched."""

    def __init__(self) -> None:
        self._arrived = threading.Condition()
        self._frame: Frame | None = None
        self.dropped = 0

    def put(self, frame: Frame) -> None:
        with self._arrived:
            if self._frame is not None:
                self.dropped += 1
            self._frame = frame
            self._arrived.notify()

    def take(self, timeout_s: float) -> Frame | None:
        """Return the newest frame, waiting up to ``timeout_s`` seconds for one."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._frame is not None, timeout_s)
            frame, self._frame = self._frame, None
            return frame


def _logged(error: Exception) -> None:
    log.error("The eye made a mistake and goes on.", exc_info=error)


class Eye:
    """Looks through sources made by ``open_source`` and calls ``heard(text)``, from its own thread, for each code that comes into sight.

    ``previewed`` gets each frame for the round window, ``mishap`` each mistake; also from threads of the eye.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        heard: Callable[[str], None],
        *,
        previewed: Callable[[Frame], None] | None = None,
        mishap: Callable[[Exception], None] = _logged,
        reopen_after_s: float = REOPEN_AFTER_S,
        hangs_after_s: float = HANGS_AFTER_S,
    ) -> None:
        self._open_source = open_source
        self._heard = heard
        self._previewed = previewed
        self._mishap = mishap
        self._reopen_after_s = reopen_after_s
        self._hangs_after_s = hangs_after_s
        self._mailbox = Mailbox()
        self._closing = threading.Event()
        self._awake = threading.Event()
        self._awake.set()
        self._anew = threading.Event()
        self._taker = threading.Thread()
        self._alive_at = time.monotonic()
        self._trouble: CameraTrouble | None = CameraTrouble.NOT_OPENED
        self._frames = 0
        self._decode_ms = 0.0
        self._reading = Reader()
        self._reopened = 0
        self._abandoned = 0
        self._reader = threading.Thread(target=self._read, name="eye-reads", daemon=True)

    def start(self) -> None:
        self._start_taking()
        self._reader.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Close the eye; a thread that hangs in a driver is left behind, since nothing can end it."""
        self._closing.set()
        self._awake.set()
        self._taker.join(timeout_s)
        self._reader.join(timeout_s)

    def sleep(self) -> None:
        """Give the camera back until ``wake``; from any thread."""
        self._awake.clear()

    def wake(self) -> None:
        """Look again; from any thread."""
        self._alive_at = time.monotonic()  # first, or a long sleep would be taken for a driver that hangs
        self._awake.set()

    def reopen(self) -> None:
        """Close the source and open it anew, which may be another one by now; from any thread."""
        self._anew.set()

    @property
    def is_asleep(self) -> bool:
        return not self._awake.is_set()

    def report(self) -> Report:
        asleep = self.is_asleep
        return Report(self._trouble, self._frames, self._mailbox.dropped, self._decode_ms, self._reopened, asleep)

    def _start_taking(self) -> None:
        self._alive_at = time.monotonic()
        self._taker = threading.Thread(target=self._take, name="eye-takes", daemon=True)
        self._taker.start()

    def _take(self) -> None:
        me = threading.current_thread()
        while not self._closing.is_set() and self._taker is me:
            self._awake.wait()
            if self._closing.is_set():  # awake only to end: a camera that sleeps keeps its lamp dark
                return
            self._alive_at = time.monotonic()
            self._anew.clear()
            try:
                self._look_through(self._open_source(), me)
            except SourceLostError as lost:
                log.info("%s", lost)
                self._lost(lost.trouble, me)
            except Exception as error:  # noqa: BLE001 - drivers raise what they like; the camera is opened again
                self._mishap(error)
                self._lost(CameraTrouble.FAILED, me)

    def _lost(self, trouble: CameraTrouble, me: threading.Thread) -> None:
        if self._taker is me:
            self._trouble = trouble
            self._alive_at = time.monotonic() + self._reopen_after_s
            self._reopened += 1
        self._closing.wait(self._reopen_after_s)

    def _look_through(self, source: FrameSource, me: threading.Thread) -> None:
        try:
            source.open()
            self._trouble = None
            self._pass_on(source, me)
        finally:
            source.close()
            self._alive_at = time.monotonic()

    def _pass_on(self, source: FrameSource, me: threading.Thread) -> None:
        while not (self._closing.is_set() or self._anew.is_set() or self.is_asleep) and self._taker is me:
            frame = source.read()
            self._alive_at = time.monotonic()
            if frame is None:
                self._closing.wait(NOTHING_PAUSE_S)
                continue
            self._frames += 1
            self._mailbox.put(frame)
            self._preview(frame)

    def _preview(self, frame: Frame) -> None:
        if self._previewed is None:
            return
        try:
            self._previewed(frame)
        except Exception as error:  # noqa: BLE001 - reading cards matters more than the round window: it stays empty until the restart
            self._previewed = None
            self._mishap(error)

    def _read(self) -> None:
        sight = Sight()
        while not self._closing.is_set():
            self._watch()
            frame = self._mailbox.take(timeout_s=0.25)
            if frame is None or self.is_asleep:
                continue
            try:
                sight = self._look(frame, sight)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next card is read
                self._mishap(error)
                self._closing.wait(MISTAKE_PAUSE_S)

    def _look(self, frame: Frame, sight: Sight) -> Sight:
        began = time.perf_counter()
        text = self._reading.read(frame)
        self._decode_ms = (time.perf_counter() - began) * 1000
        sight, news = looked(sight, text, int(time.monotonic() * 1000))
        if news is not None:
            self._heard(news)
        return sight

    def _watch(self) -> None:
        """Give up a taking thread that hangs in its driver, and start another."""
        if self.is_asleep or time.monotonic() - self._alive_at < self._hangs_after_s or self._abandoned > ABANDONED_MAX:
            return
        self._abandoned += 1
        self._trouble = CameraTrouble.HANGS
        log.warning("A camera hung for %.0f s; opened again (%d so far).", self._hangs_after_s, self._abandoned)
        if self._abandoned <= ABANDONED_MAX:
            self._start_taking()
        else:
            self._trouble = CameraTrouble.GIVEN_UP
