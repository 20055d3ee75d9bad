"""What about a kiosk could somebody at its venue look after, while nothing is lost?

Promise: each thing has a word for its badge and a sentence that says what to do; a kiosk that tells nothing is blamed for nothing.
"""

from enum import StrEnum
from importlib.metadata import version

import msgspec

from sync.server.reading.devices import DeviceRow
from sync.server.reading.venues import SILENT_AFTER_MS
from sync.server.site import amounts
from sync.server.tongues.saying import Said, later, say, say_many

BEHIND_ENTRIES = 500
"""More than one push holds: the line cannot keep up with the door."""

CLOCK_OFF_MS = 2 * 60_000
"""Nobody notices less on a wall clock."""

ROOM_BYTES_LOW = 500_000_000
"""What the kiosk's own doctor asks for, a day at a large venue with logs and pictures."""

SOFTWARE_VERSION = version("manyhands")


class Ailment(StrEnum):
    """What it is about, as its badge says it."""

    SILENT = "silent"
    BEHIND = "behind"
    LOW_ON_ROOM = "room"
    CLOCK = "clock"
    OLD = "old"

    @property
    def label(self) -> Said:
        return _WORDS[self]


class Care(msgspec.Struct, frozen=True):
    """One thing to look after, with its sentence."""

    ailment: Ailment
    words: str

    @property
    def icon(self) -> str:
        return _ICONS[self.ailment]


_WORDS = {
    Ailment.SILENT: later("Not heard"),
    Ailment.BEHIND: later("Behind"),
    Ailment.LOW_ON_ROOM: later("Disk nearly full"),
    Ailment.CLOCK: later("Wrong clock"),
    Ailment.OLD: later("Old version"),
}
_ICONS = {
    Ailment.SILENT: "call",
    Ailment.BEHIND: "hourglass_empty",
    Ailment.LOW_ON_ROOM: "database",
    Ailment.CLOCK: "timer",
    Ailment.OLD: "history",
}


def care_of(row: DeviceRow) -> tuple[Care, ...]:
    """Return what the kiosk said about itself that deserves somebody."""
    found = []
    if row.waiting > BEHIND_ENTRIES:
        held = say_many("{count} entry", "{count} entries", row.waiting)
        found.append(
            Care(Ailment.BEHIND, say("It still holds {held}: its line is slow. They come by themselves if it stays on.", held=held))
        )
    if row.room_bytes is not None and row.room_bytes < ROOM_BYTES_LOW:
        room = f"{row.room_bytes / 1e9:.1f} GB"
        found.append(
            Care(
                Ailment.LOW_ON_ROOM, say("Only {room} are free on its disk. Ask the venue to make room, or bring a spare kiosk.", room=room)
            )
        )
    if abs(row.clock_off_ms) > CLOCK_OFF_MS:
        span = amounts.span(abs(row.clock_off_ms))
        off = say("{span} fast", span=span) if row.clock_off_ms > 0 else say("{span} slow", span=span)
        found.append(Care(Ailment.CLOCK, say("Its clock is {off}. The centre puts the times right; set the clock when you can.", off=off)))
    if _is_older(row.version, SOFTWARE_VERSION):
        found.append(
            Care(
                Ailment.OLD,
                say(
                    "It runs version {version}, the centre {ours}. It works; renew it after the day.",
                    version=row.version,
                    ours=SOFTWARE_VERSION,
                ),
            )
        )
    return tuple(found)


def silence_of(row: DeviceRow, at_ms: int) -> Care | None:
    """Return what is said of a kiosk that has not been heard for a while; none while it is in touch or was never heard at all."""
    if row.heard_ms is None or at_ms - row.heard_ms <= SILENT_AFTER_MS:
        return None
    return Care(
        Ailment.SILENT,
        say("Nothing heard for {span}. It keeps everything; is it on, has it a line?", span=amounts.span(at_ms - row.heard_ms)),
    )


def _is_older(said: str, than: str) -> bool:
    """Return whether a version is certainly older; one that is no row of numbers is not."""
    ours, theirs = ([int(part) for part in one.split(".") if part.isascii() and part.isdigit()] for one in (than, said))
    return len(theirs) == len(said.split(".")) and theirs < ours
