"""How is a PostgreSQL database backed up and brought back?

Promise: ``pg_dump`` writes the very snapshot of which the facts were read; what is brought back is tried in a database of its own on the
same server, and goes live by two renames in one transaction.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, errors, sql

from sync.server.backups import programs
from sync.server.backups.contents import Facts, facts_of
from sync.server.backups.sides import Scratch
from sync.server.backups.trouble import BackupTrouble, NotABackup
from sync.server.ledger.postgres import PostgresStore
from sync.server.ledger.sql import SqlLedger

_NOT_LIBPQS = frozenset({"prepare_threshold", "pool", "server_side_binding", "isolation_level", "assume_role"})
"""What Django's OPTIONS may hold beside what every program of PostgreSQL knows."""

_DATABASE_NAME_MAX = 63
_ENDS_WITHIN_S = 5.0
"""PostgreSQL still names a connection for a moment after it was closed, our own too."""

_LOOK_AGAIN_S = 0.1

_TABLES = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'"
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


class PostgresSide:
    """The live database is the one of ``settings``."""

    kind = "postgresql"

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._name = str(settings["NAME"])

    def version(self) -> str:
        with self._connect(self._name) as connection:
            return str(connection.info.server_version // 10_000)

    def dump(self, target: Path) -> Facts:
        pg_dump = programs.program("pg_dump", int(self.version()))
        with self._connect(self._name) as connection, PostgresStore(connection).snapshot() as ledger:
            ((snapshot,),) = ledger.all("SELECT pg_export_snapshot()")
            words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
            self._run(pg_dump, *words, f"--dbname={self._address(self._name)}")
            facts = _facts(ledger)
        assert facts is not None, "the centre that makes a backup has tables"
        return facts

    def facts(self, scratch: Scratch | None) -> Facts | None:
        name = self._name if scratch is None else str(scratch.settings["NAME"])
        with self._connect(name) as connection, PostgresStore(connection).snapshot() as ledger:
            return _facts(ledger)

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[Scratch]:
        pg_restore = programs.program("pg_restore", int(self.version()))
        name = self._named(f"try_{secrets.token_hex(4)}")
        with self._beside() as connection:
            try:
                connection.execute(self._making(connection, name))
            except errors.InsufficientPrivilege as cause:
                raise BackupTrouble(
                    "a backup is tried in a database of its own, and this role may make none; let an administrator say: "
                    f"ALTER ROLE {self._settings['USER'] or 'NAME'} CREATEDB"
                ) from cause
            try:
                self._fill(pg_restore, dump, name)
                yield Scratch({"NAME": name}, [])
            finally:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def check_unused(self) -> None:
        ends = time.monotonic() + _ENDS_WITHIN_S
        with self._beside() as connection:
            while others := connection.execute(_OTHERS, (self._name,)).fetchall()[0][0]:
                if time.monotonic() > ends:
                    break
                time.sleep(_LOOK_AGAIN_S)
        if others:
            raise BackupTrouble(f"the database {self._name} has {others} other connections; stop the centre and its worker first")

    def go_live(self, scratch: Scratch, keep_as: str, *, is_empty: bool) -> str | None:
        kept = self._named(keep_as)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        live, tried, old = (sql.Identifier(one) for one in (self._name, str(scratch.settings["NAME"]), kept))
        with self._beside() as connection:
            try:
                with connection.transaction():
                    connection.execute(rename.format(live, old))
                    connection.execute(rename.format(tried, live))
            except errors.ObjectInUse as cause:
                raise BackupTrouble(f"the database {self._name} is in use again; stop the centre and its worker first") from cause
            except errors.InsufficientPrivilege as cause:
                raise BackupTrouble(f"the database {self._name} belongs to another role, which alone may bring a backup back") from cause
            if is_empty:
                connection.execute(sql.SQL("DROP DATABASE {}").format(old))
        return None if is_empty else f"database {kept}"

    def _fill(self, pg_restore: Path, dump: Path, name: str) -> None:
        try:
            self._run(pg_restore, "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={self._address(name)}", str(dump))
        except BackupTrouble as cause:
            raise NotABackup(f"the database in the backup cannot be brought back: {cause}") from cause

    @staticmethod
    def _making(connection: "psycopg.Connection[Any]", name: str) -> sql.Composed:
        ((collate, ctype),) = connection.execute(
            "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
        ).fetchall()
        return sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}").format(
            sql.Identifier(name), sql.Literal(collate), sql.Literal(ctype)
        )

    def _named(self, ending: str) -> str:
        return f"{self._name[: _DATABASE_NAME_MAX - len(ending) - 1]}_{ending}"

    def _connect(self, database: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(**self._words(database), password=self._settings["PASSWORD"] or None, autocommit=True)

    @contextmanager
    def _beside(self) -> "Iterator[psycopg.Connection[Any]]":
        """A connection to the server from which databases can be made and renamed."""
        with self._connect("postgres") as connection:
            yield connection

    def _address(self, database: str) -> str:
        return conninfo.make_conninfo(**self._words(database))

    def _words(self, database: str) -> dict[str, Any]:
        of_django = {"user": self._settings["USER"], "host": self._settings["HOST"], "port": self._settings["PORT"]}
        more = {key: value for key, value in self._settings["OPTIONS"].items() if key not in _NOT_LIBPQS}
        return {**{key: value for key, value in of_django.items() if value}, **more, "dbname": database}

    def _run(self, program: Path, *words: str) -> None:
        programs.run([str(program), *words], self._settings["PASSWORD"])


def _facts(ledger: SqlLedger) -> Facts | None:
    return facts_of(ledger, [str(name) for (name,) in ledger.all(_TABLES)])
