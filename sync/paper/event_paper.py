"""Which papers does an event need, and what codes stand on them?

Promise: a pass for everybody on the rosters and a mat for every step of every output, each code signed by the event's key; files are
named by the people's references and never by their names.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from sync.domain.codes import DAY_MS, Mat, Pass, make_mat, make_pass
from sync.domain.definition import Activity, Definition, in_language
from sync.domain.roster import Party, Volunteer
from sync.eventfile import EventFile, load_event
from sync.paper.amounts import amount
from sync.paper.cards import MatCard, PassCard
from sync.paper.mats import mat_png, mat_sheets
from sync.paper.passes import pass_png, pass_sheets

VALID_AFTER_DAYS = 1
"""A pass is good until the day after the event closes: past midnight nobody is sent home from the kitchen."""

FIRST_KEY_ID = 1
FIRST_SERIAL = 1


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
    mat: Mat
    card: MatCard


def issued_passes(event: EventFile, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> Iterator[IssuedPass]:
    """Yield a pass for everybody on the rosters, volunteers and parties, venue by venue."""
    for venue, roster in event.rosters.items():
        rows: tuple[Volunteer | Party, ...] = (*roster.volunteers, *roster.parties)
        for row in rows:
            card = pass_card(row, event.definition, signing_key, key_id)
            yield IssuedPass(row.who.hex(), row.who, venue, card)


def pass_card(row: Volunteer | Party, definition: Definition, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> PassCard:
    """Return the pass of one row of a roster, with the row's newest serial, in the bearer's language where the event has it."""
    event = definition.event
    expires_day = event.closes_ms // DAY_MS + VALID_AFTER_DAYS
    activity = definition.activity(row.activity)
    language = row.preferences.language or "en"
    return PassCard(
        name=row.shown_name,
        event=in_language(event.name, language),
        activity=in_language(activity.name, language) if activity else "",
        where=_where_to_go(activity, row.venue, definition, language),
        code=make_pass(Pass(event.no, row.who, row.pass_serial, expires_day, key_id), signing_key),
        spoken=row.spoken_code,
        picture=activity.picture if activity else "helpers",
    )


def issued_mats(event: EventFile, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> Iterator[IssuedMat]:
    """Yield mats for every output of every activity: one for each step button of its item kind."""
    definition = event.definition
    for activity in definition.activities:
        for output in activity.outputs:
            item = definition.item(output.item)
            assert item is not None, "a loaded definition is sound"
            for quantity in item.steps:
                mat = Mat(definition.event.no, activity.venue, activity.no, item.no, quantity, FIRST_SERIAL, key_id)
                card = MatCard(
                    says=amount(item, quantity, definition.event.currency),
                    activity=activity.name["en"],
                    event=definition.event.name["en"],
                    code=make_mat(mat, signing_key),
                    picture=item.picture,
                )
                yield IssuedMat(f"{activity.no:03d}-{item.no:03d}-{quantity}", activity.venue, mat, card)


def make_all(
    event_path: Path, out_folder: Path, signing_key: SigningKey, day: dt.date, key_id: int = FIRST_KEY_ID, *, secret: bytes = b""
) -> tuple[Path, ...]:
    """Write every paper of the event into ``out_folder`` and return the files: two PDFs, and a PNG of each.

    ``day`` and ``secret`` as in ``load_event``: the same as those that the centre's rosters were made with.
    """
    event = load_event(event_path, day, secret, hash_pin=lambda _: b"")  # no PIN is printed, so none is hashed
    passes = list(issued_passes(event, signing_key, key_id))
    mats = list(issued_mats(event, signing_key, key_id))
    written = [
        _written(out_folder / "passes.pdf", pass_sheets(one.card for one in passes)),
        _written(out_folder / "mats.pdf", mat_sheets(one.card for one in mats)),
    ]
    written += [_written(out_folder / "passes" / f"{one.key}.png", pass_png(one.card)) for one in passes]
    written += [_written(out_folder / "mats" / f"{one.key}.png", mat_png(one.card)) for one in mats]
    return tuple(written)


def _where_to_go(activity: Activity | None, venue_no: int | None, definition: Definition, language: str) -> str:
    """Return the room, or the venue for somebody who chooses at the door."""
    if activity is not None:
        return in_language(activity.where, language)
    venue = None if venue_no is None else definition.venue(venue_no)
    return in_language(venue.name, language) if venue else ""


def _written(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path
