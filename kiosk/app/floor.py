"""Where do events, the conversation, the screen and the desk meet? In the window's thread, one event at a time.

Promise: every event goes through the one step function; the screen is told what changed, the desk what was asked for, and the clock
when to come back: an idle kiosk asks for nothing.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import Event, TimePassed
from kiosk.flow.pages import Enrolling, Leaving, Look
from kiosk.flow.requests import EndProgram, Request
from kiosk.flow.step import next_moment_ms, step
from kiosk.flow.turns import please_look

SETTLES_MAX = 8
"""So many pages may end at the same moment after a machine slept; more would be a loop."""


class Alarm(Protocol):
    """One alarm clock: setting it anew takes back the old time."""

    def set(self, after_ms: int) -> None: ...

    def clear(self) -> None: ...


class Reach(msgspec.Struct, frozen=True):
    """What the floor can do: draw, ask, end, wake up; and what it needs: the time and fresh tap ids."""

    show: Callable[[Conversation], None]
    ask: Callable[[Request], None]
    end: Callable[[], None]
    alarm: Alarm
    now_ms: Callable[[], int]
    tap_id: Callable[[], bytes]
    assert_home: Callable[[], None]


class Floor:
    """The conversation as it stands."""

    def __init__(self, reach: Reach, conversation: Conversation) -> None:
        self._reach = reach
        self.conversation = conversation

    def open(self) -> None:
        """Draw the first page."""
        self._reach.show(self.conversation)
        self._wait()

    def hear(self, event: Event) -> None:
        """Take one step."""
        self._reach.assert_home()
        before = self.conversation
        stepped = step(before, event, Moment(self._reach.now_ms(), self._reach.tap_id()))
        self.conversation = stepped.conversation
        for request in stepped.requests:
            # Before drawing: the desk works while the frame is made.
            self._reach.ask(request)
        if self.conversation != before:
            self._reach.show(self.conversation)
        self._wait()
        if any(isinstance(request, EndProgram) for request in stepped.requests):
            self._reach.end()

    def wake(self) -> None:
        """The alarm rang."""
        for _ in range(SETTLES_MAX):
            due_ms = next_moment_ms(self.conversation)
            if due_ms is None or due_ms > self._reach.now_ms():
                break
            self.hear(TimePassed())
        self._wait()

    def apologise(self) -> None:
        """Something of ours failed: ask the person to try again; what they had begun comes back afterwards."""
        moment = Moment(self._reach.now_ms(), self._reach.tap_id())
        if isinstance(self.conversation.page, Enrolling | Leaving):
            return
        self.conversation = please_look(self.conversation, Look.TRY_AGAIN, moment).conversation
        self._reach.show(self.conversation)
        self._wait()

    def close(self) -> None:
        """Set no alarm any more."""
        self._reach.alarm.clear()

    def _wait(self) -> None:
        due_ms = next_moment_ms(self.conversation)
        if due_ms is None:
            self._reach.alarm.clear()
        else:
            self._reach.alarm.set(max(0, due_ms - self._reach.now_ms()))
