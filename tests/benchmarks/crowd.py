"""Does a kiosk wait longer because the country is watching? Pushes of five hundred kiosks, alone and beside a thousand viewers.

A real centre in a process of its own on PostgreSQL; viewers and kiosks are connections of this one, so both share the machine. Most viewers
have a public board open, some are signed in and have the totals open; each asks as often as its page does and knows what it was told last.
Each push is measured from its first byte to the last of its answer.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from sync.domain.facts import Arrived, ItemsLogged
from sync.protocol import envelope, paths
from tests.support.centre import Database, django_on, fresh_database, running_centre, set_up_django, state_folder
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.pushing import Pusher
from tests.support.ratio import Ratio
from tests.support.site_pages import browser_of, forget_pages, now_ms

KIOSKS, ON_BOARDS, SIGNED_IN = 500, 950, 50
VIEWERS = ON_BOARDS + SIGNED_IN
FIRST_KIOSK = 100
"""Below stand the kiosks of the day that is there already."""

ENTRIES_A_PUSH, PUSHES, PUSH_EVERY_S = 5, 2, 10
BOARD_EVERY_S, TOTALS_EVERY_S = 3, 2
CONNECTIONS_AT_ONCE = 50
"""While the viewers come in, so that the listener's queue is not what is measured."""


def measure() -> list[Ratio]:
    set_up_django()
    with ExitStack() as stack:
        database = stack.enter_context(fresh_database("postgresql"))
        looks = _prepare(database)
        bodies = [_pushes(no) for no in range(KIOSKS)]
        centre = stack.enter_context(running_centre(state_folder(), {"DATABASE_URL": database.url}))
        alone = asyncio.run(_Crowd(centre.address, ()).watch([mine[:PUSHES] for mine in bodies]))
        beside = asyncio.run(_Crowd(centre.address, looks).watch([mine[PUSHES:] for mine in bodies]))
        kept = "SELECT count(*) FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id WHERE device >= %s"
        assert database.rows(kept, (FIRST_KIOSK,)) == [((len(alone.push_ms) + len(beside.push_ms)) * ENTRIES_A_PUSH,)], "a push is lost"
    return [*_pushed(alone, beside), *_looked(beside)]


def _pushed(alone: "Watched", beside: "Watched") -> list[Ratio]:
    note = f"{KIOSKS} kiosks alone, {ENTRIES_A_PUSH} entries each {PUSH_EVERY_S} s"
    aims = (("median", statistics.median, ""), ("p99", _p99, ""))
    return [
        Ratio(
            f"push while {VIEWERS:,} people watch, {name}",
            at(beside.push_ms),
            at(alone.push_ms),
            at(beside.push_ms) / at(alone.push_ms),
            aim,
            "ms",
            note,
        )
        for name, at, aim in aims
    ]


def _looked(beside: "Watched") -> list[Ratio]:
    return [
        Ratio(
            f"look at {name} meanwhile, p99",
            _p99(taken),
            every_s * 1000,
            _p99(taken) / every_s / 1000,
            "≤ 0.5",
            "ms",
            f"time between two looks; {len(taken):,} looks",
        )
        for name, every_s, taken in (("a public board", BOARD_EVERY_S, beside.board_ms), ("the totals", TOTALS_EVERY_S, beside.totals_ms))
    ]


class Look(msgspec.Struct, frozen=True):
    """What a viewer asks, with whose cookie (empty: a stranger's), how often."""

    path: str
    cookie: str
    every_s: float


class Watched:
    """How long everybody waited for what they asked."""

    def __init__(self) -> None:
        self.push_ms: list[float] = []
        self.board_ms: list[float] = []
        self.totals_ms: list[float] = []


class _Crowd:
    """Five hundred kiosks, and whoever looks on."""

    def __init__(self, address: str, looks: Sequence[Look]) -> None:
        parts = urlsplit(address)
        self._host, self._port = str(parts.hostname), int(parts.port or 0)
        self._looks = looks
        self._seen = Watched()
        self._gate = asyncio.Semaphore(CONNECTIONS_AT_ONCE)

    async def watch(self, bodies: list[list[bytes]]) -> Watched:
        chance = random.Random(5)
        ends_at = time.monotonic() + PUSHES * PUSH_EVERY_S
        async with asyncio.TaskGroup() as group:
            for no, mine in enumerate(bodies):
                group.create_task(self._kiosk(mine, PUSH_EVERY_S * no / KIOSKS))
            for look in self._looks:
                group.create_task(self._viewer(look, chance.uniform(0, look.every_s), ends_at))
        return self._seen

    async def _kiosk(self, bodies: list[bytes], begins_s: float) -> None:
        await asyncio.sleep(begins_s)
        line = await self._line()
        for body in bodies:
            fields = {"Content-Type": envelope.CONTENT_TYPE, "Content-Length": str(len(body))}
            took_ms, status, _ = await line.ask("POST", paths.PUSH, fields, body)
            assert status == HTTPStatus.OK, status
            self._seen.push_ms.append(took_ms)
            await asyncio.sleep(max(0.0, PUSH_EVERY_S - took_ms / 1000))
        line.close()

    async def _viewer(self, look: Look, begins_s: float, ends_at: float) -> None:
        await asyncio.sleep(begins_s)
        line, tag = await self._line(), ""
        taken = self._seen.totals_ms if look.cookie else self._seen.board_ms
        while time.monotonic() < ends_at:
            fields = {name: value for name, value in (("Cookie", look.cookie), ("If-None-Match", tag)) if value}
            took_ms, status, tag = await line.ask("GET", look.path, fields)
            assert status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED), status
            taken.append(took_ms)
            await asyncio.sleep(max(0.0, look.every_s - took_ms / 1000))
        line.close()

    async def _line(self) -> "_Line":
        async with self._gate:
            return _Line(*await asyncio.open_connection(self._host, self._port))


class _Line:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, method: str, path: str, fields: dict[str, str], body: bytes = b"") -> tuple[float, int, str]:
        """Return how long the answer took in ms, to its end, its status and its ETag."""
        began = time.perf_counter()
        named = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **fields}.items())
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{named}\r\n".encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        answered = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        await self._reader.readexactly(int(answered.get("content-length", 0)))
        return (time.perf_counter() - began) * 1000, int(first.split()[1]), answered.get("etag", "")

    def close(self) -> None:
        self._writer.close()


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _prepare(database: Database) -> list[Look]:
    """A day with five hundred kiosks, and what viewers ask there."""
    with django_on(database):
        from sync.server.boards.making import Wishes, make

        forget_pages()
        day = CentreDay(now_ms())
        day.fill()
        for no in range(FIRST_KIOSK, FIRST_KIOSK + KIOSKS):
            day.enrol(no, RAINBOW, f"Kiosk {no}")
        wishes = Wishes("Many Hands today", tuple(item.no for item in day.definition.items))
        board = Look(f"/board/{make(day.event, wishes, 'Ruth', day.now_ms).secret}/live", "", BOARD_EVERY_S)
        signed_in = [Look("/totals/live", _cookie(), TOTALS_EVERY_S) for _ in range(SIGNED_IN)]
    return [board] * ON_BOARDS + signed_in


def _cookie() -> str:
    """A sign-in of its own for each."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser_of("viewer").cookies.items())


def _pushes(no: int) -> list[bytes]:
    """What kiosk ``no`` sends, one body after the other."""
    kiosk = Pusher(FIRST_KIOSK + no, venue=RAINBOW)
    for at in range(ENTRIES_A_PUSH * 2 * PUSHES):
        who = (no * 1000 + at // 5).to_bytes(8, "big")
        kiosk.add(ItemsLogged(1, 1, 1, who) if at % 5 else Arrived(who, 1), at / 60)
    steps = range(1, len(kiosk.bodies) + 1, ENTRIES_A_PUSH)
    return [envelope.pack(kiosk.push(first, first + ENTRIES_A_PUSH - 1)) for first in steps]
