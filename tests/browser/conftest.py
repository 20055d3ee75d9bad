"""What the browser tests of a running centre share: one browser for each file, after the centre that it serves, and somebody signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import DESK, Looker, looker, open_browser
from tests.support.centre_day import PASSWORD
from tests.support.served_day import ServedDay


@pytest.fixture(scope="module")
def address(served: ServedDay) -> str:
    return served.address


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:
    del address  # the centre comes first: beside Playwright's event loop Django touches no database
    with open_browser() as browser:
        yield browser


@pytest.fixture
def coordinator(chromium: Browser, address: str) -> Iterator[Looker]:
    with looker(chromium, address, DESK) as looking:
        looking.sign_in("coordinator", PASSWORD)
        yield looking
        assert looking.complaints == []
