"""What becomes of a form that somebody filled in, while others fill in theirs?

Promise: what was typed is kept, or shown again beside what somebody else typed meanwhile; a change that would not fit together, or
would change the meaning of what was recorded, is told and not kept.
"""

import msgspec

from sync.domain.definition import Definition, Event
from sync.domain.soundness import faults_of
from sync.domain.succession import Part, faults_of_succession
from sync.server.drafting.differences import Difference
from sync.server.drafting.faults import told
from sync.server.drafting.forms import FORMS, PartForm
from sync.server.drafting.keeping import Author, ChangedMeanwhile, keep
from sync.server.drafting.merging import Answers, Merged, merge
from sync.server.drafting.parts import Kind, next_no, with_part
from sync.server.reading.drafts import Drafted, draft_of, part_at, part_in

TRIES_MAX = 8
"""So many others may save between reading and writing before somebody is asked to press again."""


class Filled(msgspec.Struct, frozen=True):
    """A form that somebody sent: for which part (none: a new one), and at which revision they opened it."""

    kind: Kind
    no: int | None
    revision: int
    answers: Answers


class Saved(msgspec.Struct, frozen=True):
    """Kept as ``no``; ``theirs_kept`` counts the fields that somebody else had changed meanwhile and that stand as they wrote them."""

    no: int
    changed: tuple[Difference, ...]
    theirs_kept: int = 0


class Faulty(msgspec.Struct, frozen=True):
    """Not kept: the form says why, field by field."""

    form: PartForm


class Disputed(msgspec.Struct, frozen=True):
    """Not kept yet: both wrote something else into the same fields. ``form`` holds mine, ``theirs`` what stands there now."""

    form: PartForm
    theirs: PartForm
    merged: Merged
    revision: int


def save(event: int, filled: Filled, author: Author) -> Saved | Faulty | Disputed:
    """Keep what was filled in on the draft of ``event``. Raises ``ChangedMeanwhile`` when others kept saving all the time."""
    for _ in range(TRIES_MAX):
        drafted = draft_of(event)
        assert drafted is not None, "a draft is never deleted"
        try:
            return _save(drafted, filled, author)
        except ChangedMeanwhile:
            continue
    raise ChangedMeanwhile


def _save(drafted: Drafted, filled: Filled, author: Author) -> Saved | Faulty | Disputed:
    form_of, definition = FORMS[filled.kind], drafted.definition
    now = None if filled.no is None else part_in(definition, filled.kind, filled.no)
    merged = Merged(dict(filled.answers), (), ())
    if filled.no is not None and now is not None and drafted.revision != filled.revision:
        opened = part_at(drafted.event, filled.kind, filled.no, filled.revision)
        theirs = form_of.answers_of(now, definition)
        known = set(form_of(definition, theirs, now).fields) | set(form_of(definition, filled.answers, now).fields)
        mine = {name: values for name, values in filled.answers.items() if name in known}
        was = form_of.answers_of(opened, definition) if opened is not None else theirs
        merged = merge(_said(was), _said(theirs), _said(mine))
        if merged.disputed:
            form = form_of(definition, merged.answers, now)
            return Disputed(form, form_of(definition, theirs, now), merged, drafted.revision)
    form = form_of(definition, merged.answers, now)
    if not form.is_valid():
        return Faulty(form)
    no = filled.no if filled.no is not None else _new_no(drafted, filled.kind)
    after = with_form(drafted, filled.kind, no, form)
    for fault in new_faults(drafted, after):
        form.add_error(None, fault)
    if form.errors:
        return Faulty(form)
    changed = keep(drafted.event, drafted.revision, after, author)
    return Saved(no, changed, len(merged.theirs_kept))


def with_form(drafted: Drafted, kind: Kind, no: int, form: PartForm) -> Definition:
    """Return the draft with what a form without faults says."""
    part: Part | Event = form.part(drafted.event if kind is Kind.EVENT else no)
    if isinstance(part, Event):
        return msgspec.structs.replace(drafted.definition, event=part)
    return with_part(drafted.definition, kind, part)


def new_faults(drafted: Drafted, after: Definition) -> tuple[str, ...]:
    """Return what would no longer fit together after a change, and did before."""
    known = {*faults_of(drafted.definition)}
    faults = [*faults_of(after)]
    if drafted.published is not None:
        known |= {*faults_of_succession(drafted.published, drafted.definition)}
        faults += faults_of_succession(drafted.published, after)
    return tuple(told(fault) for fault in faults if fault not in known)


def _new_no(drafted: Drafted, kind: Kind) -> int:
    definitions = [drafted.definition, *([drafted.published] if drafted.published is not None else [])]
    return next_no(definitions, kind, drafted.given.get(kind, 0))


def _said(answers: Answers) -> dict[str, tuple[str, ...]]:
    """An empty field and one that was not sent say the same."""
    return {name: values for name, values in answers.items() if any(values)}
