"""Which event is it about?

Promise: the present event is the one that was published last; its definition is decoded once for each version.
"""

import functools
from collections.abc import Collection

import msgspec

from sync.domain.definition import Definition
from sync.server.publishing.models import Publication


class Published(msgspec.Struct, frozen=True):
    """One event as published. ``version`` counts manifests, ``roster_version`` changes of the roster."""

    no: int
    version: int
    roster_version: int
    loaded_ms: int
    definition: Definition


def present_event(among: Collection[int] | None = None) -> Published | None:
    """Return the event that was published last (``among`` these numbers); none when there is none yet."""
    rows = Publication.objects.order_by("-loaded_ms", "-event")
    row = (rows if among is None else rows.filter(event__in=among)).first()
    return None if row is None else _published(row)


def event(no: int) -> Published | None:
    """Return event ``no``; none when it was never published."""
    row = Publication.objects.filter(event=no).first()
    return None if row is None else _published(row)


def _published(row: Publication) -> Published:
    return Published(row.event, row.version, row.roster_version, row.loaded_ms, _decoded(bytes(row.definition)))


@functools.lru_cache(maxsize=8)
def _decoded(definition: bytes) -> Definition:
    return msgspec.msgpack.decode(definition, type=Definition)
