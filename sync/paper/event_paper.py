"""Which papers does an event need, and what codes stand on them?"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from sync.eventfile import EventFile
from sync.paper.cards import MatCard, PassCard


class IssuedPass(msgspec.Struct, frozen=True):
    """A pass that was made: ``key`` is a safe file name, ``venue`` where the bearer is expected."""

    key: str
    who: bytes
    venue: int
    card: PassCard


class IssuedMat(msgspec.Struct, frozen=True):
    """A mat that was made."""

    key: str
    venue: int
    card: MatCard


def issued_passes(event: EventFile, signing_key: SigningKey, key_id: int = 1) -> Iterator[IssuedPass]:
    """Yield a pass for everybody on the rosters, volunteers and parties, venue by venue."""
    raise NotImplementedError


def issued_mats(event: EventFile, signing_key: SigningKey, key_id: int = 1) -> Iterator[IssuedMat]:
    """Yield mats for every output of every activity: one for each step button of its item kind."""
    raise NotImplementedError


def make_all(event_path: Path, out_folder: Path, signing_key: SigningKey, day: dt.date, key_id: int = 1) -> tuple[Path, ...]:
    """Write every paper of the event into ``out_folder`` and return the files: two PDFs, and a PNG of each."""
    raise NotImplementedError
