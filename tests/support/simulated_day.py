"""How is a kiosk after a whole day? Eight hours of people at the real window, desk, journal and sums, with time driven by hand.

Promise: the product's own parts; only the clock is ours, so that eight hours pass as fast as the machine works. What was thanked for on the
screen is counted, and so is what stands in the journal afterwards. Import after `tests.support.driver`.
"""

import gc
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from kivy.clock import Clock

from kiosk.app.backroom import Backroom
from kiosk.app.clerk import Clerk
from kiosk.app.door import Door
from kiosk.app.floor import Floor, Reach
from kiosk.flow.conversation import Conversation
from kiosk.flow.events import BackPressed, CodeScanned, DeedPressed, Event, LeavePressed, LogPressed, UndoPressed
from kiosk.flow.pages import Farewell, Gathering, Greeting, Page, Present, Thanks, Welcome
from kiosk.flow.requests import RefreshBoard
from kiosk.screens.screen import Outside
from kiosk.screens.stage import Stage
from sync.domain.entry import ClockState
from sync.domain.facts import fact_of
from sync.domain.roster import Party, PartyKind, Roster, Volunteer
from sync.journal.contract import TAP_ID_BYTES
from sync.protocol.canon import decode
from sync.protocol.messages import ClockSample
from tests.support.day import HATS, KNITTING, OPENS_MS, WARD, small_roster
from tests.support.desk import mat_of, pass_of
from tests.support.driver import USUAL, Driver
from tests.support.journals import everything, opened_at, tap
from tests.support.kiosk_state import enrolled_state
from tests.support.matrix import STATES

DAY_MS = 8 * 3_600_000
SCANS_A_TURN, ENTRIES_A_TURN = 6, 17
FAMILY_OF = 11
RETURNS_AFTER_MS = 600_000
"""Later than a card is only greeted again."""

PEOPLE_PAUSE_MS = 2_000
"""Between one person and the next; all that is done in a turn fits into its share of the eight hours, even at 1,200 turns."""

BEGINS_MS = 1_000_000
"""What the machine's own clock shows as the doors open."""

LOOKS = 32
"""How often memory is looked at, evenly through the day."""

PATIENCE_S = 60.0
LOOKS_AGAIN_S = 0.0002
QUARTERS = 4


class Figures(msgspec.Struct, frozen=True):
    """What a day came to. Latencies are medians from card to drawn green page, in ms, by quarter; memory is the median of each, in MiB."""

    scans: int
    thanked: dict[str, int]
    recorded: dict[str, int]
    latency_ms: tuple[float, ...]
    memory_mib: tuple[float, ...]
    pages_shown: int
    slope_mib: float = 0.0
    """How much memory grows in an hour of the day, fitted through the last three quarters."""

    @property
    def slower(self) -> float:
        """The last quarter against the first but one: the first finds cold caches."""
        return self.latency_ms[-1] / self.latency_ms[1]

    @property
    def fatter(self) -> float:
        return self.memory_mib[-1] / self.memory_mib[1]


class DayClock:
    """One clock for the window, the desk and the alarm; it moves only when the day does."""

    def __init__(self) -> None:
        self.now_ms = BEGINS_MS
        self.due_ms: int | None = None

    def sample(self) -> ClockSample:
        return ClockSample(OPENS_MS + self.now_ms - BEGINS_MS, self.now_ms, 1, int(ClockState.NTP))

    def told(self, now_ms: int) -> None:
        """The centre's time; there is no centre."""

    def set(self, after_ms: int) -> None:
        self.due_ms = self.now_ms + after_ms

    def clear(self) -> None:
        self.due_ms = None


class SimulatedDay:
    """A kiosk in ``folder`` and everybody who comes to it in ``turns`` turns of six scans. Beside them, each of the gallery's ``states``
    stands on the screen once in every quarter: all quarters are alike, and what grows is not what was merely not yet seen.
    """

    def __init__(self, driver: Driver, folder: Path, turns: int, states: Sequence[str] = tuple(STATES)) -> None:
        self.driver, self.folder, self.turns, self.states = driver, folder, turns, states
        self.clock = DayClock()
        self.thanked: Counter[str] = Counter()
        self.latencies: list[float] = []
        self.memory: list[float] = []
        self.scans = self.pages_shown = 0
        state = enrolled_state(folder, _everybody(turns))
        driver.forget()
        driver.stage = None
        self.door = Door(Clock.schedule_once)
        self.backroom = Backroom(state, self._tell, clocks=self.clock)
        self.clerk = Clerk(self.backroom, self._tell)
        self.backroom.refresh = lambda: self.clerk.ask(RefreshBoard())
        self.stage = Stage(Outside(tell=self._hear, now_ms=lambda: self.clock.now_ms, local_time=lambda: driver.wall))
        driver.window.add_widget(self.stage)
        reach = Reach(
            show=self.stage.show,
            ask=self.clerk.ask,
            end=lambda: None,
            alarm=self.clock,
            now_ms=lambda: self.clock.now_ms,
            tap_id=lambda: os.urandom(TAP_ID_BYTES),
            assert_home=self.door.assert_home,
        )
        self.floor = Floor(reach, Conversation(page=Welcome()))

    def run(self) -> Figures:
        """Let the day pass and everything be given back; say what it came to."""
        self.driver.resize(*USUAL)
        self.floor.open()
        self.clerk.start()
        self.backroom.start()
        try:
            self._live()
        finally:
            self.floor.close()
            assert self.clerk.stop(PATIENCE_S)
            self.backroom.stop()
            self.driver.forget()
        share = len(self.latencies) // QUARTERS
        quarters = tuple(statistics.median(self.latencies[no * share : (no + 1) * share]) * 1000 for no in range(QUARTERS))
        looks = len(self.memory) // QUARTERS
        memory = tuple(statistics.median(self.memory[no * looks : (no + 1) * looks]) for no in range(QUARTERS))
        return Figures(self.scans, dict(self.thanked), self._recorded(), quarters, memory, self.pages_shown, self._slope_mib(looks))

    def _slope_mib(self, after: int) -> float:
        late = self.memory[after:]
        hours = [no * DAY_MS / 3_600_000 / len(self.memory) for no in range(len(late))]
        return statistics.linear_regression(hours, late).slope

    def _live(self) -> None:
        lag = max(RETURNS_AFTER_MS * self.turns // DAY_MS, 2)
        for turn in range(self.turns):
            self._comes(turn)
            self._family_comes(turn)
            if turn >= lag:
                self._makes_more(turn - lag)
            if turn >= 2 * lag:
                self._leaves(turn - 2 * lag)
            self._show_gallery(turn)
            self._pass_time(BEGINS_MS + DAY_MS * (turn + 1) // self.turns - self.clock.now_ms)
            if (turn + 1) * LOOKS // self.turns > turn * LOOKS // self.turns:
                gc.collect()
                self.memory.append(_resident_mib())

    def _show_gallery(self, turn: int) -> None:
        """Show what is due of the gallery, so that each quarter has seen all of it."""
        quarter = self.turns // QUARTERS
        place = turn % quarter
        due = self.states[place * len(self.states) // quarter : (place + 1) * len(self.states) // quarter]
        for state in due:
            self.stage.show(STATES[state])
            self.driver.step(2)
            self.pages_shown += 1
        if due:
            self.stage.show(self.floor.conversation)

    def _comes(self, person: int) -> None:
        began = time.perf_counter()
        flips = self.driver.flips
        self._scan(pass_of(tap(person)), Greeting)
        self._until(lambda: self.driver.flips > flips)
        self.latencies.append(time.perf_counter() - began)
        self.thanked["Arrived"] += 1
        self._scan(mat_of(), Thanks)
        self.thanked["ItemsLogged"] += 1
        self._press(UndoPressed(), lambda page: not isinstance(page, Thanks))
        self.thanked["Voided"] += 1
        self._rest()

    def _family_comes(self, family: int) -> None:
        self._scan(pass_of(_member(family, 0)), Gathering)
        self._press(DeedPressed(), lambda page: isinstance(page, Greeting))
        self.thanked["Arrived"] += FAMILY_OF
        self._rest()

    def _makes_more(self, person: int) -> None:
        self._scan(pass_of(tap(person)), Present)
        self.floor.hear(LogPressed(HATS))
        self._press(DeedPressed(), lambda page: isinstance(page, Thanks))
        self.thanked["ItemsLogged"] += 1
        self._rest()
        self._scan(mat_of(), Thanks)
        self.thanked["ItemsLogged"] += 1
        self._rest()

    def _leaves(self, person: int) -> None:
        self._scan(pass_of(tap(person)), Present)
        self._press(LeavePressed(), lambda page: isinstance(page, Farewell))
        self.thanked["Left"] += 1
        self._rest()

    def _scan(self, code: str, page: type) -> None:
        self._pass_time(1_000)
        self.scans += 1
        self.floor.hear(CodeScanned(code))
        self._until(lambda: isinstance(self.floor.conversation.page, page))

    def _press(self, event: Event, is_answered: Callable[[Page], bool]) -> None:
        self._pass_time(500)
        self.floor.hear(event)
        self._until(lambda: is_answered(self.floor.conversation.page))

    def _rest(self) -> None:
        self.floor.hear(BackPressed())
        self._pass_time(PEOPLE_PAUSE_MS)
        self.driver.step()

    def _until(self, is_so: Callable[[], bool]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < ends, f"nothing came; on the screen: {self.floor.conversation.page}"
            time.sleep(LOOKS_AGAIN_S)  # the desk's thread has the processor
            self.driver.step()

    def _pass_time(self, for_ms: int) -> None:
        """Move the clock on, and let the alarm ring whenever its time comes."""
        assert for_ms >= 0, "more is done in a turn than fits into its share of the day"
        until_ms = self.clock.now_ms + for_ms
        while (due_ms := self.clock.due_ms) is not None and due_ms <= until_ms:
            self.clock.now_ms = max(self.clock.now_ms, due_ms)
            self.clock.clear()
            self.floor.wake()
        self.clock.now_ms = until_ms

    def _recorded(self) -> dict[str, int]:
        journal = opened_at(self.folder / "journal.db")
        try:
            return dict(Counter(type(fact_of(decode(body))).__name__ for body in everything(journal)))
        finally:
            journal.close()

    def _tell(self, event: Event) -> None:
        self.door.send(lambda: self._hear(event))

    def _hear(self, event: Event) -> None:
        self.floor.hear(event)


def _everybody(turns: int) -> Roster:
    """So many people who come alone, and as many families."""
    alone = [Volunteer(tap(no), f"Helper {no}", WARD, KNITTING, pass_serial=1) for no in range(turns)]
    families = [Party(_party(no), f"Family {no}", PartyKind.FAMILY, WARD, KNITTING, FAMILY_OF, pass_serial=1) for no in range(turns)]
    members = [
        Volunteer(_member(family, no), f"Child {no}", WARD, KNITTING, party=_party(family), pass_serial=1)
        for family in range(turns)
        for no in range(FAMILY_OF)
    ]
    return msgspec.structs.replace(small_roster(), volunteers=(*alone, *members), parties=tuple(families))


def _party(family: int) -> bytes:
    return tap(10**6 + family)


def _member(family: int, no: int) -> bytes:
    return tap(10**7 + family * FAMILY_OF + no)


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
