"""Lines that send slowly, and no proxy before the centre: do kiosks go on?"""

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from sync.domain.facts import ItemsLogged
from sync.protocol import envelope, paths
from tests.support.centre import Database, RunningCentre, fresh_database, running_centre, set_up_django, state_folder
from tests.support.day import MIRIAM
from tests.support.proxies import SLOW_BODY, SLOW_HEAD, slow_clients
from tests.support.pushing import Pusher, enrol, publish

set_up_django()

from sync.server.commands.serve import STOP_S_MAX  # noqa: E402 - it reads Django's settings
from sync.server.foyer import LINES_EACH_MAX  # noqa: E402 - the same

pytestmark = pytest.mark.slow
THREADS = 8
"""What a centre answers at once when nobody said how many."""

CONNECTIONS_BESIDE = 4
"""The projector, and who looks for jobs, reports and webhooks."""

OWN, STRANGER = "127.0.0.1", "127.0.0.2"
ANSWERS_WITHIN_S, SILENT_MAX = 10, 3
"""A line on which nothing comes is tried again, as a kiosk does: on a busy machine a request may stand while threads are begun."""


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with fresh_database("postgresql") as database:
        publish(database)
        enrol(database)
        yield database


@pytest.fixture(scope="module")
def centre(database: Database) -> Iterator[RunningCentre]:
    with running_centre(state_folder(), {"DATABASE_URL": database.url}) as centre:
        yield centre


def port_of(centre: RunningCentre) -> int:
    return int(centre.address.rsplit(":", 1)[1])


def post(centre: RunningCentre, body: bytes, source: str) -> int | None:
    """What is answered to a push, each on a line of its own; none: nothing."""
    line = HTTPConnection("127.0.0.1", port_of(centre), timeout=ANSWERS_WITHIN_S, source_address=(source, 0))
    try:
        line.request("POST", paths.PUSH, body, {"Content-Type": envelope.CONTENT_TYPE})
        return line.getresponse().status
    except TimeoutError:
        return None
    finally:
        line.close()


def pushes(device: int, count: int) -> list[bytes]:
    kiosk = Pusher(device)
    for minute in range(count):
        kiosk.add(ItemsLogged(1, 1, 1, MIRIAM), minute)
    return [envelope.pack(kiosk.push(seq, seq)) for seq in range(1, count + 1)]


def test_two_hundred_slow_lines_keep_no_kiosk_waiting(centre: RunningCentre, database: Database) -> None:
    port = port_of(centre)
    with slow_clients(port, 100, SLOW_HEAD), slow_clients(port, 100, SLOW_BODY):
        assert all(in_the_end(200, centre, body, OWN) for body in pushes(1, 30))
    kept = "SELECT count(*) FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id WHERE device = 1"
    assert database.rows(kept) == [(30,)]
    asking = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert database.rows(asking)[0][0] <= THREADS + CONNECTIONS_BESIDE


def test_an_address_that_keeps_all_its_lines_busy_is_asked_to_come_again_and_nobody_else_is(centre: RunningCentre) -> None:
    first, second = pushes(2, 2)
    with slow_clients(port_of(centre), LINES_EACH_MAX, SLOW_BODY, source=STRANGER):
        assert in_the_end(503, centre, b"no push", STRANGER)
        assert in_the_end(200, centre, first, OWN)
    assert in_the_end(200, centre, second, STRANGER)


def test_a_centre_that_is_told_to_stop_waits_for_no_slow_line() -> None:
    with (
        fresh_database("sqlite") as database,
        running_centre(state_folder(), {"DATABASE_URL": database.url}) as centre,
        slow_clients(port_of(centre), THREADS, SLOW_BODY),
    ):
        assert in_the_end(400, centre, b"no push", OWN)
        centre.process.terminate()
        assert centre.process.wait(STOP_S_MAX * 3) == 0


def in_the_end(status: int, centre: RunningCentre, body: bytes, source: str) -> bool:
    """Whether that is the answer as soon as the centre has heard of all slow lines, or of their end."""
    silent = 0
    for _ in range(1_000):
        answer = post(centre, body, source)
        if answer == status:
            return True
        silent += answer is None
        if silent == SILENT_MAX:
            return False
    return False
