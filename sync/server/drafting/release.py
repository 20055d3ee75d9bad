"""How does a draft become what the kiosks are told?

Promise: what was confirmed is what is published, or nothing is; nothing that was recorded changes its meaning; each version is kept
with who published it and what it changed, in the transaction that signs it.
"""

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.domain.soundness import faults_of
from sync.domain.succession import faults_of_succession
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.drafting.differences import differences
from sync.server.drafting.keeping import Author, ChangedMeanwhile, keep, locked
from sync.server.drafting.missing import stops
from sync.server.drafting.models import Draft, Version
from sync.server.drafting.parts import encoded
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import Unpublishable, definition_of, publish
from sync.server.tongues.saying import english, in_english, later, say

SENTENCES_TOLD_MAX = 10
"""The audit log says that and roughly what; the version itself holds every word."""

AWAY = later("the command line")
"""Who published a version that did not come from here; kept in English."""


@transaction.atomic
def release(event: int, revision: int, author: Author) -> Definition:
    """Publish the draft of ``event`` as it stood at ``revision``; return the definition with its new version.

    Raises ``ChangedMeanwhile`` when it changed since, ``Unpublishable`` when it does not fit together or does not fit what was published.
    """
    row = locked(event, author)
    draft = msgspec.msgpack.decode(bytes(row.definition), type=Definition)
    publication = Publication.objects.select_for_update().filter(event=event).first()
    before = definition_of(publication) if publication is not None else None
    if row.revision != revision or (before is not None and row.based_on != before.version):
        raise ChangedMeanwhile
    faults = (*stops(draft), *faults_of(draft), *(faults_of_succession(before, draft) if before is not None else ()))
    if faults:
        raise Unpublishable(faults)
    if before is not None:
        _remember(before, english(AWAY), publication.loaded_ms if publication is not None else author.at_ms, [])
    published = definition_of(publish(draft, {}, author.at_ms))
    with in_english():  # what is kept is read by many
        words = [one.sentence for one in differences(before, published)] if before is not None else [say("Published for the first time.")]
    _remember(published, author.who, author.at_ms, words)
    row.definition, row.based_on = encoded(published), published.version
    row.save()
    told = "\n".join(words[:SENTENCES_TOLD_MAX])
    did(author.actor, Deed.EVENT_PUBLISHED, f"Published {published.event.name['en']}, version {published.version}. {told}")
    return published


@transaction.atomic
def begin_again(event: int, revision: int, author: Author) -> None:
    """Give the draft up for what is published. The draft as it was stays in its history. Raises ``ChangedMeanwhile``."""
    locked(event, author)
    published = definition_of(Publication.objects.get(event=event))
    Draft.objects.filter(event=event).update(based_on=published.version)
    keep(event, revision, published, author, "The draft was given up for what is published.")


def _remember(definition: Definition, who: str, at_ms: int, words: list[str]) -> None:
    Version.objects.get_or_create(
        event=definition.event.no,
        version=definition.version,
        defaults={"at_ms": at_ms, "who": who, "words": words, "definition": encoded(definition)},
    )
