"""What is left of something deleted in the database's own files, and how is it overwritten?

Promise: after ``wipe`` an SQLite file and its log hold no byte of what was deleted before; PostgreSQL gives the room of dead rows free for
new ones, and what its disk, its log and its backups keep for how long is said in the README.
"""

import logging

from django.db import DatabaseError, connection

from sync.server.erasing.models import Erasure

TABLES = (
    "publishing_rosterrow",
    "publishing_keypair",
    "importing_stagedrow",
    "importing_rowfault",
    "importing_rosterimport",
    "jobs_job",
    "django_session",
)

_LOG = logging.getLogger(__name__)


def wipe(now_ms: int) -> bool:
    """Write anew what held deleted rows; return whether that could be done now. To be called outside a transaction."""
    assert not connection.in_atomic_block, "a database is written anew outside transactions only"
    try:
        is_done = _sqlite() if connection.vendor == "sqlite" else _postgres()
    except DatabaseError:
        _LOG.warning("the database is busy; what was erased is overwritten in an hour", exc_info=True)
        return False
    if not is_done:
        return False
    Erasure.objects.filter(wiped_ms=None).update(wiped_ms=now_ms)
    return True


def _sqlite() -> bool:
    """Copy what is alive into fresh pages, and empty the log; a reader that still looks at the old ones makes it wait until later."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _, _ = cursor.fetchone()
    return not is_busy


def _postgres() -> bool:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM {table}")
    return True
