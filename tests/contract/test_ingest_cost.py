"""How often does a push ask PostgreSQL? Each time the next machine is asked is time in which the push's stream is locked."""

from typing import Any

import psycopg

from sync.domain.facts import ItemsLogged
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from sync.server.ledger.postgres import PostgresStore
from tests.support.centre import fresh_database
from tests.support.day import EVENT, HATS, KNITTING, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, sample_at

ASKED_A_PUSH = 5
"""Who is at the door, begin, lock, append, commit."""


class Counting(psycopg.Connection[Any]):
    """A connection that counts how often it waited for the database."""

    asked = 0

    def wait(self, *of: Any, **how: Any) -> Any:
        self.asked += 1
        return super().wait(*of, **how)


def test_a_usual_push_asks_the_database_five_times() -> None:
    with fresh_database("postgresql") as database:
        enrol(database)
        publish(database)
        kiosk = Pusher()
        with Counting.connect(database.url, autocommit=True) as connection:
            store, shapes = PostgresStore(connection), Shapes({EVENT: small_definition()})

            def push(first: int) -> int:
                kiosk.add(ItemsLogged(KNITTING, HATS, 1))
                before = connection.asked
                take_push(store, kiosk.push(first, sent=sample_at(NOW_MS)), shapes, NOW_MS)
                return connection.asked - before

            push(1)  # makes the row of the stream
            assert push(2) == ASKED_A_PUSH
