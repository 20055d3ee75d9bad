"""How is the last act taken back without a finger? By a printed card, one for each venue, that is held up like any other.

Promise: a form that no pass, mat or product has, with a check value; it carries no person and no amount, and no signature, because it
can do no more than the button that anybody may press: take back what stands on the screen, within its ten seconds.

Text: ``MH1U``, event and venue in ten digits each, CRC-32 of all that in eight hexadecimal capitals.
"""

import re
import zlib

import msgspec

UNDO_PREFIX = "MH1U"
_NUMBER_MAX = 2**32 - 1
_FORM = re.compile(rf"{UNDO_PREFIX}(\d{{10}})(\d{{10}})([0-9A-F]{{8}})", re.ASCII)


class UndoCard(msgspec.Struct, frozen=True):
    """Takes back the act on the screen of a kiosk of this venue."""

    event: int
    venue: int


def make_undo_card(card: UndoCard) -> str:
    """Return the text of ``card``. A field out of its range is our mistake: ``AssertionError``."""
    assert 0 <= card.event <= _NUMBER_MAX, "an event's number has 32 bits"
    assert 0 <= card.venue <= _NUMBER_MAX, "a venue's number has 32 bits"
    body = f"{UNDO_PREFIX}{card.event:010d}{card.venue:010d}"
    return body + _check(body)


def read_undo_card(text: str) -> UndoCard | None:
    """Return what ``text`` (in capitals) says; none when it is not the one spelling of an undo card."""
    found = _FORM.fullmatch(text)
    if found is None or found[3] != _check(text[:-8]):
        return None
    event, venue = int(found[1]), int(found[2])
    return UndoCard(event, venue) if max(event, venue) <= _NUMBER_MAX else None


def _check(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08X}"
