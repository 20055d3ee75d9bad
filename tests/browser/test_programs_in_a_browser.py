"""Does a coordinator let a program read and an address hear, at a real browser, with a running centre that really sends?"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.support.browser import DESK, PHONE, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.looked_at import looked_at
from tests.support.receivers import receiver
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"
SENT_MS = 30_000
"""The centre looks every two seconds, and the machine may be busy."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), CentreDay.fill, MANYHANDS_DEMO="yes") as served:
        yield served


def make_token(looking: Looker, name: str) -> str:
    """Make a token for some venues, as a person does; return it."""
    page = looking.open("/reports/tokens/")
    page.get_by_role("link", name="Make a token").click()
    page.get_by_label("What is it for?").fill(name)
    page.get_by_label("Some venues of this event").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("Tick at least one venue")).to_be_visible()
    page.get_by_label("Rainbow Room").check()
    page.get_by_role("button", name="Make the token").click()
    return page.get_by_label("The token").input_value()


def test_a_token_reads_from_elsewhere_until_it_is_taken_back(coordinator: Looker, address: str) -> None:
    secret = make_token(coordinator, "the council’s dashboard")
    asked = f"{address}/api/v1/events/1/totals?by=venue&format=csv"
    told = requests.get(asked, headers={"Authorization": f"Bearer {secret}"}, timeout=10)
    assert (told.status_code, "Rainbow Room" in told.text, "Alder Lane" in told.text) == (200, True, False)
    assert requests.get(asked, auth=("spreadsheet", secret), timeout=10).status_code == 200
    page = coordinator.open("/reports/tokens/")
    expect(page.get_by_text("just now")).to_be_visible()
    page.get_by_role("link", name="Take back the council’s dashboard").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    gone = requests.get(asked, headers={"Authorization": f"Bearer {secret}"}, timeout=10)
    assert (gone.status_code, gone.json()["detail"]) == (401, "This token was taken back. Ask a coordinator for a new one.")


def test_an_address_is_tried_out_hears_of_totals_and_then_nothing_more(coordinator: Looker) -> None:
    with receiver() as kept:
        page = coordinator.open("/reports/webhooks/")
        page.get_by_role("link", name="Let somebody hear").click()
        page.get_by_label("Who hears?").fill("the wall in town")
        page.get_by_label("Its address").fill(f"http://127.0.0.1:{kept.port}/hook")
        page.get_by_label("With small numbers").check()
        page.get_by_role("button", name="Let them hear").click()
        assert page.get_by_label("The secret").input_value().startswith("mhs_")
        page.get_by_role("link", name="Go on to its messages").click()
        page.get_by_role("button", name="Try it out").click()
        # The list moves by itself.
        expect(page.get_by_text("heard, answered 204")).to_have_count(2, timeout=SENT_MS)
        assert {json.loads(body)["type"] for _, body in kept.heard} == {"test", "totals.changed"}
        page.get_by_role("link", name="Remove…").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("the wall in town hears nothing any more.")).to_be_visible()


@pytest.mark.gallery
@pytest.mark.parametrize(("place", "size"), [("desk", DESK), ("phone", PHONE)])
def test_every_page_about_programs_fits_and_can_be_read(address: str, chromium: Browser, place: str, size: tuple[int, int]) -> None:
    with looker(chromium, address, size) as someone:
        someone.sign_in("coordinator", PASSWORD)
        make_token(someone, "Somebody’s dashboard with a rather long name, in the front hall of Alder Lane")
        poor = {"token-made": looked_at(someone, f"token-made-{place}")}
        for name in ("tokens", "tokens/make", "webhooks", "webhooks/make"):
            someone.open(f"/reports/{name}" + ("" if name.endswith("make") else "/"))
            poor[name] = looked_at(someone, f"{name.replace('/', '-')}-{place}")
        assert {name: faults for name, faults in poor.items() if faults} == {}
        assert someone.complaints == []
