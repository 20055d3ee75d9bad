"""Does one coordinator get through a whole year: from an empty centre over the day itself to names that nobody keeps any more?

One story at a real browser, with a real worker, a real kiosk's line and paper that is read again. Every page on the way is looked at by
axe-core; nothing may be complained about in the console, and no other host may be asked.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kiosk.flow.events import ArrivalRecorded, ItemsRecorded
from sync.domain.codes import Mat, Pass, read_code
from tests.support.at_the_desk import JOB_MS, add, bring, codes_on, saved
from tests.support.axe import violations
from tests.support.browser import PHONE, WALL, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.headless_kiosk import HeadlessKiosk, headless_kiosk
from tests.support.lists import EVENTBRITE
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

LIBRARY = "The Library"
NAMES = ("Ada M.", "Ben M.", "Cleo N.")
ON_A_MAT = 5


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    """Nothing but somebody to sign in."""
    with served_day(tmp_path_factory.mktemp("centre"), CentreDay.add_people) as served:
        yield served


@pytest.fixture
def kiosk(address: str, tmp_path: Path) -> Iterator[HeadlessKiosk]:
    with headless_kiosk("Library door", tmp_path / "kiosk", address) as kiosk:
        yield kiosk


def fine(page: Page) -> None:
    assert violations(page) == [], page.url


def test_from_an_empty_centre_to_six_o_clock_and_beyond(
    coordinator: Looker, chromium: Browser, kiosk: HeadlessKiosk, tmp_path: Path
) -> None:
    prepare_and_check(coordinator)
    publish(coordinator)
    bring_a_list(coordinator, tmp_path)
    passes, mats = print_passes_and_mats(coordinator)
    let_in(coordinator, kiosk)
    totals = coordinator.open("/")
    expect(figure(totals, "who came")).to_have_text("0")
    check_in_and_log(kiosk, passes, mats)
    expect(figure(totals, "who came")).to_have_text("2", timeout=JOB_MS)  # it moves by itself
    expect(totals.locator(".deed-card").filter(has_text="hats").locator("strong")).to_have_text(str(2 * ON_A_MAT))
    fine(totals)
    put_on_the_wall(coordinator, chromium)
    take_the_figures(coordinator)
    report_at_six(coordinator)
    erase(coordinator)


def prepare_and_check(coordinator: Looker) -> None:
    page = coordinator.open("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fine(page)
    page.get_by_role("link", name="Prepare an event").click()
    page.get_by_role("link", name="Begin an event").click()
    today = dt.datetime.now(dt.UTC).date()
    page.get_by_label("Name of the event", exact=True).fill("Wool Day")
    # Around the clock and beyond midnight, whenever this story is told.
    for name, said in {"day": today - dt.timedelta(days=1), "closes_day": today + dt.timedelta(days=1)}.items():
        page.locator(f"[name={name}]").fill(said.isoformat())
    page.get_by_label("Closes at").fill("23:00")
    page.get_by_role("button", name="Begin the event").click()
    expect(page.get_by_text("The event has no venue yet")).to_be_visible()
    add(page, "Add a venue", name_en=LIBRARY, town="Brannock", door_en="Green door")
    add(page, "Add an item kind", one_en="hat", many_en="hats", picture="Hat", steps=f"1, {ON_A_MAT}", sensible_max="50")
    add(page, "Add an activity", name_en="Knitting hats", where_en="Room 4", outputs__0__item="hats", outputs__0__target="40")
    add(page, "Add an activity", name_en="Tea with visitors")
    expect(page.get_by_text("Tea with visitors").first).to_be_visible()
    expect(page.get_by_text("This has to be put right first")).to_have_count(0)
    fine(page)


def publish(coordinator: Looker) -> None:
    page = coordinator.page
    page.get_by_role("link", name="Look it over, and publish").click()
    for said in ("1 venue", "2 activities", "1 item kind"):
        expect(page.get_by_role("listitem").filter(has_text=said).first).to_be_visible()
    fine(page)
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_role("status")).to_contain_text("Version 1 is published")
    fine(page)


def bring_a_list(coordinator: Looker, folder: Path) -> None:
    file = folder / "report.csv"
    file.write_text(EVENTBRITE, encoding="utf-8")
    bring(coordinator, file, LIBRARY)
    page = coordinator.page
    expect(page.get_by_role("heading", level=1)).to_have_text("3 new names for the roster")
    expect(page.get_by_role("row", name=re.compile("6 Ticket Type There is no activity “Kniting hats”"))).to_be_visible()
    fine(page)
    page.get_by_role("button", name="Put it onto the roster").click()
    page.get_by_role("link", name="Done").wait_for(timeout=JOB_MS)
    fine(page)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("row", name=LIBRARY)).to_contain_text("3")


def print_passes_and_mats(coordinator: Looker) -> tuple[list[str], list[str]]:
    """The codes on the printed passes and mats."""
    found = []
    for what in ("passes", "mats"):
        page = coordinator.open("/passes/")
        page.get_by_role("button", name=f"Draw {what}").click()
        save = page.get_by_role("link", name=re.compile("^.?Save "))
        paper = saved(save)
        fine(page)
        assert paper.read_bytes().startswith(b"%PDF")
        found.append(codes_on(paper))
    passes = [text for text in found[0] if isinstance(read_code(text), Pass)]
    mats = [text for text in found[1] if isinstance(read_code(text), Mat)]
    assert len(set(passes)) == len(NAMES), "each name has a pass that a camera reads"
    assert len(mats) == 2, "each step has a mat"
    page = coordinator.open("/passes/")
    expect(page.get_by_role("row", name=re.compile(LIBRARY))).to_contain_text("3")
    return passes, mats


def let_in(coordinator: Looker, kiosk: HeadlessKiosk) -> None:
    digits = kiosk.wait_for_digits()
    page = coordinator.open("/devices/")
    asking = page.locator(".asking").filter(has_text=f"{digits[:3]} {digits[3:]}")
    expect(asking).to_contain_text("Library door")
    fine(page)
    asking.get_by_label("Venue where it stands").select_option(label=LIBRARY)
    asking.get_by_role("button", name="The digits agree: approve").click()
    expect(page.get_by_role("status")).to_contain_text(f"at {LIBRARY}")
    expect(page.get_by_role("row", name=re.compile("Library door"))).to_be_visible()
    kiosk.wait_for_roster()


def check_in_and_log(kiosk: HeadlessKiosk, passes: list[str], mats: list[str]) -> None:
    """Two people come, and each holds up the larger mat."""
    five = next(text for text in mats if isinstance(mat := read_code(text), Mat) and mat.quantity == ON_A_MAT)
    for text in passes[:2]:
        came = kiosk.scan(text)
        assert isinstance(came, ArrivalRecorded), came
        assert came.visitor.shown_name in NAMES
        made = kiosk.scan(five, came.visitor.who)
        assert isinstance(made, ItemsRecorded), made
        assert made.visitor is not None
        assert made.visitor.who == came.visitor.who
    kiosk.wait_until_handed_on()


def put_on_the_wall(coordinator: Looker, chromium: Browser) -> None:
    """What everybody may see has the hats, and no small number of people."""
    page = coordinator.open("/reports/boards/")
    page.get_by_label("Title").fill("Wool in town")
    page.get_by_role("button", name="Make the board").click()
    link = page.get_by_label("Its link").input_value()
    fine(page)
    for size in (PHONE, WALL):
        with looker(chromium, coordinator.address, size) as stranger:
            board = stranger.open(link.removeprefix(coordinator.address))
            expect(board.get_by_role("heading", name="Wool in town")).to_be_visible()
            expect(board.get_by_text(str(2 * ON_A_MAT), exact=True).first).to_be_visible()
            expect(board.get_by_text("fewer than 5").first).to_be_visible()
            fine(board)
            assert stranger.complaints == []


def take_the_figures(coordinator: Looker) -> None:
    page = coordinator.open("/reports/files/")
    table = page.locator(".export").filter(has=page.get_by_role("heading", name="Totals", exact=True))
    rows = list(csv.DictReader(saved(table.get_by_role("button", name=re.compile("CSV"))).read_text(encoding="utf-8-sig").splitlines()))
    assert any(str(2 * ON_A_MAT) in row.values() for row in rows), rows
    fine(page)


def report_at_six(coordinator: Looker) -> None:
    page = coordinator.open("/reports/")
    expect(page.get_by_text("as it stands at")).to_be_visible()
    page.get_by_role("button", name="Freeze the figures now").click()
    expect(page.get_by_text(re.compile("version 1, as of"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("hats"))).to_contain_text(str(2 * ON_A_MAT))
    fine(page)
    # Chromium would show it with a viewer of its own, which is no page of ours.
    paper = page.context.request.get(coordinator.address + (page.get_by_role("link", name="One page to print").get_attribute("href") or ""))
    assert (paper.status, paper.body()[:4]) == (200, b"%PDF")


def erase(coordinator: Looker) -> None:
    page = coordinator.open("/privacy/")
    expect(page.locator(".headline")).to_contain_text("3 names are kept")
    page.get_by_role("link", name="Erase everybody’s names").click()
    fine(page)
    page.get_by_label("I know that nobody").check()
    page.get_by_role("button", name="Erase everybody’s names").click()
    expect(page.get_by_text("Figures and entries stay")).to_be_visible(timeout=JOB_MS)
    fine(page)
    for path in ("/privacy/", "/roster/", "/passes/", "/passes/venues/1/", "/privacy/people/?name=a", "/audit/", "/jobs/"):
        said = coordinator.open(path).content()
        assert [name for name in (*NAMES, "Ada", "Cleo") if name in said] == [], f"somebody is still named at {path}"
    page = coordinator.open("/")
    expect(figure(page, "who came")).to_have_text("2")
    expect(page.locator(".deed-card").filter(has_text="hats").locator("strong")).to_have_text(str(2 * ON_A_MAT))


def figure(page: Page, words: str) -> Locator:
    return page.locator(".facts div").filter(has_text=words).locator("dd")
