"""What a person accepts counts as if it had just arrived."""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.entry import Value
from sync.domain.facts import Arrived, Corrected, Counted, ItemsLogged, Voided
from sync.domain.flags import Flag
from sync.server.ledger import recount as figures
from sync.server.ledger.accepting import accept
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from sync.server.projector.follow import catch_up
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import EVENT, HATS, KNITTING, MIRIAM, id_at, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, revoke


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        yield database


@pytest.fixture
def store(database: Database) -> Iterator[Any]:
    store = database.store()
    yield store
    close(store)


def take(store: Any, *kiosks: Pusher) -> None:
    for kiosk in kiosks:
        take_push(store, kiosk.push(), Shapes({EVENT: small_definition()}), NOW_MS)


def hats(database: Database) -> int:
    return int(database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal")[0][0])


def assert_figures_hold(store: Any) -> None:
    with store.snapshot() as ledger:
        assert list(figures.differences(ledger)) == []


def test_what_a_revoked_device_sent_counts_once_somebody_accepts_it(database: Database, store: Any) -> None:
    kiosk = Pusher()
    for fact in (ItemsLogged(KNITTING, HATS, 4), Counted(KNITTING, HATS, 9), Arrived(MIRIAM, KNITTING)):
        kiosk.add(fact)
    revoke(database, 1)
    take(store, kiosk)
    catch_up(store, NOW_MS)
    assert (hats(database), database.rows("SELECT count(*) FROM projector_stay")) == (0, [(0,)])
    assert accept(store, kiosk.stream, 2, "anna", NOW_MS) == 2
    assert accept(store, kiosk.stream, 3, "anna", NOW_MS) == 1
    assert accept(store, kiosk.stream, 3, "anna", NOW_MS) == 0
    catch_up(store, NOW_MS)
    assert (hats(database), database.rows("SELECT quantity FROM ledger_count")) == (4, [(9,)])
    assert database.rows("SELECT who FROM projector_stay") == [(MIRIAM,)]
    assert database.rows("SELECT DISTINCT settled_by FROM ledger_raisedflag WHERE code = %s", (int(Flag.REVOKED_DEVICE),)) == [("anna",)]
    assert_figures_hold(store)


def test_an_accepted_correction_applies_and_one_that_waited_for_it_too(database: Database, store: Any) -> None:
    kiosk, revoked, lead = Pusher(1), Pusher(2), Pusher(3)
    target = kiosk.add(ItemsLogged(KNITTING, HATS, 7))
    correction = revoked.add(Corrected(target, Value(quantity=3)), 1)
    own = revoked.add(ItemsLogged(KNITTING, HATS, 10), 2)
    revoked.add(Corrected(id_at(40, kiosk.stream), Value(quantity=1)), 3)
    lead.add(Voided(correction), 4)
    lead.add(Corrected(own, Value(quantity=1)), 5)
    revoke(database, 2)
    take(store, kiosk, revoked, lead)
    assert hats(database) == 7
    accept(store, revoked.stream, 3, "anna", NOW_MS)
    assert hats(database) == 8
    assert database.rows("SELECT s.device, f.seq FROM ledger_raisedflag f JOIN ledger_stream s ON s.id = f.stream_id WHERE code = 26") == [
        (2, 3)
    ]
    assert_figures_hold(store)


def test_a_long_journal_is_accepted_in_several_transactions(database: Database, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.ledger.accepting.ACCEPT_MAX", 3)
    kiosk = Pusher()
    for minute in range(7):
        kiosk.add(ItemsLogged(KNITTING, HATS, 1), minute)
    revoke(database, 1)
    take(store, kiosk)
    assert accept(store, kiosk.stream, 7, "anna", NOW_MS) == 7
    assert hats(database) == 7
