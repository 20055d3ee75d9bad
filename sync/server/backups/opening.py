"""Which side does this centre's database stand on?"""

from django.db import connection

from sync.server.backups.postgres import PostgresSide
from sync.server.backups.sides import Side
from sync.server.backups.sqlite import SqliteSide


def side_of_this_centre() -> Side:
    """Return the side of the database that Django is set up for."""
    settings = dict(connection.settings_dict)
    return PostgresSide(settings) if connection.vendor == "postgresql" else SqliteSide(settings)
