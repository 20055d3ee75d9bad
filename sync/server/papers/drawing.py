"""How do thousands of passes get onto paper? A background job that draws a file of a few hundred at a time.

Promise: stopped in the middle, it goes on with the next file; memory does not grow with the number of passes; each pass that is drawn
stands in the log; what is in the one file at the end is what a printer takes.
"""

import zipfile
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from sync.domain.definition import in_language
from sync.paper.event_paper import issued_mats, scanner_card, undo_cards
from sync.paper.mats import mat_sheets
from sync.paper.passes import pass_sheets
from sync.paper.sheets import SheetName
from sync.server.jobs.desk import Desk, Finished, NotPossible
from sync.server.papers.leads import in_charge
from sync.server.papers.models import How
from sync.server.papers.passes import bearers, note
from sync.server.publishing import keys
from sync.server.publishing.models import Publication, RosterRow
from sync.server.publishing.publish import definition_of
from sync.server.publishing.roster import PARTY, VOLUNTEER

FILE_PASSES = 200
"""Twenty pages: a stack that a desk printer holds, and a second or two of work."""
SORTS = {"everybody": (VOLUNTEER, PARTY), "people": (VOLUNTEER,), "parties": (PARTY,)}
"""For whom passes can be asked; parties are families, classes and groups."""


def draw_passes(desk: Desk) -> Finished:
    """Draw the passes of ``desk.asked``: ``whose`` (a key of ``SORTS``), ``venue`` (none: all of ``venues``), ``sheet``."""
    publication = Publication.objects.get(event=desk.event)
    definition, sheet = definition_of(publication), SheetName(desk.asked["sheet"])
    rows = passes_asked(desk.event, desk.asked.get("venue"), desk.asked["whose"])
    total = rows.count()
    if not total:
        raise NotPossible("Nobody is on this roster yet. Bring a list of people first.")
    done, last, files = desk.place.get("done", 0), desk.place.get("last", [0, 0]), desk.place.get("files", [])
    while part := _next(rows, last):
        drawn = bearers(desk.event, definition, part)
        name = f"passes-{len(files) + 1:03d}-venue-{part[0].venue}.pdf"
        write_whole(desk.folder / name, pass_sheets((one.card for one in drawn), sheet=sheet))
        last, done, files = [part[-1].venue, part[-1].pk], done + len(part), [*files, name]
        with transaction.atomic():
            note(desk.event, drawn, How.SHEET, desk.asked_name, desk.no)
            desk.keep({"done": done, "last": last, "files": files}, done, total)
    return Finished(f"Passes drawn: {done:,}.", as_one_file(desk.folder, files, "passes"))


def draw_mats(desk: Desk) -> Finished:
    """Draw the mats, undo cards and the scanner test card of ``venue`` (none: of all) on the page of ``sheet``."""
    definition = definition_of(Publication.objects.get(event=desk.event))
    key_id, key = keys.pass_key(desk.event)
    venue, sheet = desk.asked.get("venue"), SheetName(desk.asked["sheet"])
    cards = [one.card for one in issued_mats(definition, key, key_id) if venue is None or one.venue == venue]
    cards += [card for name, card in undo_cards(definition) if venue is None or name == f"{venue:03d}"]
    cards.append(scanner_card(in_language(definition.event.name, "en")))
    desk.report(0, len(cards))
    write_whole(desk.folder / "mats.pdf", mat_sheets(cards, sheet=sheet))
    return Finished(f"Mats and cards drawn: {len(cards):,}.", "mats.pdf")


def draw_lead_cards(desk: Desk) -> Finished:
    """Draw the cards of the leads of ``venue`` (none: of all) on ``sheet``."""
    definition = definition_of(Publication.objects.get(event=desk.event))
    cards = [one.card for one in in_charge(desk.event, definition, desk.asked.get("venue"))]
    if not cards:
        raise NotPossible("Nobody leads here yet. Leads come with the file of the event.")
    desk.report(0, len(cards))
    write_whole(desk.folder / "lead-cards.pdf", pass_sheets(cards, sheet=SheetName(desk.asked["sheet"])))
    return Finished(f"Lead cards drawn: {len(cards):,}.", "lead-cards.pdf")


def passes_asked(event: int, venue: int | None, whose: str) -> "QuerySet[RosterRow]":
    """Return the rows of the roster for which passes are asked."""
    rows = RosterRow.objects.filter(event=event, sort__in=SORTS[whose], body__isnull=False)
    return rows if venue is None else rows.filter(venue=venue)


def _next(rows: "QuerySet[RosterRow]", last: list[int]) -> list[RosterRow]:
    """Return the next rows, venue by venue."""
    venue, pk = last
    at_venue = list(rows.filter(venue=venue, pk__gt=pk).order_by("pk")[:FILE_PASSES])
    if at_venue:
        return at_venue
    following = rows.filter(venue__gt=venue).order_by("venue").values_list("venue", flat=True).first()
    return [] if following is None else list(rows.filter(venue=following).order_by("pk")[:FILE_PASSES])


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    half = path.with_suffix(".half")
    half.write_bytes(content)
    half.replace(path)


def as_one_file(folder: Path, files: list[str], name: str) -> str:
    """Return the one file of several."""
    if len(files) == 1:
        return files[0]
    half = folder / f"{name}.half"
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as packed:
        for one in files:
            packed.write(folder / one, one)
    half.replace(folder / f"{name}.zip")
    return f"{name}.zip"
