"""What does somebody take home? One line that any phone can read: the day, the hours, the things made; and nobody's name.

Promise: a keepsake and no proof: it is not signed, opens nothing and is never counted. Strict: one spelling for one content, and a text
that was changed is not read as something else. The line is short enough for a code that a phone photographs from a screen.

Text: fields between slashes: ``MH1S``, the event's number, the date, the whole minutes, up to ``MADE_MAX`` things
(quantity, noun in English capitals), CRC-32 of all before it in eight hexadecimal capitals:
``MH1S/1/2026-11-22/135 MIN/7 HATS/12.50 GBP/5A1F00C2``.
"""

import datetime as dt
import re
import zlib
from collections.abc import Iterable

import msgspec

SLIP_PREFIX = "MH1S/"
MADE_MAX = 6
"""Few people make more than six kinds of things in a day, and every further one makes the code finer than a phone likes."""

NOUN_CHARACTERS_MAX = 24
MINUTES_MAX = 99_999
_NUMBER_MAX = 2**32 - 1
_CHECK_CHARACTERS = 8
_MADE = re.compile(rf"((?:0|[1-9][0-9]{{0,11}})(?:\.[0-9]{{2,3}})?) ([A-Z0-9](?:[A-Z0-9 -]{{0,{NOUN_CHARACTERS_MAX - 2}}}[A-Z0-9])?)")
_FORM = re.compile(r"MH1S/(0|[1-9][0-9]{0,9})/([0-9]{4}-[0-9]{2}-[0-9]{2})/(0|[1-9][0-9]{0,4}) MIN((?:/[^/]+)*)/([0-9A-F]{8})")
_NOT_FOR_A_NOUN = re.compile("[^A-Z0-9 -]+")


class Keepsake(msgspec.Struct, frozen=True):
    """One thing made: ``quantity`` as it is written (``7``, ``12.50``), ``noun`` in capitals (``HATS``, ``GBP``)."""

    quantity: str
    noun: str


class Slip(msgspec.Struct, frozen=True):
    """What somebody gave on one day of one event. ``day`` is the date at the venue."""

    event: int
    day: dt.date
    minutes: int
    made: tuple[Keepsake, ...] = ()


def keepsake(quantity: str, noun: str) -> Keepsake:
    """Return one line of a slip; of ``noun`` is kept what a code of capitals and digits can say."""
    plain = _NOT_FOR_A_NOUN.sub("", noun.upper())[:NOUN_CHARACTERS_MAX].strip(" -")
    return Keepsake(quantity, plain or "THINGS")


def slip_of(event: int, day: dt.date, minutes: int, made: Iterable[Keepsake]) -> Slip:
    """Return a slip within its limits: more kinds of things than ``MADE_MAX`` stand at the venue's tally all the same."""
    return Slip(event, day, min(max(minutes, 0), MINUTES_MAX), tuple(made)[:MADE_MAX])


def make_slip(slip: Slip) -> str:
    """Return the text of ``slip``. A field out of its form is our mistake: ``AssertionError``."""
    made = "".join(f"/{one.quantity} {one.noun}" for one in slip.made)
    body = f"{SLIP_PREFIX}{slip.event}/{slip.day.isoformat()}/{slip.minutes} MIN{made}"
    text = f"{body}/{_check(body)}"
    assert read_slip(text) == slip, "a slip reads as what it was made of"
    return text


def read_slip(text: str) -> Slip | None:
    """Return what ``text`` (in capitals) says; none when it is not the one spelling of a slip."""
    found = _FORM.fullmatch(text)
    if found is None or found[5] != _check(text[: -_CHECK_CHARACTERS - 1]):
        return None
    day = _day(found[2])
    made = [_MADE.fullmatch(line) for line in found[4].split("/")[1:]]
    if day is None or int(found[1]) > _NUMBER_MAX or len(made) > MADE_MAX:
        return None
    if not all(made):
        return None
    return Slip(int(found[1]), day, int(found[3]), tuple(Keepsake(one[1], one[2]) for one in made if one))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _check(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08X}"
