"""What does each address below ``/api/v1/`` answer?

Promise: nothing without a token, nothing that the token does not open, nothing about one person; a session's cookie opens nothing here.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from sync.server.api import throttle
from sync.server.api.answers import Told, answer_of
from sync.server.api.asking import Wanted, wanted
from sync.server.api.callers import Caller, caller_of
from sync.server.api.description import description
from sync.server.api.hours import Hours, by_hour
from sync.server.api.refusals import Refused, only_reading, problem, too_often
from sync.server.api.rows import ROWS, Question, changes, event_rows
from sync.server.api.tables import API_TABLES, EVENTS, TOTALS, ApiTable
from sync.server.api.tokens import note_use
from sync.server.exports.columns import totals_by
from sync.server.site.clock import now_ms

View = Callable[..., HttpResponse]


def reading(table: ApiTable) -> Callable[[Callable[[Caller, Wanted, int], Told]], View]:
    """Make an address of ``tell(caller, wanted, event)`` that answers about ``table``."""

    def wrap(tell: Callable[[Caller, Wanted, int], Told]) -> View:
        @csrf_exempt  # no cookie opens anything here; another method hears that it may not, and not that a form is missing
        @wraps(tell)
        def answer(request: HttpRequest, event: int = 0) -> HttpResponse:
            try:
                if request.method not in ("GET", "HEAD"):
                    raise only_reading()
                caller = caller_of(request, now_ms())
                asked = wanted(request.GET, table.asks)
                _count(caller, asked)
                return answer_of(request, asked, tell(caller, asked, event))
            except Refused as refused:
                return problem(refused)

        return answer

    return wrap


@reading(EVENTS)
def events(caller: Caller, wanted: Wanted, event: int) -> Told:
    """Tell which events the token opens."""
    del wanted, event
    changed = changes(caller.events, caller.seen)
    at = datetime.fromtimestamp(max(changed.values()) // 1000, UTC) if changed else None
    return Told(_columns(EVENTS), EVENTS.keys, event_rows(caller), datetime.fromtimestamp(caller.now_ms // 1000, UTC), at)


def of_event(table: ApiTable) -> View:
    """Return the address that tells about one event what stands in ``table``."""

    def tell(caller: Caller, wanted: Wanted, event: int) -> Told:
        published = caller.published(event)
        venues = caller.venues(published, wanted.venue)
        question = Question(published, venues, caller.now_ms, caller.token.shows_small, wanted.cuts)
        columns = totals_by(wanted.cuts).header() if table is TOTALS else _columns(table)
        keys = tuple(name for name in table.keys if name in columns)
        told = by_hour(question, keys, wanted.cursor) if "hour" in wanted.cuts else Hours(ROWS[table.name](question), caller.now_ms)
        changed_ms = changes([event], venues).get(event)
        as_of = question.naming.moment(told.at_ms)
        assert as_of is not None
        return Told(columns, keys, told.rows, as_of, question.naming.moment(changed_ms), told.goes_on)

    return reading(table)(tell)


VIEWS: dict[str, View] = {EVENTS.name: events} | {table.name: of_event(table) for table in API_TABLES if table.is_of_event}


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Send the description, to everybody."""
    del request
    return JsonResponse(description(), headers={"Access-Control-Allow-Origin": "*"})


def _count(caller: Caller, asked: Wanted) -> None:
    cost = throttle.HOURS_COST if "hour" in asked.cuts else 1
    wait_s = throttle.wait_s(caller.token.pk, cost, caller.now_ms)
    if wait_s:
        often = f"A token may ask {throttle.ASKED_A_MINUTE_MAX} times a minute, and figures by the hour count {throttle.HOURS_COST} times."
        raise too_often(wait_s, f"{often} Wait {wait_s} seconds; with If-None-Match, what has not changed is sent only once.")
    note_use(caller.token, caller.now_ms)


def _columns(table: ApiTable) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)
