"""Where does somebody land who opens an address that only a button may press?

Promise: whoever reloads what a button showed, or changes the language on it, comes to the nearest page above it, and nothing is done;
programs, which ask for no page, are told 405 as before.
"""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers


def leading_back(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Lead a browser that asks for a page from where none is to the page above. That one may lead on, and the first page leads nowhere."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if not isinstance(response, HttpResponseNotAllowed) or not _asks_for_page(request):
            return response
        back = HttpResponseRedirect(next(filter(_is_known, _above(request.path_info)), "/"))
        add_never_cache_headers(back)
        return back

    return answered


def _asks_for_page(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", "") and request.path_info != "/"


def _above(path: str) -> Iterator[str]:
    """Return the addresses above, the nearest first: of /prepare/1/file first /prepare/1/, of /jobs/3/ first /jobs/."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        yield from (f"/{'/'.join(parts[:length])}{end}" for end in ("/", ""))


def _is_known(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
