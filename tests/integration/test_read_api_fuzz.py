"""Does whatever somebody sends instead of a token hear a plain no? Made-up headers, and tokens that are nearly right."""

import base64
import string
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.programs import ask, token
from tests.support.site_pages import centre_day

set_up_django()
pytestmark = pytest.mark.slow

A_FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNS = string.ascii_letters + string.digits + "-_"


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def refused(header: str) -> None:
    answer = ask(None, "events", Authorization=header)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), header
    assert answer.json()["title"] == "A token is needed"


@given(
    st.sampled_from(["Bearer ", "bearer ", "Basic ", "BASIC ", "", "Digest "]), st.text(st.characters(min_codepoint=32, max_codepoint=255))
)
@A_FEW
def test_a_made_up_header(day: CentreDay, sort: str, rest: str) -> None:
    del day
    refused(sort + rest)


@given(st.binary(max_size=80))
@A_FEW
def test_a_made_up_password(day: CentreDay, given_: bytes) -> None:
    del day
    refused("Basic " + base64.b64encode(given_).decode())


@given(st.data())
@A_FEW
def test_a_token_that_is_nearly_right(day: CentreDay, data: st.DataObject) -> None:
    secret = token(day.event)
    assert ask(secret, "events").status_code == 200
    place = data.draw(st.integers(0, len(secret) - 1))
    sign = data.draw(st.sampled_from([one for one in SIGNS if one != secret[place]]))
    for other in (secret[:place] + sign + secret[place + 1 :], secret[:place] + secret[place + 1 :], secret + sign, secret.swapcase()):
        refused(f"Bearer {other}")
