"""Does a coordinator notice how much a nation has done? Pages of a thousand venues, after a thousand entries and after ten million.

Whole pages, signed in and rendered, with nothing kept from the page before. The venues, kiosks, activities and sums are the same on both
sides: what differs is how much lies below them. Takes some minutes and 5 GB, nearly all of it to fill the second database.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import msgspec
import psycopg

from sync.domain.definition import Activity, Definition, Venue
from sync.server.projector.scope import Scope
from tests.support.centre import Database, django_on, fresh_database, postgres_uri, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.day import HOUR_MS
from tests.support.pushing import key_of
from tests.support.ratio import Ratio
from tests.support.site_pages import browser_of, forget_pages, now_ms

VENUES = 1_000
FEW, MANY = 1_000, 10_000_000
ENTRIES_A_STAY = 4
TURNS, PAGES_A_TURN = 6, 5
ACTIVITIES_A_VENUE = 3
PAGES = {
    "the national board": "/watch/",
    "totals": "/",
    "the list of venues": "/venues/",
    "one venue": "/venues/500/",
    "flags": "/flags/",
    "the curve of the day": "/totals/curve",
}
AIMS = dict.fromkeys(PAGES, "≤ 1.3") | {"the curve of the day": ""}
"""The curve of a whole nation reads every stay; it is made every twenty seconds, whoever looks."""


def measure() -> list[Ratio]:
    set_up_django()
    with ExitStack() as stack:
        few, many = (stack.enter_context(a_nation(entries)) for entries in (FEW, MANY))
        with psycopg.connect(postgres_uri(), autocommit=True) as connection:
            connection.execute("CHECKPOINT")  # so that what filling left to be written is not written while pages are read
        times: dict[tuple[str, int], list[float]] = {(page, entries): [] for page in PAGES for entries in (FEW, MANY)}
        for _ in range(TURNS):
            for database, entries in ((few, FEW), (many, MANY)):
                for page, taken in _look(database).items():
                    times[page, entries] += taken
    return [_ratio(page, times[page, MANY], times[page, FEW]) for page in PAGES]


def _ratio(page: str, many_s: list[float], few_s: list[float]) -> Ratio:
    many_ms, few_ms = (statistics.median(taken) * 1000 for taken in (many_s, few_s))
    return Ratio(
        name=f"{page}, {VENUES:,} venues, {MANY:,} entries",
        ours=many_ms,
        baseline=few_ms,
        ratio=many_ms / few_ms,
        aim=AIMS[page],
        unit="ms",
        note=f"the same page at {FEW:,} entries; whole and rendered, nothing kept",
    )


@contextmanager
def a_nation(entries: int) -> Iterator[Database]:
    """A database with a nation's day in it, as the centre leaves it behind after so many entries."""
    with fresh_database("postgresql") as database:
        with django_on(database):
            forget_pages()
            day = CentreDay(now_ms())
            day.definition, day.rosters = national(day.definition), {}
            day.publish()
            day.add_people()
        fill(database, day, entries)
        yield database


def national(demo: Definition) -> Definition:
    """The demo event at a thousand venues of three activities."""
    venues = tuple(Venue(no, {"en": f"Venue {no:04}"}) for no in range(1, VENUES + 1))
    outputs = [output for activity in demo.activities for output in activity.outputs if output.target][:ACTIVITIES_A_VENUE]
    activities = tuple(
        Activity(venue.no * ACTIVITIES_A_VENUE + at, venue.no, {"en": f"Table {at + 1}"}, "wool", outputs=(output,))
        for venue in venues
        for at, output in enumerate(outputs)
    )
    return msgspec.structs.replace(demo, venues=venues, activities=activities, shifts=())


def fill(database: Database, day: CentreDay, entries: int) -> None:
    """Rows as a kiosk at each venue leaves them, made by the database itself. People stay two hours; most of them have left."""
    event, opens_ms, body = day.event, day.definition.event.opens_ms, msgspec.msgpack.encode(list(range(20)))
    item_nos = [activity.outputs[0].item for activity in day.definition.activities[:ACTIVITIES_A_VENUE]]
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")

        def run(statement: str, **values: Any) -> None:
            connection.execute(statement, {"event": event, "venues": VENUES, "entries": entries, "now": day.now_ms, **values})

        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO devices_device (no, name, event, venue, public_key, enrolled_ms, heard_ms, waiting, clock_off_ms, version) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, 0, 0, '')",
                [(no, f"kiosk {no}", event, no, bytes(key_of(no).verify_key), opens_ms, day.now_ms) for no in range(1, VENUES + 1)],
            )
        run(
            "INSERT INTO ledger_stream (id, device, incarnation, high, head, safe_high, heard_ms, waiting, version, awaited, is_branched) "
            "SELECT s, s, 1, %(entries)s / %(venues)s, '\\x00', 0, %(now)s, 0, '', 0, false FROM generate_series(1, %(venues)s) s"
        )
        run(
            "INSERT INTO ledger_entry "
            "(stream_id, seq, kind, event, venue, who, activity, item, at_ms, error_ms, received_ms, counted, body) "
            "SELECT 1 + n %% %(venues)s, 1 + n / %(venues)s, 4, %(event)s, 1 + n %% %(venues)s, "
            "decode(lpad(to_hex(n / 4), 16, '0'), 'hex'), 1, 1, %(now)s, 0, %(now)s, true, %(body)s "
            "FROM generate_series(0, %(entries)s - 1) n",
            body=body,
        )
        run(
            "INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount) "
            "SELECT s, %(event)s, s, s * %(each)s + a, (%(items)s::int[])[a + 1], 1, 7 + %(entries)s / %(venues)s / 10 "
            "FROM generate_series(1, %(venues)s) s, generate_series(0, %(each)s - 1) a",
            each=ACTIVITIES_A_VENUE,
            items=item_nos,
        )
        run(
            "INSERT INTO ledger_streamvenue (stream_id, event, venue, entries, received_ms, at_ms) "
            "SELECT s, %(event)s, s, %(entries)s / %(venues)s, %(now)s, %(now)s FROM generate_series(1, %(venues)s) s"
        )
        run(
            "INSERT INTO projector_stay (event, who, venue, activity, headcount, from_ms, to_ms, estimated) "
            "SELECT %(event)s, decode(lpad(to_hex(n), 16, '0'), 'hex'), 1 + n %% %(venues)s, (1 + n %% %(venues)s) * %(each)s, 1, "
            "%(opens)s + n %% 97 * 60000, CASE WHEN n %% 100 = 0 THEN NULL ELSE %(opens)s + n %% 97 * 60000 + 7200000 END, false "
            "FROM generate_series(0, %(entries)s / %(per)s - 1) n",
            each=ACTIVITIES_A_VENUE,
            opens=opens_ms,
            per=ENTRIES_A_STAY,
        )
        for scope, venue, activity, share in (
            (Scope.ACTIVITY, "s", "s * 3", VENUES),
            (Scope.VENUE, "s", "0", VENUES),
            (Scope.EVENT, "0", "0", 1),
        ):
            run(
                "INSERT INTO projector_attendance (event, scope, venue, activity, here, here_from_ms, arrived, closed_ms) "
                f"SELECT %(event)s, %(scope)s, {venue}, {activity}, %(people)s / 100, 0, %(people)s, %(stayed)s "
                "FROM generate_series(1, %(share)s) s",
                scope=int(scope),
                share=share,
                people=entries // ENTRIES_A_STAY // share,
                stayed=entries // ENTRIES_A_STAY // share * 2 * HOUR_MS,
            )
        connection.execute("VACUUM ANALYZE")


def _look(database: Database) -> dict[str, list[float]]:
    """How long each page takes in seconds, a few times after one that only warms up the connection."""
    with django_on(database):
        client = browser_of("coordinator")
        times: dict[str, list[float]] = {page: [] for page in PAGES}
        for turn in range(PAGES_A_TURN + 1):
            for page, path in PAGES.items():
                forget_pages()
                began = time.perf_counter()
                answer = client.get(path)
                took_s = time.perf_counter() - began
                assert answer.status_code == 200, (path, answer.status_code)
                if turn:
                    times[page].append(took_s)
    return times
