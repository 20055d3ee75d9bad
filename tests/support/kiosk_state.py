"""A machine that is a device already: its state folder as enrolment and the first pull would have left it."""

from pathlib import Path

import msgspec

from kiosk.settings import Centre, Machine, Settings
from sync.client.device import Device, keep_device
from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.domain.definition import Definition
from sync.domain.roster import Roster
from sync.journal.told import ToldOnDisk
from sync.protocol.messages import Manifest, RosterChange, RosterPage, Signed
from sync.protocol.signing import MANIFEST
from tests.support.centre_in_memory import MemoryCentre
from tests.support.day import PASS_KEYS, WARD, small_definition, small_roster
from tests.support.desk import LEAD
from tests.support.journals import DEVICE, KEY


def roster_page(roster: Roster) -> RosterPage:
    """Return a whole roster as the one page that brings it."""
    encode = msgspec.msgpack.encode
    changes = [RosterChange(1, volunteer.who, encode(volunteer)) for volunteer in roster.volunteers]
    changes += [RosterChange(2, party.who, encode(party)) for party in roster.parties]
    changes += [RosterChange(3, lead.no.to_bytes(8, "big"), encode(lead)) for lead in roster.leads]
    return RosterPage(roster.version, tuple(changes), None)


def enrolled_state(folder: Path, roster: Roster | None = None, definition: Definition | None = None, venue: int = WARD) -> Settings:
    """Fill ``folder``; return settings of a kiosk there, without a centre."""
    folder.mkdir(parents=True, exist_ok=True)
    keep_device(folder, Device(KEY.encode(), DEVICE, venue, b"k" * 32))
    body = msgspec.msgpack.encode(definition or small_definition())
    manifest = Manifest(1, (), 1, 0, 2**50, body, (), (), tuple(PASS_KEYS.items()), b"")
    told = ToldOnDisk(folder / "told.db", DEVICE, venue)
    told.keep_manifest(Signed(MANIFEST, msgspec.msgpack.encode(manifest), b""), manifest)
    told.keep_roster_page(roster_page(roster or msgspec.structs.replace(small_roster(), leads=(LEAD,))))
    told.close()
    return settings_at(folder)


def settings_at(folder: Path, centre: str = "") -> Settings:
    return Settings(machine=Machine(name="Kiosk of a test", state=str(folder)), centre=Centre(address=centre))


class MemoryLine:
    """A line to a centre in memory that the test can cut."""

    def __init__(self, centre: MemoryCentre) -> None:
        self.centre = centre
        self.is_cut = False

    def post(self, path: str, body: bytes) -> Response:
        if self.is_cut:
            raise RetryLater(Why.OFFLINE, "the line is cut")
        return self.centre.handle(path, body)
