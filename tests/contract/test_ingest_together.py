"""What if everything comes at once, in any order, from many sides? Totals equal the domain's own tally, always."""

import os
import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.domain.entry import Line, Value
from sync.domain.facts import Arrived, Corrected, Counted, Delivered, Fact, ItemsLogged, Left, Moved, Voided
from sync.domain.flags import Flag
from sync.domain.identity import EntryId
from sync.domain.output import Bucket
from sync.domain.tally import Tally, tally
from sync.server.ledger import recount as figures
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from sync.server.ledger.measures import MEASURE_NO
from sync.server.ledger.sql import line_of
from sync.server.projector import recount as stays
from sync.server.projector.follow import catch_up, rebuild, step
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import AHMED, EVENT, HATS, KNITTING, MIRIAM, id_at, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish

DEVICES = (1, 2, 3)
EXAMPLES = 400 if os.environ.get("MANYHANDS_LONG") else 20
TABLES = (
    "ledger_entry",
    "ledger_seal",
    "ledger_subtotal",
    "ledger_count",
    "ledger_streamvenue",
    "ledger_amendment",
    "ledger_raisedflag",
    "ledger_quarantined",
    "projector_position",
    "projector_mark",
    "projector_entrymark",
    "projector_unnamedlog",
    "projector_stay",
    "projector_attendance",
    "ledger_stream",
)


@pytest.fixture(params=KINDS, scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database, range(1, 17))
        publish(database)
        yield database


@pytest.fixture
def clean(database: Database) -> Database:
    empty(database)
    return database


def empty(database: Database) -> None:
    store = database.store()
    with store.transaction() as ledger:
        for table in TABLES:
            ledger.run(f"DELETE FROM {table}")
    close(store)


def told(database: Database) -> tuple[list[Line], Tally]:
    rows = database.rows(
        "SELECT s.device, s.incarnation, e.seq, e.at_ms, e.body FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id"
    )
    lines = [line for row in rows if (line := line_of(row)) is not None]
    return lines, tally(lines, small_definition())


def made(database: Database, measure: int) -> dict[Bucket, int]:
    rows = database.rows(
        "SELECT venue, activity, item, sum(amount) FROM ledger_subtotal WHERE event = %s AND measure = %s GROUP BY venue, activity, item",
        (EVENT, measure),
    )
    return {Bucket(venue, activity, item): int(amount) for venue, activity, item, amount in rows if amount}


def nonzero(sums: Any) -> dict[Bucket, int]:
    return {bucket: amount for bucket, amount in sums.items() if amount}


def similar(database: Database) -> set[EntryId]:
    rows = database.rows(
        "SELECT s.device, s.incarnation, f.seq FROM ledger_raisedflag f JOIN ledger_stream s ON s.id = f.stream_id WHERE f.code = %s",
        (int(Flag.SIMILAR_LOGS),),
    )
    return {EntryId(*row) for row in rows}


def assert_adds_up(database: Database) -> None:
    _, by_rule = told(database)
    measures = {measure.value: no for measure, no in MEASURE_NO.items()}
    for name, sums in (("made", by_rule.made), ("delivered", by_rule.delivered)):
        assert made(database, measures[name]) == nonzero(sums)
    store = database.store()
    catch_up(store, NOW_MS)
    with store.snapshot() as ledger:
        assert list(figures.differences(ledger)) == []
        assert list(stays.differences(ledger, NOW_MS)) == []
    close(store)
    ((here,),) = database.rows("SELECT coalesce(sum(here), 0) FROM projector_attendance WHERE scope = 1")
    ((arrived,),) = database.rows("SELECT coalesce(sum(arrived), 0) FROM projector_attendance WHERE scope = 3")
    assert (int(here), int(arrived)) == (by_rule.present_people, by_rule.helped)
    assert similar(database) == {flagged.id for flagged in by_rule.flags if flagged.flag is Flag.SIMILAR_LOGS}


anything_known = st.builds(id_at, st.integers(1, 6), st.sampled_from([Pusher(device).stream for device in DEVICES]))
people = st.sampled_from([MIRIAM, AHMED])
quantities = st.integers(0, 20)
facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(ItemsLogged, st.just(KNITTING), st.just(HATS), quantities, st.none() | people),
    st.builds(Counted, st.just(KNITTING), st.just(HATS), quantities),
    st.builds(Delivered, st.just(KNITTING), st.just(HATS), quantities),
    st.builds(Arrived, people, st.none() | st.just(KNITTING), st.integers(0, 3)),
    st.builds(Left, people),
    st.builds(Moved, people, st.just(KNITTING)),
    st.builds(Corrected, anything_known, st.builds(Value, st.none() | quantities, st.none() | st.integers(0, 3))),
    st.builds(Voided, anything_known),
)
tables_facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(ItemsLogged, st.just(KNITTING), st.just(HATS), st.integers(1, 2)),
    st.builds(Corrected, anything_known, st.builds(Value, st.none() | st.integers(1, 2))),
    st.builds(Voided, anything_known),
)
tables_journals = st.lists(st.lists(st.tuples(tables_facts, st.integers(0, 9)), max_size=6), min_size=3, max_size=3)
journals = st.lists(st.lists(st.tuples(facts, st.integers(0, 200)), max_size=6), min_size=3, max_size=3)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(journals=journals | tables_journals, seed=st.integers(0, 2**32 - 1))
def test_any_batches_in_any_order_add_up_to_the_tally(database: Database, journals: list[list[tuple[Fact, int]]], seed: int) -> None:
    empty(database)
    kiosks = [Pusher(device) for device in DEVICES]
    for kiosk, journal in zip(kiosks, journals, strict=True):
        for fact, minute in journal:
            kiosk.add(fact, minute)
    store, shapes = database.store(), Shapes({EVENT: small_definition()})
    chance = random.Random(seed)
    left = [kiosk for kiosk in kiosks if kiosk.bodies]
    while left:
        kiosk = chance.choice(left)
        first = chance.randint(1, len(kiosk.bodies))
        last = chance.randint(first, len(kiosk.bodies))
        high = take_push(store, kiosk.push(first, last), shapes, NOW_MS).high
        if chance.random() < 0.3:
            step(store, NOW_MS)
        if high == len(kiosk.bodies):
            left.remove(kiosk)
    close(store)
    assert_adds_up(database)


def run_together(*works: Any) -> None:
    faults: list[BaseException] = []

    def guarded(work: Any) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - shown by the assertion below
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []


def pusher(database: Database, kiosk: Pusher, batch: int) -> Any:
    def work() -> None:
        store, shapes = database.store(), Shapes({EVENT: small_definition()})
        for first in range(1, len(kiosk.bodies) + 1, batch):
            take_push(store, kiosk.push(first, min(first + batch - 1, len(kiosk.bodies))), shapes, NOW_MS)
        close(store)

    return work


def test_the_same_stream_pushed_from_many_sides_at_once_counts_once(clean: Database) -> None:
    kiosk = Pusher()
    for minute in range(60):
        kiosk.add(ItemsLogged(KNITTING, HATS, 1), minute)
    run_together(*[pusher(clean, kiosk, batch) for batch in (60, 60, 60, 60)], *[pusher(clean, kiosk, 60) for _ in range(4)])
    assert clean.rows("SELECT sum(amount) FROM ledger_subtotal") == [(60,)]
    assert_adds_up(clean)


def test_eight_writers_that_correct_each_other_never_wait_for_ever(clean: Database) -> None:
    kiosks = [Pusher(device) for device in range(1, 9)]
    for minute in range(12):
        for at, kiosk in enumerate(kiosks):
            other = kiosks[(at + 1 + minute) % len(kiosks)]
            kiosk.add(ItemsLogged(KNITTING, HATS, minute + 1), minute)
            kiosk.add(Corrected(id_of(other, minute), Value(quantity=1)), minute)
    run_together(*[pusher(clean, kiosk, 4) for kiosk in kiosks])
    assert clean.rows("SELECT count(*) FROM ledger_entry") == [(192,)]
    assert_adds_up(clean)


def id_of(kiosk: Pusher, minute: int) -> EntryId:
    """The id of what the kiosk logs in that minute."""
    return id_at(minute * 2 + 1, kiosk.stream)


def test_pushing_and_projecting_at_once_leaves_nothing_behind(clean: Database) -> None:
    kiosks = [Pusher(device) for device in range(1, 5)]
    for minute in range(30):
        for kiosk in kiosks:
            kiosk.add(Arrived(bytes([minute % 7, kiosk.stream.device]) * 4, KNITTING), minute)
            kiosk.add(Left(bytes([minute % 7, kiosk.stream.device % 2]) * 4), minute + 0.5)

    def project() -> None:
        store = clean.store()
        for _ in range(20):
            step(store, NOW_MS)
        close(store)

    run_together(*[pusher(clean, kiosk, 7) for kiosk in kiosks], project, project)
    assert_adds_up(clean)


def test_what_was_projected_is_the_same_when_it_is_folded_again(clean: Database) -> None:
    kiosk = Pusher()
    kiosk.add(Arrived(MIRIAM, KNITTING), 1)
    kiosk.add(Left(MIRIAM), 90)
    kiosk.add(Left(AHMED), 91)
    pusher(clean, kiosk, 3)()
    store = clean.store()
    catch_up(store, NOW_MS)
    asked = (
        "SELECT venue, activity, from_ms, to_ms FROM projector_stay",
        "SELECT seq, code, by_fold FROM ledger_raisedflag ORDER BY seq, code",
    )
    before = [clean.rows(question) for question in asked]
    assert all(before)
    assert rebuild(store, NOW_MS) == 3
    assert [clean.rows(question) for question in asked] == before
    close(store)
