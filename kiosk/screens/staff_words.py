"""What do the lead's pages say? The headline figure and the rows of each section, as plain words.

Promise: pure; times are shown in the venue's time, numbers with their noun, and sent + waiting + flagged always stand together.
"""

from datetime import UTC, datetime

import msgspec

from kiosk.flow.findings import Finding, PrinterTrouble
from kiosk.flow.pages import Section, Staff
from kiosk.flow.values import Making, PersonHere, TallyRow
from kiosk.window.finding_words import link_words, said_of
from kiosk.window.quantities import brief, noun
from kiosk.window.text import capital, number, say, say_many
from sync.domain.definition import in_language


class Heading(msgspec.Struct, frozen=True):
    """The one figure of a page, what it counts, and when it stood."""

    figure: str = ""
    words: str = ""
    as_of: str = ""


class RowData(msgspec.Struct, frozen=True):
    """One row of a list. ``row`` ≥ 0: it can be counted by hand, under that number. ``prints``: whose card can be printed again, if
    anybody's; ``is_printed``: it was asked for just now; ``shows``: whose card can be shown on the screen instead;
    ``leaves``: who can be taken off the list.
    """

    title: str
    second: str = ""
    figure: str = ""
    figure_note: str = ""
    icon: str = ""
    is_alarm: bool = False
    row: int = -1
    prints: bytes = b""
    is_printed: bool = False
    shows: bytes = b""
    leaves: bytes = b""


def heading_of(language: str, page: Staff, now: datetime) -> Heading:
    if not page.told:
        return Heading()
    as_of = say(language, "as of {time}", time=f"{now:%H:%M}")
    match page.section:
        case Section.HERE:
            people = sum(each.headcount for each in page.here)
            words = say_many(language, "person is in the building", "people are in the building", people)
            return Heading(number(language, people), words, as_of)
        case Section.TALLY:
            return _tally_heading(language, tuple(row.making for row in page.tally), as_of)
        case Section.CARRIED:
            waiting = page.carried.waiting if page.carried else 0
            words = say_many(language, "entry waits to be handed on", "entries wait to be handed on", waiting)
            return Heading(number(language, waiting), words, _last_contact(language, page, now))
        case Section.DOCTOR:
            wrong = sum(1 for finding in page.findings if not finding.well)
            words = say_many(language, "thing needs a look", "things need a look", wrong) if wrong else say(language, "All is well")
            return Heading(number(language, wrong) if wrong else "", words, as_of)


def rows_of(language: str, page: Staff, now: datetime) -> tuple[RowData, ...]:
    match page.section:
        case Section.HERE:
            return tuple(_person(language, each, now, is_printed=each.who in page.printed) for each in page.here)
        case Section.TALLY:
            return tuple(_tally(language, row, index) for index, row in enumerate(page.tally))
        case Section.CARRIED:
            return _carried(language, page)
        case Section.DOCTOR:
            ill_first = sorted(page.findings, key=lambda finding: finding.well)
            return tuple(_finding(language, finding) for finding in ill_first)


def nothing_of(language: str, page: Staff) -> str:
    """What stands where a list would be empty. What the desk has not told yet is not nothing: somebody may count people by it."""
    if not page.told:
        return say(language, "Looking …")
    match page.section:
        case Section.HERE:
            return say(language, "Nobody is checked in now.")
        case Section.TALLY:
            return say(language, "Nothing is made at this venue yet.")
        case Section.CARRIED | Section.DOCTOR:
            return say(language, "Looking …")


def clock_time(at_ms: int, now: datetime) -> str:
    """The hour and minute of UTC milliseconds in the zone of ``now``; with the day when it was not today."""
    local = datetime.fromtimestamp(at_ms / 1000, tz=UTC).astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d %b %H:%M}"


def waits_for_paper(page: Staff) -> bool:
    """Say whether something waits for a printer that does not print: then the lead can do something about it."""
    return page.section is Section.DOCTOR and any(isinstance(finding.state, PrinterTrouble) for finding in page.findings)


def _tally_heading(language: str, makings: tuple[Making, ...], as_of: str) -> Heading:
    """The making that is furthest on its way, and how many have arrived."""
    aimed = [making for making in makings if making.target]
    if not aimed:
        most = max(makings, key=lambda making: making.made, default=None)
        return Heading(brief(language, most, most.made), noun(language, most, most.made), as_of) if most else Heading()
    best = max(aimed, key=_share)
    target = best.target or 0
    words = say(language, "of {target} {noun}", target=brief(language, best, target), noun=noun(language, best, target))
    reached = sum(1 for making in aimed if _share(making) >= 1)
    if reached:
        arrived = say_many(language, "{count} target reached", "{count} targets reached", reached)
        words = f"{words} · {arrived}"
    return Heading(brief(language, best, best.made), words, as_of)


def _share(making: Making) -> float:
    return making.made / (making.target or 1)


def _person(language: str, person: PersonHere, now: datetime, *, is_printed: bool) -> RowData:
    second = in_language(person.place, language) if person.place else say(language, "no activity yet")
    if person.adults:
        children = person.headcount - person.adults
        heads = say(language, "children {children}, adults {adults}", children=children, adults=person.adults)
        second = f"{second} · {heads}"
    return RowData(
        title=name_here(language, person),
        second=second,
        figure=clock_time(person.since_ms, now),
        figure_note=say_many(language, "{count} person", "{count} people", person.headcount) if person.headcount > 1 else "",
        icon="groups" if person.headcount > 1 else "person",
        prints=person.who if person.can_print else b"",
        is_printed=is_printed,
        shows=person.who if person.is_newcomer and not person.can_print else b"",
        leaves=person.who,
    )


def name_here(language: str, person: PersonHere) -> str:
    """What a lead reads of who is on the list."""
    return person.shown_name or say(language, "No name on the list")


def _tally(language: str, row: TallyRow, index: int) -> RowData:
    making = row.making
    target = say(language, "of {target}", target=brief(language, making, making.target)) if making.target else say(language, "no target")
    place = in_language(row.place, language)
    counted = (
        say(language, "{place} · counted {count}", place=place, count=brief(language, making, row.counted))
        if row.counted is not None
        else say(language, "{place} · not counted yet", place=place)
    )
    became = [f"{in_language(outcome.name, language)} {brief(language, making, outcome.made)}" for outcome in making.outcomes]
    return RowData(
        title=capital(in_language(making.many, language)),
        second=" · ".join((counted, *became)),
        figure=brief(language, making, making.made),
        figure_note=target,
        row=index,
    )


def _carried(language: str, page: Staff) -> tuple[RowData, ...]:
    carried = page.carried
    if carried is None:
        return ()
    rows = [
        RowData(title=say(language, "Recorded on this kiosk"), figure=number(language, carried.recorded), icon="database"),
        RowData(title=say(language, "Sent to the centre"), figure=number(language, carried.sent), icon="cloud_done"),
        RowData(title=say(language, "Waiting here, safe"), figure=number(language, carried.waiting), icon="pending"),
        RowData(title=say(language, "Sent, with a flag to look at"), figure=number(language, carried.flagged), icon="flag"),
    ]
    if carried.note is not None:
        rows.append(RowData(title=link_words(language, carried.note, carried.note_count), icon="info"))
    return tuple(rows)


def _finding(language: str, finding: Finding) -> RowData:
    said = said_of(language, finding)
    second = said.words if finding.well or not said.remedy else f"{said.words} {said.remedy}"
    return RowData(title=said.name, second=second, icon="check_circle" if finding.well else "warning", is_alarm=not finding.well)


def _last_contact(language: str, page: Staff, now: datetime) -> str:
    at_ms = page.carried.last_contact_ms if page.carried else None
    if at_ms is None:
        return say(language, "no contact yet")
    return say(language, "as of {time}", time=clock_time(at_ms, now))
