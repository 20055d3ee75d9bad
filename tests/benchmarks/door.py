"""How many people a minute does the machine let through its window, and does anybody wait for what is handed on meanwhile?

Promise: the whole kiosk in its real window, off screen, with cards typed key by key; each figure against its baseline in the same run.
What people need themselves (the hand, the look, the step aside) is left out: it is not ours to measure.
"""

# The driver prepares Kivy and comes first.
from tests.support.driver import LARGEST, USUAL, Driver, the_driver  # isort: skip

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kiosk.app import Kiosk, Outfit, build
from kiosk.flow.events import BackPressed
from kiosk.flow.pages import Greeting
from kiosk.scanning.wedge import ENTER, US_KEYS
from kiosk.settings import Centre, Settings
from sync.client.device import Device, keep_device
from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.client.session import HttpTransport
from sync.domain.facts import ItemsLogged, stamped
from sync.journal.opening import open_journal
from tests.benchmarks.checkin import ROW_BYTES, bare_database, catch_up, people
from tests.support.connected import new_centre
from tests.support.day import HATS, KNITTING, WARD
from tests.support.desk import pass_of
from tests.support.http_centre import listening
from tests.support.journals import DEVICE, KEY, STAMP, incarnations, tap
from tests.support.kiosk_state import enrolled_state
from tests.support.ratio import Ratio

CARDS = 150
WARM = 20
"""The first cards find cold caches and pages that were never drawn."""

ENTRIES = 50_000
BETWEEN_S = 0.03
LOOKS_AGAIN_S = 0.0002
PATIENCE_S = 60.0
_SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        return [people_a_minute(Path(folder) / "alone"), *while_pushing(Path(folder) / "pushing")]


def people_a_minute(folder: Path) -> Ratio:
    """One card after another as fast as the machine takes them, against as many bare commits and drawings of that page."""
    kiosk, driver = _kiosk(enrolled_state(folder, people(CARDS)))
    bare = bare_database(folder / "bare.db")
    ours: list[float] = []
    baseline: list[float] = []
    for number in range(CARDS):
        ours.append(_to_green(kiosk, driver, number))
        began = time.perf_counter()
        bare.execute("INSERT INTO rows (body) VALUES (?)", (b"x" * ROW_BYTES,))
        driver.draw()
        baseline.append(time.perf_counter() - began)
    kiosk.stop()
    bare.close()
    mine, theirs = (60 / statistics.mean(times[WARM:]) for times in (ours, baseline))
    note = "bare commits and redraws of that page; next card while the last is still greeted; asked: 15"
    return Ratio("people a minute, cards only", mine, theirs, mine / theirs, "≥ 0.3", "people", note)


def while_pushing(folder: Path) -> list[Ratio]:
    """Cards with everything handed on or the line cut, then while fifty thousand entries go to a centre in another process."""
    with _centre() as (address, public_key):
        settings = _worn_state(folder, address, public_key)
        is_open = threading.Event()
        kiosk, driver = _kiosk(settings, is_open)
        without = [_rested(kiosk, driver, number) for number in range(CARDS)]
        waiting = _waiting(kiosk)
        assert waiting >= ENTRIES, waiting
        is_open.set()
        kiosk.backroom.try_now()
        driver.wait_until(lambda: _waiting(kiosk) < waiting, timeout_s=PATIENCE_S)
        during = [_rested(kiosk, driver, number) for number in range(CARDS, 2 * CARDS) if _waiting(kiosk) > 0]
        left = _waiting(kiosk)
        kiosk.stop()
    assert len(during) > WARM, f"the push was over after {len(during)} cards"
    note = f"the same kiosk before it; {len(during)} cards while {waiting - left:,} entries went"
    rows = [("p95", _p95(during), _p95(without[WARM:])), ("median", statistics.median(during), statistics.median(without[WARM:]))]
    return [
        Ratio(f"card to green frame during a push, {which}", mine * 1000, theirs * 1000, mine / theirs, "≤ 2", "ms", note)
        for which, mine, theirs in rows
    ]


class Gated:
    """The line to the centre, cut until it is opened."""

    def __init__(self, address: str, is_open: threading.Event) -> None:
        self._line = HttpTransport(address)
        self._is_open = is_open

    def post(self, path: str, body: bytes) -> Response:
        if not self._is_open.is_set():
            raise RetryLater(Why.OFFLINE, "the line is cut")
        return self._line.post(path, body)


def _kiosk(settings: Settings, is_open: threading.Event | None = None) -> tuple[Kiosk, Driver]:
    driver = the_driver()
    driver.forget()
    transport = (lambda: Gated(settings.centre.address, is_open)) if is_open else None
    kiosk = build(settings, Outfit(display=LARGEST, transport=transport))
    kiosk.start()
    driver.resize(*USUAL)
    return kiosk, driver


def _to_green(kiosk: Kiosk, driver: Driver, number: int) -> float:
    """Type the card of helper ``number`` and return the seconds until the page with their name was drawn."""
    name = f"Helper {number}"
    began = time.perf_counter()
    for letter in pass_of(tap(number)):
        _press(kiosk, ord(letter.lower()), _SCANCODE[letter])
    _press(kiosk, 13, ENTER)
    flips = driver.flips
    while not (isinstance(page := kiosk.floor.conversation.page, Greeting) and page.visitor.shown_name == name):
        assert time.perf_counter() - began < PATIENCE_S, page
        time.sleep(LOOKS_AGAIN_S)  # the desk's thread has the processor, as in a hall
        flips = driver.flips
        driver.step()
    while driver.flips == flips:
        driver.step()
    return time.perf_counter() - began


def _press(kiosk: Kiosk, key: int, scancode: int) -> None:
    kiosk.window.dispatch("on_key_down", key, scancode, "", [])
    kiosk.window.dispatch("on_key_up", key, scancode)


def _rested(kiosk: Kiosk, driver: Driver, number: int) -> float:
    """As ``_to_green``, from the welcome page, with the desk's own work done in between."""
    kiosk.floor.hear(BackPressed())
    driver.wait(BETWEEN_S)
    return _to_green(kiosk, driver, number)


def _waiting(kiosk: Kiosk) -> int:
    link = kiosk.backroom.link()
    assert link is not None
    return link.waiting


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _worn_state(folder: Path, address: str, public_key: bytes) -> Settings:
    """A device of that centre with ``ENTRIES`` entries that it has not handed on, all added up."""
    settings = msgspec.structs.replace(enrolled_state(folder, people(2 * CARDS)), centre=Centre(address=address))
    keep_device(folder, Device(KEY.encode(), DEVICE, WARD, public_key))
    journal = open_journal(folder / "journal.db", DEVICE, KEY, incarnations(), STAMP)
    stamp = msgspec.structs.replace(STAMP, venue=WARD)
    entries = [stamped(stamp, ItemsLogged(KNITTING, HATS, 1, tap(number % CARDS))) for number in range(ENTRIES)]
    for first in range(0, ENTRIES, 1_000):
        journal.append_all(entries[first : first + 1_000], (first + 10**9).to_bytes(8, "big"))
    journal.close()
    catch_up(msgspec.structs.replace(settings, centre=Centre()))
    return settings


@contextmanager
def _centre() -> Iterator[tuple[str, bytes]]:
    """A centre in a process of its own, so that its work is not the kiosk's."""
    words = [sys.executable, "-m", "tests.benchmarks.door"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    try:
        address, public_key = process.stdout.readline().split()
        yield address, bytes.fromhex(public_key)
    finally:
        process.stdin.close()
        process.wait(PATIENCE_S)


def _be_a_centre() -> None:
    centre = new_centre()
    centre.enrol(DEVICE, KEY.verify_key.encode())
    centre.version = 1  # what the kiosk knows already: neither its venue nor its roster is told anew
    with listening(centre.handle) as address:
        sys.stdout.write(f"{address} {centre.public_key.hex()}\n")
        sys.stdout.flush()
        sys.stdin.read()  # until whoever measures has gone


if __name__ == "__main__":
    _be_a_centre()
