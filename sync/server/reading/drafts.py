"""What is being prepared, what was changed in it, and what of it is published?

Promise: an event that was published without a draft reads as one without changes; nothing here writes.
"""

import msgspec

from sync.domain.definition import Definition, Event
from sync.domain.succession import Part
from sync.server.drafting.models import Change, Draft, Version
from sync.server.drafting.parts import Kind, decoded, part_of
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import definition_of

CHANGES_SHOWN = 200
"""A page of history; whoever wants more has each version as a file."""


class Drafted(msgspec.Struct, frozen=True):
    """One event as it is being prepared, and as it was published last (none: never)."""

    event: int
    revision: int
    based_on: int
    definition: Definition
    published: Definition | None
    changed_ms: int
    changed_by: str
    given: dict[str, int]

    @property
    def is_changed(self) -> bool:
        return self.published is None or msgspec.structs.replace(self.definition, version=self.published.version) != self.published

    @property
    def is_behind(self) -> bool:
        """Whether something was published past this draft, for instance from a file on the command line."""
        return self.published is not None and self.based_on != self.published.version


def every_draft() -> tuple[Drafted, ...]:
    """Return every event that is prepared or published, the latest day first."""
    events = {*Draft.objects.values_list("event", flat=True), *Publication.objects.values_list("event", flat=True)}
    found = [drafted for no in events if (drafted := draft_of(no)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.definition.event.opens_ms, one.event)))


def draft_of(event: int) -> Drafted | None:
    """Return the draft of ``event``, else what is published of it; none when there is no such event."""
    row, publication = Draft.objects.filter(event=event).first(), Publication.objects.filter(event=event).first()
    published = definition_of(publication) if publication is not None else None
    if row is not None:
        definition = msgspec.msgpack.decode(bytes(row.definition), type=Definition)
        return Drafted(event, row.revision, row.based_on, definition, published, row.changed_ms, row.changed_by, dict(row.given))
    if publication is None or published is None:
        return None
    return Drafted(event, 0, published.version, published, published, publication.loaded_ms, "", {})


def changes_of(event: int) -> list[Change]:
    """Return the latest changes of a draft, the latest first."""
    return list(Change.objects.filter(event=event).order_by("-revision").defer("before", "after")[:CHANGES_SHOWN])


def changes_since(event: int, kind: Kind, no: int, revision: int) -> list[Change]:
    """Return who changed one part after ``revision``, the latest first."""
    rows = Change.objects.filter(event=event, revision__gt=revision).filter(kind__in=[kind.value, ""]).order_by("-revision")
    return [row for row in rows if not row.kind or row.no == no]


def part_at(event: int, kind: Kind, no: int, revision: int) -> Part | Event | None:
    """Return one part as it stood at ``revision`` of the draft; none when it was not there."""
    of_it = Change.objects.filter(event=event).filter(kind__in=[kind.value, ""])
    later = next((row for row in of_it.filter(revision__gt=revision).order_by("revision") if not row.kind or row.no == no), None)
    if later is not None:
        return _part_in(later, kind, no)
    drafted = draft_of(event)
    return None if drafted is None else part_in(drafted.definition, kind, no)


def part_in(definition: Definition, kind: Kind, no: int) -> Part | Event | None:
    """Return one part, or the event itself."""
    return definition.event if kind is Kind.EVENT else part_of(definition, kind, no)


def versions_of(event: int) -> list[Version]:
    """Return the published versions of ``event``, the latest first."""
    return list(Version.objects.filter(event=event).order_by("-version").defer("definition"))


def version_of(event: int, version: int) -> Definition | None:
    """Return what was published as ``version``."""
    row = Version.objects.filter(event=event, version=version).first()
    return None if row is None else msgspec.msgpack.decode(bytes(row.definition), type=Definition)


def _part_in(change: Change, kind: Kind, no: int) -> Part | Event | None:
    """What stood before ``change``."""
    if change.before is None:
        return None
    if not change.kind:
        return part_in(msgspec.msgpack.decode(bytes(change.before), type=Definition), kind, no)
    return msgspec.msgpack.decode(bytes(change.before), type=Event) if kind is Kind.EVENT else decoded(kind, bytes(change.before))
