"""How do a thousand staged rows get into the database at once?

Promise: as Django would write them; only faster. Its ``bulk_create`` works each value through the compiler: half of the time of reading a
list of fifty thousand.
"""

from collections.abc import Sequence

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Write new ``rows``, all of one model, whose fields need no converting: numbers, words, bytes, yes and no."""
    if not rows:
        return
    model = rows[0]._meta  # noqa: SLF001 - Django documents it, underscore and all
    fields = [field for field in model.concrete_fields if not field.primary_key]
    names = [field.attname for field in fields]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model.db_table)
    places = ", ".join(["%s"] * len(fields))
    values = [tuple(getattr(row, name) for name in names) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - names of our own model
