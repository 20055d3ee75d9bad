"""What is so, and what is wrong, at this kiosk? Every look of the lead's doctor, as states and plain numbers.

Promise: only looks; each state that is not well has words that say what to do next (`kiosk.window.finding_words`).
"""

from kiosk.desk.ports import Ground
from kiosk.desk.unknown import UnknownCodes
from kiosk.desk.writing import Writing
from kiosk.flow.findings import Finding, Found, LinkTrouble, Sound, StorageTrouble
from kiosk.setup.folders import ROOM_FOR_A_DAY_BYTES
from sync.domain.entry import ClockState, How
from sync.domain.party import adults_missing, adults_with
from sync.domain.roster import Party
from sync.journal.contract import Fault, JournalDamaged, OpenedAfterPowerCut, OpenedClean, SetAside, StorageFull, StorageReadOnly

_SECOND_MS, _MINUTE_MS = 1_000, 60_000
_CLOCKS = {
    ClockState.UNKNOWN: Finding(Found.CLOCK_UNSET, well=False),
    ClockState.RTC_ONLY: Finding(Found.CLOCK_OWN, well=True),
    ClockState.SERVER_TIME: Finding(Found.CLOCK_CENTRE, well=True),
    ClockState.NTP: Finding(Found.CLOCK_NETWORK, well=True),
}


class Doctor:
    """Looks at the journal, the sums and the machine."""

    def __init__(self, ground: Ground, writing: Writing, unknown: UnknownCodes) -> None:
        self._journal = ground.journal
        self._told = ground.told
        self._sums = ground.sums
        self._machine = ground.machine
        self._paper = ground.paper
        self._writing = writing
        self._unknown = unknown
        self.helper_called = 0
        """How often somebody pressed for help since the lead last looked."""

    def findings(self) -> tuple[Finding, ...]:
        found = (
            self._journal_opened(),
            self._storage(),
            self._room(),
            _CLOCKS[self._writing.stamp(How.NOBODY).clock],
            self._camera(),
            self._scanner(),
            self._printer(),
            self._sound(),
            self._centre(),
            self._roster(),
            self._leads(),
            Finding(Found.UNKNOWN_CARDS, well=True, numbers=(self._unknown.count,)),
        )
        software = Finding(Found.SOFTWARE, well=True, name=self._machine.version())
        return (*self._helper(), *self._adults(), *found, software)

    def _journal_opened(self) -> Finding:
        opened = self._journal.opened
        match opened:
            case OpenedClean():
                return Finding(Found.JOURNAL_WHOLE, well=True)
            case OpenedAfterPowerCut():
                return Finding(Found.JOURNAL_AFTER_POWER_CUT, well=True)
            case _:
                assert isinstance(opened, SetAside), "a new way of opening needs its words"
                return Finding(Found.JOURNAL_SET_ASIDE, well=opened.lost == 0, numbers=(opened.salvaged, opened.lost))

    def _storage(self) -> Finding:
        fault = self._writing.trouble
        return Finding(Found.STORAGE_TAKES, well=True) if fault is None else Finding(_storage_trouble(fault), well=False)

    def _room(self) -> Finding:
        room_bytes = self._machine.room_bytes()
        is_enough = room_bytes >= ROOM_FOR_A_DAY_BYTES
        return Finding(Found.ROOM if is_enough else Found.ROOM_LOW, well=is_enough, numbers=(room_bytes,))

    def _camera(self) -> Finding:
        eye = self._machine.eye()
        if eye is None:
            return Finding(Found.CAMERA_NONE, well=True)
        if eye.sleeps:
            return Finding(Found.CAMERA_SLEEPS, well=True)
        if eye.trouble is not None:
            return Finding(eye.trouble, well=False)
        return Finding(Found.CAMERA_SEES, well=True, numbers=(eye.frames, eye.dropped, eye.decode_ms))

    def _scanner(self) -> Finding:
        stuck_ms = self._machine.stuck_key_ms()
        if stuck_ms:
            return Finding(Found.KEY_STUCK, well=False, numbers=(stuck_ms // _SECOND_MS,))
        heard_ms = self._machine.scanner_heard_ms()
        if heard_ms is None:
            return Finding(Found.SCANNER_SILENT, well=True)
        return Finding(Found.SCANNER_HEARD, well=True, numbers=(heard_ms // _MINUTE_MS,))

    def _printer(self) -> Finding:
        if self._paper is None:
            return Finding(Found.PRINTER_NONE, well=True)
        stand = self._paper.stand()
        if stand.trouble is None or stand.waiting == 0:
            return Finding(Found.PRINTER_FINE, well=True, numbers=(stand.waiting,))
        return Finding(stand.trouble, well=False, numbers=(stand.waiting,))

    def _sound(self) -> Finding:
        """A machine without a loudspeaker is a normal one: everything that is heard is seen too."""
        sound = self._machine.sound()
        return Finding(sound, well=sound is not Sound.LOST)

    def _centre(self) -> Finding:
        link = self._machine.link()
        if link is None:
            return Finding(LinkTrouble.NO_CENTRE, well=True)
        if link.note is None:
            return Finding(Found.CENTRE_FINE, well=True, numbers=(link.waiting,))
        return Finding(link.note, well=not link.needs_a_look, numbers=(link.note_count,))

    def _roster(self) -> Finding:
        """How old is what this kiosk knows of people and of the event? Each contact asks for both."""
        version = self._told.definition.version
        link = self._machine.link()
        if link is None or link.last_contact_ms is None:
            return Finding(Found.ROSTER_KEPT, well=True, numbers=(version,))
        age_ms = max(0, self._writing.stamp(How.NOBODY).wall_ms - link.last_contact_ms)
        return Finding(Found.ROSTER_FRESH, well=True, numbers=(age_ms // _MINUTE_MS, version))

    def _leads(self) -> Finding:
        """Nobody without a lead's digits can read this; the lamp and the coordinator's page of devices can be seen by all the same."""
        leads = len(self._told.leads())
        return Finding(Found.LEADS, well=True, numbers=(leads,)) if leads else Finding(Found.LEADS_NONE, well=False)

    def _helper(self) -> tuple[Finding, ...]:
        return (Finding(Found.HELP_WANTED, well=False, numbers=(self.helper_called,)),) if self.helper_called else ()

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
        numbers = (children, adults, ratio, adults_missing(children, adults, ratio))
        return Finding(Found.ADULTS_TOO_FEW, well=False, numbers=numbers, name=party.shown_name)


def _storage_trouble(fault: Fault) -> StorageTrouble:
    match fault:
        case StorageFull():
            return StorageTrouble.FULL
        case StorageReadOnly():
            return StorageTrouble.READ_ONLY
        case JournalDamaged():
            return StorageTrouble.DAMAGED
        case _:
            return StorageTrouble.FAILED
