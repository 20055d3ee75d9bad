"""How does a coordinator get an event's passes and mats onto paper, away from the centre?

The event's keys are kept in one file that only its owner can read; they are made once and never changed, because a pass that was
signed with another key, or for another reference, opens nothing at the door.
"""

import datetime as dt
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from nacl.signing import SigningKey

from kiosk.setup.exits import Exit, Stopped
from sync.eventfile import EventFileFault
from sync.paper.event_paper import make_all

KEY_BYTES = 32


@dataclass(frozen=True)
class EventKeys:
    """What signs the passes, and what the references of people are made with."""

    pass_key: SigningKey
    reference_secret: bytes


_Key = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * KEY_BYTES}}}$")]


class _KeyFile(msgspec.Struct, forbid_unknown_fields=True):
    pass_key: _Key
    reference_secret: _Key


def main(event: Path, out: Path, keys: Path, day: dt.date) -> int:
    """Write the papers. Raises `Stopped` with the place in the file for every mistake in it."""
    made = not keys.exists()
    try:
        held = make_keys(keys) if made else read_keys(keys)
        papers = make_all(event, out, held.pass_key, day, secret=held.reference_secret)
    except EventFileFault as fault:
        raise Stopped(f"the event cannot be used:\n{fault}", Exit.USAGE) from fault
    except OSError as error:
        place = error.filename or out
        raise Stopped(f"{place} cannot be read or written: {error.strerror or error}.", Exit.FAULT) from error
    if made:
        print(f"{keys} was made: whoever has it can make passes for this event. Keep it, and keep it to yourself.")
    print(papers.in_words())
    return Exit.DONE


def read_keys(path: Path) -> EventKeys:
    """The keys that a file holds. Raises `Stopped` when it holds something else."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_KeyFile)
        return EventKeys(SigningKey(bytes.fromhex(found.pass_key)), bytes.fromhex(found.reference_secret))
    except (UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise Stopped(f"{path} does not hold the keys of an event: {error}.", Exit.USAGE) from error


def make_keys(path: Path) -> EventKeys:
    """New keys, written for their owner only; an existing file is never overwritten."""
    keys = EventKeys(SigningKey.generate(), secrets.token_bytes(KEY_BYTES))
    text = f'pass_key = "{bytes(keys.pass_key).hex()}"\nreference_secret = "{keys.reference_secret.hex()}"\n'
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return keys
