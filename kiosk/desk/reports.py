"""What does the lead need to know? Who is here, what was handed on, and the lamp; what the doctor finds stands in its own module.

Promise: sent, waiting and flagged add up to recorded.
"""

from kiosk.desk.cards import Cards
from kiosk.desk.doctor import Doctor
from kiosk.desk.papers import Papers
from kiosk.desk.ports import Ground
from kiosk.flow.findings import LinkTrouble
from kiosk.flow.values import Carried, PersonHere
from sync.domain.party import adults_with


class Reports:
    """Tells the lead how it stands, from the journal, the sums and the machine."""

    def __init__(self, ground: Ground, cards: Cards, papers: Papers, doctor: Doctor) -> None:
        self._journal = ground.journal
        self._told = ground.told
        self._sums = ground.sums
        self._machine = ground.machine
        self._cards = cards
        self._papers = papers
        self._doctor = doctor

    def here(self) -> tuple[PersonHere, ...]:
        """Return who is in the building, longest here first; somebody without a name on the roster is counted all the same."""
        party_of = {adults_with(party.who): party.who for party in self._told.all_parties()}
        rows: dict[bytes, PersonHere] = {}
        for who, stay in self._sums.here():
            party = party_of.get(who, who)
            known = rows.get(party)
            activity = self._told.definition.activity(stay.activity)
            rows[party] = PersonHere(
                who=party,
                shown_name=self._cards.name(party),
                place=activity.name if activity else None,
                since_ms=known.since_ms if known else stay.started_ms,
                headcount=stay.headcount + (known.headcount if known else 0),
                adults=stay.headcount if who in party_of else known.adults if known else 0,
                can_print=self._papers.can_print(party),
                is_newcomer=self._cards.is_newcomer(party),
            )
        return tuple(rows.values())

    def carried(self) -> Carried:
        recorded = sum(high for _stream, high in self._journal.streams())
        link = self._machine.link()
        if link is None:
            return Carried(recorded, 0, recorded, 0, None, LinkTrouble.NO_CENTRE)
        # An entry that was written since the link looked waits: it cannot have been sent.
        waiting = link.waiting + max(0, recorded - link.sent - link.waiting - link.flagged)
        sums = (link.sent + waiting + link.flagged, link.sent, waiting, link.flagged)
        return Carried(*sums, link.last_contact_ms, link.note, link.note_count)

    def lamp(self) -> str:
        """Return what the small lamp says to a lead who passes."""
        if any(not finding.well for finding in self._doctor.findings()):
            return "look"
        return "waiting" if self.carried().waiting else "steady"
