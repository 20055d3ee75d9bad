"""How do kiosks learn that the centre came back from a backup?

Promise: the epoch grows by one and every manifest says so; kiosks then ask for every position again and send what is missing (S1).
"""

import argparse
import time

from django.db import transaction
from django.db.models import F

from sync.server.commands.exits import Exit
from sync.server.ledger.models import Centre
from sync.server.publishing.models import Publication
from sync.server.publishing.publish import republish


@transaction.atomic
def run(chosen: argparse.Namespace) -> int:
    """Begin the next epoch."""
    del chosen
    if not Centre.objects.update(epoch=F("epoch") + 1):
        Centre.objects.create(epoch=2)
    for event in Publication.objects.values_list("event", flat=True):
        republish(event, time.time_ns() // 1_000_000)
    print(f"This is epoch {Centre.objects.get().epoch}: kiosks send again what is missing.")
    return Exit.DONE
