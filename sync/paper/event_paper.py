"""Which papers does an event need, and what codes stand on them?

Promise: a pass for everybody on the rosters and a mat for every step and pack of every output, each code signed by the event's key; an
undo card for every venue and a card for every lead; files are named by the people's references and never by their names. A name whose
letters the typeface lacks is told, and its pass is useful all the same.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from sync.domain.codes import DAY_MS, Mat, Pass, make_mat, make_pass
from sync.domain.definition import Activity, Definition, in_language
from sync.domain.lead_card import LeadCard, make_lead_card
from sync.domain.roster import Lead, Party, Roster, Volunteer
from sync.domain.scanner_card import TEST_CARD
from sync.domain.spoken import grouped
from sync.domain.undo_card import UndoCard, make_undo_card
from sync.eventfile import EventFile, load_event
from sync.paper.amounts import amount
from sync.paper.cards import MatCard, PassCard
from sync.paper.hours import hours_of
from sync.paper.mats import mat_png, mat_sheets
from sync.paper.passes import pass_png, pass_sheets
from sync.paper.typefaces import missing_letters, writable

VALID_AFTER_DAYS = 1
"""A pass is good until the day after the event closes: past midnight nobody is sent home from the kitchen."""

FIRST_KEY_ID = 1
FIRST_SERIAL = 1
LEAD_WORDS = "Venue lead"


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


class Gap(msgspec.Struct, frozen=True):
    """A text that is not on paper as it should be: ``letters`` are those that the typeface lacks, ``where`` which papers it stands on."""

    text: str
    letters: str
    where: str


class Papers(msgspec.Struct, frozen=True):
    """What ``make_all`` wrote into ``folder``, and which texts have gaps."""

    folder: Path
    files: tuple[Path, ...]
    gaps: tuple[Gap, ...]

    def in_words(self) -> str:
        """Return lines for whoever had them made."""
        sheets = [path.name for path in self.files if path.suffix == ".pdf"]
        lines = [f"{len(self.files)} files in {self.folder}: {', '.join(sheets)} to print, and a picture of each."]
        if self.gaps:
            lines.append("Look at these by hand; our typeface lacks some of their letters, and left them out:")
            lines += [f"  {gap.text}: without {gap.letters} on {gap.where}" for gap in self.gaps]
        return "\n".join(lines)


def issued_passes(event: EventFile, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> Iterator[IssuedPass]:
    """Yield a pass for everybody on the rosters, volunteers and parties, venue by venue."""
    for venue, roster in event.rosters.items():
        for row in _rows(roster):
            card = pass_card(row, event.definition, signing_key, key_id)
            yield IssuedPass(row.who.hex(), row.who, venue, card)


def pass_card(row: Volunteer | Party, definition: Definition, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> PassCard:
    """Return the pass of one row of a roster, with the row's newest serial, in the bearer's language where the event has it."""
    event = definition.event
    expires_day = event.closes_ms // DAY_MS + VALID_AFTER_DAYS
    activity = definition.activity(row.activity)
    language = row.preferences.language or "en"
    return PassCard(
        name=writable(row.shown_name) or _by_number(row),
        event=in_language(event.name, language),
        activity=in_language(activity.name, language) if activity else "",
        when=_when(row, definition),
        where=_where_to_go(activity, row.venue, definition, language),
        code=make_pass(Pass(event.no, row.who, row.pass_serial, expires_day, key_id), signing_key),
        spoken=row.spoken_code,
        picture=activity.picture if activity else "helpers",
    )


def lead_card(lead: Lead, definition: Definition, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> PassCard:
    """Return the card of one lead: it opens the pad for their digits at a kiosk of their venue, and nothing more."""
    event, venue = definition.event, definition.venue(lead.venue)
    code = make_lead_card(LeadCard(event.no, lead.venue, lead.no, lead.card_serial, key_id), signing_key)
    where = in_language(venue.name, "en") if venue else ""
    return PassCard(writable(lead.shown_name) or f"{LEAD_WORDS} {lead.no}", event.name["en"], code, LEAD_WORDS, where, picture="kiosk")


def issued_mats(definition: Definition, signing_key: SigningKey, key_id: int = FIRST_KEY_ID) -> Iterator[IssuedMat]:
    """Yield mats for every output of every activity: one for each step button of its item kind or of each outcome of it, and each pack."""
    for activity in (each for each in definition.activities if each.is_open):
        for output in activity.outputs:
            for item, quantity in ((kind, each) for kind in definition.logged_as(output.item) for each in kind.mat_quantities):
                mat = Mat(definition.event.no, activity.venue, activity.no, item.no, quantity, FIRST_SERIAL, key_id)
                card = MatCard(
                    says=amount(item, quantity, definition.event.currency),
                    activity=activity.name["en"],
                    event=definition.event.name["en"],
                    code=make_mat(mat, signing_key),
                    picture=item.picture,
                )
                yield IssuedMat(f"{activity.no:03d}-{item.no:03d}-{quantity}", activity.venue, mat, card)


def undo_cards(definition: Definition) -> Iterator[tuple[str, MatCard]]:
    """Yield each venue's undo card with a safe file name: held up, it takes back what stands on the kiosk's screen."""
    for venue in definition.venues:
        code = make_undo_card(UndoCard(definition.event.no, venue.no))
        yield f"{venue.no:03d}", MatCard("Undo: take back the last one", venue.name["en"], definition.event.name["en"], code, "undo")


def scanner_card(event: str) -> MatCard:
    """Return what a lead holds up to try a scanner: a code that is nobody's and logs nothing."""
    return MatCard("Try the scanner", "Scanner test card", event, TEST_CARD, "kiosk")


def make_all(
    event_path: Path, out_folder: Path, signing_key: SigningKey, day: dt.date, key_id: int = FIRST_KEY_ID, *, secret: bytes = b""
) -> Papers:
    """Write every paper of the event into ``out_folder``: a PDF of each sort, and a PNG of each pass, mat, undo card and lead card.

    ``day`` and ``secret`` as in ``load_event``: the same as those that the centre's rosters were made with.
    """
    event = load_event(event_path, day, secret, hash_pin=lambda _: b"")  # no PIN is printed, so none is hashed
    passes = list(issued_passes(event, signing_key, key_id))
    mats = list(issued_mats(event.definition, signing_key, key_id))
    undo = list(undo_cards(event.definition))
    leads = [(one, lead_card(one, event.definition, signing_key, key_id)) for roster in event.rosters.values() for one in roster.leads]
    files = [
        _written(out_folder / "passes.pdf", pass_sheets(one.card for one in passes)),
        _written(out_folder / "mats.pdf", mat_sheets([*(one.card for one in mats), *(card for _name, card in undo)])),
        _written(out_folder / "scanner-card.pdf", mat_sheets([scanner_card(event.definition.event.name["en"])])),
    ]
    files += [_written(out_folder / "passes" / f"{one.key}.png", pass_png(one.card)) for one in passes]
    files += [_written(out_folder / "mats" / f"{one.key}.png", mat_png(one.card)) for one in mats]
    files += [_written(out_folder / "undo" / f"{name}.png", mat_png(card)) for name, card in undo]
    if leads:
        files.append(_written(out_folder / "lead-cards.pdf", pass_sheets(card for _lead, card in leads)))
    files += [_written(out_folder / "leads" / f"{one.venue:03d}-{one.no:03d}.png", pass_png(card)) for one, card in leads]
    return Papers(out_folder, tuple(files), tuple(_gaps(event, passes, mats)))


def _gaps(event: EventFile, passes: list[IssuedPass], mats: list[IssuedMat]) -> Iterator[Gap]:
    """Yield each name, and each other text once, of which letters are missing."""
    for roster in event.rosters.values():
        for row in _rows(roster):
            if letters := missing_letters(row.shown_name):
                yield Gap(row.shown_name, letters, f"passes/{row.who.hex()}.png ({_by_number(row)})")
    on_passes = (text for one in passes for text in (one.card.event, one.card.activity, one.card.where))
    on_mats = (text for one in mats for text in (one.card.event, one.card.activity, one.card.says))
    for where, texts in (("passes", on_passes), ("mats", on_mats)):
        for text in dict.fromkeys(texts):
            if letters := missing_letters(text):
                yield Gap(text, letters, where)


def _when(row: Volunteer | Party, definition: Definition) -> str:
    shift = definition.shift(row.shift) if isinstance(row, Volunteer) else None
    return hours_of(shift, definition.event) if shift is not None else ""


def _rows(roster: Roster) -> tuple[Volunteer | Party, ...]:
    return (*roster.volunteers, *roster.parties)


def _by_number(row: Volunteer | Party) -> str:
    """Return what somebody can be called by and found with whose name cannot be written."""
    return grouped(row.spoken_code) if row.spoken_code else row.who.hex()


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
