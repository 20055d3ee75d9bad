"""A desk to test with: the small day's roster, a journal in memory or on disk, clocks that the test sets, sums folded from scratch."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from nacl import pwhash

from kiosk.desk.desk import Desk
from kiosk.desk.ports import Eye, Ground, Link, Signer, WalkIns
from kiosk.flow.camera import LookOtherwise
from kiosk.flow.events import Event, StaffToldFindings
from kiosk.flow.findings import Sound
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Section
from kiosk.flow.requests import RecordArrival, RefreshBoard, Request, TellStaff
from kiosk.window.finding_words import said_of
from sync.domain.codes import Mat, Pass, make_mat, make_pass
from sync.domain.definition import Definition
from sync.domain.entry import ClockState, Line
from sync.domain.facts import Fact, fact_of
from sync.domain.identity import entry_id
from sync.domain.known import KnownHere, known_here
from sync.domain.names import begins_with_slip, folded
from sync.domain.output import Bucket
from sync.domain.presence import PersonDay, Stay
from sync.domain.roster import Lead, Party, Roster, Volunteer
from sync.domain.tally import Tally, tally
from sync.journal.contract import Journal
from sync.journal.memory import MemoryJournal
from sync.protocol.canon import decode
from sync.protocol.messages import ClockSample
from tests.support.day import (
    EVENT,
    HATS,
    KEY_ID,
    KNITTING,
    MIRIAM,
    OPENS_MS,
    PASS_KEYS,
    SIGNING_KEY,
    TODAY,
    WARD,
    small_definition,
    small_roster,
)
from tests.support.journals import DEVICE, KEY, incarnations, opened_at, tap

PIN = "4711"
_CHEAP = (pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)
LEAD = Lead(3, "Sister Ruth", WARD, pwhash.argon2id.str(PIN.encode(), *_CHEAP))


class SetClocks:
    """Clocks that stand still until the test moves them."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000
        self.wall_offset_ms = OPENS_MS - 1_000_000
        self.state = ClockState.NTP

    def sample(self) -> ClockSample:
        return ClockSample(self.now_ms + self.wall_offset_ms, self.now_ms, 1, int(self.state))

    def told(self, now_ms: int) -> None:
        self.wall_offset_ms = now_ms - self.now_ms


class ToldHere(KnownHere, frozen=True):
    """What the centre told, in memory."""

    of_leads: tuple[Lead, ...] = (LEAD,)

    def leads(self) -> tuple[Lead, ...]:
        return self.of_leads

    def members(self, party: bytes) -> tuple[Volunteer, ...]:
        found = [row for row in self.volunteers.values() if row.party == party]
        return tuple(sorted(found, key=lambda row: (row.shown_name, row.who)))

    def by_name(self, typed: str, most: int) -> tuple[bytes, ...]:
        """The plainest reading of the rules: everybody is looked at."""
        everybody: tuple[Volunteer | Party, ...] = (*self.volunteers.values(), *self.parties.values())
        rows = sorted(everybody, key=lambda row: (folded(row.shown_name), row.who))
        words = folded(typed).split()
        exact = [row.who for row in rows if _is_called(row.shown_name, words, str.startswith)]
        nearly = [row.who for row in rows if _is_called(row.shown_name, words, begins_with_slip) and row.who not in exact]
        return tuple((*exact, *nearly)[:most])

    def by_spoken_code(self, code: str) -> bytes | None:
        rows: tuple[Volunteer | Party, ...] = (*self.volunteers.values(), *self.parties.values())
        return next((row.who for row in rows if row.spoken_code == code), None)

    def all_parties(self) -> tuple[Party, ...]:
        return tuple(self.parties.values())


def told_here(
    venue: int = WARD,
    definition: Definition | None = None,
    roster: Roster | None = None,
    withdrawn: frozenset[bytes] = frozenset(),
) -> ToldHere:
    known = known_here(definition or small_definition(), venue, roster or small_roster(), PASS_KEYS, withdrawn)
    return ToldHere(**{name: getattr(known, name) for name in known.__struct_fields__})


def _is_called(name: str, typed: list[str], begins: Callable[[str, str], bool]) -> bool:
    return bool(typed) and all(any(begins(word, one) for word in folded(name).split()) for one in typed)


class FoldedSums:
    """The sums of a venue by folding everything at every turn: slow, and the plainest reading of the rules."""

    def __init__(self, journal: Journal, told: ToldHere) -> None:
        self._journal = journal
        self._told = told
        self._tally: Tally | None = None
        self._lines: tuple[Line, ...] = ()

    def follow_piece(self) -> bool:
        self.follow()
        return False

    def follow(self) -> None:
        lines = []
        for stream, high in self._journal.streams():
            bodies = self._journal.read(stream, 1, high).entries if high else ()
            entries = [decode(body) for body in bodies]
            lines += [Line(entry_id(stream, seq), entry.wall_ms, entry) for seq, entry in enumerate(entries, 1)]
        self._lines = tuple(lines)
        self._tally = tally(lines, self._told.definition)

    @property
    def _now(self) -> Tally:
        if self._tally is None:
            self.follow()
        assert self._tally is not None
        return self._tally

    def stay(self, who: bytes) -> Stay | None:
        present = self.day(who).present
        return present if present and present.venue == self._told.venue else None

    def day(self, who: bytes) -> PersonDay:
        return self._now.days.get(who, PersonDay(who))

    def here(self) -> tuple[tuple[bytes, Stay], ...]:
        return self._now.here(self._told.venue)

    def helping(self) -> int:
        return sum(stay.headcount for _who, stay in self.here())

    def people_at(self, activity: int) -> int:
        return sum(stay.headcount for _who, stay in self.here() if stay.activity == activity)

    def made(self, activity: int, item: int) -> int:
        return self._now.made.get(Bucket(self._told.venue, activity, item), 0)

    def counted(self, activity: int, item: int) -> int | None:
        return self._now.counted.get(Bucket(self._told.venue, activity, item))

    def made_by(self, who: bytes, since_ms: int = 0) -> Mapping[tuple[int, int], int]:
        lines = [line for line in self._lines if line.at_ms >= since_ms]
        theirs = tally([line for line in lines if line.entry.who in (who, None)], self._told.definition)
        tables = tally([line for line in lines if line.entry.who is None], self._told.definition)
        made = {bucket: quantity - tables.made.get(bucket, 0) for bucket, quantity in theirs.made.items()}
        return {(bucket.activity, bucket.item): quantity for bucket, quantity in made.items()}

    def flagged(self) -> int:
        return len({flagged.id for flagged in self._now.flags})


class SetMachine:
    """A machine that is as well as the test says."""

    def __init__(self) -> None:
        self.room = 10**10
        self.camera: Eye | None = None
        self.scanner_ms: int | None = None
        self.stuck_ms = 0
        self.heard = Sound.PLAYS
        self.stands: Link | None = None
        self.tries = 0
        self.looks: list[LookOtherwise] = []

    def room_bytes(self) -> int:
        return self.room

    def eye(self) -> Eye | None:
        return self.camera

    def look_otherwise(self, wish: LookOtherwise) -> None:
        self.looks.append(wish)

    def scanner_heard_ms(self) -> int | None:
        return self.scanner_ms

    def stuck_key_ms(self) -> int:
        return self.stuck_ms

    def sound(self) -> Sound:
        return self.heard

    def link(self) -> Link | None:
        return self.stands

    def try_now(self) -> None:
        self.tries += 1

    def version(self) -> str:
        return "0.1"


class WalkInsInMemory:
    """The side table of newcomers without a disk."""

    def __init__(self) -> None:
        self.kept: dict[bytes, Volunteer | Party] = {}

    def keep(self, row: Volunteer | Party, closes_ms: int, *, is_told: bool = False) -> None:
        assert closes_ms > 0 or is_told
        self.kept[row.who] = row

    def take_back(self, who: bytes) -> None:
        self.kept.pop(who, None)

    def row(self, who: bytes) -> Volunteer | Party | None:
        return self.kept.get(who)

    def rows(self) -> tuple[Volunteer | Party, ...]:
        return tuple(self.kept.values())


class DeskDay:
    """One desk at one venue with everything in reach of the test."""

    def __init__(self, told: ToldHere | None = None, journal: Journal | None = None, walk_ins: WalkIns | None = None) -> None:
        self.told = told or told_here()
        self.journal = journal or MemoryJournal(DEVICE, KEY, incarnations())
        self.clocks = SetClocks()
        self.machine = SetMachine()
        self.sums = FoldedSums(self.journal, self.told)
        self.walk_ins = walk_ins or WalkInsInMemory()
        signer = Signer(DEVICE, KEY)
        self.ground = Ground(self.journal, self.told, self.sums, self.clocks, self.machine, self.walk_ins, signer)
        self.desk = Desk(self.ground)

    def facts(self) -> list[Fact]:
        """Everything that stands in the journal, as facts."""
        bodies = self.journal.read(self.journal.stream, 1, 10**6).entries
        return [fact for fact in map(fact_of, map(decode, bodies)) if isinstance(fact, Fact)]


def desk_on_disk(path: Path, told: ToldHere | None = None) -> DeskDay:
    return DeskDay(told, opened_at(path))


def pass_of(who: bytes = MIRIAM, serial: int = 1, event: int = EVENT, expires_day: int = TODAY) -> str:
    return make_pass(Pass(event, who, serial, expires_day, KEY_ID), SIGNING_KEY)


def mat_of(quantity: int = 7, venue: int = WARD, activity: int = KNITTING, item: int = HATS) -> str:
    return make_mat(Mat(EVENT, venue, activity, item, quantity, 1, KEY_ID), SIGNING_KEY)


def row_without_activity(name: str, who: bytes) -> Volunteer:
    return Volunteer(who, name, pass_serial=1)


def with_people(roster: Roster, *rows: Volunteer | Party) -> Roster:
    volunteers = tuple(row for row in rows if isinstance(row, Volunteer))
    parties = tuple(row for row in rows if isinstance(row, Party))
    return msgspec.structs.replace(roster, volunteers=roster.volunteers + volunteers, parties=roster.parties + parties)


def answered(day: DeskDay, request: Request) -> Event:
    (event,) = day.desk.answer(request)
    return event


def here(day: DeskDay, who: bytes = MIRIAM, activity: int = KNITTING) -> DeskDay:
    answered(day, RecordArrival(who, activity, tap(1)))
    return day


def wells(day: DeskDay) -> dict[str, bool]:
    event = answered(day, TellStaff(Section.DOCTOR))
    assert isinstance(event, StaffToldFindings)
    for finding in event.findings:
        said = said_of("en", finding)
        assert said.words
        assert finding.well or said.remedy, f"{said.name} says what is wrong and not what to do"
    return {said_of("en", finding).name: finding.well for finding in event.findings}


def lamp(day: DeskDay) -> str:
    event = answered(day, RefreshBoard())
    assert isinstance(event, BoardChanged)
    return event.board.lamp
