"""What happened before you came? The morning at every venue, recorded by other kiosks of the demo and handed on like any entries.

Promise: nothing is written into the centre behind its back: each kiosk is enrolled, recorded its morning without a network, and pushed
it when it came back; so the figures of the dashboard have gone the whole way.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.app.backroom import Backroom
from kiosk.demo.cast import Cast
from kiosk.flow.events import Event
from kiosk.flow.news import EnrolmentMoved
from kiosk.flow.requests import RecordArrival, RecordItems, Request
from kiosk.settings import Centre, Machine, Settings
from sync.domain.definition import Activity, Unit, Venue
from sync.domain.entry import ClockState
from sync.domain.roster import Volunteer
from sync.journal.contract import TAP_ID_BYTES
from sync.protocol.messages import ClockSample

BEGAN_BEFORE_MS = 3 * 3_600_000
"""The demo's morning began three hours before it is started, whatever the hour."""

ENDED_BEFORE_MS = 5 * 60_000
DEEDS_A_PERSON = 6
A_PERSON_STEPS = 2
"""Nobody makes more of one thing in a morning than twice the largest step that can be pressed: what one pair of hands can do."""

MORNING_SHARE = 0.75
"""The morning leaves something to do: no output goes beyond this share of its target."""

STEP_S = 0.05
SETTLED_WITHIN_S = 60.0
EARLIER_BOOT = 0
"""The morning was recorded before the kiosk's last restart: its steady clock has nothing to do with today's."""

_MOST_AT_ONCE = {Unit.ITEMS: 3, Unit.PEOPLE: 3, Unit.MINUTES: 1, Unit.MONEY: 4}


class Approve(Protocol):
    """Lets the kiosk that shows ``digits`` in, at ``venue``."""

    def __call__(self, digits: str, venue: int) -> None: ...


class Morning(msgspec.Struct):
    """What the other kiosks recorded, for whoever compares it with the centre."""

    entries: int = 0
    check_ins: int = 0


class _MorningClocks:
    """A clock that was set by the network and goes through the morning as fast as it is told to."""

    def __init__(self, began_ms: int) -> None:
        self.began_ms = began_ms
        self.now_ms = began_ms

    def sample(self) -> ClockSample:
        return ClockSample(self.now_ms, self.now_ms - self.began_ms, EARLIER_BOOT, ClockState.NTP)

    def told(self, now_ms: int) -> None:
        del now_ms


def play_morning(cast: Cast, folder: Path, address: str, approve: Approve, away: frozenset[str]) -> Morning:
    """Let one kiosk a venue (its state in ``folder``) record a morning and hand it on to the centre at ``address``.

    ``approve(digits, venue)`` lets a kiosk in; nobody whose name is in ``away`` has come yet. Returns what was recorded.
    """
    morning = Morning()
    for venue in cast.definition.venues:
        settings = Settings(machine=Machine(name=f"{venue.name['en']}, door", state=str(folder / f"venue-{venue.no}")))
        connected = msgspec.structs.replace(settings, centre=Centre(address=address))
        _enrol(connected, partial(approve, venue=venue.no))
        _record(cast, venue, settings, morning, away)
        _hand_on(connected)
    return morning


def _enrol(settings: Settings, approve: Callable[[str], None]) -> None:
    """Make the kiosk a device and wait until it knows who is expected."""
    shown: list[str] = []

    def told(event: Event) -> None:
        if isinstance(event, EnrolmentMoved) and event.digits:
            shown.append(event.digits)

    room = Backroom(settings, told)
    room.start()
    try:
        _wait_for(lambda: bool(shown) or room.has_roster, "digits to compare")
        if shown:
            approve(shown[-1])
        _wait_for(lambda: room.has_roster, "a roster")
    finally:
        room.stop()


def _hand_on(settings: Settings) -> None:
    room = Backroom(settings, lambda _event: None)
    room.start()
    try:
        _wait_for(lambda: _has_handed_on(room), "the morning to be handed on")
    finally:
        room.stop()


def _record(cast: Cast, venue: Venue, settings: Settings, morning: Morning, away: frozenset[str]) -> None:
    now_ms = time.time_ns() // 1_000_000
    clocks = _MorningClocks(now_ms - BEGAN_BEFORE_MS)
    room = Backroom(settings, lambda _event: None, clocks=clocks)
    chance = random.Random(venue.no)  # noqa: S311 - the same morning each time, no secret
    requests = list(_requests(cast, venue, chance, away))
    for number, request in enumerate(requests):
        clocks.now_ms = clocks.began_ms + (BEGAN_BEFORE_MS - ENDED_BEFORE_MS) * number // len(requests)
        room.answer(request)
        morning.check_ins += isinstance(request, RecordArrival)
        morning.entries += 1
    room.stop()


def _requests(cast: Cast, venue: Venue, chance: random.Random, away: frozenset[str]) -> Iterator[Request]:
    """Yield arrivals and what was made, in the order of a morning: people come first, most of the work later."""
    activities = {activity.no: activity for activity in cast.definition.activities_at(venue.no)}
    here: list[tuple[Volunteer, Activity]] = []
    made: Counter[tuple[int, int] | tuple[bytes, int]] = Counter()
    for person in cast.roster(venue.no).volunteers:
        activity = activities.get(person.activity or 0)
        if activity is None or person.shown_name in away or person.party is not None:
            continue
        yield RecordArrival(person.who, activity.no, _tap_id(chance))
        here.append((person, activity))
        yield from _work(cast, here, made, chance)
    for _ in range(DEEDS_A_PERSON * len(here)):
        yield from _work(cast, here, made, chance)


def _work(
    cast: Cast, here: list[tuple[Volunteer, Activity]], made: Counter[tuple[int, int] | tuple[bytes, int]], chance: random.Random
) -> Iterator[Request]:
    """Yield what one of those who are ``here`` made, unless the morning or they have made enough of it (``made`` so far)."""
    person, activity = chance.choice(here)
    output = chance.choice(activity.outputs)
    item = cast.definition.item(output.item)
    assert item is not None, "a loaded definition is sound"
    quantity = chance.choice(item.steps) * chance.randint(1, _MOST_AT_ONCE[item.unit])
    if output.target is not None and made[activity.no, item.no] + quantity > output.target * MORNING_SHARE:
        return
    if made[person.who, item.no] + quantity > A_PERSON_STEPS * max(item.steps):
        return
    made[activity.no, item.no] += quantity
    made[person.who, item.no] += quantity
    logged_as = chance.choice(cast.definition.logged_as(item.no))
    yield RecordItems(person.who, activity.no, logged_as.no, quantity, _tap_id(chance))


def _tap_id(chance: random.Random) -> bytes:
    return chance.randbytes(TAP_ID_BYTES)


def _has_handed_on(room: Backroom) -> bool:
    link = room.link()
    return link is not None and link.waiting == 0 and link.last_contact_ms is not None


def _wait_for(is_so: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + SETTLED_WITHIN_S
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError(f"the demo waited {SETTLED_WITHIN_S:.0f} s for {what}")
        time.sleep(STEP_S)
