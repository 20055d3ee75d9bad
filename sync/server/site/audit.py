"""Who did what, when and from where? The audit log as a page and as a file.

Promise: for coordinators and auditors of the whole organisation; the page has no way to change a line; the file holds what the filter
shows, all of it, and a spreadsheet reads no formula in it. Taking the file is a line itself.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sync.server.audit.deeds import Deed, Theme
from sync.server.audit.log import did
from sync.server.exports.cells import for_csv
from sync.server.exports.turns import TURNS, NoTurn
from sync.server.reading.audit import PAGE_MAX, LineRow, Wanted, every_line, lines
from sync.server.site import amounts
from sync.server.site.audit_told import told
from sync.server.site.exports import busy
from sync.server.site.visitors import WATCHFUL, Member, visitor_at, wide_page_for
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import Said, later, say

WORDS_MAX = 100
DIGITS_MAX = 18
COLUMNS = ("time_utc", "who", "what", "subject", "event", "venue", "address")
ICONS = {
    Theme.SIGN_IN: "login",
    Theme.ACCOUNTS: "manage_accounts",
    Theme.DEVICES: "devices",
    Theme.FLAGS: "flag",
    Theme.EVENT: "event",
    Theme.NAMES: "visibility",
    Theme.FIGURES: "table_view",
    Theme.ERASURE: "delete",
}


THEME_WORDS: dict[Theme, Said] = {
    Theme.SIGN_IN: later("Signing in"),
    Theme.ACCOUNTS: later("Accounts and roles"),
    Theme.DEVICES: later("Devices"),
    Theme.FLAGS: later("Flags"),
    Theme.EVENT: later("Event and roster"),
    Theme.NAMES: later("Looks at names"),
    Theme.FIGURES: later("Exports and reports"),
    Theme.ERASURE: later("Erasure"),
}


class LineShown(msgspec.Struct, frozen=True):
    """One line in words."""

    what: str
    who: str
    at: str
    address: str
    icon: str


class _Echo:
    """A file that gives back what is written to it: what the csv module needs to make one line at a time."""

    def write(self, text: str) -> str:
        return text


@require_safe
@wide_page_for(WATCHFUL)
def every(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the log, filtered where asked."""
    zone = _zone(request)
    wanted, given = _wanted(request.GET, zone)
    before = request.GET.get("before", "")
    found = lines(
        member.organisation, wanted, int(before) if before.isdecimal() and before.isascii() and len(before) <= DIGITS_MAX else None
    )
    shown = {
        "lines": [_shown(line, zone) for line in found],
        "themes": list(THEME_WORDS.items()),
        "theme": wanted.theme,
        "given": given,
        "asked": urlencode(given),
        "older": found[-1].id if len(found) == PAGE_MAX else None,
        "is_newest": not before,
        "is_english": spoken() == "en",
    }
    return render(request, "site/audit.html", shown)


@require_safe
@wide_page_for(WATCHFUL)
def as_csv(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Send the same lines as a file."""
    wanted, given = _wanted(request.GET, _zone(request))
    try:
        pieces = TURNS.take(_csv(every_line(member.organisation, wanted)))
    except NoTurn:
        return busy(request, {})
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    did(member.actor, Deed.EXPORTED, f"Took the audit log as a file{', filtered' if given else ''}.")
    answer["Content-Disposition"] = f'attachment; filename="audit-log-{datetime.now(UTC):%Y-%m-%d}.csv"'
    return answer


def _csv(rows: Iterable[LineRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        subject = "" if row.deed is None else row.deed.theme.value
        values = (amounts.iso(row.at_ms), row.who, row.what, subject, row.event, row.venue, row.address)
        yield writer.writerow([for_csv(value) for value in values])


def _shown(line: LineRow, zone: ZoneInfo) -> LineShown:
    at = datetime.fromtimestamp(line.at_ms / 1000, zone)
    return LineShown(
        what=told(line.deed, line.what),
        who=line.who,
        at=say("{day}, {time}", day=amounts.written_day(at), time=f"{at:%H:%M:%S}"),
        address=line.address,
        icon="info" if line.deed is None else ICONS[line.deed.theme],
    )


def _zone(request: HttpRequest) -> ZoneInfo:
    visitor = visitor_at(request)
    return ZoneInfo("UTC" if visitor is None else visitor.definition.event.timezone)


def _wanted(asked: QueryDict, zone: ZoneInfo) -> tuple[Wanted, dict[str, str]]:
    """Return what is looked for, and what of it was asked for in words that can be used."""
    given = {name: asked.get(name, "").strip()[:WORDS_MAX] for name in ("theme", "words", "from", "to")}
    theme = next((one for one in Theme if one.name == given["theme"]), None)
    first, last = _day(given["from"], zone), _day(given["to"], zone)
    used = {
        "theme": theme.name if theme else "",
        "words": given["words"],
        "from": given["from"] if first else "",
        "to": given["to"] if last else "",
    }
    after = None if last is None else last + timedelta(days=1)
    wanted = Wanted(theme, given["words"], _ms(first), _ms(after))
    return wanted, {name: value for name, value in used.items() if value}


def _day(given: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        return None


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)
