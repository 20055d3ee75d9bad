"""From a printed card to the total on a wall: card, kiosk, journal, a centre that goes away and comes back, and a browser.

Every part is the program that an event would run, each in a process of its own: the centre, the kiosk, Chromium.
"""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Locator, expect

from kiosk.cli.papers import read_keys
from kiosk.demo.cast import KNITTING, KNITTING_ROOM, Cast, event_path, load_cast
from kiosk.demo.centre import DemoCentre
from kiosk.setup.exits import Exit
from kiosk.window.tokens import tokens
from sync.client.device import load_or_make_device
from sync.domain.facts import Arrived, ItemsLogged, fact_of
from sync.protocol.canon import decode
from tests.support.browser import Looker, chromium, looker, open_browser
from tests.support.journals import everything, opened_at
from tests.support.played_kiosk import PlayedKiosk, Sight, played_kiosk

pytestmark = [pytest.mark.slow, pytest.mark.skipif(chromium() is None, reason="this machine lacks chromium")]

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / ".kept" / "journey"
PASSWORD = "wool and paper and many hands"
PATIENCE_MS = 90_000
WELCOME = tuple(bytes.fromhex(tokens().colour["day"]["welcome"].removeprefix("#")))
NETWORK_WORDS = ("offline", "network", "connect", "internet", "server", "sync", "error")


@dataclass
class Day:
    """An event with a centre and papers, before the first kiosk asks to join."""

    centre: DemoCentre
    cast: Cast
    folder: Path

    @property
    def settings(self) -> Path:
        """Return the settings file of a kiosk that shall join."""
        path = self.folder / "kiosk.toml"
        path.write_text(
            f'[machine]\nname = "By the blue door"\nstate = "{self.folder / "kiosk"}"\n\n[centre]\naddress = "{self.centre.address}"\n',
            encoding="utf-8",
        )
        return path

    def mat(self, quantity: int) -> Path:
        """Return the picture of the mat for so many hats."""
        knitting = self.cast.definition.activity(KNITTING)
        assert knitting is not None
        return self.cast.mat(knitting, knitting.outputs[0].item, quantity)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    today = dt.datetime.now().astimezone().date()
    keys, papers = tmp_path / "event.key", tmp_path / "papers"
    words = ["passes", str(event_path()), str(papers), "--key", str(keys), "--day", today.isoformat()]
    subprocess.run([sys.executable, "-m", "kiosk", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    centre = DemoCentre(tmp_path / "centre")
    centre.command("migrate")
    centre.command("load-event", str(event_path()), "--day", today.isoformat(), "--keys", str(keys))
    centre.command("create-coordinator", "ruth", "--password-stdin", said=PASSWORD)
    centre.start()
    try:
        yield Day(centre, load_cast(papers, today, read_keys(keys).reference_secret), tmp_path)
    finally:
        centre.stop()


@pytest.fixture
def coordinator(day: Day) -> Iterator[Looker]:
    with open_browser() as browser, looker(browser, day.centre.address) as someone:
        someone.page.set_default_timeout(PATIENCE_MS)
        someone.sign_in("ruth", PASSWORD)
        yield someone


def made(coordinator: Looker, noun: str) -> Locator:
    """Return the place on the page of totals where the figure of ``noun`` stands."""
    return coordinator.page.locator(".deed-card").filter(has_text=noun).locator("strong")


def arrivals(coordinator: Looker) -> Locator:
    return coordinator.page.locator(".facts div").filter(has_text="who came").locator("dd")


def let_in(coordinator: Looker, digits: str, venue: str) -> None:
    """Compare the digits on the page of devices and approve the machine that shows them."""
    page = coordinator.open("/devices/")
    asking = page.locator(".asking").filter(has_text=f"{digits[:3]} {digits[3:]}")
    asking.get_by_label("Venue where it stands").select_option(label=venue)
    asking.get_by_role("button", name="The digits agree: approve").click()
    expect(page.get_by_text("Nobody is asking to join")).to_be_visible(timeout=PATIENCE_MS)


def is_down(address: str) -> bool:
    try:
        requests.get(f"{address}/health", timeout=5)
    except requests.ConnectionError:
        return True
    return False


def assert_green_and_calm(sight: Sight) -> None:
    """The page says yes, and nothing of what goes on behind it."""
    assert sight.ground == WELCOME
    said = " ".join(sight.words).lower()
    assert not [word for word in NETWORK_WORDS if word in said], said


def test_seven_hats_go_from_two_mats_to_the_totals_through_a_cut_of_the_network(day: Day, coordinator: Looker) -> None:
    shutil.rmtree(KEPT / "path", ignore_errors=True)
    with played_kiosk(day.settings, KEPT / "path") as kiosk:
        join(day, kiosk, coordinator)
        check_in_and_see_it_arrive(day, kiosk, coordinator)
        log_without_the_centre(day, kiosk, coordinator)
        see_the_hats_at_the_centre(day, kiosk, coordinator)
        assert kiosk.end() == Exit.DONE
    assert facts_of(day) == [
        Arrived(day.cast.person("Miriam K.").who, KNITTING),
        *(ItemsLogged(KNITTING, hats_of(day), quantity, day.cast.person("Miriam K.").who) for quantity in (5, 2)),
    ]


def join(day: Day, kiosk: PlayedKiosk, coordinator: Looker) -> None:
    digits = kiosk.wait_for_digits().digits
    room = day.cast.definition.venue(KNITTING_ROOM)
    assert room is not None
    let_in(coordinator, digits, room.name["en"])
    kiosk.wait_for("Welcome")


def check_in_and_see_it_arrive(day: Day, kiosk: PlayedKiosk, coordinator: Looker) -> None:
    green = kiosk.hold_up(day.cast.card("Miriam K."), "Greeting")
    assert_green_and_calm(green)
    assert "Miriam K." in green.words
    kiosk.wait_until_handed_on()
    coordinator.open("/")
    expect(arrivals(coordinator)).to_have_text("1", timeout=PATIENCE_MS)
    expect(made(coordinator, "hats")).to_have_text("0")
    assert coordinator.complaints == []


def log_without_the_centre(day: Day, kiosk: PlayedKiosk, coordinator: Looker) -> None:
    day.centre.stop()
    assert is_down(day.centre.address)
    # Shown again, because a minute may have passed, after which a mat asks whose work it is. First the card goes out of sight:
    # one that is held up for longer is one scan.
    kiosk.wait_for("Welcome")
    assert_green_and_calm(kiosk.hold_up(day.cast.card("Miriam K."), "Greeting"))
    for quantity in (5, 2):
        green = kiosk.hold_up(day.mat(quantity), "Thanks")
        assert_green_and_calm(green)
        assert green.waiting, "what was logged waits on the kiosk"
    expect(coordinator.page.locator(".stale")).to_be_visible(timeout=PATIENCE_MS)
    coordinator.picture(KEPT / "path" / "centre-away.png")
    waiting = kiosk.look().waiting
    assert waiting is not None
    assert waiting >= 2


def see_the_hats_at_the_centre(day: Day, kiosk: PlayedKiosk, coordinator: Looker) -> None:
    day.centre.start()
    assert kiosk.wait_until_handed_on().waiting == 0
    expect(made(coordinator, "hats")).to_have_text("7", timeout=PATIENCE_MS)
    expect(arrivals(coordinator)).to_have_text("1")
    expect(coordinator.page.locator(".stale")).to_be_hidden(timeout=PATIENCE_MS)
    coordinator.picture(KEPT / "path" / "seven-hats.png")


def hats_of(day: Day) -> int:
    return next(item.no for item in day.cast.definition.items if item.many["en"] == "hats")


def facts_of(day: Day) -> list[object]:
    """Return what stands in the kiosk's journal."""
    device = load_or_make_device(day.folder / "kiosk")
    journal = opened_at(day.folder / "kiosk" / "journal.db", device=device.number, key=device.signing_key)
    try:
        return [fact_of(decode(body)) for body in everything(journal)]
    finally:
        journal.close()
