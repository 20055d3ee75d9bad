"""How fast does the centre take entries in, and does a page notice how many there are?

Taking in is compared with a raw COPY of the same rows into the same table with the same indexes, on the same PostgreSQL with its
durable settings, over as many connections, in batches of the same size, each durable before the next: what a batch costs when nothing is
checked, judged or added up. Beside it stands the least that the machine could do, all rows in one COPY with one commit, which no centre can
offer to a kiosk that waits for its answer. The totals page is compared with itself at a thousandth of the entries.
"""

import io
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import psycopg

from sync.domain.facts import Arrived, Fact, ItemsLogged
from sync.protocol import envelope, paths
from sync.protocol.chain import walk
from sync.protocol.messages import Push
from sync.protocol.seals import make_seal
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from tests.support.centre import Database, close, django_on, fresh_database, postgres_uri, set_up_django
from tests.support.day import EVENT, HATS, KNITTING, named, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, sample_at
from tests.support.ratio import Ratio

ENTRIES = 100_000
STREAMS = 20
BATCH_OF_STICK, BATCH_OF_KIOSK = 5_000, 500
WRITERS = 4
"""Connections at once, as the centre's threads have them: while the database writes for one, another one's entries are read."""

ROUNDS = 3
FEW, MANY = 1_000, 1_000_000
PAGE_ROUNDS, PAGE_TURNS = 12, 8
_COLUMNS = "stream_id, seq, kind, event, venue, who, activity, item, at_ms, error_ms, received_ms, counted, body"
_TYPES = ("int8", "int8", "int8", "int8", "int8", "bytea", "int8", "int8", "int8", "int8", "int8", "bool", "bytea")


def measure() -> list[Ratio]:
    _make_durable()
    set_up_django()
    rows = _rows()
    ways = {
        (name, batch): (how, _pushes(batch))
        for name, how in (("the store function", _by_store), ("WSGI", _by_wsgi))
        for batch in (BATCH_OF_STICK, BATCH_OF_KIOSK)
    }
    # Round by round, and the baseline of each batch beside it, so that whatever else the machine does falls upon both sides alike.
    copies: dict[int, list[float]] = {len(rows): [], BATCH_OF_STICK: [], BATCH_OF_KIOSK: []}
    times: dict[tuple[str, int], list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for batch, taken in copies.items():
            taken.append(_copy(rows, batch))
            for way, (how, pushes) in ways.items():
                if way[1] == batch:
                    times[way].append(_timed(how, pushes))
    return [*(each for way, taken in times.items() for each in _against_copy(way, taken, copies, len(rows))), _totals()]


def _against_copy(way: tuple[str, int], ours: list[float], copies: dict[int, list[float]], rows: int) -> list[Ratio]:
    """Medians of the ratios of each round; against the same batches, then against one great COPY."""
    name, batch = way
    alike = f"COPY of the same rows in the same batches, a commit each, same table and indexes, {WRITERS} connections on both sides"
    great = f"all {rows} rows in one COPY with one commit over one connection: what no answer to a kiosk could be"
    return [
        Ratio(
            name=f"entries a second through {name}, {batch} a push{against}",
            ours=ENTRIES / statistics.median(ours),
            baseline=ENTRIES / statistics.median(taken),
            ratio=statistics.median(copy_s / ours_s for copy_s, ours_s in zip(taken, ours, strict=True)),
            aim=aim,
            unit="/s",
            note=note,
        )
        for against, taken, aim, note in (
            (", against COPY in such batches", copies[batch], "≥ 0.4", alike),
            (", against one great COPY", copies[rows], "", great),
        )
    ]


def _make_durable() -> None:
    with psycopg.connect(postgres_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")


def _pushes(batch: int) -> list[Push]:
    """A day's entries of twenty kiosks: a person comes, then logs."""
    pushes = []
    for device in range(1, STREAMS + 1):
        kiosk = Pusher(device)
        for at in range(ENTRIES // STREAMS):
            who = named(f"{device}/{at // 4}")
            fact: Fact = ItemsLogged(KNITTING, HATS, at % 7, who) if at % 4 else Arrived(who, KNITTING)
            kiosk.add(fact, at / 30)
        pushes.append(_in_batches(kiosk, batch))
    return [push for batches in zip(*pushes, strict=True) for push in batches]


def _in_batches(kiosk: Pusher, batch: int) -> list[Push]:
    heads = kiosk.heads()
    pushes = []
    for first in range(1, len(kiosk.bodies) + 1, batch):
        last = min(first + batch - 1, len(kiosk.bodies))
        seal = make_seal(kiosk.key, kiosk.stream, last, heads[last], definition=1, clock=sample_at(NOW_MS))
        entries = tuple(kiosk.bodies[first - 1 : last])
        assert list(walk(heads[first - 1], entries))[-1] == heads[last]
        pushes.append(Push(kiosk.stream, first, heads[first - 1], entries, seal, b"nonce", "1.0", 0, sample_at(NOW_MS)))
    return pushes


def _timed(how: Callable[[Database, list[Push]], float], pushes: list[Push]) -> float:
    with fresh_database("postgresql") as database:
        _set_up(database)
        return how(database, pushes)


def _set_up(database: Database) -> None:
    enrol(database, range(1, STREAMS + 1))
    publish(database)
    store = database.store()
    with store.transaction() as ledger:
        everybody = [(EVENT, named(f"{device}/{at}")) for device in range(1, STREAMS + 1) for at in range(ENTRIES // STREAMS // 4)]
        ledger._cursor.executemany(
            "INSERT INTO publishing_rosterrow (event, venue, sort, key, body, version) VALUES (%s, 2, 1, %s, '\\x01', 1)", everybody
        )
    store._connection.execute("ANALYZE")
    close(store)


def _by_store(database: Database, pushes: list[Push]) -> float:
    from sync.server.ledger.postgres import PostgresStore

    def write(mine: list[Push]) -> None:
        with psycopg.connect(database.url, autocommit=True, prepare_threshold=2) as connection:
            store, shapes = PostgresStore(connection), Shapes({EVENT: small_definition()})
            for push in mine:
                take_push(store, push, shapes, NOW_MS)

    return _by_writers(write, pushes)


def _by_writers(write: Callable[[list[Push]], None], pushes: list[Push]) -> float:
    """Each writer has the pushes of its own streams."""
    shares = [[push for push in pushes if push.stream.device % WRITERS == writer] for writer in range(WRITERS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, shares))
    return time.perf_counter() - began


def _by_wsgi(database: Database, pushes: list[Push]) -> float:
    bodies = {id(push): envelope.pack(push) for push in pushes}
    statuses: list[str] = []
    with django_on(database):
        from django.db import connection

        from sync.server.wire.application import Wire

        wire = Wire(lambda: NOW_MS)

        def write(mine: list[Push]) -> None:
            for push in mine:
                body = bodies[id(push)]
                environ: dict[str, Any] = {"PATH_INFO": paths.PUSH, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
                wire({**environ, "wsgi.input": io.BytesIO(body)}, lambda status, *_: statuses.append(status))  # type: ignore[arg-type]  # a start_response of one line
            connection.close()

        took_s = _by_writers(write, pushes)
    assert set(statuses) == {"200 OK"}
    return took_s


def _rows() -> list[tuple[Any, ...]]:
    """The rows that all the pushes leave behind."""
    with fresh_database("postgresql") as database:
        _set_up(database)
        _by_store(database, _pushes(BATCH_OF_STICK))
        return database.rows(f"SELECT {_COLUMNS} FROM ledger_entry ORDER BY stream_id, seq")


def _copy(rows: list[tuple[Any, ...]], batch: int) -> float:
    """How long they take raw, in batches of so many, into the empty table, which has its primary key and both indexes."""
    batches = [rows[first : first + batch] for first in range(0, len(rows), batch)]
    writers = min(WRITERS, len(batches))
    with fresh_database("postgresql") as database:

        def write(mine: list[list[tuple[Any, ...]]]) -> None:
            with psycopg.connect(database.url, autocommit=True) as connection:
                for each in mine:
                    with connection.cursor().copy(f"COPY ledger_entry ({_COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy:
                        copy.set_types(_TYPES)
                        for row in each:
                            copy.write_row(row)

        began = time.perf_counter()
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(write, [batches[writer::writers] for writer in range(writers)]))
        return time.perf_counter() - began


def _totals() -> Ratio:
    with fresh_database("postgresql") as few, fresh_database("postgresql") as many:
        for database, entries in ((few, FEW), (many, MANY)):
            publish(database)
            _fill(database, entries)
        with psycopg.connect(postgres_uri(), autocommit=True) as connection:
            connection.execute("CHECKPOINT")  # so that what filling left to be written is not written while pages are read
        times: dict[int, list[float]] = {FEW: [], MANY: []}
        for _ in range(PAGE_TURNS):
            times[FEW] += _page_s(few, FEW)
            times[MANY] += _page_s(many, MANY)
    few_ms, many_ms = (statistics.median(times[entries]) * 1000 for entries in (FEW, MANY))
    return Ratio(
        name=f"totals at {MANY:,} entries against {FEW:,}",
        ours=many_ms,
        baseline=few_ms,
        ratio=many_ms / few_ms,
        aim="≤ 1.2",
        unit="ms",
        note="all figures of the totals page, median, turn by turn; 200 streams with 4 buckets each",
    )


def _page_s(database: Database, entries: int) -> list[float]:
    """How long the readings of the totals page take, a few times after one that only warms up the connection."""
    with django_on(database):
        from sync.server.reading.event import present_event
        from sync.server.reading.totals import totals
        from sync.server.reading.venues import venues

        times = []
        for _ in range(PAGE_ROUNDS):
            began = time.perf_counter()
            published = present_event()
            assert published is not None
            found = totals(published, NOW_MS)
            venues(published, NOW_MS)
            times.append(time.perf_counter() - began)
        assert found.entries == entries
    return times[1:]


def _fill(database: Database, entries: int) -> None:
    """Rows as two hundred kiosks leave them, made by the database itself."""
    streams, body = 200, msgspec.msgpack.encode(list(range(20)))
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ledger_stream (id, device, incarnation, high, head, safe_high, heard_ms, waiting, version, awaited, is_branched) "
            "SELECT s, s, 1, %s, '\\x00', 0, 0, 0, '', 0, false FROM generate_series(1, %s) s",
            (entries // streams, streams),
        )
        connection.execute(
            f"INSERT INTO ledger_entry ({_COLUMNS}) SELECT 1 + n %% %s, 1 + n / %s, 4, %s, 2, "
            "decode(lpad(to_hex(n), 16, '0'), 'hex'), 1, 1, %s, 0, %s, true, %s FROM generate_series(0, %s) n",
            (streams, streams, EVENT, NOW_MS, NOW_MS, body, entries - 1),
        )
        connection.execute(
            "INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount) "
            "SELECT s, %s, 2, 1 + b %% 2, 1, 1 + b / 2, 7 FROM generate_series(1, %s) s, generate_series(0, 3) b",
            (EVENT, streams),
        )
        connection.execute(
            "INSERT INTO ledger_streamvenue (stream_id, event, venue, entries, received_ms, at_ms) "
            "SELECT s, %s, 2, %s, %s, %s FROM generate_series(1, %s) s",
            (EVENT, entries // streams, NOW_MS, NOW_MS, streams),
        )
        connection.execute("VACUUM ANALYZE")
