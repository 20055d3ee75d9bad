"""Who is in the demo, and where are their cards? The people of the demo event by name, each with the picture of their pass.

Promise: everybody here is invented; the pictures are those that the centre printed, with the centre's key.
"""

import datetime as dt
from pathlib import Path

import msgspec

from sync.domain.definition import Activity, Definition
from sync.domain.roster import Party, Roster, Volunteer
from sync.eventfile import EventFile, load_event
from sync.places import assets_folder

EVENT_FILE = "events/demo.toml"

SCHOOL, KNITTING_ROOM, HALL = 1, 2, 3
"""Venues of the demo event."""

KNITTING, CARD_MAKING, UPCYCLING = 1, 3, 10
"""Activities of the demo event."""

LATE_COMERS = frozenset({"Miriam K.", "Grace O.", "חנה ל.", "Amy Q.", "Iris B.", "فاطمة ع.", "Ali R.", "Priya N."})
"""Who comes while you watch, and therefore was not there in the morning."""


class Cast(msgspec.Struct, frozen=True):
    """The demo's event with the folder of its papers."""

    event: EventFile
    papers: Path

    @property
    def definition(self) -> Definition:
        return self.event.definition

    def roster(self, venue: int) -> Roster:
        return self.event.rosters[venue]

    def card(self, name: str) -> Path:
        """Return the picture of the pass of the person or party with this name on it."""
        return self.card_of(self.person(name))

    def card_of(self, person: Volunteer | Party) -> Path:
        return self.papers / "passes" / f"{person.who.hex()}.png"

    def person(self, name: str) -> Volunteer | Party:
        """Return who is called ``name`` in the event. Raises ``LookupError``."""
        for roster in self.event.rosters.values():
            everybody: tuple[Volunteer | Party, ...] = (*roster.volunteers, *roster.parties)
            for person in everybody:
                if person.shown_name == name:
                    return person
        raise LookupError(f"nobody in the demo is called {name!r}")

    def mat(self, activity: Activity, item: int, quantity: int) -> Path:
        """Return the picture of the mat that logs ``quantity`` of item kind ``item`` at ``activity``."""
        return self.papers / "mats" / f"{activity.no:03d}-{item:03d}-{quantity}.png"

    def undo_card(self, venue: int) -> Path:
        """Return the picture of the undo card of ``venue``."""
        return self.papers / "undo" / f"{venue:03d}.png"

    def lead_card(self, venue: int) -> Path:
        """Return the picture of the card of the lead of ``venue``."""
        return self.papers / "leads" / f"{venue:03d}-{self.roster(venue).leads[0].no:03d}.png"

    def pin(self, venue: int) -> str:
        """Return the digits of the lead of ``venue``: a real kiosk never knows them."""
        lead = self.roster(venue).leads[0]
        return self.event.pins[lead.no]


def event_path() -> Path:
    """Return the file of the demo event."""
    return assets_folder() / EVENT_FILE


def load_cast(papers: Path, day: dt.date, secret: bytes) -> Cast:
    """Return the people of the demo event as of ``day``, with their papers in ``papers``; ``secret`` makes their references."""
    return Cast(load_event(event_path(), day, secret, hash_pin=lambda _pin: b""), papers)
