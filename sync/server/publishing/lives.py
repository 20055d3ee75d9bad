"""How do kiosks learn that the centre came back from a backup?

Promise: every life of the ledger has an epoch above all before it, also when the same backup comes back twice; every manifest says so.
Kiosks then ask for every position again and send what is missing (S1).
"""

from django.db import transaction

from sync.server.ledger.models import Centre
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import republish

_MS_IN_S = 1000


@transaction.atomic
def begin_life(now_ms: int, above: int = 0) -> int:
    """Begin the next epoch, ``above`` what is known of another life; return it.

    The time is in it, because the life that was lost may have counted on from the same backup: a kiosk that heard of that one must see
    that this is another.
    """
    centre = Centre.objects.select_for_update().first() or Centre(epoch=1)
    epoch: int = max(centre.epoch + 1, above + 1, now_ms // _MS_IN_S)
    centre.epoch = epoch
    centre.save()
    for event in Publication.objects.values_list("event", flat=True):
        republish(event, now_ms)
    return epoch
