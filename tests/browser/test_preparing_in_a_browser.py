"""Can a coordinator prepare and publish an event at a real browser, with the keyboard, on a telephone, and beside somebody else?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.at_the_desk import add, keep
from tests.support.browser import DESK, PHONE, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.looked_at import looked_at
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), CentreDay.add_people) as served:
        yield served


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A small sheet of venues, one with a name that is hard on a narrow page."""
    path = tmp_path / "sheet.csv"
    rows = ("Venue,Activity", "A very long name of a venue that nobody can say in one breath,Knitting", "Hall,Weaving")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_an_event_is_prepared_and_published_from_an_empty_centre(coordinator: Looker, address: str, chromium: Browser) -> None:
    page = coordinator.open("/")
    page.get_by_role("link", name="Prepare an event").click()
    page.get_by_role("link", name="Begin an event").click()
    page.get_by_label("Name of the event", exact=True).fill("Wool Day")
    page.get_by_label("Day", exact=True).fill("2031-11-16")
    page.get_by_role("button", name="Begin the event").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wool Day")
    expect(page.get_by_text("The event has no venue yet")).to_be_visible()
    event = page.url.removeprefix(address)

    add(page, "Add a venue", name_en="The Library", town="Brannock", door_en="Green door")
    add(page, "Add an item kind", one_en="hat", many_en="hats", picture="Hat", steps="1, 2, 5", sensible_max="50")
    add(page, "Add a beneficiary", name_en="the ward", need_en="Very small ones.")
    add(page, "Add an activity", name_en="Knitting", where_en="Room 4", outputs__0__item="hats", outputs__0__target="400")
    add(page, "Add a shift at Knitting", starts="10:00", ends="12:00", places="20")
    expect(page.get_by_text("No activity makes anything for the ward.")).to_be_visible()

    _live_check_beside_the_form(page)
    _two_at_once(page, coordinator, event, chromium)

    page.get_by_role("link", name="Look it over, and publish").click()
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_role("status")).to_contain_text("Version 1 is published")
    page.get_by_role("navigation").get_by_role("link", name="Totals").click()
    expect(page.get_by_text("Wool Day").first).to_be_visible()

    coordinator.open(event)
    page.get_by_role("link", name="Close Knitting").click()
    page.get_by_role("button", name="Close it").click()
    page.get_by_role("link", name="See what changed, and publish").click()
    expect(page.get_by_text("Activity 1, Knitting: closed.")).to_be_visible()


def _live_check_beside_the_form(page: Page) -> None:
    page.get_by_role("link", name="Knitting", exact=True).click()
    page.get_by_label("What is made", exact=True).first.select_option("")
    page.get_by_label("How many are hoped for").first.fill("")
    page.get_by_label("Places").focus()
    expect(page.locator("#check")).to_contain_text("has no item kind: no mat can be printed for it")
    page.get_by_label("What is made", exact=True).first.select_option(label="hats")
    page.get_by_label("For whom").first.select_option(label="the ward")
    page.get_by_label("How many are hoped for").first.fill("400")
    page.get_by_label("Places").focus()
    expect(page.locator("#check")).to_contain_text("It fits together")
    keep(page)


def _two_at_once(page: Page, coordinator: Looker, event: str, chromium: Browser) -> None:
    coordinator.open(f"{event}venue/1/")
    page.get_by_label("Way in", exact=True).fill("Blue door")
    with looker(chromium, page.url.removesuffix(f"{event}venue/1/")) as another:
        another.sign_in("coordinator", PASSWORD)
        theirs = another.open(f"{event}venue/1/")
        theirs.get_by_label("Way in", exact=True).fill("Red door")
        theirs.get_by_label("Town").fill("Little Brannock")
        keep(theirs)
        assert another.complaints == []
    page.get_by_role("button", name="Keep in the draft").click()
    expect(page.get_by_text("Nothing is lost: choose what shall stand")).to_be_visible()
    expect(page.get_by_text("Red door")).to_be_visible()
    page.get_by_text("You wrote", exact=True).click()
    page.get_by_role("button", name="Keep what I chose").click()
    expect(page.get_by_text("Little Brannock · Blue door")).to_be_visible()


def test_a_form_is_filled_in_with_the_keyboard_alone(coordinator: Looker) -> None:
    page = coordinator.open("/prepare/new")
    page.get_by_label("Name of the event", exact=True).focus()
    page.keyboard.type("Keyboard Day")
    page.keyboard.press("Tab")
    expect(page.locator("details summary").filter(has_text="Other languages").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("יום המקלדת")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard Day")


@pytest.mark.gallery
@pytest.mark.parametrize("where", [("desk", DESK), ("phone", PHONE)], ids=["desk", "phone"])
def test_every_page_of_preparing_fits_and_can_be_read(
    address: str, chromium: Browser, sheet: Path, where: tuple[str, tuple[int, int]]
) -> None:
    place, size = where
    with looker(chromium, address, size) as someone:
        someone.sign_in("coordinator", PASSWORD)
        page = someone.open("/prepare/new")
        page.get_by_label("Name of the event", exact=True).fill("Gallery Day")
        with page.expect_navigation():
            page.get_by_role("button", name="Begin the event").click()
        event = page.url.removeprefix(address)
        page.get_by_label("A file: XLSX, CSV or TOML").set_input_files(sheet)
        with page.expect_navigation():
            page.get_by_role("button", name="See what it would change").click()
        poor = {"brought": looked_at(someone, f"prepare-brought-{place}")}
        with page.expect_navigation():
            page.get_by_role("button", name="Take it into the draft").click()
        parts = ("venue/new", "item/new", "beneficiary/new", "activity/new", "venue/1/", "activity/1/", "event/0/", "activity/1/remove")
        for path in ("/prepare/", event, *(f"{event}{part}" for part in (*parts, "publish", "history", "copy"))):
            someone.open(path)
            name = path.removeprefix(event).strip("/").replace("/", "-") or "event"
            poor[name] = looked_at(someone, f"prepare-{name}-{place}")
        assert {name: faults for name, faults in poor.items() if faults} == {}
        assert someone.complaints == []
