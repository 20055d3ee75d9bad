"""How long is it from a card to the green page, beside what it cannot do without: one durable commit and one drawing of that page?

Promise: the whole kiosk in its real window, off screen; both sides turn about in the same run. The clock's own pace of frames is left
out on both sides: it tells nothing about us.
"""

# The driver prepares Kivy and comes first.
from tests.support.driver import LARGEST, USUAL, Driver, the_driver  # isort: skip

import statistics
import tempfile
import time
from pathlib import Path

from kiosk.app import Kiosk, Outfit, build
from kiosk.flow.events import BackPressed
from kiosk.flow.pages import Greeting, Page
from tests.benchmarks.checkin import ROW_BYTES, bare_database, people
from tests.support.desk import pass_of
from tests.support.journals import tap
from tests.support.kiosk_state import enrolled_state
from tests.support.ratio import Ratio

CARDS = 200
WARM = 20
"""The first cards find cold caches and pages that were never drawn."""

LOOKS_AGAIN_S = 0.0002
BETWEEN_S = 0.03


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        return [scan_to_green(Path(folder))]


def scan_to_green(folder: Path) -> Ratio:
    driver = the_driver()
    driver.forget()
    kiosk = build(enrolled_state(folder / "kiosk", people(CARDS)), Outfit(display=LARGEST))
    kiosk.start()
    driver.resize(*USUAL)
    bare = bare_database(folder / "bare.db")
    ours: list[float] = []
    baseline: list[float] = []
    for number in range(CARDS):
        card = pass_of(tap(number))
        began = time.perf_counter()
        until_green(kiosk, driver, card)
        ours.append(time.perf_counter() - began)
        driver.settle()
        began = time.perf_counter()
        bare.execute("INSERT INTO rows (body) VALUES (?)", (b"x" * ROW_BYTES,))
        driver.draw()
        baseline.append(time.perf_counter() - began)
        kiosk.floor.hear(BackPressed())
        # The desk adds up what it wrote, and the board stands still, as between two people.
        driver.wait(BETWEEN_S)
        driver.settle()
    kiosk.stop()
    bare.close()
    ours_ms, baseline_ms = (statistics.median(times[WARM:]) * 1000 for times in (ours, baseline))
    return Ratio(
        name="card to green frame",
        ours=ours_ms,
        baseline=baseline_ms,
        ratio=ours_ms / baseline_ms,
        aim="≤ 2",
        unit="ms",
        note="a bare commit of one row and one redraw of the greeting page",
    )


def until_green(kiosk: Kiosk, driver: Driver, card: str) -> None:
    """Hold ``card`` up and return when the page that greets its owner was drawn."""
    kiosk.heard(card)
    flips = driver.flips
    while not isinstance(page_of(kiosk), Greeting):
        time.sleep(LOOKS_AGAIN_S)  # the desk's thread has the processor, as in a hall
        flips = driver.flips
        driver.step()
    while driver.flips == flips:
        driver.step()


def page_of(kiosk: Kiosk) -> Page:
    return kiosk.floor.conversation.page
