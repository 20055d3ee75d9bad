"""Does the centre ever answer what its descriptions do not say? Schemathesis asks what they allow, and what they do not.

Questions are made up from both OpenAPI documents, right and wrong ones; no answer may be a fault of ours, of an undocumented status, or
another shape than was described.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from sync.protocol.envelope import CONTENT_TYPE
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.programs import token
from tests.support.site_pages import browser_of, centre_day, forget_pages

set_up_django()
from sync.server.api.description import description as of_the_api  # noqa: E402 - its tables need Django to be set up
from sync.server.openapi import description as of_the_centre  # noqa: E402 - the same

pytestmark = pytest.mark.slow

A_FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
FEWER = settings(A_FEW, max_examples=8)
"""Messages of kiosks are deep: making one up takes longer than answering it."""

LARGEST = 2**63 - 1
HOST = {"Host": "localhost"}


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


@schemathesis.serializer(CONTENT_TYPE)
def packed(_context: Any, value: Any) -> bytes:
    """A body as kiosks send it: MessagePack, compressed."""
    return value if isinstance(value, bytes) else zlib.compress(msgspec.msgpack.encode(with_binaries(value)))


def with_binaries(value: Any) -> Any:
    """What JSON Schema calls a base64 string is a binary in MessagePack, which has no number of more than eight bytes."""
    if isinstance(value, int):
        return max(min(value, LARGEST), -LARGEST)
    if isinstance(value, dict):
        return {key: with_binaries(one) for key, one in value.items()}
    if isinstance(value, list):
        return [with_binaries(one) for one in value]
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else value
    except (binascii.Error, ValueError):
        return value


def operation(described: dict[str, Any], path: str, method: str) -> Any:
    from sync.server.wsgi import application

    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(described)))
    schema.app = application
    return schema[path][method]


def questions(described: dict[str, Any]) -> list[tuple[str, str, GenerationMode]]:
    """Every (path, method) with right questions, and with wrong ones where anything can be wrong."""
    told = [(path, method, what) for path, methods in sorted(described["paths"].items()) for method, what in methods.items()]
    right = [(path, method.upper(), GenerationMode.POSITIVE) for path, method, _ in told]
    can_be_wrong = [one for one in told if "requestBody" in one[2] or one[2].get("parameters")]
    return right + [(path, method.upper(), GenerationMode.NEGATIVE) for path, method, _ in can_be_wrong]


def left_out(path: str) -> list[Any]:
    """Checks that mean something else here: a made-up cursor, signature or secret has the right shape and is refused all the same; and
    on the wire an answer is MessagePack, which the contract tests read.
    """
    from schemathesis.checks import CHECKS

    return CHECKS.get_by_names(["positive_data_acceptance", *(["response_schema_conformance"] if path.startswith("/sync/") else [])])


@pytest.mark.parametrize(("path", "method", "mode"), questions(of_the_api()))
def test_the_read_api_answers_only_what_it_describes(day: CentreDay, path: str, method: str, mode: GenerationMode) -> None:
    secrets = [token(day.event), token(day.event, venues=(RAINBOW,), shows_small=True), token(day.event + 1), "mh_nothing", None]
    seen: set[int] = set()

    @given(operation(of_the_api(), path, method).as_strategy(generation_mode=mode), st.sampled_from(secrets), st.booleans())
    @A_FEW
    def ask(case: Any, secret: str | None, is_ours: bool) -> None:  # noqa: FBT001 - given by name
        forget_pages()
        if is_ours and mode is GenerationMode.POSITIVE:
            ours(case, day)
        headers = HOST | ({"Authorization": f"Bearer {secret}"} if secret is not None else {})
        answer = case.call(headers=headers)
        seen.add(answer.status_code)
        case.validate_response(answer, excluded_checks=left_out(path), headers=headers)

    ask()
    assert seen, "nothing was asked"


def ours(case: Any, day: CentreDay) -> None:
    """Let a question be about things that there are: made-up numbers lead nowhere."""
    if "event" in case.path_parameters:
        case.path_parameters["event"] = day.event
    if "venue" in case.query:
        case.query["venue"] = RAINBOW
    case.query.pop("cursor", None)


@pytest.mark.parametrize(("path", "method", "mode"), questions(of_the_centre()))
def test_the_wire_and_the_json_pages_answer_only_what_they_describe(day: CentreDay, path: str, method: str, mode: GenerationMode) -> None:
    del day
    viewer = browser_of("viewer").cookies["sessionid"].value
    seen: set[int] = set()

    @given(operation(of_the_centre(), path, method).as_strategy(generation_mode=mode), st.booleans())
    @(FEWER if path.startswith("/sync/") else A_FEW)
    def ask(case: Any, is_signed_in: bool) -> None:  # noqa: FBT001 - given by name
        headers = HOST | ({"Cookie": f"sessionid={viewer}"} if is_signed_in else {})
        answer = case.call(headers=headers)
        seen.add(answer.status_code)
        case.validate_response(answer, excluded_checks=left_out(path), headers=headers)

    ask()
    assert seen, "nothing was asked"
