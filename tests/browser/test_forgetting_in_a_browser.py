"""Does a coordinator find one person, hand over and erase what is kept of them, and then forget everybody, in a real browser?"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.at_the_desk import JOB_MS, codes_on, saved
from tests.support.browser import DESK, PHONE, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.served_day import ServedDay, served_day
from tests.support.somebody_came import somebody_came

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"


def filled(day: CentreDay) -> None:
    day.fill()
    somebody_came(day)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), filled) as served:
        yield served


def show(chromium: Browser, looking: Looker, path: str, name: str) -> None:
    """Keep pictures of a page: on a desk and on a phone, by day and at night. Only when they are asked for: they take a while."""
    if not os.environ.get("KEEP_PICTURES"):
        return
    for size, size_name in ((DESK, "desk"), (PHONE, "phone")):
        for is_dark in (False, True):
            with looker(chromium, looking.address, size, is_dark=is_dark) as other:
                other.sign_in("coordinator", PASSWORD)
                other.open(path)
                other.picture(KEPT / f"{name}-{size_name}-{'night' if is_dark else 'day'}.png")


def certify(coordinator: Looker, chromium: Browser) -> None:
    """Have a certificate made out, and let a stranger check it."""
    page = coordinator.open("/certificates/")
    show(chromium, coordinator, "/certificates/", "certificates")
    page.get_by_label("For whom").select_option("people")
    page.get_by_role("button", name="Draw certificates").press("Enter")
    paper = saved(page.get_by_role("link", name=re.compile("^.?Save certificates")))
    assert paper.read_bytes().startswith(b"%PDF")
    path = "/" + codes_on(paper)[0].split("/", 3)[3]
    with looker(chromium, coordinator.address, PHONE) as stranger:
        expect(stranger.open(path).get_by_text("We made this certificate out")).to_be_visible()
        assert stranger.complaints == []
        stranger.picture(KEPT / "certificate-check-phone.png")
        stranger.open("/certificate/")
        stranger.picture(KEPT / "certificate-asked-phone.png")


def test_one_person_is_certified_handed_over_and_forgotten_and_then_everybody(coordinator: Looker, chromium: Browser) -> None:
    certify(coordinator, chromium)
    page = coordinator.open("/privacy/")
    show(chromium, coordinator, "/privacy/", "privacy")
    page.get_by_role("link", name="Find them").click()
    page.get_by_label("Name, ten digits").fill("a")
    page.get_by_role("button", name="Find them").press("Enter")
    coordinator.picture(KEPT / "privacy-people.png")
    page.get_by_role("link", name=re.compile("See what is kept")).first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    path = page.url.removeprefix(coordinator.address)
    show(chromium, coordinator, path, "privacy-person")
    told = saved(page.get_by_role("link", name="Save it as a file")).read_text(encoding="utf-8")
    assert json.loads(told)["kept_with_a_name"]["name"] == name
    page.get_by_role("link", name="Erase this name").click()
    show(chromium, coordinator, f"{path}erase", "privacy-person-erase")
    page.get_by_role("button", name="Erase this name").click()
    expect(page.get_by_text(re.compile("is erased|are erased"))).to_be_visible()
    assert name not in page.content()

    page = coordinator.open("/privacy/erase")
    show(chromium, coordinator, "/privacy/erase", "privacy-erase")
    page.get_by_role("button", name="Erase everybody’s names").click()
    expect(page.get_by_text("Tick the box first")).to_be_visible()
    page.get_by_label("I know that nobody").check()
    # A refused form answers 422, which a browser notes.
    coordinator.complaints.clear()
    page.get_by_role("button", name="Erase everybody’s names").click()
    expect(page.get_by_text("Figures and entries stay")).to_be_visible(timeout=JOB_MS)
    page = coordinator.open("/privacy/")
    expect(page.get_by_text("Nothing is kept of anybody")).to_be_visible()
    show(chromium, coordinator, "/privacy/", "privacy-after")
