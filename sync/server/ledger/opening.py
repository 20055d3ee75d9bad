"""How do the store functions get at the database that Django is set up for?

Promise: one connection for each thread, Django's own, in autocommit mode and looked at before use; a database that is away is
``StoreBusy`` and comes back by itself.
"""

from django.db import DatabaseError, close_old_connections, connection

from sync.server.ledger.postgres import PostgresStore
from sync.server.ledger.sqlite import SqliteStore
from sync.server.ledger.store import Store, StoreBusy


def open_store() -> Store:
    """Return the store over this thread's connection. Raises ``StoreBusy`` when the database cannot be reached."""
    try:
        close_old_connections()
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    except DatabaseError as cause:
        connection.close()
        raise StoreBusy(f"the database cannot be reached: {cause}") from cause
    assert connection.get_autocommit(), "the store functions open their own transactions"
    if connection.vendor == "postgresql":
        return PostgresStore(connection.connection)
    return SqliteStore(connection.connection)
