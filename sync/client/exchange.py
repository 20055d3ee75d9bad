"""What did the answer to a request really say? From status, type and bytes to a message, without any socket.

Promise: only bytes that a trusted key of the centre signed over our nonce are believed; a 200 that is anything else is a captive
portal, which is offline. Every other end is a ``RetryLater`` or a ``Stop``.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Protocol, TypeVar

import msgspec

from sync.client.outcome import RetryLater, Stop, StopWhy, Why
from sync.protocol.envelope import CONTENT_TYPE, Unreadable, decode, unpack
from sync.protocol.messages import Signed, Trouble, TroubleCode
from sync.protocol.signing import TROUBLE, Untrusted, open_signed

Message = TypeVar("Message")

RETRY_AFTER_MAX_S = 900.0
"""No answer can silence a kiosk for longer than a quarter of an hour."""


class Response(msgspec.Struct, frozen=True):
    """What came back: an HTTP status, the content type without parameters, and the body up to the limit."""

    status: int
    content_type: str
    body: bytes


class Transport(Protocol):
    """Carries one body to one of the centre's paths. Raises ``RetryLater`` when nobody answers in time."""

    def post(self, path: str, body: bytes) -> Response: ...


_BY_STATUS: dict[int, Why] = {
    HTTPStatus.BAD_REQUEST: Why.UNREADABLE,
    HTTPStatus.UNPROCESSABLE_ENTITY: Why.UNREADABLE,
    HTTPStatus.UNAUTHORIZED: Why.NOT_KNOWN,
    HTTPStatus.FORBIDDEN: Why.NOT_KNOWN,
    HTTPStatus.REQUEST_TIMEOUT: Why.SLOW,
    HTTPStatus.GATEWAY_TIMEOUT: Why.SLOW,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Why.TOO_LARGE,
    HTTPStatus.TOO_MANY_REQUESTS: Why.BUSY,
    HTTPStatus.SERVICE_UNAVAILABLE: Why.BUSY,
}

_STOPS: dict[str, StopWhy] = {TroubleCode.REVOKED: StopWhy.DEVICE_REVOKED, TroubleCode.TOO_OLD: StopWhy.PROTOCOL_TOO_OLD}


def read_reply(response: Response, purpose: str, nonce: bytes, keys: Iterable[bytes], sort: type[Message]) -> Message:
    """Return the message of type ``sort`` that the centre signed for ``purpose`` over ``nonce``. Raises ``RetryLater`` or ``Stop``."""
    trusted = tuple(keys)
    if response.status != HTTPStatus.OK:
        raise _trouble(response, nonce, trusted)
    if response.content_type != CONTENT_TYPE:
        raise RetryLater(Why.OFFLINE, f"a page of type {response.content_type[:60]!r} came instead of the centre's answer")
    try:
        return decode(open_signed(unpack(response.body, Signed), purpose, nonce, trusted), sort)
    except (Unreadable, Untrusted) as error:
        raise RetryLater(Why.OFFLINE, f"the answer is not the centre's: {error}") from error


def _trouble(response: Response, nonce: bytes, keys: tuple[bytes, ...]) -> RetryLater | Stop:
    """Only a signed word stops us; without a signature the status says how to go on, since a proxy may say anything."""
    redirected = response.status < HTTPStatus.BAD_REQUEST
    why = Why.OFFLINE if redirected else _BY_STATUS.get(response.status, Why.CENTRE_FAULT)
    try:
        told = decode(open_signed(unpack(response.body, Signed), TROUBLE, nonce, keys), Trouble)
    except (Unreadable, Untrusted):
        return RetryLater(why, f"status {response.status}")
    if told.code in _STOPS:
        return Stop(_STOPS[told.code])
    after_s = min(told.retry_after_ms / 1000, RETRY_AFTER_MAX_S) or None
    return RetryLater(why, f"status {response.status}, {told.code}", after_s)
