"""Fifteen people a minute for an hour, each with a card, some with a mat while the one before is still being thanked: is anybody lost?"""

from collections import Counter, deque
from pathlib import Path

import msgspec

from kiosk.app.backroom import Backroom
from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import CodeScanned, Event, TimePassed
from kiosk.flow.pages import Greeting, Page, Thanks, Welcome
from kiosk.flow.requests import RefreshBoard
from kiosk.flow.step import next_moment_ms, step
from sync.domain.facts import Arrived, ItemsLogged, fact_of
from sync.domain.roster import Volunteer
from sync.protocol.canon import decode
from tests.support.day import HATS, KNITTING, WARD, small_roster
from tests.support.desk import SetClocks, mat_of, pass_of
from tests.support.journals import everything, opened_at, tap
from tests.support.kiosk_state import enrolled_state

PEOPLE = 15 * 60
EVERY_MS = 60_000 // 15
MAT_AFTER_MS = 2_500
LATER_CARD_MS = EVERY_MS - MAT_AFTER_MS
HELD_FOR, FRAME_MS = 6, 33
"""A camera tells a card again and again while it is held up."""


class Hour:
    """Conversation and desk by one clock, which moves only when it is told to."""

    def __init__(self, folder: Path) -> None:
        rows = tuple(Volunteer(tap(number), f"Helper {number}", WARD, KNITTING, pass_serial=1) for number in range(PEOPLE))
        self.clocks = SetClocks()
        roster = msgspec.structs.replace(small_roster(), volunteers=rows)
        self.room = Backroom(enrolled_state(folder, roster), lambda _event: None, clocks=self.clocks)
        self.conversation = Conversation(page=Welcome())
        self._taps = 0
        self.hears(*self.room.answer(RefreshBoard()))

    @property
    def page(self) -> Page:
        return self.conversation.page

    def hears(self, *events: Event) -> None:
        waiting = deque(events)
        while waiting:
            self._taps += 1
            stepped = step(self.conversation, waiting.popleft(), Moment(self.clocks.now_ms, (10**9 + self._taps).to_bytes(8, "big")))
            self.conversation = stepped.conversation
            for request in stepped.requests:
                waiting.extend(self.room.answer(request))

    def waits(self, for_ms: int) -> None:
        until_ms = self.clocks.now_ms + for_ms
        while (due_ms := next_moment_ms(self.conversation)) is not None and due_ms <= until_ms:
            self.clocks.now_ms = max(due_ms, self.clocks.now_ms)
            self.hears(TimePassed())
        self.clocks.now_ms = until_ms

    def holds_up(self, code: str) -> None:
        for _ in range(HELD_FOR):
            self.hears(CodeScanned(code))
            self.waits(FRAME_MS)


def test_fifteen_people_a_minute_for_an_hour_are_all_greeted_by_their_names_and_kept(tmp_path: Path) -> None:
    hour, mat = Hour(tmp_path), mat_of(1)
    greeted: Counter[str] = Counter()
    thanked: Counter[str] = Counter()
    met_while_another_was_thanked = 0
    for number in range(PEOPLE):
        before = hour.page
        hour.holds_up(pass_of(tap(number)))
        met_while_another_was_thanked += isinstance(before, Greeting | Thanks)
        assert isinstance(hour.page, Greeting), number
        greeted[hour.page.visitor.shown_name] += 1
        hour.waits(MAT_AFTER_MS - HELD_FOR * FRAME_MS)
        if number % 3 == 0:
            hour.holds_up(mat)
            assert isinstance(hour.page, Thanks), number
            assert hour.page.visitor is not None
            thanked[hour.page.visitor.shown_name] += 1
            hour.waits(LATER_CARD_MS - HELD_FOR * FRAME_MS)
        else:
            hour.waits(LATER_CARD_MS)
        if number % 60 == 0:
            hour.hears(*hour.room.answer(RefreshBoard()))
    hour.room.stop()
    names = [f"Helper {number}" for number in range(PEOPLE)]
    assert greeted == Counter(names)
    assert thanked == Counter(names[::3])
    assert met_while_another_was_thanked >= PEOPLE // 3 - 1
    journal = opened_at(tmp_path / "journal.db")
    facts = Counter(fact_of(decode(body)) for body in everything(journal))
    journal.close()
    assert facts == Counter(
        [*(Arrived(tap(number), KNITTING) for number in range(PEOPLE))]
        + [ItemsLogged(KNITTING, HATS, 1, tap(number)) for number in range(0, PEOPLE, 3)]
    )
