"""How is a draft kept, so that nobody's change is lost?

Promise: a change is written onto the revision that it was made for, or not at all (`ChangedMeanwhile`); each is recorded with what
stood before and after it, in the transaction that makes it.
"""

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.drafting.differences import Difference, differences
from sync.server.drafting.models import Change, Draft
from sync.server.drafting.parts import NUMBERED, Kind, encoded, part_of, parts_of
from sync.server.people.models import Ownership
from sync.server.people.organisations import claim
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import definition_of
from sync.server.tongues.saying import in_english

SENTENCES_MAX = 60
"""A file can change a thousand things at once; beyond so many the record says how many more, and holds them all as bytes."""


class ChangedMeanwhile(Exception):
    """The draft is at another revision by now."""


class Author(msgspec.Struct, frozen=True):
    """Who makes a change, as people know them and as the audit log calls them, and when."""

    who: str
    actor: Actor
    at_ms: int


@transaction.atomic
def begin(definition: Definition, words: str, author: Author) -> int:
    """Begin the draft of an event that is not there yet, under a number of its own; return that number."""
    rooms = (Draft.objects, Publication.objects, Ownership.objects)
    no = max((event for rows in rooms for event in rows.values_list("event", flat=True)), default=0) + 1
    assert author.actor.organisation is not None, "whoever prepares an event belongs to an organisation"
    claim(no, author.actor.organisation)
    event = msgspec.structs.replace(definition.event, no=no)
    new = msgspec.structs.replace(definition, version=0, event=event)
    row = Draft(event=no, revision=1, definition=encoded(new), given=_given(new, {}), changed_ms=author.at_ms, changed_by=author.who)
    row.save(force_insert=True)
    Change.objects.create(event=no, revision=1, at_ms=author.at_ms, who=author.who, words=words, after=bytes(row.definition))
    actor = msgspec.structs.replace(author.actor, event=no)
    did(actor, Deed.EVENT_DRAFTED, f"Began the draft of {definition.event.name.get('en', '')}. {words}")
    return no


@transaction.atomic
def keep(event: int, revision: int, after: Definition, author: Author, words: str = "") -> tuple[Difference, ...]:
    """Make ``after`` the draft of ``event``, if it is still at ``revision``; return what changed (nothing: nothing is written).

    Raises ``ChangedMeanwhile``.
    """
    row = locked(event, author)
    if row.revision != revision:
        raise ChangedMeanwhile
    before = msgspec.msgpack.decode(bytes(row.definition), type=Definition)
    with in_english():  # what is kept is read by many
        changed = differences(before, after)
    if not changed:
        return ()
    row.revision += 1
    row.definition = encoded(after)
    row.given = _given(after, row.given)
    row.changed_ms, row.changed_by = author.at_ms, author.who
    row.save()
    _record(row, before, after, author, words or _sentences(changed))
    did(author.actor, Deed.EVENT_DRAFTED, f"Changed the draft: {words or _sentences(changed)}")
    return changed


def locked(event: int, author: Author) -> Draft:
    """Return the draft's row, locked; it is made of what is published when there was none."""
    row = Draft.objects.select_for_update().filter(event=event).first()
    if row is not None:
        return row
    published = definition_of(Publication.objects.get(event=event))
    Draft.objects.get_or_create(
        event=event,
        defaults={
            "based_on": published.version,
            "definition": encoded(published),
            "given": _given(published, {}),
            "changed_ms": author.at_ms,
            "changed_by": author.who,
        },
    )
    return Draft.objects.select_for_update().get(event=event)


def _record(row: Draft, before: Definition, after: Definition, author: Author, words: str) -> None:
    change = Change(event=row.event, revision=row.revision, at_ms=author.at_ms, who=author.who, words=words)
    only = _only_part(before, after)
    if only is None:
        change.before, change.after = encoded(before), encoded(after)
    elif only[0] is Kind.EVENT:
        change.kind, change.before, change.after = Kind.EVENT, encoded(before.event), encoded(after.event)
    else:
        change.kind, change.no = only
        was, now = part_of(before, *only), part_of(after, *only)
        change.before, change.after = was and encoded(was), now and encoded(now)
    change.save()


def _only_part(before: Definition, after: Definition) -> tuple[Kind, int] | None:
    """Return the one part in which both differ; none when it is more than one, or an order."""
    different: list[tuple[Kind, int]] = [(Kind.EVENT, 0)] if before.event != after.event else []
    for kind in NUMBERED:
        was, now = {part.no: part for part in parts_of(before, kind)}, {part.no: part for part in parts_of(after, kind)}
        different += [(kind, no) for no in {*was, *now} if was.get(no) != now.get(no)]
    return different[0] if len(different) == 1 else None


def _given(definition: Definition, before: dict[str, int]) -> dict[str, int]:
    return {kind: max([before.get(kind, 0), *(part.no for part in parts_of(definition, kind))]) for kind in NUMBERED}


def _sentences(changed: tuple[Difference, ...]) -> str:
    more = len(changed) - SENTENCES_MAX
    said = [one.sentence for one in changed[:SENTENCES_MAX]]
    return "\n".join([*said, f"… and {more} more."] if more > 0 else said)
