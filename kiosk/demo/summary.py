"""Do the kiosks and the centre agree? Both add up for themselves, and every figure stands beside the other's.

Promise: the kiosks' figures come from their own journals by the rule engine, the centre's from its own page, read as a signed-in
coordinator; nothing is handed from one to the other but entries.
"""

import datetime as dt
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import requests

from kiosk.setup.exits import Exit, Stopped
from sync.client.device import load_or_make_device
from sync.domain.definition import Definition
from sync.domain.entry import ClockState, Kind, Line, Stamp
from sync.domain.identity import entry_id
from sync.domain.tally import Tally, tally
from sync.domain.written import figure
from sync.journal.opening import open_journal
from sync.protocol.canon import decode

READ_AT_ONCE = 1_000
AGREES_WITHIN_S = 20.0
"""The centre folds presence a moment after it has taken an entry in."""

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Row(msgspec.Struct, frozen=True):
    """One figure, as the kiosks and as the centre have it, ready to print."""

    name: str
    kiosks: str
    centre: str

    @property
    def agrees(self) -> bool:
        return self.kiosks == self.centre


class Books(msgspec.Struct, frozen=True):
    """What the journals of several kiosks add up to.

    ``check_ins``: how many people each check-in brought, one or a group's number. ``waiting``: entries that the centre has not taken yet.
    """

    found: Tally
    check_ins: tuple[int, ...]
    waiting: int


def books_of(kiosks: Path, definition: Definition) -> Books:
    """Add up every kiosk whose state is a folder in ``kiosks``; none of them may be running."""
    lines: list[Line] = []
    waiting = 0
    for state in sorted(path.parent for path in kiosks.glob("*/journal.db")):
        for line, is_waiting in _lines(state):
            lines.append(line)
            waiting += is_waiting
    check_ins = tuple(line.entry.headcount for line in lines if line.entry.kind == Kind.CHECK_IN)
    return Books(tally(lines, definition), check_ins, waiting)


def _lines(state: Path) -> Iterator[tuple[Line, bool]]:
    device = load_or_make_device(state)
    stamp = Stamp(time.time_ns() // 1_000_000, 0, 0, ClockState.UNKNOWN, 0, 0, device.venue)
    journal = open_journal(state / "journal.db", device.number, device.signing_key, lambda: secrets.randbits(32), stamp)
    try:
        for stream, high in journal.streams():
            mark = journal.mark(stream)
            for first in range(1, high + 1, READ_AT_ONCE):
                for place, body in enumerate(journal.read(stream, first, READ_AT_ONCE).entries):
                    entry = decode(body)
                    yield Line(entry_id(stream, first + place), entry.wall_ms, entry), first + place > mark
    finally:
        journal.close()


class Dashboard:
    """The centre's pages, read by a signed-in coordinator."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False
        form = self._get("/accounts/login/").text
        token = _TOKEN.search(form)
        answer = self._session.post(
            f"{address}/accounts/login/",
            data={"login": name, "password": password, "csrfmiddlewaretoken": token[1] if token else ""},
            headers={"Referer": f"{address}/accounts/login/"},
            timeout=10,
        )
        if not answer.ok or "sessionid" not in self._session.cookies:
            raise Stopped("the centre did not let the demo's coordinator in", Exit.BUG)

    def totals(self) -> Mapping[str, Any]:
        """Return ``/totals.json`` as it is described in the centre's OpenAPI document."""
        found: Mapping[str, Any] = self._get("/totals.json").json()
        return found

    def _get(self, path: str) -> requests.Response:
        answer = self._session.get(self._address + path, timeout=10)
        answer.raise_for_status()
        return answer


def compared(books: Books, dashboard: Dashboard, definition: Definition, within_s: float = AGREES_WITHIN_S) -> tuple[Row, ...]:
    """Return every figure side by side, when they agree or when ``within_s`` has passed."""
    ends = time.monotonic() + within_s
    while True:
        rows = tuple(_rows(books, dashboard.totals(), definition))
        if all(row.agrees for row in rows) or time.monotonic() > ends:
            return rows
        time.sleep(0.25)


def _rows(books: Books, totals: Mapping[str, Any], definition: Definition) -> Iterator[Row]:
    found = books.found
    yield Row("entries", _grouped(found.entries), _grouped(totals["entries"]))
    yield Row("people helping now", _grouped(found.present_people), _grouped(totals["people"]["here"]))
    yield Row("people who came", _grouped(found.helped), _grouped(totals["people"]["arrived"]))
    shown = {one["no"]: one["made"] for one in totals["items"]}
    for item in definition.items:
        made = sum(quantity for bucket, quantity in found.made.items() if definition.whole_of(bucket.item) == item.no)
        currency = definition.event.currency
        yield Row(item.many["en"], figure(item, made, currency), figure(item, shown.get(item.no, 0), currency))


def _grouped(amount: int) -> str:
    return f"{amount:,}"


def written(rows: tuple[Row, ...], books: Books, to_look_at: int, at: dt.datetime) -> str:
    """Return the summary as a table for a terminal. ``to_look_at`` is the centre's: journals know no roster and no revoked kiosk."""
    width = max(len(row.name) for row in rows) + 2
    column = max(14, *(len(text) + 2 for row in rows for text in (row.kiosks, row.centre)))
    head = f"{'as of ' + at.strftime('%H:%M'):<{width}}{'kiosks':>{column}}{'centre':>{column}}"
    lines = [head, "-" * len(head)]
    lines += [f"{row.name:<{width}}{row.kiosks:>{column}}{row.centre:>{column}}{'' if row.agrees else '   differs'}" for row in rows]
    sent = books.found.entries - books.waiting
    lines += [
        "",
        _arrivals(books.check_ins),
        f"{_grouped(sent)} entries sent · {_grouped(books.waiting)} waiting · {_grouped(to_look_at)} flagged",
    ]
    return "\n".join(lines)


def _arrivals(check_ins: tuple[int, ...]) -> str:
    """Say how check-ins become people who came."""
    many = [people for people in check_ins if people > 1]
    single = _grouped(len(check_ins) - len(many))
    return f"{_grouped(len(check_ins))} check-ins: {single} single, {_grouped(len(many))} by number for {_grouped(sum(many))} people"
