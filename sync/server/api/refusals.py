"""How does a program hear no?

Promise: always as problem+json (RFC 9457), in a sentence that says what to do; never with a word about what the asker may not see.
"""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

TYPE = "application/problem+json"


class Refused(Exception):
    """An answer that is not what was asked for; ``detail`` says what to do."""

    def __init__(self, status: HTTPStatus, title: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.headers = status, title, detail, headers or {}


def not_understood(detail: str) -> Refused:
    """Return what answers a question that is not right."""
    return Refused(HTTPStatus.BAD_REQUEST, "The question is not understood", detail)


def too_much(detail: str) -> Refused:
    """Return what answers a question that is too large for one answer."""
    return Refused(HTTPStatus.BAD_REQUEST, "Too much for one answer", detail)


def no_token(detail: str) -> Refused:
    """Return what answers somebody without a token that opens anything."""
    challenge = {"WWW-Authenticate": 'Bearer realm="centre", Basic realm="centre", charset="UTF-8"'}
    return Refused(HTTPStatus.UNAUTHORIZED, "A token is needed", detail, challenge)


def not_yours(detail: str) -> Refused:
    """Return what answers a token that does not reach so far."""
    return Refused(HTTPStatus.FORBIDDEN, "This token does not open that", detail)


def not_there(detail: str) -> Refused:
    """Return what answers a question about nothing."""
    return Refused(HTTPStatus.NOT_FOUND, "There is no such thing here", detail)


def too_often(wait_s: int, detail: str) -> Refused:
    """Return what answers whoever has to wait."""
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, "Asked too often", detail, {"Retry-After": str(wait_s)})


def only_reading() -> Refused:
    """Return what answers any other method."""
    detail = "This interface only reads: ask with GET."
    return Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Nothing can be changed here", detail, {"Allow": "GET, HEAD"})


def problem(refused: Refused) -> JsonResponse:
    """Return ``refused`` as it is sent."""
    told = {"type": "about:blank", "status": int(refused.status), "title": refused.title, "detail": refused.detail}
    return JsonResponse(told, status=refused.status, content_type=TYPE, headers={"Cache-Control": "no-store", **refused.headers})


def nothing_here(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Answer an address that is none of ours."""
    del request, rest
    return problem(not_there("No such address. /api/v1/openapi.json lists them all."))
