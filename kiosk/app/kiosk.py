"""How do all the parts become one kiosk? Made here, in one order, and given back in the other.

Promise: the same kiosk with a screen, off screen in a test, and in the tour: only the display, the frame source and the clocks differ.
One instance a process, because there is one window.
"""

import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from kiosk.app import watchdog
from kiosk.app.backroom import Backroom
from kiosk.app.clerk import Clerk
from kiosk.app.door import Door
from kiosk.app.fittings import Outfit, display_of, make_keys, make_light, make_stage, make_voice, now_ms
from kiosk.app.floor import Floor, Reach
from kiosk.app.looking import Looking, Watcher
from kiosk.app.mishaps import Mishaps
from kiosk.flow.conversation import Conversation
from kiosk.flow.events import CodeScanned, Event
from kiosk.flow.pages import Enrolling, TryingScanner, Welcome
from kiosk.flow.requests import RefreshBoard
from kiosk.flow.values import Manner
from kiosk.scanning.frames import FrameSource
from kiosk.settings import Settings
from kiosk.window.environment import prepare
from sync.journal.contract import TAP_ID_BYTES

BEAT_S = 0.5
"""How soon a wish to end is seen, and the supervisor hears that we live."""

BOARD_EVERY_S = 60.0
"""The idle screen changes at most once a minute by itself; what was done at this kiosk shows at once."""

NO_MANNER = Manner()
_log = logging.getLogger(__name__)


class Kiosk:
    """The whole kiosk. ``start`` it in the thread of the window; ``stop`` it as often as you like."""

    def __init__(self, settings: Settings, outfit: Outfit) -> None:
        display = outfit.display or display_of(settings)
        if "kivy.core.window" not in sys.modules:
            prepare(display)
        from kivy.clock import Clock  # noqa: PLC0415 - after prepare

        from kiosk.app.alarm import KivyAlarm  # noqa: PLC0415 - after prepare
        from kiosk.window.opening import open_window  # noqa: PLC0415 - after prepare

        self.settings = settings
        self.window: Any = open_window(display)
        self.wants_to_end = False
        self.exit_code = 0
        self._clock: Any = Clock
        self._is_open = True
        self._board_is_asked = False
        self._beat: Any = None
        self._board_at = time.monotonic()
        self._stirred_at = time.monotonic()
        self._watchdog_s = watchdog.every_s()
        self._watchdog_at = time.monotonic()
        self._scanned_ms: int | None = None
        self.door = Door(Clock.schedule_once)
        self.backroom = Backroom(settings, self._tell, clocks=outfit.clocks, transport=outfit.transport)
        self.clerk = Clerk(self.backroom, self._tell)
        self.backroom.refresh = self._ask_for_board
        self.backroom.news = self._hear_news
        self.voice = make_voice(settings.sound, outfit.loudspeaker, self.backroom.state / "spoken", self.backroom.remote)
        self.stage = make_stage(self.window, settings.window.turned_degrees, self._hear, reads_aloud=self.voice.reads_aloud)
        self.light = make_light(self.stage, settings.window, self.backroom.remote)
        talk = Conversation(page=self._first_page(), patience_percent=settings.pages.patience_percent)
        self.floor = Floor(self._reach(KivyAlarm(self._wake)), talk)
        self.mishaps = Mishaps(now_ms, self.floor.apologise)
        self._keys = make_keys(self.window, settings.scanner, self.heard)
        self._looking = self._make_looking(outfit.open_source)
        self.backroom.senses.eye = self._looking.report
        self.backroom.senses.look_otherwise = self._looking.look_otherwise
        self.backroom.senses.sound = self.voice.sound
        self.backroom.senses.scanner_heard_ms = self._scanner_heard_ms
        self.backroom.senses.stuck_key_ms = self._keys.stuck_ms

    # Running ------------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Draw the first page and let everything begin."""
        self.voice.start()
        # After the scanner: a key is told to who bound last, and goes on from here.
        self.window.bind(on_touch_down=self._stir, on_key_down=self._stir)
        self.floor.open()
        self.clerk.start()
        self._ask_for_board()
        self.backroom.start()
        self._looking.start()
        self._beat = self._clock.schedule_interval(self._on_beat, BEAT_S)
        self._clock.schedule_once(lambda _elapsed_s: watchdog.notify("READY=1"))

    def heard(self, text: str, manner: Manner = NO_MANNER) -> None:
        """A scanner, the camera or the drawer of the demo read ``text`` (in the window's thread)."""
        self._scanned_ms = now_ms()
        self._stir()
        self.floor.hear(CodeScanned(text, manner))

    def end(self) -> None:
        """Leave soon. Safe in a signal handler and in any thread: it only leaves a word for the next beat."""
        self.wants_to_end = True

    def stop(self) -> None:
        """Give everything back; what was asked for before is carried out first."""
        if not self._is_open:
            return
        self._is_open = False
        watchdog.notify("STOPPING=1")
        if self._beat is not None:
            self._beat.cancel()
        self.floor.close()
        self._looking.stop()
        self._keys.stop()
        self.voice.stop()
        self.window.unbind(on_touch_down=self._stir, on_key_down=self._stir)
        if not self.clerk.stop():
            _log.warning("The desk did not finish in time; what it had acknowledged is durable.")
        self.backroom.stop()
        self.window.remove_widget(self.stage)

    def _wake(self) -> None:
        self.floor.wake()

    # Told from threads -----------------------------------------------------------------------------------------------------------

    def _tell(self, event: Event) -> None:
        if self._is_open:
            self.door.send(lambda: self._hear(event))

    def _hear(self, event: Event) -> None:
        if self._is_open:
            self.floor.hear(event)

    def _ask_for_board(self) -> None:
        """Ask once however many things changed; from any thread."""
        if self._is_open and not self._board_is_asked:
            self._board_is_asked = True
            self.door.send(self._refresh)

    def _hear_news(self) -> None:
        """The line or another kiosk has something new (from any thread); where nobody was for a minute it waits for the beat's."""
        now = time.monotonic()
        somebody_was_here = now - self._stirred_at < BOARD_EVERY_S
        if somebody_was_here or not self._is_idle():
            self._board_at = now
            self._ask_for_board()

    def _refresh(self) -> None:
        self._board_is_asked = False
        if self._is_open:
            self.clerk.ask(RefreshBoard())

    # Every half second ----------------------------------------------------------------------------------------------------------

    def _on_beat(self, _elapsed_s: float) -> None:
        now = time.monotonic()
        if self._watchdog_s is not None and now - self._watchdog_at >= self._watchdog_s:
            self._watchdog_at = now
            watchdog.notify("WATCHDOG=1")
        if now - self._board_at >= BOARD_EVERY_S:
            self._board_at = now
            self._ask_for_board()
        self.light.look(is_idle=self._is_idle())
        self._looking.look()
        if self.wants_to_end:
            from kivy.base import stopTouchApp  # noqa: PLC0415 - after prepare

            stopTouchApp()

    # Making ------------------------------------------------------------------------------------------------------------------------

    def _first_page(self) -> Welcome | Enrolling:
        return Welcome() if self.backroom.is_ready else Enrolling(centre=self.settings.centre.address)

    def _reach(self, alarm: Any) -> Reach:  # noqa: ANN401 - made after Kivy was prepared
        return Reach(
            show=self._show,
            ask=self.clerk.ask,
            end=self.end,
            alarm=alarm,
            now_ms=now_ms,
            tap_id=lambda: os.urandom(TAP_ID_BYTES),
            assert_home=self.door.assert_home,
        )

    def _stir(self, *_touch_or_key: object) -> None:
        self._stirred_at = time.monotonic()
        self.light.stir()
        self._looking.stir()

    def _show(self, conversation: Conversation) -> None:
        self.stage.show(conversation)
        self.voice.follow(conversation)

    def _make_looking(self, open_source: Callable[[], FrameSource] | None) -> Looking:
        watcher = Watcher(
            self.heard,
            self.stage.see,
            self._is_idle,
            self._shows_view,
            self._ask_for_board,
            self.mishaps.aside,
            now_ms,
            self.backroom.state,
        )
        return Looking(self.settings.camera, open_source, self.door, watcher)

    def _is_idle(self) -> bool:
        return isinstance(self.floor.conversation.page, Welcome)

    def _shows_view(self) -> bool:
        return isinstance(self.floor.conversation.page, Welcome | TryingScanner)

    def _scanner_heard_ms(self) -> int | None:
        return None if self._scanned_ms is None else now_ms() - self._scanned_ms


def build(settings: Settings, outfit: Outfit | None = None) -> Kiosk:
    """Return a kiosk that is ready to ``start``. Raises a storage ``Fault`` when the journal cannot be opened."""
    return Kiosk(settings, outfit or Outfit())
