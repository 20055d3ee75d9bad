"""What does everybody see who has the link, and who gives it out?

Promise: the link needs no sign-in and sets no cookie; the page may stand in the pages of the named sites and of no other; figures move by
themselves and are made once a second for however many walls there are.
"""

import hashlib
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.cache import cache
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.domain.definition import in_language
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.boards.making import LEAST_MAX, LEAST_USUALLY, BadSite, Wishes, make, sites_of, take_back
from sync.server.boards.models import Board
from sync.server.reading import board as reading
from sync.server.reading.board import BoardFigures
from sync.server.reading.event import Published
from sync.server.site import amounts
from sync.server.site.boarded import BoardShown, board_shown
from sync.server.site.clock import now_ms
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import say

KEPT_S = 1
TITLE_CHARACTERS_MAX = 100
TICKED_AT_FIRST = 6
"""So many kinds fill a wall in large type; who wants more ticks them."""

_FIGURES = ("people", "hours", "venues")


@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show the board."""
    board, published = _open(secret)
    text, _ = _moving(board, published)
    return _framed(request, board, render(request, "site/board.html", {"board": board, "moving": text}))


@require_safe
def live(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Send what moves, or say that it has not moved."""
    text, tag = _moving(*_open(secret))
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, headers=headers)


@require_safe
def as_json(request: HttpRequest, secret: str) -> JsonResponse:
    """Send the same for programs: described in the OpenAPI document."""
    del request
    # Whatever stands in the address: a program is told so as JSON.
    found = reading.open_board(secret) if slug_re.fullmatch(secret) else None
    # Any page may read it: who has the link has the figures.
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    if found is None:
        return JsonResponse({"error": "there is no board behind this link"}, status=404, headers=headers)
    return JsonResponse(_json(found[0], reading.figures(*found, now_ms())), headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the boards, and make one."""
    faults: dict[str, str] = {}
    if request.method == "POST":
        wishes = _wishes(request, visitor, faults)
        if wishes is not None:
            board = make(visitor.event, wishes, visitor.name, now_ms())
            did(visitor.actor, Deed.BOARD_OPENED, f"Made the public board “{board.title}”.")
            messages.success(request, say("The board “{title}” is open. Its link stands below.", title=board.title))
            return redirect("reports-boards")
    ticked = _ticked(request, visitor)
    return render(
        request,
        "site/boards.html",
        {
            "visitor": visitor,
            "boards": [(board, request.build_absolute_uri(f"/board/{board.secret}/")) for board in reading.boards(visitor.event)],
            "kinds": [(item.no, amounts.named(item.many), str(item.no) in ticked) for item in visitor.definition.items],
            "ticked": ticked,
            "least": LEAST_USUALLY,
            "least_max": LEAST_MAX,
            "faults": faults,
            "given": request.POST,
        },
        status=422 if faults else 200,
    )


@require_POST
@page_for(COORDINATORS)
def closed(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Take a board back."""
    board = reading.board(visitor.event, no)
    if board is None:
        raise Http404
    take_back(board, now_ms())
    did(visitor.actor, Deed.BOARD_TAKEN_BACK, f"Took the public board “{board.title}” back.")
    messages.success(request, say("The board “{title}” is taken back. Its link opens nothing any more.", title=board.title))
    return redirect("reports-boards")


def _open(secret: str) -> tuple[Board, Published]:
    found = reading.open_board(secret)
    if found is None:
        raise Http404
    return found


def _moving(board: Board, published: Published) -> tuple[str, str]:
    key = f"board:{board.pk}:{published.version}"
    kept: tuple[str, str] | None = cache.get(key)
    if kept is None:
        shown: BoardShown = board_shown(board, reading.figures(board, published, now_ms()))
        text = render_to_string("site/pieces/board.html", {"shown": shown, "board": board})
        kept = (text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')
        cache.set(key, kept, KEPT_S)
    return kept


def _framed(request: HttpRequest, board: Board, response: HttpResponse) -> HttpResponseBase:
    """Let the board's sites frame it, and keep its link out of what other hosts and search engines are told."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    if board.sites:
        response.xframe_options_exempt = True
    allowed = {"frame-ancestors": board.sites or [NONE]}
    framed: HttpResponseBase = csp_replace(allowed)(lambda _: response)(request)
    return framed


def _ticked(request: HttpRequest, visitor: Visitor) -> set[str]:
    """What the form shows as chosen: as it was sent, and else the people and the first kinds. What somebody took out stays out."""
    if request.method == "POST":
        return {name for name in _FIGURES if request.POST.get(name)} | set(request.POST.getlist("item"))
    return {*_FIGURES, *(str(item.no) for item in visitor.definition.items[:TICKED_AT_FIRST])}


def _wishes(request: HttpRequest, visitor: Visitor, faults: dict[str, str]) -> Wishes | None:
    given = request.POST
    title = given.get("title", "").strip()
    least = given.get("least", "")
    known = {item.no for item in visitor.definition.items}
    items = tuple(int(no) for no in given.getlist("item") if no.isascii() and no.isdigit() and len(no) < 12 and int(no) in known)  # noqa: PLR2004 - digits of an item kind's number
    if not title or len(title) > TITLE_CHARACTERS_MAX:
        faults["title"] = say(
            "Give it a title of up to {most} letters: it stands in large type above the figures.", most=TITLE_CHARACTERS_MAX
        )
    if not (least.isascii() and least.isdigit() and 1 <= int(least[:6]) <= LEAST_MAX):
        faults["least"] = say("Write a whole number from 1 to {most}. 5 is a good choice.", most=LEAST_MAX)
    sites: tuple[str, ...] = ()
    try:
        sites = sites_of(given.get("sites", ""))
    except BadSite as bad:
        faults["sites"] = say("“{site}” is no address of a site. Write it like https://www.example.org, ten at most.", site=bad.site[:60])
    if not items and not any(given.get(name) for name in _FIGURES):
        faults["figures"] = say("Tick at least one figure: an empty board tells nobody anything.")
    if faults:
        return None
    return Wishes(title, items, bool(given.get("people")), bool(given.get("hours")), bool(given.get("venues")), int(least), sites)


def _json(board: Board, found: BoardFigures) -> dict[str, Any]:
    event = found.published.definition.event
    return {
        "title": board.title,
        "as_of": None if found.received_ms is None else amounts.iso(found.received_ms),
        "least": board.least,
        "currency": event.currency,
        "here": found.here,
        "arrived": found.arrived,
        "hours": found.hours,
        "venues": found.venues,
        "items": [
            {
                "no": one.kind.no,
                "name": in_language(one.kind.many, amounts.LANGUAGE),
                "unit": one.kind.unit.value,
                "made": one.made,
                "target": one.target,
            }
            for one in found.items
        ],
    }
