"""How does somebody come in who was never registered? With a reference of their own, a name beside the journal, and a pass of this kiosk.

Promise: the name is durable before the entry, and stands in none; what the answer says was recorded is; a tap that is tried again is the
same person.
"""

from collections.abc import Callable, Iterator

from kiosk.desk.cards import Cards
from kiosk.desk.ports import Ground
from kiosk.desk.receiving import Receiving
from kiosk.desk.writing import Writing
from kiosk.flow.events import NotTaken
from kiosk.flow.pages import Look
from kiosk.flow.people_events import PassTold, PlacesTold, WalkInRecorded
from kiosk.flow.requests import RecordWalkIn, ShowPass, TellPlaces
from sync.domain.codes import DAY_MS
from sync.domain.door_pass import DoorPass, make_door_pass
from sync.domain.entry import How
from sync.domain.facts import Arrived, WalkedIn
from sync.domain.judge import Accepted
from sync.domain.party import adults_with, joined, reference_of
from sync.domain.roster import Party, PartyKind, Volunteer

GRACE_DAYS = 1
"""A day that ends near midnight somewhere is not over by every calendar."""


class Newcomers:
    """Brings in whom nobody expected."""

    def __init__(self, ground: Ground, cards: Cards, writing: Writing, receiving: Receiving, follow: Callable[[], None]) -> None:
        self._walk_ins = ground.walk_ins
        self._signer = ground.signer
        self._sums = ground.sums
        self._told = ground.told
        self._receiving = receiving
        receiving.meet = self.meet
        self._cards = cards
        self._writing = writing
        self._follow = follow

    def answer(self, request: RecordWalkIn | TellPlaces | ShowPass) -> WalkInRecorded | PlacesTold | PassTold | NotTaken:
        """Return what was recorded, or where a newcomer can go, or their pass. Raises a ``Fault`` when the disk does not let us."""
        match request:
            case TellPlaces():
                return PlacesTold(self._cards.places())
            case ShowPass():
                return self._show(request)
            case _:
                return self._record(request)

    def _show(self, request: ShowPass) -> PassTold | NotTaken:
        """The pass follows from the reference: shown twice it is the same one."""
        visitor = self._cards.visitor(request.who)
        if not visitor.is_newcomer:
            # The centre erased them while their name stood there.
            return NotTaken(Look.UNKNOWN, request.tap_id)
        return PassTold(visitor, self.pass_of(request.who), request.tap_id)

    def _record(self, request: RecordWalkIn) -> WalkInRecorded:
        who = reference_of(request.tap_id)
        # First the name: an entry without one cannot be put right, a name without an entry is erased with the others.
        self._walk_ins.keep(self._row(who, request), self._told.definition.event.closes_ms)
        recorded = self._writing.write(tuple(_facts(who, request)), request.tap_id, How.WALK_IN)
        self._follow()
        self._receiving.walked_in(who)
        visitor = self._cards.visitor(who, request.activity)
        return WalkInRecorded(visitor, tuple(one.id for one in recorded), self.pass_of(who), request.tap_id)

    def _row(self, who: bytes, request: RecordWalkIn) -> Volunteer | Party:
        venue, heads = self._told.venue, request.heads
        if heads is None:
            members = self._told.members(request.party) if request.party else ()
            return Volunteer(who, request.name, venue, request.activity, joined(request.party, members))
        return Party(
            who,
            request.name,
            PartyKind.GROUP,
            venue,
            request.activity,
            expected_headcount=heads.people,
            expected_adults=heads.adults,
        )

    def pass_of(self, who: bytes) -> str:
        """Return the text of a pass for ``who``, signed by this kiosk."""
        event = self._told.definition.event
        is_party = self._told.party(who) is not None
        pass_ = DoorPass(event.no, who, self._signer.device, event.closes_ms // DAY_MS + GRACE_DAYS, is_party)
        return make_door_pass(pass_, self._signer.key)

    def meet(self, accepted: Accepted) -> None:
        """Remember a group whose pass came here before its name: it is asked for its number, like any class."""
        if accepted.party is not None and self._told.party(accepted.who) is None:
            self._walk_ins.keep(accepted.party, self._told.definition.event.closes_ms, is_told=True)

    def undone(self, who: bytes) -> None:
        """Somebody took back that they came: then their name goes, too."""
        if self._walk_ins.row(who) is not None and not any(self._sums.day(one).stays for one in (who, adults_with(who))):
            self._walk_ins.take_back(who)


def _facts(who: bytes, request: RecordWalkIn) -> Iterator[WalkedIn | Arrived]:
    heads = request.heads
    numbers = ((who, 1),) if heads is None else ((who, heads.children), (adults_with(who), heads.adults))
    for one, people in numbers:
        # Also a number of nobody: more of them may come, under a reference that the centre has heard of.
        yield WalkedIn(one)
        if people:
            yield Arrived(one, request.activity, people)
