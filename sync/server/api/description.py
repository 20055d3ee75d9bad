"""What can a program read below ``/api/v1/``? The OpenAPI 3.1 description, made from the tables that answer.

Promise: every address, every parameter, every column and every status stands in it; tests hold it to real answers, both ways.
"""

import functools
from importlib.metadata import version
from typing import Any

from sync.server.api.asking import FORMATS, ROWS_MAX, ROWS_USUALLY
from sync.server.api.cursors import CURSOR_CHARACTERS_MAX
from sync.server.api.hours import HOURS_ENTRIES_MAX
from sync.server.api.refusals import TYPE
from sync.server.api.tables import API_TABLES, PROGRESS, SUMMARY, TOTALS, ApiTable, schema_of
from sync.server.api.throttle import ASKED_A_MINUTE_MAX, HOURS_COST
from sync.server.exports.columns import CUTS, totals_by
from sync.server.tongues.saying import english
from sync.server.webhooks.signing import HEADER as SIGNATURE
from sync.server.webhooks.telling import CHANGED, TEST

Json = dict[str, Any]

_ABOUT = f"""The centre's figures for spreadsheets and partners' programs. Only reading, never a name of a person.

A coordinator makes a token under Reports, Tokens. Send it as `Authorization: Bearer TOKEN`, or, where a program can only do that,
as the password of Basic with any name. It is never part of an address, because addresses are written down on the way.

Every answer is a table: rows with the same column names as the centre's files, which never change their meaning; new columns come at
the end. `as_of` is when the figures were read, `changed_at` when the newest entry came in. As CSV the first column is `as_of`, times
stand in the event's own zone, and text that a spreadsheet would calculate begins with an apostrophe.

Keep the `ETag` and send it as `If-None-Match`: what has not changed is answered with 304. A token may ask {ASKED_A_MINUTE_MAX} times
a minute; figures cut by the hour count {HOURS_COST} times. Where there are more than {HOURS_ENTRIES_MAX:,} entries, those are told
venue by venue: ask with `by=venue`, too, and follow `next` until it is null (an answer may have a `next` and no rows).

To a token without small numbers, figures below 5 (an hour, 500 of the smallest coin) are null and the others are rounded down to a
multiple of that."""

_PROBLEM: Json = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string", "description": "What to do, in a sentence"},
    },
    "required": ["detail", "status", "title", "type"],
    "additionalProperties": False,
}

_STATUSES = {
    "400": "Something in the question is not understood",
    "401": "No token, or one that opens nothing",
    "403": "The token does not reach so far",
    "404": "No such event or venue",
    "429": "Asked too often",
}
_TEXT: Json = {"schema": {"type": "string"}}
_HEADERS: Json = {
    "ETag": {"description": "The same while the figures are", "required": True, **_TEXT},
    "As-Of": {"description": "When the figures were read, UTC", "required": True, "schema": {"type": "string", "format": "date-time"}},
    "Link": {"description": 'With rel="next": where the next page is', **_TEXT},
}
_PROBLEM_HEADERS: Json = {
    "401": {"WWW-Authenticate": {"required": True, **_TEXT}},
    "429": {"Retry-After": {"description": "Seconds to wait", "required": True, **_TEXT}},
}


@functools.cache
def description() -> Json:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many Hands: read API", "version": version("manyhands"), "description": _ABOUT, "license": {"name": "MIT"}},
        "paths": {table.address: {"get": _operation(table)} for table in API_TABLES} | {"/api/v1/openapi.json": {"get": _itself()}},
        "webhooks": {"totals": {"post": _hears()}},
        "components": {"schemas": {"Problem": _PROBLEM}, "securitySchemes": _schemes()},
        "security": [{"token": []}, {"password": []}],
    }


def _operation(table: ApiTable) -> Json:
    answers: Json = {
        "200": {"description": english(table.about), "headers": _HEADERS, "content": _content(table)},
        "304": {"description": "What If-None-Match names is still so", "headers": _HEADERS},
    }
    for status, why in _STATUSES.items():
        if status != "404" or table.is_of_event:
            answers[status] = _problem(why, _PROBLEM_HEADERS.get(status))
    return {"operationId": table.name, "summary": english(table.about), "parameters": _parameters(table), "responses": answers}


def _problem(why: str, headers: Json | None) -> Json:
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": why, **({"headers": headers} if headers else {}), "content": content}


def _parameters(table: ApiTable) -> list[Json]:
    found: list[Json] = []
    if table.is_of_event:
        found.append({"name": "event", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}})
    if "venue" in table.asks:
        found.append(_asked("venue", "One venue only", {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}))
    if "by" in table.asks:
        found.append({**_asked("by", "What to cut by", {"type": "array", "items": {"enum": list(CUTS)}}), "style": "form", "explode": True})
    return [
        *found,
        _asked("format", "json unless said otherwise", {"enum": list(FORMATS)}),
        _asked("limit", f"Rows a page; {ROWS_USUALLY} as JSON, {ROWS_MAX} as CSV", {"type": "integer", "minimum": 1, "maximum": ROWS_MAX}),
        _asked("cursor", "What stood under `next` before", {"type": "string", "maxLength": CURSOR_CHARACTERS_MAX}),
    ]


def _asked(name: str, about: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _content(table: ApiTable) -> Json:
    columns = [column.name for column in table.columns]
    always = [name for name in columns if table is not TOTALS or name in totals_by(()).header()]
    described = {column.name: {**schema_of(column.name), "description": english(column.about)} for column in table.columns}
    row = {"type": "object", "properties": described, "required": always, "additionalProperties": False}
    moment: Json = {"type": "string", "format": "date-time"}
    whole = {
        "type": "object",
        "properties": {
            "as_of": {**moment, "description": "When the figures were read"},
            "changed_at": {"type": ["string", "null"], "format": "date-time", "description": "When the newest entry came in"},
            "next": {"type": ["string", "null"], "description": "The cursor of the next page; null: this was the last"},
            "rows": {"type": "array", "items": row},
        },
        "required": ["as_of", "changed_at", "next", "rows"],
        "additionalProperties": False,
    }
    return {"application/json": {"schema": whole}, "text/csv": {"schema": {"type": "string"}}}


def _itself() -> Json:
    answer = {"description": "This description", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {"operationId": "openapi", "summary": "This description", "security": [], "responses": {"200": answer}}


def _hears() -> Json:
    """Return what an address hears that a coordinator named (``sync.server.webhooks``)."""
    properties: Json = {
        "id": {"type": "string", "description": "The same for every try"},
        "type": {"enum": [CHANGED, TEST]},
        "event": {"type": "integer"},
        "version": {"type": "integer", "description": "Grows by one with every message that is no test"},
        "as_of": {"type": "string", "format": "date-time"},
        "summary": _row(SUMMARY),
        "totals": {"type": "array", "items": _row(PROGRESS)},
    }
    whole = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    about = "t=SECONDS,v1=HEX: the HMAC-SHA256 of SECONDS, a full stop and the body, with the secret that was shown once"
    signature = {"name": SIGNATURE, "in": "header", "required": True, "description": about, **_TEXT}
    return {
        "operationId": "hear",
        "summary": "Totals have changed; sent at most once in half a minute, tried again until it is answered with 2xx",
        "parameters": [signature],
        "requestBody": {"required": True, "content": {"application/json": {"schema": whole}}},
        "responses": {"2XX": {"description": "Heard"}, "410": {"description": "Wants no more messages"}},
    }


def _row(table: ApiTable) -> Json:
    described = {column.name: {**schema_of(column.name), "description": english(column.about)} for column in table.columns}
    return {"type": "object", "properties": described, "required": sorted(described), "additionalProperties": False}


def _schemes() -> Json:
    return {
        "token": {"type": "http", "scheme": "bearer", "description": "A token as a coordinator made it"},
        "password": {"type": "http", "scheme": "basic", "description": "Any name, and the token as the password"},
    }
