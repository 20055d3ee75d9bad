"""What if the database cannot? Nothing is taken, nothing is lost, and the kiosk hears when to come again."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from sync.domain.facts import ItemsLogged
from sync.protocol.messages import PushState
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from sync.server.ledger.store import StoreBusy, StoreFull
from sync.server.projector.follow import step
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import EVENT, HATS, KNITTING, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish

_FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON ledger_seal EXECUTE FUNCTION no_room();
"""


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        yield database


def kiosk_with(entries: int) -> Pusher:
    kiosk = Pusher()
    for minute in range(entries):
        kiosk.add(ItemsLogged(KNITTING, HATS, 1), minute)
    return kiosk


def take(store: Any, kiosk: Pusher) -> PushState:
    return take_push(store, kiosk.push(), Shapes({EVENT: small_definition()}), NOW_MS).state


def fill(database: Database, store: Any) -> None:
    if database.kind == "postgresql":
        store._connection.execute(_FULL)
    else:
        ((pages,),) = store.reading().all("PRAGMA page_count")
        store.reading().all(f"PRAGMA max_page_count = {pages}")


def make_room(database: Database, store: Any) -> None:
    if database.kind == "postgresql":
        store._connection.execute("DROP TRIGGER full_disk ON ledger_seal")
    else:
        store.reading().all("PRAGMA max_page_count = 1000000")


def test_on_a_full_disk_nothing_is_taken_and_it_goes_on_when_there_is_room(database: Database) -> None:
    store, kiosk = database.store(), kiosk_with(3_000)
    fill(database, store)
    for _ in range(2):
        with pytest.raises(StoreFull):
            take(store, kiosk)
    assert database.rows("SELECT count(*) FROM ledger_entry") == [(0,)]
    make_room(database, store)
    assert take(store, kiosk) is PushState.APPENDED
    assert database.rows("SELECT sum(amount) FROM ledger_subtotal") == [(3_000,)]
    close(store)


def test_a_database_that_is_locked_for_too_long_is_busy_and_not_broken(database: Database) -> None:
    blocker, store, kiosk = database.store(), database.store(), kiosk_with(3)
    store.make_streams([kiosk.stream])
    if database.kind == "postgresql":
        store._connection.execute("SET lock_timeout = '50ms'")
    else:
        store.reading().all("PRAGMA busy_timeout = 50")
    with blocker.transaction() as ledger:
        ledger.lock([kiosk.stream])
        with pytest.raises(StoreBusy):
            take(store, kiosk)
    assert take(store, kiosk) is PushState.APPENDED
    close(blocker)
    close(store)


def test_there_is_one_projector_at_a_time(database: Database) -> None:
    first, second = database.store(), database.store()
    if database.kind == "postgresql":
        second._connection.execute("SET lock_timeout = '50ms'")
    else:
        second.reading().all("PRAGMA busy_timeout = 50")
    with first.transaction() as ledger:
        ledger.only_projector()
        with pytest.raises(StoreBusy):
            step(second, NOW_MS)
    assert step(second, NOW_MS) == 0
    close(first)
    close(second)


def test_a_writer_that_dies_in_the_middle_leaves_nothing_behind(database: Database) -> None:
    store, kiosk = database.store(), kiosk_with(3)
    begun = threading.Event()

    class Died(Exception):
        pass

    def die() -> None:
        doomed = database.store()
        doomed.make_streams([kiosk.stream])
        with suppress(Died), doomed.transaction() as ledger:
            held = ledger.lock([kiosk.stream])[kiosk.stream]
            ledger.awaits(held.id, 3)
            ledger.run("UPDATE ledger_stream SET high = 3, head = %s WHERE id = %s", (b"wrong", held.id))
            begun.set()
            raise Died
        close(doomed)

    dying = threading.Thread(target=die)
    dying.start()
    assert begun.wait(10)
    assert take(store, kiosk) is PushState.APPENDED
    dying.join()
    assert database.rows("SELECT high, head FROM ledger_stream") == [(3, kiosk.heads()[3])]
    close(store)


def test_entries_that_stand_behind_the_position_end_the_push_and_are_not_added_twice(database: Database) -> None:
    store, kiosk = database.store(), kiosk_with(2)
    take(store, kiosk)
    with store.transaction() as ledger:
        ledger.run("UPDATE ledger_stream SET high = 0")
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        take(store, kiosk)
    assert database.rows("SELECT sum(amount) FROM ledger_subtotal") == [(2,)]
    close(store)
