"""What can be so, or be wrong, with a kiosk? Every state that the doctor knows, as a value without words.

Promise: the desk names a state and its plain numbers; screens and the command line say it in their language, each loss with what to do
next. A new state does not type-check before it has its words.
"""

from enum import StrEnum

import msgspec


class PrinterTrouble(StrEnum):
    """Why paper does not come."""

    NO_PROGRAM = "no program"
    NO_SPOOLER = "no spooler"
    NOT_KNOWN = "not known"
    NO_ANSWER = "no answer"
    OUT_OF_PAPER = "out of paper"
    OUT_OF_INK = "out of ink"
    JAMMED = "jammed"
    OPEN = "open"
    AWAY = "away"
    STOPPED = "stopped"
    SLOW = "slow"
    REFUSED = "refused"


class CameraTrouble(StrEnum):
    """Why a camera that is set up does not see."""

    NOT_OPENED = "not opened"
    NO_PROGRAM = "no program"
    NOT_THERE = "not there"
    STOPPED = "stopped"
    FAILED = "failed"
    HANGS = "hangs"
    GIVEN_UP = "given up"


class StorageTrouble(StrEnum):
    """Why the disk does not take an entry."""

    FULL = "full"
    READ_ONLY = "read only"
    FAILED = "failed"
    DAMAGED = "damaged"


class LinkTrouble(StrEnum):
    """Why nothing goes to the centre, or what a person should look at there."""

    NO_CENTRE = "no centre"
    OFFLINE = "offline"
    SLOW = "slow"
    UNREADABLE = "unreadable"
    BUSY = "busy"
    CENTRE_FAULT = "centre fault"
    NOT_KNOWN = "not known"
    NOT_KEPT = "not kept"
    OWN_FAULT = "own fault"
    WITHDRAWN = "withdrawn"
    TOO_OLD = "too old"
    STUCK = "stuck"
    LOST_AND_FOUND = "lost and found"
    SET_ASIDE = "set aside"
    NOT_TRUSTED = "not trusted"


class Sound(StrEnum):
    """Whether something is heard."""

    PLAYS = "plays"
    MUTED = "muted"
    NOT_TRIED = "not tried"
    NONE = "none"
    LOST = "lost"
    """It was heard before, and is no more."""


class Found(StrEnum):
    """What was looked at and how it is, where the trouble has no list of its own. The numbers that belong to each stand beside it."""

    JOURNAL_WHOLE = "journal whole"
    JOURNAL_AFTER_POWER_CUT = "journal after a power cut"
    JOURNAL_SET_ASIDE = "journal set aside"
    """Entries saved, entries lost."""
    STORAGE_TAKES = "storage takes"
    ROOM = "room"
    """Bytes."""
    ROOM_LOW = "room low"
    """Bytes."""
    CLOCK_UNSET = "clock unset"
    CLOCK_OWN = "clock own"
    CLOCK_CENTRE = "clock centre"
    CLOCK_NETWORK = "clock network"
    CAMERA_NONE = "camera none"
    CAMERA_SLEEPS = "camera sleeps"
    CAMERA_SEES = "camera sees"
    """Pictures looked at, pictures let go, ms that the last one took."""
    SCANNER_SILENT = "scanner silent"
    SCANNER_HEARD = "scanner heard"
    """Minutes ago."""
    KEY_STUCK = "key stuck"
    """Seconds."""
    PRINTER_NONE = "printer none"
    PRINTER_FINE = "printer fine"
    """Pieces waiting."""
    CENTRE_FINE = "centre fine"
    """Entries waiting."""
    ROSTER_FRESH = "roster fresh"
    """Minutes since it was asked for, version of the event."""
    ROSTER_KEPT = "roster kept"
    """Version of the event."""
    LEADS = "leads"
    """How many."""
    LEADS_NONE = "leads none"
    HELP_WANTED = "help wanted"
    """How often."""
    ADULTS_TOO_FEW = "adults too few"
    """Children, adults, children to one adult, adults missing; the party's name."""
    UNKNOWN_CARDS = "unknown cards"
    """How many."""
    SOFTWARE = "software"
    """The version is the name."""


Diagnosis = Found | PrinterTrouble | CameraTrouble | StorageTrouble | LinkTrouble | Sound
"""What is so."""


class Finding(msgspec.Struct, frozen=True):
    """One line of the doctor: what is so, whether it is well, the numbers that belong to it, and a name that no list knows."""

    state: Diagnosis
    well: bool
    numbers: tuple[int, ...] = ()
    name: str = ""
