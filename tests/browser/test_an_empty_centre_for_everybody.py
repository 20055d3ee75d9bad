"""Can everybody use the pages on which nothing stands yet: no kiosk, no list, nobody who came, nothing that was made?"""

from collections.abc import Iterator

import pytest

from tests.support.browser import Looker
from tests.support.centre import set_up_django
from tests.support.pages_walked import HEBREW, found_on, sorted_out
from tests.support.served_day import ServedDay, published, served_day

set_up_django()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), published) as served:
        yield served


def test_axe_finds_nothing_on_a_page_without_anything(coordinator: Looker) -> None:
    from tests.support.doors import SHOWN, WALK

    addresses = {name: row.address for name, row in WALK.items() if row.coordinator is SHOWN and "{" not in row.address}
    pages, closed = sorted_out(
        coordinator, {name: address for name, address in addresses.items() if not name.startswith(("mfa_", "account_"))}
    )
    assert closed == {}
    assert found_on(coordinator, pages, HEBREW) == {}


def test_a_bar_with_nothing_in_it_does_not_look_as_if_all_were_done(coordinator: Looker) -> None:
    for path in ("/", "/venues/", "/reports/", "/watch/"):
        page = coordinator.open(path)
        grounds = page.evaluate("Array.from(document.querySelectorAll('.bar')).map((one) => getComputedStyle(one).backgroundColor)")
        assert grounds
        assert set(grounds) == {"rgba(0, 0, 0, 0)"}, path
