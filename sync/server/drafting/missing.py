"""What is still missing in an event, and what does not fit together?

Promise: the whole event is looked at, and nothing else; what stops publishing is told apart from what is only worth a thought; each
line names the part it is about, so that a page can lead there.
"""

import re
from collections.abc import Iterator

import msgspec

from sync.domain.definition import Activity, Definition, ItemKind, Texts
from sync.domain.soundness import faults_of
from sync.domain.succession import faults_of_succession
from sync.server.drafting.differences import moment
from sync.server.drafting.faults import told
from sync.server.drafting.forms.drawings import not_drawn
from sync.server.drafting.parts import Kind
from sync.server.drafting.words import language_name, name_of
from sync.server.tongues.saying import listed, say, say_many

_LEADS = {"Venue": Kind.VENUE, "Activity": Kind.ACTIVITY, "Item kind": Kind.ITEM, "Beneficiary": Kind.BENEFICIARY, "Shift": Kind.SHIFT}


class Note(msgspec.Struct, frozen=True):
    """``stops`` publishing, or is worth a thought."""

    sentence: str
    kind: Kind
    no: int = 0
    stops: bool = False


def notes_of(draft: Definition, published: Definition | None, now_ms: int) -> tuple[Note, ...]:
    """Return everything about ``draft``: first what stops publishing."""
    faults = (*faults_of(draft), *(faults_of_succession(published, draft) if published is not None else ()))
    stopped = (Note(fault, Kind.VENUE, stops=True) for fault in stops(draft))
    return (*stopped, *(_stopping(fault) for fault in faults), *_thoughts(draft, now_ms))


def stops(draft: Definition) -> tuple[str, ...]:
    """Return what an event cannot be without."""
    if any(venue.is_open for venue in draft.venues):
        return ()
    return (say("Every venue is closed: open one, or add one.") if draft.venues else say("The event has no venue yet: add the first one."),)


def _stopping(fault: str) -> Note:
    found = re.match(rf"({'|'.join(_LEADS)}) (?:number )?(\d+)\b", fault)
    return Note(told(fault), _LEADS[found[1]], int(found[2]), stops=True) if found else Note(told(fault), Kind.EVENT, stops=True)


def _thoughts(draft: Definition, now_ms: int) -> Iterator[Note]:
    if draft.event.closes_ms < now_ms:
        closed = moment(draft.event.closes_ms, draft.event)
        yield Note(say("The event is over: it closed on {moment}. Is the day right?", moment=closed), Kind.EVENT)
    yield from _about_venues(draft)
    for activity in draft.activities:
        if activity.is_open:
            yield from _about_activity(draft, activity)
    yield from _about_items(draft)
    yield from _about_beneficiaries(draft)
    yield from _about_pictures(draft)
    for shift in draft.shifts:
        if shift.is_open and not draft.event.opens_ms <= shift.starts_ms < shift.ends_ms <= draft.event.closes_ms:
            yield Note(say("Shift {no} lies outside the hours of the event.", no=str(shift.no)), Kind.SHIFT, shift.no)
    yield from _untranslated(draft)


def _about_venues(draft: Definition) -> Iterator[Note]:
    for venue in draft.venues:
        name = name_of(draft, venue)
        if venue.is_open and not draft.open_activities_at(venue.no):
            sentence = say("{name} has no activity: people can check in, and nothing can be logged.", name=name)
            yield Note(sentence, Kind.VENUE, venue.no)
        spoken = [language_name(code) for code in venue.languages if code not in draft.event.languages]
        if spoken:
            offered = listed(spoken)
            sentence = say("{name} offers {languages}, which is not among the languages of the event.", name=name, languages=offered)
            yield Note(sentence, Kind.VENUE, venue.no)


def _about_activity(draft: Definition, activity: Activity) -> Iterator[Note]:
    name = name_of(draft, activity)
    if not activity.outputs:
        sentence = say("{name} has no item kind: no mat can be printed for it, and nothing can be logged there.", name=name)
        yield Note(sentence, Kind.ACTIVITY, activity.no)
    venue = draft.venue(activity.venue)
    if venue is not None and not venue.is_open:
        sentence = say("{name} is open, and its venue {venue} is closed.", name=name, venue=name_of(draft, venue))
        yield Note(sentence, Kind.ACTIVITY, activity.no)
    items = [output.item for output in activity.outputs]
    if len(set(items)) < len(items):
        sentence = say("{name} makes the same thing twice: only the first target and beneficiary count.", name=name)
        yield Note(sentence, Kind.ACTIVITY, activity.no)
    for output in activity.outputs:
        given = draft.beneficiary(output.beneficiary)
        if given is not None and not given.is_open:
            sentence = say("{name} gives to {whom}, which is closed.", name=name, whom=name_of(draft, given))
            yield Note(sentence, Kind.ACTIVITY, activity.no)


def _about_items(draft: Definition) -> Iterator[Note]:
    made = {output.item for activity in draft.activities for output in activity.outputs}
    for item in draft.items:
        if item.is_open and item.no not in made:
            yield Note(say("No activity makes {item}.", item=name_of(draft, item)), Kind.ITEM, item.no)


def _about_pictures(draft: Definition) -> Iterator[Note]:
    shown: list[tuple[Kind, Activity | ItemKind, tuple[str, ...]]] = []
    shown += [(Kind.ACTIVITY, one, (one.picture,)) for one in draft.activities if one.is_open]
    shown += [(Kind.ITEM, one, (one.picture, *one.outcome_pictures)) for one in draft.items if one.is_open]
    for kind, part, names in shown:
        for picture in not_drawn(names):
            sentence = say(
                "{name} has the picture “{picture}”, which is none of ours: a kiosk that has none of that name shows a hand.",
                name=name_of(draft, part),
                picture=picture,
            )
            yield Note(sentence, kind, part.no)


def _about_beneficiaries(draft: Definition) -> Iterator[Note]:
    given = {(output.beneficiary, output.item) for activity in draft.activities for output in activity.outputs}
    for one in draft.beneficiaries:
        if one.is_open and one.no not in {beneficiary for beneficiary, _ in given}:
            yield Note(say("No activity makes anything for {whom}.", whom=name_of(draft, one)), Kind.BENEFICIARY, one.no)
            continue
        for wanted in one.wanted:
            item = draft.item(wanted.item)
            if one.is_open and item is not None and (one.no, draft.whole_of(wanted.item)) not in given:
                asked = {"name": name_of(draft, one), "item": name_of(draft, item)}
                yield Note(say("{name} asks for {item}, and no activity makes them for it.", **asked), Kind.BENEFICIARY, one.no)


def _untranslated(draft: Definition) -> Iterator[Note]:
    """One line for each language, with how much of it is missing: fifty lines would be read by nobody."""
    texts = list(_texts(draft))
    for code in draft.event.languages:
        missing = [(kind, no) for kind, no, text in texts if text.get("en") and not text.get(code)]
        if missing:
            kind, no = missing[0]
            sentence = say_many(
                "{count} text is not written in {language} yet. It is shown in English.",
                "{count} texts are not written in {language} yet. They are shown in English.",
                len(missing),
                language=language_name(code),
            )
            yield Note(sentence, kind, no)


def _texts(draft: Definition) -> Iterator[tuple[Kind, int, Texts]]:
    yield Kind.EVENT, 0, draft.event.name
    for venue in draft.venues:
        yield from ((Kind.VENUE, venue.no, text) for text in (venue.name, venue.door))
    for item in draft.items:
        yield from ((Kind.ITEM, item.no, text) for text in (item.one, item.many, *item.outcomes, *(part.name for part in item.parts)))
    for one in draft.beneficiaries:
        yield from ((Kind.BENEFICIARY, one.no, text) for text in (one.name, one.need, one.enough))
    for activity in draft.activities:
        yield from ((Kind.ACTIVITY, activity.no, text) for text in (activity.name, activity.where))
