"""What does a line of the log say?

Promise: no name, address, token, link or value of a person's is ever in one. Our own sentences are written with that in mind; of what other
people's code says only the pattern is kept, and of a failure its kind and where in the code it happened, because messages hold values.
``MANYHANDS_DEBUG`` shows everything.
"""

import datetime as dt
import json
import logging
import traceback
from typing import Any

from sync.server.vitals.requests import request_number

_TRUSTED = ("sync.server.", "_granian.")
"""Whose sentences hold no value of a person's: ours, and the server's own about its processes."""


class Lines(logging.Formatter):
    """One line for each record: JSON for programs, or plain for people."""

    def __init__(self, *, as_json: bool, shows_everything: bool) -> None:
        super().__init__()
        self._as_json = as_json
        self._shows_everything = shows_everything

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name, "says": self._says(record)}
        if number := request_number.get():
            line["request"] = number
        line |= getattr(record, "about", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["failure"], line["where"] = record.exc_info[0].__name__, _where(record.exc_info[1])
        if self._as_json:
            return json.dumps(line, ensure_ascii=False)
        return self._plain(record, line)

    def _says(self, record: logging.LogRecord) -> str:
        if self._shows_everything or f"{record.name}.".startswith(_TRUSTED):
            return record.getMessage()
        # Others put values into the sentence before they log it; what has places for values is a pattern, and holds none.
        return str(record.msg) if record.args else "(its words may hold values, and are left out)"

    def _plain(self, record: logging.LogRecord, line: dict[str, Any]) -> str:
        more = "".join(f" {key}={line[key]}" for key in ("request", "failure", "where") if key in line)
        said = f"{line['at']} {record.levelname} {record.name}: {line['says']}{more}"
        if self._shows_everything and record.exc_info:
            said += "\n" + self.formatException(record.exc_info)
        return said


def _where(failure: BaseException | None) -> list[str]:
    """Return the innermost places, last first, of ``failure`` and of what caused it; no values."""
    places: list[str] = []
    while failure is not None and len(places) < 16:  # noqa: PLR2004 - what a person reads
        frames = traceback.extract_tb(failure.__traceback__)
        places += [f"{type(failure).__name__} at {frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames[-6:])]
        failure = failure.__cause__
    return places
