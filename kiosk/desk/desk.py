"""What comes of a request? One answer for each, made on the journal, the roster and the sums.

Promise: synchronous, total, and honest: "recorded" is said only of what is durable; when the disk does not let us, nothing was
recorded, the person is asked to try again, and trying again counts once.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.desk.adding import Adding
from kiosk.desk.afterwards import Afterwards
from kiosk.desk.cards import Cards
from kiosk.desk.clockwatch import ClockWatch
from kiosk.desk.doctor import Doctor
from kiosk.desk.everybody import Everybody
from kiosk.desk.newcomers import Newcomers
from kiosk.desk.papers import Papers
from kiosk.desk.pins import Pins
from kiosk.desk.ports import Ground
from kiosk.desk.receiving import Receiving, ids
from kiosk.desk.reports import Reports
from kiosk.desk.signing_off import SigningOff
from kiosk.desk.slips import slip_text
from kiosk.desk.today import Today
from kiosk.desk.writing import Writing
from kiosk.flow.camera import LookOtherwise
from kiosk.flow.events import (
    ArrivalRecorded,
    DepartureRecorded,
    Event,
    ItemsRecorded,
    MakingsRefreshed,
    MoveOffered,
    NotTaken,
    StaffToldCarried,
    StaffToldFindings,
    StaffToldHere,
    StaffToldTally,
    UndoRecorded,
)
from kiosk.flow.findings import Finding
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Look, Section
from kiosk.flow.requests import (
    CallHelper,
    CheckPin,
    EndProgram,
    FindPeople,
    OfferMove,
    PrepareTap,
    ReceiveCode,
    ReceiveFound,
    RecordArrival,
    RecordCount,
    RecordDeparture,
    RecordHeadcount,
    RecordItems,
    RecordMove,
    RecordParty,
    RecordSignOff,
    RecordUndo,
    RecordWalkIn,
    RefreshBoard,
    Request,
    ShowPass,
    TellPlaces,
    TellStaff,
)
from kiosk.flow.values import Added
from sync.domain.entry import How
from sync.domain.facts import Arrived, ClockStepped, Counted, ItemsLogged, Left, Moved, Voided
from sync.domain.presence import MINUTE_MS
from sync.journal.contract import Fault, StorageFull, StorageReadOnly


class Desk:
    """Carries requests out, one after another, in one thread."""

    def __init__(self, ground: Ground) -> None:
        self._told = Everybody(ground.told, ground.walk_ins)
        self._writing = Writing(ground.journal, self._told, ground.clocks)
        self._sums = Today(ground.sums, self._told, self._writing)
        self._machine = ground.machine
        self._language = ground.language
        self._cards = Cards(self._told, self._sums, self._told.is_newcomer)
        self._papers = Papers(self._told, ground.sums, self._cards, ground.paper)
        self._afterwards = Afterwards(self._papers, self._writing.note, labels=ground.labels)
        self._adding = Adding(self._sums, self._writing)
        self._receiving = Receiving(self._told, self._sums, self._cards, self._writing, self._adding.follow)
        ground = replace(ground, told=self._told)
        self._newcomers = Newcomers(ground, self._cards, self._writing, self._receiving, self._adding.follow)
        self._doctor = Doctor(ground, self._writing, self._receiving.unknown)
        self._reports = Reports(ground, self._cards, self._papers, self._doctor)
        self._pins = Pins(self._writing.monotonic_ms)
        self._signing_off = SigningOff(ground.sums, self._writing, self._adding.follow)
        self._clock = ClockWatch(ground.clocks)

    def answer(self, request: Request) -> tuple[Event, ...]:
        """Carry ``request`` out and return what to tell the conversation."""
        self._writing.begin()
        try:
            self._adding.catch_up()
            self._afterwards.go_on()
            events = self._answer(request)
        except (StorageFull, StorageReadOnly) as fault:
            return self._not_taken(request, Look.NO_ROOM, fault)
        except Fault as fault:
            return self._not_taken(request, Look.TRY_AGAIN, fault)
        self._afterwards.answered(request, events)
        return events

    def findings(self) -> tuple[Finding, ...]:
        """Return what the doctor finds now; only in the desk's thread."""
        self._writing.begin()
        return self._doctor.findings()

    @property
    def is_behind(self) -> bool:
        """Is there more to add up than was at once? Then ``RefreshBoard`` goes on with it."""
        return self._adding.is_behind

    def _not_taken(self, request: Request, look: Look, fault: Fault) -> tuple[Event, ...]:
        self._writing.note(fault)
        tap_id = getattr(request, "tap_id", b"")
        return (NotTaken(look, tap_id),) if tap_id else ()

    def _answer(self, request: Request) -> tuple[Event, ...]:
        match request:
            case ReceiveCode():
                return (self._receiving.receive(request),)
            case ReceiveFound():
                return (self._receiving.receive_found(request),)
            case FindPeople():
                may_see_names = self._pins.has_let_in(request.lead, self._told.leads())
                return (self._receiving.find(request, may_see_names=may_see_names),)
            case PrepareTap():
                self._writing.prepare(request.tap_id)
                return ()
            case RecordArrival() | RecordMove():
                return self._record_place(request)
            case RecordParty() | RecordHeadcount():
                return (self._record_together(request),)
            case RecordWalkIn() | TellPlaces() | ShowPass():
                return (self._newcomers.answer(request),)
            case OfferMove():
                return (self._offer_move(request),)
            case RecordDeparture():
                return (self._record_departure(request),)
            case RecordSignOff():
                self._receiving.forget(request.who)
                return (self._signing_off.record(request),)
            case RecordItems():
                return self._record_items(request)
            case RecordUndo():
                return self._record_undo(request)
            case RecordCount():
                return (self._record_count(request),)
            case CheckPin():
                return (self._pins.judged(request, self._told.leads()),)
            case TellStaff():
                return (self._tell(request.section),)
            case CallHelper() | RefreshBoard():
                self._doctor.helper_called += isinstance(request, CallHelper)
                return (self._refresh_board(),)
            case LookOtherwise():
                self._machine.look_otherwise(request)
                return ()
            case EndProgram():
                return ()
            case _:
                self._papers.carry_out(request)
                return ()

    def _refresh_board(self) -> BoardChanged:
        by_ms = self._clock.stepped_ms()
        if by_ms:
            self._writing.write((ClockStepped(by_ms),), self._clock.tap_id(), How.NOBODY)
        self._adding.follow()
        board = self._cards.board(self._reports.lamp(), self._language, eye=self._machine.eye())
        return BoardChanged(replace(board, printer=self._papers.is_set_up, prints=self._papers.is_well))

    def _record_place(self, request: RecordArrival | RecordMove) -> tuple[Event, ...]:
        """Come in, or go to another activity: both are greeted with where to go."""
        who = request.who
        facts: tuple[Arrived | Moved, ...] = (Arrived(who, request.activity),)
        if isinstance(request, RecordMove):
            facts = tuple(Moved(one, request.activity) for one in self._receiving.parties.present(who) or (who,))
        recorded = self._writing.write(facts, request.tap_id, self._receiving.how(who))
        self._adding.follow()
        self._receiving.arrived(who)
        return (ArrivalRecorded(self._cards.visitor(who, request.activity), ids(recorded), request.tap_id),)

    def _record_together(self, request: RecordParty | RecordHeadcount) -> ArrivalRecorded:
        """A party comes in, all in one commit, or a class is more or fewer than before."""
        parties = self._receiving.parties
        # Some may have come in at another kiosk a moment ago.
        self._adding.follow()
        facts = parties.arrivals(request) if isinstance(request, RecordParty) else parties.changes(request)
        recorded = self._writing.write(facts, request.tap_id, self._receiving.how(request.who)) if facts else ()
        self._adding.follow()
        for who in (request.who, *(fact.who for fact in facts)):
            self._receiving.arrived(who)
        visitor = self._cards.visitor(request.who)
        if isinstance(request, RecordParty):
            # Who came by this tap, as it was recorded: the party may have others here already.
            visitor = replace(visitor, shown_name=self._cards.party_name(request.who), headcount=max(1, len(recorded)))
        return ArrivalRecorded(visitor, ids(recorded), request.tap_id)

    def _offer_move(self, request: OfferMove) -> MoveOffered:
        visitor = self._cards.visitor(request.who)
        places = self._cards.places(other_than=visitor.place.no if visitor.place else None)
        return MoveOffered(visitor, places, request.tap_id)

    def _record_departure(self, request: RecordDeparture) -> DepartureRecorded:
        who = request.who
        # How many are here may have come from another kiosk a moment ago.
        self._adding.follow()
        visitor = self._cards.visitor(who)
        # Everybody who came by this card goes: fewer would leave the rest on the fire list (S13).
        everybody = self._receiving.parties.present(who) or (who,)
        facts = tuple(self._leaving(one) for one in everybody)
        recorded = self._writing.write(facts, request.tap_id, self._receiving.how(who))
        self._adding.follow()
        for one in (who, *everybody):
            self._receiving.forget(one)
        minutes = max(self._minutes(one) for one in everybody)
        made = self._cards.made_by(who)
        slip = slip_text(self._told.definition, self._writing.stamp(How.NOBODY), minutes, made)
        return DepartureRecorded(visitor, minutes, made, ids(recorded), request.tap_id, slip)

    def _leaving(self, who: bytes) -> Left:
        stay = self._sums.stay(who)
        return Left(who, stay.arrival, stay.headcount) if stay else Left(who)

    def _minutes(self, who: bytes) -> int:
        stays = self._sums.day(who).stays
        return sum((one.ended_ms - one.started_ms) for one in stays if one.ended_ms is not None) // MINUTE_MS

    def _record_items(self, request: RecordItems) -> tuple[Event, ...]:
        if self._cards.making(request.activity, request.item) is None:
            # The event was published anew without it while the page stood: the next card shows what there is now.
            return (NotTaken(Look.TRY_AGAIN, request.tap_id),)
        fact = ItemsLogged(request.activity, request.item, request.quantity, request.who)
        how = self._receiving.how(request.who) if request.who else How.NOBODY
        recorded = self._writing.write((fact,), request.tap_id, how)
        self._adding.follow()
        making = self._cards.making(request.activity, request.item)
        assert making is not None, "it was there a moment ago, in the same thread"
        # A tap that was tried before says what was recorded then.
        quantity = recorded[0].entry.quantity or 0
        visitor = self._cards.visitor(request.who) if request.who else None
        return (ItemsRecorded(visitor, Added(making, quantity), ids(recorded), request.tap_id),)

    def _record_undo(self, request: RecordUndo) -> tuple[Event, ...]:
        recorded = self._writing.write(tuple(Voided(entry) for entry in request.entries), request.tap_id, How.NOBODY)
        assert len(recorded) == len(request.entries)
        self._adding.follow()
        if request.who is None:
            return (UndoRecorded(request.tap_id),)
        if self._sums.stay(request.who) is None:
            self._receiving.forget(request.who)
            self._newcomers.undone(request.who)
        return (UndoRecorded(request.tap_id), MakingsRefreshed(self._cards.visitor(request.who).makings, request.who))

    def _record_count(self, request: RecordCount) -> StaffToldTally:
        fact = Counted(request.activity, request.item, request.quantity)
        self._writing.write((fact,), request.tap_id, How.BY_LEAD, request.lead)
        self._adding.follow()
        return StaffToldTally(self._cards.tally(), request.tap_id)

    def _tell(self, section: Section) -> Event:
        self._adding.follow()
        match section:
            case Section.HERE:
                return StaffToldHere(self._reports.here())
            case Section.TALLY:
                return StaffToldTally(self._cards.tally())
            case Section.CARRIED:
                # A lead who looks wants to see it happen, and not to hear of a back-off; what comes of it is told again.
                self._machine.try_now()
                return StaffToldCarried(self._reports.carried())
            case Section.DOCTOR:
                findings = self._doctor.findings()
                self._doctor.helper_called = 0
                return StaffToldFindings(findings)
            case _:
                assert_never(section)
