"""Which old backups may go?

Promise: only files that this centre named, in the folder that was asked for; the newest ones stay, and so does the newest that was proven,
because kiosks may have let go of what it holds.
"""

from pathlib import Path

from sync.server.backups.making import ENDING
from sync.server.backups.models import Backup

_OURS = "manyhands-[0-9]*T[0-9]*Z" + ENDING


def sweep(folder: Path, keep: int) -> list[str]:
    """Remove all but the newest ``keep`` backups of ``folder`` and the newest proven one; return the names of those that are gone."""
    by_age = sorted(folder.glob(_OURS), reverse=True)
    proven = set(Backup.objects.filter(proven_ms__isnull=False).values_list("name", flat=True))
    stays = {path.name for path in by_age[:keep]} | {path.name for path in [path for path in by_age if path.name in proven][:1]}
    gone = [path for path in by_age if path.name not in stays]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]
