"""Which language does somebody get, and who says so?

Promise: a person's own choice goes before what this browser was last set to, that before what the browser asks for, and English stands
at the end. Only the first page after signing in asks the database; a page for everybody asks nothing.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from sync.server.chosen_here import back_with
from sync.server.tongues.languages import CODES
from sync.server.tongues.models import Choice

COOKIE = "language"

IN_SESSION = "language"
"""Where the sign-in keeps the person's choice; empty when they made none."""


def speaking(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let each page be answered in its reader's language. Stands after signing in is known."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        language = wanted(request)
        request.LANGUAGE_CODE = language
        # Left as it was: the thread may have something else to say next, to nobody in particular.
        with translation.override(language):
            response = answer(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", language)
        return response

    return answered


def wanted(request: HttpRequest) -> str:
    """Return the code of the language to answer in."""
    own = _of_person(request)
    kept = request.COOKIES.get(COOKIE, "")
    return own or (kept if kept in CODES else translation.get_language_from_request(request))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on. Anybody may; for somebody signed in it goes with the account."""
    language = request.POST.get("language", "")
    if language in CODES and request.user.is_authenticated:
        Choice.objects.update_or_create(user_id=request.user.pk, defaults={"language": language})
        request.session[IN_SESSION] = language
    return back_with(request, COOKIE, language if language in CODES else None)


def _of_person(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ""
    if IN_SESSION not in request.session:
        found = Choice.objects.filter(user_id=request.user.pk).values_list("language", flat=True).first()
        request.session[IN_SESSION] = found if found in CODES else ""
    kept = str(request.session[IN_SESSION])
    return kept if kept in CODES else ""
