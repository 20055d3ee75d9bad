"""Is what a person should look at raised, dropped and compared, also where nobody is named? The same on PostgreSQL and SQLite."""

from collections.abc import Iterator

import pytest

from sync.domain.entry import Value
from sync.domain.facts import Arrived, Corrected, ItemsLogged, Left, Voided
from sync.domain.flags import Flag
from sync.server.ledger import recount as figures
from sync.server.ledger.accepting import accept
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_lost, take_push
from sync.server.projector import recount as stays
from sync.server.projector.follow import catch_up, rebuild
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import EVENT, HATS, KNITTING, MIRIAM, WARD, id_at, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, revoke

SIMILAR = int(Flag.SIMILAR_LOGS)
TABLE = ItemsLogged(KNITTING, HATS, 5)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        yield database


def shapes() -> Shapes:
    return Shapes({EVENT: small_definition()})


def take(database: Database, *kiosks: Pusher) -> None:
    """Push each kiosk's journal to its end, and let the projector follow after each."""
    store = database.store()
    for kiosk in kiosks:
        take_push(store, kiosk.push(), shapes(), NOW_MS)
        catch_up(store, NOW_MS)
    close(store)


def similar(database: Database) -> set[tuple[int, int]]:
    asked = "SELECT s.device, f.seq FROM ledger_raisedflag f JOIN ledger_stream s ON s.id = f.stream_id WHERE f.code = %s"
    return set(database.rows(asked, (SIMILAR,)))


def differences(database: Database) -> list[str]:
    store = database.store()
    with store.snapshot() as ledger:
        found = [*figures.differences(ledger), *stays.differences(ledger, NOW_MS)]
    close(store)
    return found


def test_equal_logs_of_two_tables_are_flagged_and_both_count(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    other.add(TABLE, 11.5)
    take(database, other, kiosk)
    assert similar(database) == {(2, 1)}
    assert database.rows("SELECT sum(amount) FROM ledger_subtotal") == [(10,)]
    assert database.rows("SELECT event, venue, by_fold FROM ledger_raisedflag") in ([(EVENT, WARD, True)], [(EVENT, WARD, 1)])
    assert differences(database) == []


@pytest.mark.parametrize("fact", [ItemsLogged(KNITTING, HATS, 6), ItemsLogged(KNITTING, HATS, 5, MIRIAM), Arrived(MIRIAM, KNITTING)])
def test_what_is_not_equal_is_not_flagged(database: Database, fact: ItemsLogged | Arrived) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    kiosk.add(TABLE, 11)
    other.add(fact, 10.5)
    other.add(TABLE, 20)
    take(database, kiosk, other)
    assert similar(database) == set()


def test_a_log_between_two_that_were_no_neighbours_flags_the_later_one_too(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    kiosk.add(TABLE, 13)
    other.add(TABLE, 11.5)
    take(database, kiosk, other)
    assert similar(database) == {(1, 2), (2, 1)}


def test_a_correction_brings_two_logs_together_and_a_void_parts_them(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    wrong = other.add(ItemsLogged(KNITTING, HATS, 50), 11)
    take(database, kiosk, other)
    assert similar(database) == set()
    corrected = other.add(Corrected(wrong, Value(quantity=5)), 12)
    take(database, other)
    assert similar(database) == {(2, 1)}
    kiosk.add(Voided(corrected), 13)
    take(database, kiosk)
    assert similar(database) == set()
    assert differences(database) == []


def test_what_a_revoked_kiosk_logged_for_a_table_is_compared_once_it_is_accepted(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    last = other.add(TABLE, 11)
    revoke(database, 2)
    take(database, kiosk, other)
    assert similar(database) == set()
    store = database.store()
    assert accept(store, last.stream, last.seq, "Coordinator", NOW_MS) == 1
    catch_up(store, NOW_MS)
    close(store)
    assert similar(database) == {(2, 1)}
    assert differences(database) == []


def test_a_flag_that_was_settled_stays_settled_when_everything_is_folded_again(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    other.add(TABLE, 11)
    take(database, kiosk, other)
    ((flag, stream_id, seq, code),) = database.rows("SELECT id, stream_id, seq, code FROM ledger_raisedflag")
    store = database.store()
    with store.transaction() as ledger:
        ledger.settle_flags(stream_id, (seq,), code, NOW_MS, "Lead")
    rebuild(store, NOW_MS)
    close(store)
    assert database.rows("SELECT id, settled_by FROM ledger_raisedflag") == [(flag, "Lead")]
    assert differences(database) == []


SPOILT = (
    "DELETE FROM ledger_raisedflag WHERE code = 24 RETURNING id",
    "DELETE FROM ledger_raisedflag WHERE code = 21 RETURNING id",
    "DELETE FROM ledger_raisedflag WHERE code = 26 RETURNING id",
    "UPDATE ledger_raisedflag SET seq = 1 WHERE code = 24 RETURNING id",
    "UPDATE ledger_raisedflag SET seq = 1 WHERE code = 26 RETURNING id",
    "UPDATE ledger_raisedflag SET seq = 1 WHERE code = 21 RETURNING id",
    "UPDATE projector_unnamedlog SET quantity = 6 WHERE seq = 1 RETURNING seq",
)


@pytest.mark.parametrize("spoil", SPOILT)
def test_recounting_finds_flags_that_are_missing_and_flags_that_stand_for_nothing(database: Database, spoil: str) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(TABLE, 10)
    other.add(ItemsLogged(KNITTING, HATS, 1, MIRIAM), 10)
    other.add(TABLE, 11)
    other.add(Left(MIRIAM), 12)
    other.add(Voided(id_at(9, kiosk.stream)), 13)
    take(database, kiosk, other)
    assert differences(database) == []
    assert database.rows(spoil)
    assert differences(database)


def test_an_entry_that_goes_alone_is_kept_and_taken_together_or_not_at_all(database: Database) -> None:
    kiosk = Pusher()
    kiosk.add(TABLE)
    store = database.store()
    with store.transaction() as ledger:
        ledger.run("ALTER TABLE ledger_found RENAME TO ledger_away")
    with pytest.raises(Exception, match="ledger_found"):
        take_lost(store, kiosk.lost(1), shapes(), NOW_MS)
    assert database.rows("SELECT count(*) FROM ledger_entry") == [(0,)]
    with store.transaction() as ledger:
        ledger.run("ALTER TABLE ledger_away RENAME TO ledger_found")
    assert take_lost(store, kiosk.lost(1), shapes(), NOW_MS).high == 1
    assert database.rows("SELECT count(*) FROM ledger_found") == [(1,)]
    close(store)
