"""Can the centre answer kiosks and people now?

Promise: ready means that the database answers and that its tables are those of this version; the answer names nothing else.
"""

import sqlite3
from enum import StrEnum

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from sync.server.ledger.opening import open_store
from sync.server.ledger.store import StoreBusy


class Ready(StrEnum):
    """What stands in the answer."""

    OK = "ok"
    NO_DATABASE = "no database"
    OLD_TABLES = "tables are not up to date"


def pending_migrations() -> int:
    """Return how many changes of the tables wait."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Readiness:
    """Looks at the database at each asking, at the tables until they were up to date once: nobody takes that back while this runs."""

    def __init__(self) -> None:
        self._has_tables = False

    def now(self) -> Ready:
        try:
            open_store().reading().all("SELECT 1")  # type: ignore[attr-defined]  # both stores' ledgers speak SQL
            self._has_tables = self._has_tables or not pending_migrations()
        except (StoreBusy, DatabaseError, psycopg.Error, sqlite3.Error):
            return Ready.NO_DATABASE
        return Ready.OK if self._has_tables else Ready.OLD_TABLES
