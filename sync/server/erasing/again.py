"""A backup came back: who has to be forgotten once more?

Promise: after ``reapply`` nobody is kept who was erased before, as far as the ledger's file knows; called once more it does nothing.
"""

from sync.server.erasing import ledger
from sync.server.erasing.erase import erase_again
from sync.server.erasing.holdings import Counts, added
from sync.server.erasing.models import Erased
from sync.server.importing.models import StagedRow
from sync.server.publishing.models import Publication, RosterRow

PORTION = 5_000


def reapply(now_ms: int) -> Counts:
    """Erase whoever the ledger names and this database still has; return how many of what. Run it before the centre answers anybody."""
    new = list(ledger.lines_outside())
    loaded = dict(Publication.objects.values_list("event", "loaded_ms"))
    # An event that was published after everybody was erased is another one: a new database in the same folder.
    whole = {line.event for line in new if not line.digest and loaded.get(line.event, line.at_ms + 1) <= line.at_ms}
    gone = [erase_again(event, None, now_ms) for event in sorted(whole)]
    ledger.take_in(new)
    named = set(Erased.objects.exclude(digest=ledger.EVERYBODY).values_list("event", flat=True))
    for event in sorted(named & loaded.keys()):
        keys = _back_again(event)
        if keys:
            gone.append(erase_again(event, keys, now_ms))
    ledger.write_out()
    return added(gone)


def _back_again(event: int) -> set[bytes]:
    """Return who is on the roster although they were erased."""
    found: set[bytes] = set()
    for rows in (
        RosterRow.objects.filter(event=event, body__isnull=False),
        StagedRow.objects.filter(roster_import__event=event),
    ):
        keys = [bytes(key) for key in rows.values_list("key", flat=True).iterator(PORTION)]
        found |= ledger.erased_among(event, keys)
    return found
