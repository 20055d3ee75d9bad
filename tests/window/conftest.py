"""A fresh stage for every test, in the one window of the process."""

import pytest

from tests.support.driver import Driver, the_driver


@pytest.fixture
def driver() -> Driver:
    return the_driver()
