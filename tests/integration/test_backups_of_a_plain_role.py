"""Does a role of PostgreSQL that is no administrator back up and restore, and is it told what it lacks?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.backed_up import only_backup, run
from tests.support.centre import Database, django_on, postgres_uri, set_up_django

set_up_django()

pytestmark = pytest.mark.slow

ROLE, NAME = "plain_role", "centre_of_a_plain_role"


@pytest.fixture
def server() -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(postgres_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'a pass:word/with@signs'").format(sql.Identifier(ROLE)))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(ROLE)))
        try:
            yield connection
        finally:
            for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (f"{NAME}%",)).fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(ROLE)))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path


def address() -> str:
    host = psycopg.conninfo.conninfo_to_dict(postgres_uri())["host"]
    return f"postgresql://{ROLE}:a%20pass%3Aword%2Fwith%40signs@/{NAME}?host={host}"


def test_it_backs_up_and_restores_into_an_empty_database_once_it_may_make_databases(
    server: "psycopg.Connection[Any]", shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db import connection

    with django_on(Database("postgresql", address())):
        assert run("migrate") == 0
        assert run("create-organisation", "One") == 0
        assert run("backup", shelf) == 0
        assert run("prove-backup", only_backup(shelf)) == 3
        assert f"ALTER ROLE {ROLE} CREATEDB" in capsys.readouterr().err
        server.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(ROLE)))
        assert run("prove-backup", only_backup(shelf)) == 0
        connection.close()
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(NAME)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(ROLE)))
        assert run("restore", only_backup(shelf)) == 0
        assert "is kept as" not in capsys.readouterr().out, "an empty database is nothing to keep"
        assert run("organisations") == 0
        assert "One" in capsys.readouterr().out
        connection.close()
    left = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (f"{NAME}%",)).fetchall()
    assert left == [(NAME,)]
