"""What does an event look like as one file that a person can write? Reads TOML into a definition and rosters.

Promise: a file that does not fit is refused as a whole, with every fault in plain words that name file, table and key; the same file
and day give the same numbers and references.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from sync.domain.definition import Definition
from sync.domain.roster import Roster


class EventFileFault(Exception):
    """The event file cannot be used; ``faults`` are sentences, each with its place in the file."""

    def __init__(self, path: Path, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{path.name}: {fault}" for fault in faults))
        self.path = path
        self.faults = faults


class EventFile(msgspec.Struct, frozen=True):
    """One event: what is published, who is expected at each venue (by venue number), and the leads' PINs in clear by lead number,
    for the demo to show and for nothing else.
    """

    definition: Definition
    rosters: Mapping[int, Roster]
    pins: Mapping[int, str]


def argon2id(pin: str) -> bytes:
    """Return the hash of a lead's PIN that a roster carries."""
    raise NotImplementedError


def load_event(path: Path, day: dt.date, secret: bytes = b"", hash_pin: Callable[[str], bytes] = argon2id) -> EventFile:
    """Return the event of ``path``. ``day`` is the day it takes place when the file names none (the demo is always today).

    References of people are a keyed hash of event and key, so that loading again gives the same; a real event gives a ``secret``,
    or anybody with the file could tell who is who in the entries. Raises ``EventFileFault``.
    """
    raise NotImplementedError
