"""A lively day at the centre to look at: the demo event, kiosks in every state, people, deeds, flags, and a person for each role.

Everything goes the way it really goes (publish, enrol, push, project); times are told from a moment that the caller gives.
"""

import datetime as dt
import functools
import hashlib
from typing import Any

import msgspec

from sync.domain.definition import Definition
from sync.domain.entry import ClockState, How, Stamp
from sync.domain.facts import Arrived, Counted, Delivered, Fact, ItemsLogged, Left, WalkedIn, stamped
from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.domain.roster import Roster
from sync.eventfile import load_event
from sync.places import assets_folder
from sync.protocol import canon, chain
from sync.protocol.messages import ClockSample, Push
from sync.protocol.seals import make_seal
from tests.support.day import HOUR_MS, MINUTE_MS
from tests.support.pushing import key_of

SCHOOL, RAINBOW, HALL, LARKRISE = 1, 2, 3, 4
PASSWORD = "wool-and-paper-in-november"
PEOPLE = {
    "coordinator": "Ruth Adeyemi",
    "auditor": "Naomi Blackwood",
    "viewer": "Press office",
    "venue_lead": "Idris Morgan",
}
"""One account for each role, named after it. The lead's venue is the Rainbow Room."""

# (activity, item, made in percent of its target, people)
_DEEDS = {
    RAINBOW: [(1, 1, 64, 26), (2, 10, 71, 9)],
    SCHOOL: [(3, 2, 88, 31), (4, 4, 104, 14), (5, 6, 55, 17), (5, 7, 43, 0), (6, 8, 60, 22), (6, 9, 50, 0), (6, 11, 100, 0)],
    HALL: [(7, 13, 37, 18), (8, 3, 51, 12), (9, 5, 23, 15), (10, 14, 68, 8), (11, 15, 41, 6)],
}


class Kiosk:
    """One kiosk's journal as the centre hears it, at times that are told."""

    def __init__(self, no: int, venue: int, event: int, started_ms: int, incarnation: int = 0x5EED) -> None:
        self.stream = Stream(DeviceNo(no), Incarnation(incarnation))
        self.venue, self.event, self.started_ms = venue, event, started_ms
        self._bodies: list[tuple[int, bytes]] = []
        self._sent = 0

    def add(self, fact: Fact, at_ms: int, how: How = How.ROSTER) -> None:
        stamp = Stamp(at_ms, at_ms - self.started_ms, 1, ClockState.NTP, 1, self.event, self.venue, how=how)
        self._bodies.append((at_ms, canon.encode(stamped(stamp, fact))))

    def push(self, now_ms: int, waiting: int = 0) -> Push:
        """Everything that was not pushed yet, in the order in which it happened."""
        kept, new = self._bodies[: self._sent], sorted(self._bodies[self._sent :])
        self._bodies = kept + new
        key = key_of(self.stream.device)
        start = chain.genesis(self.stream, bytes(key.verify_key))
        heads = [start, *chain.walk(start, [body for _, body in self._bodies])]
        clock = ClockSample(now_ms, now_ms - self.started_ms, 1, int(ClockState.NTP))
        seal = make_seal(key, self.stream, len(self._bodies), heads[-1], definition=1, clock=clock)
        first, self._sent = self._sent + 1, len(self._bodies)
        return Push(self.stream, first, heads[first - 1], tuple(body for _, body in new), seal, b"nonce", "0.1.0", waiting, clock)


class CentreDay:
    """The day in the database that Django is on."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.definition, self.rosters = _demo(dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).date(), now_ms)
        self.event = self.definition.event.no
        self.kiosks: dict[int, Kiosk] = {}

    def publish(self) -> None:
        from sync.server.publishing.publish import publish

        publish(self.definition, dict(self.rosters), self.now_ms)

    def add_people(self) -> None:
        """Make an account for each role, all with the same password."""
        from django.conf import settings
        from django.contrib.auth import get_user_model

        from sync.server.people.models import Membership, Role

        for role in Role:
            first, last = PEOPLE[role.value].split(" ", 1)
            person = get_user_model()(username=role.value, first_name=first, last_name=last)
            person.password = _hashed(settings.PASSWORD_HASHERS[0])
            person.save()
            place = {"event": self.event, "venue": RAINBOW} if role is Role.VENUE_LEAD else {}
            Membership.objects.create(user=person, role=role, **place)

    def enrol(self, no: int, venue: int, name: str) -> Kiosk:
        """Make kiosk ``no`` of ``venue``, which has just started."""
        from sync.server.devices.models import Device

        opens_ms = self.definition.event.opens_ms
        Device.objects.create(
            no=no, name=name, event=self.event, venue=venue, public_key=bytes(key_of(no).verify_key), enrolled_ms=opens_ms, version="0.1.0"
        )
        self.kiosks[no] = Kiosk(no, venue, self.event, opens_ms)
        return self.kiosks[no]

    def ask(self, name: str, seed: int) -> None:
        """Let a machine ask to join."""
        from sync.protocol.messages import EnrolAsk
        from sync.server.devices.enrolment import ask

        ask(EnrolAsk(bytes(key_of(seed).verify_key), name=name, version="0.1.0", nonce=b""), self.now_ms - 2 * MINUTE_MS, "192.0.2.17")

    def take(self, kiosk: Kiosk, waiting: int = 0, heard_ms: int | None = None) -> None:
        """Let the kiosk push, as of ``heard_ms`` (none: now), and the projector follow."""
        from sync.server.ledger.assess import Shapes
        from sync.server.ledger.ingest import take_push
        from sync.server.ledger.opening import open_store
        from sync.server.projector.follow import catch_up

        at_ms = self.now_ms if heard_ms is None else heard_ms
        take_push(open_store(), kiosk.push(at_ms, waiting), Shapes({self.event: self.definition}), at_ms)
        catch_up(open_store(), self.now_ms)

    def fill(self) -> None:
        """A day of four hours so far: two venues in touch, one silent, one whose kiosk nobody has heard."""
        self.publish()
        self.add_people()
        for no, venue, name in (
            (1, SCHOOL, "Front hall"),
            (2, RAINBOW, "Rainbow door"),
            (3, HALL, "Hall, left"),
            (4, LARKRISE, "Larkrise desk"),
        ):
            self.enrol(no, venue, name)
        self.enrol(5, RAINBOW, "Rainbow table")
        for kiosk in (self.kiosks[1], self.kiosks[2], self.kiosks[3]):
            for number, (activity, item, percent, people) in enumerate(_DEEDS[kiosk.venue]):
                self._came(kiosk, activity, people, number)
                self._made(kiosk, activity, item, percent)
        self._odd_things()
        self.take(self.kiosks[1], waiting=0)
        self.take(self.kiosks[2], waiting=3)
        self.take(self.kiosks[5], waiting=0)
        self.take(self.kiosks[3], waiting=14, heard_ms=self.now_ms - 47 * MINUTE_MS)
        self.ask("Larkrise, garden room", 901)
        self.ask("Spare kiosk from the office", 902)

    def _came(self, kiosk: Kiosk, activity: int, people: int, number: int) -> None:
        opens_ms = self.definition.event.opens_ms
        last_ms = self.now_ms - (47 if kiosk.venue == HALL else 1) * MINUTE_MS
        for one in range(people):
            who = reference(f"{kiosk.stream.device} {activity} {one}")
            came_ms = opens_ms + (number * 7 + 3 + one * one * 5 // max(people // 4, 1)) % 190 * MINUTE_MS
            if came_ms >= last_ms:
                continue
            kiosk.add(WalkedIn(who), came_ms, How.WALK_IN)
            kiosk.add(Arrived(who, activity), came_ms, How.WALK_IN)
            left_ms = came_ms + (70 + one * 3 % 50) * MINUTE_MS
            if one % 3 == 0 and left_ms < last_ms:
                kiosk.add(Left(who), left_ms, How.WALK_IN)

    def _made(self, kiosk: Kiosk, activity: int, item: int, percent: int) -> None:
        output = next(output for output in self.definition.activity(activity).outputs if output.item == item)  # type: ignore[union-attr] # our own event
        left = round((output.target or 100) * percent / 100)
        most = self.definition.item(item).sensible_max  # type: ignore[union-attr] # the same
        minute = 20
        while left > 0:
            quantity = min(left, max(1, most // 3))
            kiosk.add(ItemsLogged(activity, item, quantity), self.definition.event.opens_ms + minute % 190 * MINUTE_MS)
            left, minute = left - quantity, minute + 9

    def _odd_things(self) -> None:
        opens_ms = self.definition.event.opens_ms
        rainbow, table, school = self.kiosks[2], self.kiosks[5], self.kiosks[1]
        rainbow.add(Counted(1, 1, 314), opens_ms + 200 * MINUTE_MS)
        rainbow.add(Delivered(1, 1, 120), opens_ms + 205 * MINUTE_MS)
        school.add(Counted(3, 2, 528), opens_ms + 190 * MINUTE_MS)
        school.add(Counted(4, 4, 156), opens_ms + 191 * MINUTE_MS)
        school.add(ItemsLogged(4, 4, 35), opens_ms + 60 * MINUTE_MS)
        table.add(Arrived(reference("nobody's"), 1), opens_ms + 80 * MINUTE_MS)
        table.add(ItemsLogged(1, 77, 3), opens_ms + 85 * MINUTE_MS)
        table.add(Left(reference("never came")), opens_ms + 95 * MINUTE_MS)
        school.add(Arrived(reference("1 3 1"), 4), opens_ms + 185 * MINUTE_MS)


def reference(name: str) -> bytes:
    """The reference of an invented person."""
    return hashlib.sha256(name.encode()).digest()[:8]


@functools.cache
def _hashed(hasher: str) -> str:
    """The password's hash by the present first ``hasher``: made once, because it is slow on purpose."""
    del hasher
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def _demo(day: dt.date, now_ms: int) -> tuple[Definition, Any]:
    file = _loaded(day)
    event = msgspec.structs.replace(file.definition.event, opens_ms=now_ms - 4 * HOUR_MS, closes_ms=now_ms + 5 * HOUR_MS)
    rosters: dict[int, Roster] = dict(file.rosters)
    return msgspec.structs.replace(file.definition, event=event), rosters


@functools.cache
def _loaded(day: dt.date) -> Any:
    # Hashing eight PINs for real takes seconds and is not what is tested here.
    return load_event(assets_folder() / "events" / "demo.toml", day, hash_pin=lambda pin: hashlib.sha256(pin.encode()).digest())
