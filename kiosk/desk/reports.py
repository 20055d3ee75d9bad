"""What does the lead need to know? The four rooms' contents.

Promise: sent, waiting and flagged add up to recorded; every finding that is not well says what to do.
"""

from kiosk.desk.cards import Cards
from kiosk.desk.ports import Ground
from kiosk.desk.writing import Writing
from kiosk.flow.values import Carried, Finding, PersonHere
from sync.domain.entry import ClockState, How
from sync.domain.party import adults_missing, adults_with
from sync.domain.roster import Party
from sync.journal.contract import OpenedAfterPowerCut, OpenedClean, SetAside

ROOM_BYTES_MIN = 200 * 1024 * 1024
"""A day's journal is a few MB; below this, something else on the machine is filling the disk."""

_SECOND_MS, _MINUTE_MS = 1_000, 60_000
_CLOCKS = {
    ClockState.UNKNOWN: (False, "Nobody has set this machine's clock.", "Check-in works all the same; the centre puts times right."),
    ClockState.RTC_ONLY: (True, "Runs on this machine's own clock.", ""),
    ClockState.SERVER_TIME: (True, "Agrees with the centre.", ""),
    ClockState.NTP: (True, "Is set by the network.", ""),
}


class Reports:
    """Tells the lead how it stands, from the journal, the sums and the machine."""

    def __init__(self, ground: Ground, cards: Cards, writing: Writing) -> None:
        self._journal = ground.journal
        self._told = ground.told
        self._sums = ground.sums
        self._machine = ground.machine
        self._cards = cards
        self._writing = writing
        self.helper_called = 0
        """How often somebody pressed for help since the lead last looked."""

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
            )
        return tuple(rows.values())

    def carried(self) -> Carried:
        recorded = sum(high for _stream, high in self._journal.streams())
        link = self._machine.link()
        if link is None:
            return Carried(recorded, 0, recorded, 0, None, "No centre is set up: hand the entries over at the end of the day.")
        # An entry that was written since the link looked waits: it cannot have been sent.
        waiting = link.waiting + max(0, recorded - link.sent - link.waiting - link.flagged)
        return Carried(link.sent + waiting + link.flagged, link.sent, waiting, link.flagged, link.last_contact_ms, link.note)

    def lamp(self) -> str:
        """Return what the small lamp says to a lead who passes."""
        if any(not finding.well for finding in self.findings()):
            return "look"
        return "waiting" if self.carried().waiting else "steady"

    def findings(self) -> tuple[Finding, ...]:
        found = (
            self._journal_opened(),
            self._storage(),
            self._room(),
            self._clock(),
            self._eye(),
            self._scanner(),
            self._contact(),
            self._lead(),
        )
        return (*found, *self._helper(), *self._adults(), Finding("Software", True, f"Version {self._machine.version()}."))

    def _journal_opened(self) -> Finding:
        opened = self._journal.opened
        match opened:
            case OpenedClean():
                return Finding("Journal", True, "Opened as it was left.")
            case OpenedAfterPowerCut():
                return Finding("Journal", True, "The machine stopped suddenly last time; the journal is whole.")
            case _:
                assert isinstance(opened, SetAside), "a new way of opening needs its words"
                words = f"The journal was damaged and set aside: {opened.salvaged} entries were saved, {opened.lost} could not be read."
                return Finding("Journal", opened.lost == 0, words, "Tell the coordinator. Check-in goes on in a new journal.")

    def _storage(self) -> Finding:
        trouble = self._writing.trouble
        if trouble is None:
            return Finding("Storage", True, "Takes every entry.")
        return Finding("Storage", False, trouble.operation, trouble.hint)

    def _room(self) -> Finding:
        room_bytes = self._machine.room_bytes()
        words = f"{room_bytes // (1024 * 1024):,} MB are free."
        return Finding(
            "Disk", room_bytes >= ROOM_BYTES_MIN, words, "Free some room on this machine." if room_bytes < ROOM_BYTES_MIN else ""
        )

    def _clock(self) -> Finding:
        return Finding("Clock", *_CLOCKS[self._writing.stamp(How.NOBODY).clock])

    def _eye(self) -> Finding:
        eye = self._machine.eye()
        if eye is None:
            return Finding("Camera", True, "None is set up.")
        is_well = eye.seeing or eye.sleeps
        return Finding("Camera", is_well, eye.words, "" if is_well else "Check its cable. A scanner works meanwhile.")

    def _scanner(self) -> Finding:
        stuck_ms = self._machine.stuck_key_ms()
        if stuck_ms:
            words = f"A key has been held down for {stuck_ms // _SECOND_MS} seconds."
            return Finding("Scanner", False, words, "Lift what lies on the keyboard, or unplug it. Cards are read meanwhile.")
        heard_ms = self._machine.scanner_heard_ms()
        words = "Nothing was scanned since the start." if heard_ms is None else f"Last heard {heard_ms // _MINUTE_MS} minutes ago."
        return Finding("Scanner", True, words, "Hold up the scanner test card to try it." if heard_ms is None else "")

    def _contact(self) -> Finding:
        link = self._machine.link()
        if link is None:
            return Finding("Centre", True, "None is set up.", "Hand the entries over at the end of the day.")
        words = link.note or f"{link.waiting} entries wait to be sent."
        return Finding("Centre", not link.needs_a_look, words, "Tell the coordinator." if link.needs_a_look else "")

    def _lead(self) -> Finding:
        """Nobody without a lead's digits can read this; the lamp and the coordinator's page of devices can be seen by all the same."""
        leads = len(self._told.leads())
        if leads:
            return Finding("Leads", True, f"{leads} can open these pages.")
        return Finding("Leads", False, "Nobody at this venue has digits for these pages.", "Ask the coordinator to add a venue lead.")

    def _helper(self) -> tuple[Finding, ...]:
        if self.helper_called == 0:
            return ()
        return (Finding("Help", False, f"Somebody asked for help at this kiosk ({self.helper_called}×).", "Please go and see."),)

    def _adults(self) -> tuple[Finding, ...]:
        """Return what breaks the venue's rule of so many children to one adult: for the lead to look at, never a closed door."""
        venue = self._told.definition.venue(self._told.venue)
        ratio = venue.children_per_adult if venue else None
        if not ratio:
            return ()
        parties = self._told.all_parties()
        return tuple(self._too_few(party, ratio) for party in parties if adults_missing(*self._heads(party), ratio))

    def _heads(self, party: Party) -> tuple[int, int]:
        children, adults = self._sums.stay(party.who), self._sums.stay(adults_with(party.who))
        return children.headcount if children else 0, adults.headcount if adults else 0

    def _too_few(self, party: Party, ratio: int) -> Finding:
        children, adults = self._heads(party)
        words = f"{party.shown_name}: {children} children and {adults} adults; here one adult looks after at most {ratio} children."
        return Finding("Adults", False, words, f"Ask for {adults_missing(children, adults, ratio)} more.")
