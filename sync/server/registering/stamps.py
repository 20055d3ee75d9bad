"""Was this form filled in by a person? Nobody reads a page and writes a name within a moment; a machine does.

Promise: signed, so that a time cannot be made up; no question, no picture puzzle and no foreign host; who is taken for a machine by mistake
sends the same form once more.
"""

import secrets

import msgspec
from django.core import signing

SALT = "registration form"
QUICKEST_MS = 2_000
"""Faster than this no hand writes a name and ticks a box."""

OLDEST_MS = 24 * 3_600_000
"""A form that lay open for a day may show shifts that are over."""

PRESS_BYTES = 16


class Stamp(msgspec.Struct, frozen=True):
    """``press`` tells one form from another; ``text`` goes into the form. ``is_ripe``: a person may have filled it in."""

    press: bytes
    text: str
    is_ripe: bool = False


def new(page: int, now_ms: int) -> Stamp:
    """Return the stamp of a form that is shown now."""
    press = secrets.token_bytes(PRESS_BYTES)
    return Stamp(press, signing.dumps([page, press.hex(), now_ms], salt=SALT))


def read(text: str, page: int, now_ms: int) -> Stamp | None:
    """Return the stamp that came back with a form of ``page``; none when it is not ours, of another page, or too old."""
    try:
        of, press, shown_ms = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if of != page or not 0 <= now_ms - shown_ms <= OLDEST_MS:
        return None
    return Stamp(bytes.fromhex(press), text, now_ms - shown_ms >= QUICKEST_MS)
