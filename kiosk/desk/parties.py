"""Who of a party is meant by a card, and which facts make them come, change and go?

Promise: a party whose members are known is counted by them alone; a class is children and the adults with them; what is here already is
not recorded again.
"""

from kiosk.desk.cards import Cards
from kiosk.desk.ports import Sums, Told
from kiosk.flow.people_events import HeadcountWanted, PartyWanted
from kiosk.flow.requests import RecordHeadcount, RecordParty
from kiosk.flow.times import FOUND_MAX
from kiosk.flow.values import Member
from sync.domain.facts import Arrived, Left
from sync.domain.judge import Accepted
from sync.domain.names import folded
from sync.domain.party import adults_with, change_of


class Parties:
    """Parties at one venue, as of now."""

    def __init__(self, told: Told, sums: Sums, cards: Cards) -> None:
        self._told = told
        self._sums = sums
        self._cards = cards

    def wanted(self, accepted: Accepted, activity: int | None, tap_id: bytes) -> PartyWanted | HeadcountWanted | None:
        """Return what to ask before somebody comes in; none: this card is for one person."""
        who = accepted.who
        if accepted.party and not self._told.members(who):
            visitor = self._cards.visitor(who, activity)
            return HeadcountWanted(visitor, () if activity is not None else self._cards.places(), tap_id)
        party = who if accepted.party else accepted.volunteer.party if accepted.volunteer else None
        members = self.members(party)
        absent = [member.who for member in members if not member.is_here]
        if absent in ([], [who]):
            return None
        # Once the first of them came, a card means its owner: the others were not there, and a hurried tap must not bring them.
        ticked = absent if len(absent) == len(members) else [who] if who in absent else []
        places = () if all(self.activity_of(one) is not None for one in absent) else self._cards.places()
        return PartyWanted(self._cards.visitor(who, activity), members, tuple(ticked), places, tap_id)

    def members(self, party: bytes | None) -> tuple[Member, ...]:
        """Return who is known to belong to ``party``, and who of them is here."""
        rows = self._told.members(party) if party else ()
        return tuple(Member(row.who, row.shown_name, self._sums.stay(row.who) is not None) for row in rows)

    def called(self, typed: str) -> tuple[Member, ...]:
        """Return whom a newcomer may belong to: parties here whose names begin as ``typed``; all, where a screenful are expected."""
        venue = self._told.definition.venue(self._told.venue)
        if venue is not None and not venue.search_allowed:
            return ()
        words = folded(typed).split()
        here = [party for party in self._told.all_parties() if party.venue in (None, self._told.venue) and party.shown_name]
        found = [party for party in here if all(any(own.startswith(word) for own in folded(party.shown_name).split()) for word in words)]
        if not words and len(found) > FOUND_MAX:
            return ()
        found.sort(key=lambda party: (folded(party.shown_name), party.who))
        return tuple(Member(one.who, one.shown_name, by_number=not self._told.members(one.who)) for one in found[:FOUND_MAX])

    def activity_of(self, who: bytes) -> int | None:
        """Return where somebody is expected here: themselves, else their party, else where there is but one thing to do."""
        row = self._told.volunteer(who)
        party = self._told.party(row.party) if row and row.party else None
        for no in (row.activity if row else None, party.activity if party else None):
            activity = self._told.definition.activity(no)
            if activity is not None and activity.is_open and activity.venue == self._told.venue:
                return activity.no
        places = self._cards.places()
        return places[0].no if len(places) == 1 else None

    def arrivals(self, request: RecordParty) -> tuple[Arrived, ...]:
        """Return one arrival for each member who is not here yet, never one for the party itself."""
        return tuple(
            Arrived(who, found if (found := self.activity_of(who)) is not None else request.activity)
            for who in request.members
            if self._sums.stay(who) is None
        )

    def changes(self, request: RecordHeadcount) -> tuple[Arrived | Left, ...]:
        """Return what makes the numbers so: children under the party's reference, adults under the one derived from it."""
        party = self._told.party(request.who)
        activity = party.activity if party and request.activity is None else request.activity
        here = self._told.definition.activity(activity)
        no = here.no if here and here.venue == self._told.venue else None
        if no is None:
            places = self._cards.places()
            no = places[0].no if len(places) == 1 else None
        numbers = ((request.who, request.heads.children), (adults_with(request.who), request.heads.adults))
        # Whoever comes later joins the others where they are now.
        stays = {who: self._sums.stay(who) for who, _people in numbers}
        joined = next((stay.activity for stay in stays.values() if stay), no)
        return tuple(fact for who, people in numbers for fact in change_of(who, stays[who], people, joined))

    def present(self, who: bytes) -> tuple[bytes, ...]:
        """Return under which references those are here who came with the card of ``who``."""
        if self._told.volunteer(who) is not None:
            # One person, as nearly everybody is: nobody else came with this card, and nothing needs to be looked up for that.
            return (who,) if self._sums.stay(who) is not None else ()
        members = [member.who for member in self.members(who) if member.is_here]
        return tuple(one for one in (who, adults_with(who), *members) if self._sums.stay(one) is not None)
