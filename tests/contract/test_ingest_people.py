"""Whom does the centre know when their entries arrive? The same on PostgreSQL and SQLite."""

from collections.abc import Iterator

import pytest

from sync.domain.facts import Arrived
from sync.domain.flags import Flag
from sync.domain.party import adults_with
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import CLASS_3B, EVENT, KNITTING, WARD, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish

PERSON, PARTY = 1, 2


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        yield database


def expect(database: Database, who: bytes, sort: int = PARTY, *, body: bytes | None = b"\x81", event: int = EVENT) -> None:
    store = database.store()
    with store.transaction() as ledger:
        row = (event, WARD, sort, who, body, 1)
        ledger.run("INSERT INTO publishing_rosterrow (event, venue, sort, key, body, version) VALUES (%s, %s, %s, %s, %s, %s)", row)
    close(store)


def unknown(database: Database, kiosk: Pusher) -> list[int]:
    """Push the journal; return the places of the entries that are of nobody whom the centre knows."""
    store = database.store()
    flags = take_push(store, kiosk.push(), Shapes({EVENT: small_definition()}), NOW_MS).flags
    close(store)
    return [seq for seq, code in flags if code == Flag.UNKNOWN_PERSON]


def test_the_adults_of_an_expected_class_are_expected(database: Database) -> None:
    expect(database, CLASS_3B)
    kiosk = Pusher()
    kiosk.add(Arrived(CLASS_3B, KNITTING, 28))
    kiosk.add(Arrived(adults_with(CLASS_3B), KNITTING, 3))
    kiosk.add(Arrived(b"stranger", KNITTING))
    assert unknown(database, kiosk) == [3]


@pytest.mark.parametrize(
    ("sort", "body", "event"),
    [(PARTY, None, EVENT), (PERSON, b"\x81", EVENT), (PARTY, b"\x81", EVENT + 1)],
    ids=["taken off the roster", "a person", "of another event"],
)
def test_adults_of_nobody_who_is_expected_are_looked_at(database: Database, sort: int, body: bytes | None, event: int) -> None:
    expect(database, CLASS_3B, sort, body=body, event=event)
    kiosk = Pusher()
    kiosk.add(Arrived(adults_with(CLASS_3B), KNITTING, 3))
    assert unknown(database, kiosk) == [1]
