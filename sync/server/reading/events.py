"""Which event is the centre about, and what was published about it?"""

from functools import lru_cache

import msgspec

from sync.domain.definition import Definition
from sync.server.publishing.models import Publication


def present_event() -> Definition | None:
    """Return the definition of the event that was loaded last; none before the first."""
    newest = Publication.objects.order_by("-loaded_ms", "-event").values_list("event", "version").first()
    return None if newest is None else _definition(*newest)


@lru_cache(maxsize=8)
def _definition(event: int, version: int) -> Definition:
    """Decode a publication once for all pages; ``version`` grows with every publishing."""
    del version
    kept = Publication.objects.values_list("definition", flat=True).get(event=event)
    return msgspec.msgpack.decode(bytes(kept), type=Definition)
