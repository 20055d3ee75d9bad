"""How do tables change while kiosks are sending?

Promise: nobody waits long. A change that cannot have its lock within ``LOCK_WAIT_S`` gives up, because everybody who comes after it would
wait behind it; an index on a large table is made beside the table. What a migration may do to tables that are written all day is held by
``tests/project/test_migrations.py``.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex
from django.db.migrations.state import ProjectState

LOCK_WAIT_S = 5
"""A kiosk gives a push up after some ten seconds, and comes again."""


class AddIndexWhileServing(AddIndex):
    """An index that PostgreSQL makes beside the table. The migration needs ``atomic = False`` and nothing else in it.

    One that was broken off leaves an index that is not valid; the next try takes it away first.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        assert not schema_editor.connection.in_atomic_block, "the migration needs atomic = False"
        editor: Any = schema_editor
        model = to_state.apps.get_model(app_label, self.model_name)
        editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {editor.quote_name(self.index.name)}")
        editor.add_index(model, self.index, concurrently=True)


def wait_no_longer() -> None:
    """Let this connection give up waiting for a lock after ``LOCK_WAIT_S``."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_WAIT_S}s'")
