"""What does a message say?

Promise: the same figures, under the same names, as the read API tells somebody without, or with, small numbers; never about a person.
"""

import hashlib

import msgspec

from sync.server.api.answers import iso
from sync.server.api.rows import Question, progress_rows, summary_rows
from sync.server.exports.cells import for_json
from sync.server.people.organisations import events_of
from sync.server.reading.event import event
from sync.server.webhooks.models import Webhook

CHANGED, TEST = "totals.changed", "test"

_FIGURES = ("version", "arrived", "here")


class Message(msgspec.Struct, frozen=True):
    """What would be told now. ``digest`` is the same while the figures are: hours grow by themselves and are no news."""

    body: bytes
    digest: bytes


def message(webhook: Webhook, no: str, version: int, now_ms: int, *, is_test: bool = False) -> Message | None:
    """Return the message; none when the event is not there any more, or not this organisation's."""
    published = event(webhook.event) if webhook.event in events_of(webhook.organisation) else None
    if published is None:
        return None
    question = Question(published, None, now_ms, webhook.shows_small)
    summary, totals = summary_rows(question)[0], progress_rows(question)
    rows = [{name: for_json(cell) for name, cell in row.items()} for row in (summary, *totals)]
    told = {
        "id": no,
        "type": TEST if is_test else CHANGED,
        "event": webhook.event,
        "version": version,
        "as_of": iso(now_ms),
        "summary": rows[0],
        "totals": rows[1:],
    }
    figures = msgspec.json.encode([[summary[name] for name in _FIGURES], rows[1:]])
    return Message(msgspec.json.encode(told), hashlib.sha256(figures).digest())
