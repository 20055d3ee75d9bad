"""What can other programs ask the centre over HTTP? The OpenAPI 3.1 description, made from the code that answers.

Promise: every address of the wire and every JSON page stands in it, with the statuses that they answer; a test compares both ways.
"""

import functools
from importlib.metadata import version
from typing import Any

import msgspec
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from sync.protocol import messages, names, paths, signing
from sync.protocol.envelope import CONTENT_TYPE
from sync.protocol.limits import BODY_BYTES_SERVER_MAX, BODY_RAW_BYTES_SERVER_MAX
from sync.server.vitals.probes import HEALTH, LIVE, METRICS, READY
from sync.server.wire.reply import STATUS_OF

Json = dict[str, Any]

_ABOUT = f"""The agreement between kiosks and the centre, and the centre's figures as JSON.

Bodies below `/sync/` are zlib-compressed MessagePack: at most {BODY_BYTES_SERVER_MAX} bytes, {BODY_RAW_BYTES_SERVER_MAX} decompressed.
The schemas describe the MessagePack values: structs are arrays in the order of their fields, to which later versions only add at the end;
what JSON Schema calls a base64 string is a MessagePack binary. Every reply is a `Signed` over the asker's nonce."""

_WIRE: dict[str, tuple[str, str, type[msgspec.Struct], str, type[msgspec.Struct]]] = {
    paths.PUSH: ("push", "Take a sealed batch of entries in", messages.Push, signing.PUSH_REPLY, messages.PushReply),
    paths.PULL: ("pull", "Manifest, roster page, siblings' entries", messages.PullAsk, signing.PULL_REPLY, messages.PullReply),
    paths.ENROL: ("enrol", "Ask to become a device", messages.EnrolAsk, signing.ENROL_REPLY, messages.EnrolReply),
    paths.HELLO: ("hello", "The centre's clock and protocol versions", messages.HelloAsk, signing.HELLO_REPLY, messages.HelloReply),
    paths.LOST: ("lost", "Take in one entry that no push could carry", messages.LostAndFound, signing.LOST_REPLY, messages.PushReply),
    paths.NAMES: ("names", "Hear who came without being expected", names.Names, signing.NAMES_REPLY, names.NamesReply),
}

_SIGNED_ASKS = {paths.PULL: signing.PULL, paths.LOST: signing.LOST, paths.NAMES: signing.NAMES}

_WHOLE: Json = {"type": "integer"}
_WHOLE_OR_NONE: Json = {"type": ["integer", "null"]}
_TEXT: Json = {"type": "string"}


@require_safe
def page(request: HttpRequest) -> JsonResponse:
    """Send the description."""
    del request
    return JsonResponse(description())


@functools.cache
def description() -> Json:
    """Return the whole description."""
    sorts = sorted({sort for row in _WIRE.values() for sort in (row[2], row[4])} | {messages.Signed, messages.Trouble}, key=str)
    _, schemas = msgspec.json.schema_components(sorts, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many Hands: the centre", "version": version("manyhands"), "description": _ABOUT, "license": {"name": "MIT"}},
        "paths": {**{path: {"post": _wire_operation(path)} for path in _WIRE}, **_pages()},
        "components": {
            "schemas": {**schemas, "Totals": _totals()},
            "securitySchemes": {"session": _session(), "metrics": {"type": "http", "scheme": "bearer"}},
        },
        "security": [],
    }


def _wire_operation(path: str) -> Json:
    name, summary, ask, purpose, reply = _WIRE[path]
    answers: Json = {
        str(int(status)): _body(f"`Signed` with purpose `{signing.TROUBLE}` around `Trouble` with code `{code}`", messages.Signed)
        for code, status in STATUS_OF.items()
    }
    answers["200"] = _body(f"`Signed` with purpose `{purpose}` around `{reply.__name__}`", messages.Signed)
    wrapped = _SIGNED_ASKS.get(path)
    around = f"`Signed` by the device, purpose `{wrapped}`, around `{ask.__name__}`" if wrapped else f"`{ask.__name__}`"
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, **_body(around, messages.Signed if wrapped else ask)},
        "responses": dict(sorted(answers.items())),
    }


def _body(about: str, sort: type[msgspec.Struct]) -> Json:
    return {"description": about, "content": {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{sort.__name__}"}}}}


def _pages() -> Json:
    return {
        **{path: {"get": _health(path)} for path in (LIVE, READY, HEALTH)},
        METRICS: {"get": _metrics()},
        "/openapi.json": {"get": _json_page("openapi", "This description", {"type": "object"})},
        "/totals.json": {"get": _totals_page()},
        "/board/{secret}/board.json": {"get": _board_page()},
    }


def _health(path: str) -> Json:
    if path == LIVE:
        return _json_page("health-live", "Whether the centre answers at all", _status())
    said = "Whether the database answers and its tables are up to date"
    return _json_page("health" if path == HEALTH else "health-ready", said, _status(), "503")


def _metrics() -> Json:
    content = {"text/plain": {"schema": _TEXT}}
    return {
        "operationId": "metrics",
        "summary": "Figures for Prometheus",
        "security": [{}, {"metrics": []}],
        "responses": {
            "200": {"description": "Numbers of things, never of persons", "content": content},
            "403": {"description": "The token is missing, or the asker is another machine", "content": content},
        },
    }


def _board_page() -> Json:
    page = _json_page("board-json", "The figures of a public board, to whoever has its link", _board())
    fault = {"description": "No board is behind this link", "content": {"application/json": {"schema": _object({"error": _TEXT})}}}
    secret = {"name": "secret", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}}
    return {**page, "parameters": [secret], "responses": {**page["responses"], "404": fault}}


def _board() -> Json:
    item = {"no": _WHOLE, "name": _TEXT, "unit": _TEXT, **dict.fromkeys(("made", "target"), _WHOLE_OR_NONE)}
    return _object(
        {
            "title": _TEXT,
            "as_of": {"type": ["string", "null"], "format": "date-time"},
            "least": {**_WHOLE, "description": "Smaller numbers are null"},
            "currency": _TEXT,
            **dict.fromkeys(("here", "arrived", "hours", "venues"), _WHOLE_OR_NONE),
            "items": {"type": "array", "items": _object(item)},
        }
    )


def _totals_page() -> Json:
    page = _json_page(
        "totals-json", "What was achieved so far, as the signed-in person may see it", {"$ref": "#/components/schemas/Totals"}
    )
    for status, why in (("401", "Nobody is signed in"), ("403", "The account has no role here"), ("404", "No event is published yet")):
        page["responses"][status] = {"description": why, "content": {"application/json": {"schema": _object({"error": _TEXT})}}}
    return {**page, "security": [{"session": []}]}


def _json_page(name: str, summary: str, schema: Json, *more: str) -> Json:
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    return {"operationId": name, "summary": summary, "responses": dict.fromkeys(("200", *more), answer)}


def _session() -> Json:
    return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Signed in on the centre's pages"}


def _status() -> Json:
    return _object({"status": _TEXT})


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def _totals() -> Json:
    item = {
        "no": _WHOLE,
        "name": _TEXT,
        "unit": {"enum": ["items", "people", "minutes", "money"]},
        **dict.fromkeys(("made", "delivered", "received"), _WHOLE),
        **dict.fromkeys(("counted", "target"), _WHOLE_OR_NONE),
        "outcomes": {"type": "array", "items": _object({"name": _TEXT, "made": _WHOLE})},
        "beneficiaries": {"type": "array", "items": _TEXT},
    }
    return _object(
        {
            "event": _object({"no": _WHOLE, "name": _TEXT, "currency": _TEXT}),
            "as_of": {"type": ["string", "null"], "format": "date-time"},
            "entries": _WHOLE,
            "waiting": _WHOLE,
            "to_look_at": {**_WHOLE_OR_NONE, "description": "Open flags; null for a role that flags do not concern"},
            "people": _object(dict.fromkeys(("here", "arrived", "minutes"), _WHOLE)),
            "venues": _object(dict.fromkeys(("reporting", "silent", "all"), _WHOLE)),
            "items": {"type": "array", "items": _object(item), "description": "Quantities in the unit; money in the minor unit"},
        }
    )
