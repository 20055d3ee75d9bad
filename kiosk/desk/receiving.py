"""A code was held up: who is it, and what is recorded without a question?

Promise: a valid card is enough to come in, a mat after it is enough to log; nothing that this device knows wrongly or does not know
closes the door; the answer comes after the entry is durable.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar, assert_never

from msgspec.structs import replace

from kiosk.desk.cards import Cards
from kiosk.desk.parties import Parties
from kiosk.desk.ports import Sums, Told
from kiosk.desk.unknown import UnknownCodes
from kiosk.desk.writing import Writing
from kiosk.flow.act_events import LeadCardShown, UndoCardShown
from kiosk.flow.events import ActivityWanted, Answer, ArrivalRecorded, ItemsRecorded, MatShown, NotTaken, VisitorRecognised
from kiosk.flow.pages import Look
from kiosk.flow.people_events import PeopleFound
from kiosk.flow.requests import FindPeople, ReceiveCode, ReceiveFound
from kiosk.flow.times import FOUND_MAX
from kiosk.flow.values import Added, Making, Member
from sync.domain.codes import DAY_MS, Mat, read_shown
from sync.domain.entry import ClockState, How, Reason
from sync.domain.facts import Arrived, Fact, ItemsLogged, SystemNoted
from sync.domain.identity import EntryId
from sync.domain.judge import Accepted, AcceptedLead, AcceptedMat, AcceptedUndo, Refusal, Refused, accepted_row, judge
from sync.domain.names import first_and_initial
from sync.domain.spoken import read_spoken
from sync.journal.contract import Fault, Recorded

What = TypeVar("What")

JUST_GREETED_MS = 5 * 60_000
"""Within five minutes of coming in a card that is held up again is a habit, a child or a doubt: the same friendly page answers all
three. Later it is a wish: log, change or leave."""

GREETED_MAX = 2_000
"""More people than can come in within five minutes."""

LOOK_OF: dict[Refusal, Look] = {
    Refusal.TOO_LONG: Look.NOT_OURS,
    Refusal.EMPTY: Look.NOT_OURS,
    Refusal.WEB_ADDRESS: Look.WEB_ADDRESS,
    Refusal.PRODUCT_BARCODE: Look.PRODUCT,
    Refusal.NOT_OURS: Look.NOT_OURS,
    Refusal.DAMAGED: Look.DAMAGED,
    Refusal.NEWER_VERSION: Look.UNKNOWN,
    Refusal.FOREIGN_EVENT: Look.ANOTHER_EVENT,
    Refusal.BAD_SIGNATURE: Look.DAMAGED,
    Refusal.UNKNOWN_PERSON: Look.UNKNOWN,
    Refusal.REISSUED: Look.REPLACED,
    Refusal.REVOKED: Look.REVOKED,
    Refusal.EXPIRED: Look.EXPIRED,
    Refusal.MAT_OF_ANOTHER_VENUE: Look.OTHER_VENUE_MAT,
    Refusal.MAT_NOT_IN_EVENT: Look.OTHER_VENUE_MAT,
    Refusal.SLIP: Look.SLIP,
    Refusal.LEAD_OF_ANOTHER_VENUE: Look.LEAD_ELSEWHERE,
    Refusal.LEAD_CARD_ENDED: Look.LEAD_CARD_ENDED,
}


class Receiving:
    """Judges codes and records what needs no question."""

    def __init__(self, told: Told, sums: Sums, cards: Cards, writing: Writing, follow: Callable[[], None]) -> None:
        self.parties = Parties(told, sums, cards)
        self._told = told
        self._sums = sums
        self._cards = cards
        self._writing = writing
        self._follow = follow
        self.unknown = UnknownCodes(writing.monotonic_ms)
        self.meet: Callable[[Accepted], None] = lambda _accepted: None
        """Told of everybody who is welcome, before anything is asked of them; set by the desk."""
        self._greeted: OrderedDict[bytes, int] = OrderedDict()
        self._otherwise: OrderedDict[bytes, How] = OrderedDict()
        self._last: tuple[bytes, bytes | None] = (b"", None)
        """The tap id of the code before, and who it belonged to."""
        self._unsure: tuple[bytes, bytes] | None = None
        """The act and the person of whom the disk did not say whether they were recorded: the same act again asks it once more."""

    def receive(self, request: ReceiveCode) -> Answer:
        """Return what the code led to. Raises a ``Fault`` when the disk does not let us."""
        verdict = judge(read_shown(request.text), self._told, self._today())
        before_tap_id, before_who = self._last
        visitor = before_who if request.after and request.after == before_tap_id else request.visitor
        self._last = (request.tap_id, visitor if isinstance(verdict, AcceptedMat) else None)
        match verdict:
            case Refused():
                return self._refuse(verdict.reason, request)
            case AcceptedMat():
                return self._take_mat(verdict.mat, visitor, request)
            case AcceptedUndo():
                return UndoCardShown(request.shown, request.tap_id)
            case AcceptedLead():
                return LeadCardShown(verdict.lead.no, verdict.lead.shown_name, request.tap_id)
            case Accepted():
                self._last = (request.tap_id, verdict.who)
                self.meet(verdict)
                return self._welcome(verdict, request.tap_id)
            case _:
                assert_never(verdict)

    def receive_found(self, request: ReceiveFound) -> Answer:
        """Return what it led to that somebody found their name. Raises a ``Fault`` when the disk does not let us."""
        row = self._told.volunteer(request.who) or self._told.party(request.who)
        if row is None:
            # The centre took them off the roster while their name stood there.
            return NotTaken(Look.UNKNOWN, request.tap_id)
        self._last = (request.tap_id, row.who)
        return self._welcome(accepted_row(row, self._told.venue, self._told.definition, How.TYPED), request.tap_id)

    def find(self, request: FindPeople, *, may_see_names: bool = False) -> PeopleFound:
        """Return who may be meant, as a card would show them and no more. ``may_see_names``: also where the venue wants no search."""
        typed = request.typed
        if request.parties:
            return PeopleFound(typed, self.parties.called(typed), parties=True)
        code = read_spoken(typed)
        spoken = self._told.by_spoken_code(code) if code else None
        venue = self._told.definition.venue(self._told.venue)
        by_digits_only = venue is not None and not venue.search_allowed and not may_see_names
        by_name = () if by_digits_only else self._told.by_name(typed, FOUND_MAX)
        found = (spoken,) if spoken else by_name
        return PeopleFound(typed, tuple(self._member(who) for who in found), lead=request.lead)

    def _member(self, who: bytes) -> Member:
        name = self._cards.name(who)
        is_person = self._told.volunteer(who) is not None
        return Member(who, first_and_initial(name) if is_person else name, is_here=self._sums.stay(who) is not None)

    def how(self, who: bytes) -> How:
        """Return how ``who`` was identified when they held up their card."""
        return self._otherwise.get(who, How.ROSTER)

    def arrived(self, who: bytes) -> None:
        """Remember that ``who`` was greeted just now."""
        _remember(self._greeted, who, self._writing.monotonic_ms())

    def walked_in(self, who: bytes) -> None:
        """Remember that ``who`` was greeted just now, as somebody new."""
        self.arrived(who)
        _remember(self._otherwise, who, How.WALK_IN)

    def forget(self, who: bytes) -> None:
        """``who`` left, or was never here: the next card is a new greeting."""
        self._greeted.pop(who, None)

    def _today(self) -> int | None:
        """Nothing expires by a clock that nobody has set."""
        now = self._writing.now
        return now.wall_ms // DAY_MS if now.state >= ClockState.SERVER_TIME else None

    def _refuse(self, reason: Refusal, request: ReceiveCode) -> NotTaken:
        if reason is not Refusal.SLIP and self.unknown.is_new(request.text):
            try:
                self._writing.write((SystemNoted(Reason.UNKNOWN_CODE_SHOWN),), request.tap_id, How.NOBODY)
            except Fault as fault:
                # The note is for the statistics; the person before us is answered all the same.
                self._writing.note(fault)
        return NotTaken(LOOK_OF[reason], request.tap_id)

    def _welcome(self, accepted: Accepted, tap_id: bytes) -> Answer:
        who = accepted.who
        if accepted.how is How.ROSTER:
            self._otherwise.pop(who, None)
        else:
            _remember(self._otherwise, who, accepted.how)
        if self._is_here(accepted) and self._unsure != (tap_id, who):
            return self._recognise(accepted, tap_id)
        activity = accepted.activity if accepted.activity is not None else self.parties.activity_of(who)
        if wanted := self.parties.wanted(accepted, activity, tap_id):
            return replace(wanted, visitor=replace(wanted.visitor, expected=self._cards.expected(accepted)))
        if activity is None and self._cards.places():
            chooser = replace(self._cards.visitor(who), expected=self._cards.expected(accepted))
            return ActivityWanted(chooser, self._cards.places(), tap_id)
        self._unsure = (tap_id, who)
        recorded = self._writing.write((Arrived(who, activity),), tap_id, accepted.how)
        self._unsure = None
        # Only now: a greeting that was never durable must not make the next card look like a habit.
        self.arrived(who)
        # The sums follow afterwards: the person before us does not wait for them.
        visitor = self._cards.visitor(who, activity)
        if accepted.notes:
            visitor = replace(visitor, expected=self._cards.expected(accepted))
        return ArrivalRecorded(visitor, ids(recorded), tap_id)

    def _is_here(self, accepted: Accepted) -> bool:
        """A party is here when all of it is that can be: its own number, or each of its members."""
        who = accepted.who
        members = self.parties.members(who) if accepted.party else ()
        return all(member.is_here for member in members) if members else bool(self.parties.present(who))

    def _recognise(self, accepted: Accepted, tap_id: bytes) -> Answer:
        who = accepted.who
        greeted_ms = self._greeted.get(who)
        visitor = self._cards.visitor(who)
        if visitor.heads or (visitor.is_newcomer and accepted.how is How.TYPED):
            # A class that shows its card again has more to say than good morning: some came later, some went. So has a newcomer who
            # looks for their name: their card went from the screen before they had a photograph.
            return VisitorRecognised(replace(visitor, has_logged=self._has_logged(who)), tap_id)
        if greeted_ms is not None and self._writing.monotonic_ms() - greeted_ms < JUST_GREETED_MS:
            return ArrivalRecorded(visitor, (), tap_id)
        return VisitorRecognised(replace(visitor, has_logged=self._has_logged(who)), tap_id)

    def _has_logged(self, who: bytes) -> bool:
        """Whether anything was logged by ``who``, or by anybody who came with their card."""
        return any(any(self._sums.made_by(one).values()) for one in {who, *self.parties.present(who)})

    def _take_mat(self, mat: Mat, who: bytes | None, request: ReceiveCode) -> Answer:
        making = self._cards.making(mat.activity, mat.item)
        assert making is not None, "the judge accepts only mats of the definition"
        if who is None:
            return self._take_mat_alone(mat, making, request)
        tap_id = request.tap_id
        facts: tuple[Fact, ...] = (ItemsLogged(mat.activity, mat.item, mat.quantity, who),)
        if self._told.party(who) is None and self._sums.stay(who) is None:
            # They were asked to choose an activity and answered with its mat. A party's page asks who came: a mat does not answer that.
            facts = (Arrived(who, mat.activity), *facts)
        recorded = self._writing.write(facts, tap_id, self.how(who))
        if len(facts) > 1:
            self.arrived(who)
        self._follow()
        fresh = self._cards.making(mat.activity, mat.item) or making
        # An undo takes back what was said to be made, and never that somebody is in the building.
        return ItemsRecorded(self._cards.visitor(who), Added(fresh, mat.quantity), ids(recorded[-1:]), tap_id)

    def _take_mat_alone(self, mat: Mat, making: Making, request: ReceiveCode) -> Answer:
        activity = self._told.definition.activity(mat.activity)
        for_table = bool(activity and activity.logs_for_table)
        if not for_table or request.table != mat.activity:
            return MatShown(Added(making, mat.quantity), for_table, request.tap_id)
        recorded = self._writing.write((ItemsLogged(mat.activity, mat.item, mat.quantity),), request.tap_id, How.NOBODY)
        self._follow()
        return ItemsRecorded(None, Added(self._cards.making(mat.activity, mat.item) or making, mat.quantity), ids(recorded), request.tap_id)


def ids(recorded: tuple[Recorded, ...]) -> tuple[EntryId, ...]:
    return tuple(one.id for one in recorded)


def _remember(memory: OrderedDict[bytes, What], who: bytes, what: What) -> None:
    memory[who] = what
    memory.move_to_end(who)
    while len(memory) > GREETED_MAX:
        memory.popitem(last=False)
