"""Is the description of the HTTP interface true? Every route in, every route out, and real answers held to its schemas."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from sync.protocol import paths
from sync.protocol.envelope import CONTENT_TYPE
from tests.support.wiring import wired_centre


@pytest.fixture
def client() -> Iterator[Any]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from sync.server.people.models import Membership, Role

    with wired_centre("sqlite"):
        person = get_user_model().objects.create(username="anna")
        Membership.objects.create(user=person, role=Role.VIEWER)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        yield client


def description() -> dict[str, Any]:
    from sync.server.openapi import description

    return json.loads(json.dumps(description()))  # type: ignore[no-any-return]  # as a program that asks for it gets it


def read_api() -> dict[str, Any]:
    from sync.server.api.description import description

    return json.loads(json.dumps(description()))  # type: ignore[no-any-return]  # the same


def test_the_descriptions_are_openapi() -> None:
    validate(description(), cls=OpenAPIV31SpecValidator)
    validate(read_api(), cls=OpenAPIV31SpecValidator)


def test_every_address_of_the_read_api_stands_in_its_description_and_nothing_else() -> None:
    from django.urls import get_resolver

    served = ["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", address) for address, name in named(get_resolver()) if name.startswith("api-")]
    assert set(read_api()["paths"]) == set(served) - {"/api/v1/{rest}"}


def test_every_route_stands_in_it_and_nothing_else() -> None:
    from django.urls import get_resolver

    from sync.server.vitals.probes import PATHS
    from sync.server.wire.routes import ROUTES

    served = [(re.sub(r"<\w+:(\w+)>", r"{\1}", address), name) for address, name in named(get_resolver())]
    pages = {f"/{address}" for address, name in served if name.endswith("-json")}
    assert set(description()["paths"]) == set(ROUTES) | set(PATHS) | pages
    assert set(ROUTES) == {paths.PUSH, paths.PULL, paths.ENROL, paths.HELLO, paths.LOST, paths.NAMES}


def named(resolver: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every address that Django answers, with its name."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern, address)
        else:
            yield address, pattern.name or ""


def test_every_wire_route_answers_with_a_status_and_a_type_that_it_names() -> None:
    with wired_centre("sqlite") as centre:
        for path in (paths.PUSH, paths.PULL, paths.ENROL, paths.HELLO, paths.LOST):
            response = centre.post(path, b"")
            answers = description()["paths"][path]["post"]["responses"]
            assert list(answers[str(response.status)]["content"]) == [response.content_type] == [CONTENT_TYPE]


@pytest.mark.parametrize("path", ["/openapi.json", "/totals.json"])
def test_a_json_page_is_what_its_schema_says(client: Any, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    whole = description()
    schema = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    OAS31Validator({**schema, "components": whole["components"]}).validate(response.json())


def assert_described(path: str, response: Any) -> None:
    described = description()["paths"][path]["get"]["responses"][str(response.status_code)]
    OAS31Validator(described["content"]["application/json"]["schema"]).validate(response.json())


def test_a_program_that_may_not_see_the_totals_is_told_so_in_json(client: Any) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from sync.server.people.models import Membership
    from sync.server.publishing.models import Publication

    stranger = Client(SERVER_NAME="127.0.0.1").get("/totals.json")
    assert stranger.status_code == 401
    assert_described("/totals.json", stranger)
    Membership.objects.all().delete()
    assert get_user_model().objects.count() == 1
    without_a_role = client.get("/totals.json")
    assert without_a_role.status_code == 403
    assert_described("/totals.json", without_a_role)
    Publication.objects.all().delete()
    before_the_event = client.get("/totals.json")
    assert before_the_event.status_code == 404
    assert_described("/totals.json", before_the_event)
