"""What do backups need from a database? The one contract behind which SQLite and PostgreSQL stand.

Promise: a dump is one state of the database, whatever is written meanwhile; what is tried out stands beside the database and never in
it; what goes live does so at once or not at all, and what stood there is kept.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sync.server.backups.contents import Facts


class Scratch(NamedTuple):
    """A database beside the live one. ``settings`` are Django's, ``faults`` what the database itself found wrong with it."""

    settings: dict[str, Any]
    faults: list[str]


class Side(Protocol):
    """The database that Django is set up for."""

    kind: str

    def version(self) -> str: ...
    def dump(self, target: Path) -> Facts:
        """Write one state of the database to ``target`` and return what it says of itself."""

    def facts(self, scratch: Scratch | None) -> Facts | None:
        """Return what a database (none: the live one) says of itself now; none when it has no tables of ours."""

    def scratch(self, dump: Path) -> AbstractContextManager[Scratch]:
        """Bring a dump back beside the live database. Gone when left, unless it went live."""

    def check_unused(self) -> None:
        """Raise ``BackupTrouble`` when somebody else has the live database open."""

    def go_live(self, scratch: Scratch, keep_as: str, *, is_empty: bool) -> str | None:
        """Put ``scratch`` in the live database's place. Return under which name that is kept (none: it was empty)."""
