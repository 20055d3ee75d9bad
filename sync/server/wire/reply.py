"""In which shape does every answer of the wire leave?

Promise: whatever is answered is signed over the asker's nonce; what went wrong has one of the agreement's codes and its HTTP status.
"""

from http import HTTPStatus

import msgspec
from nacl.signing import SigningKey

from sync.protocol import envelope, signing
from sync.protocol.messages import Trouble, TroubleCode

STATUS_OF = {
    TroubleCode.UNREADABLE: HTTPStatus.BAD_REQUEST,
    TroubleCode.NOT_ENROLLED: HTTPStatus.UNAUTHORIZED,
    TroubleCode.REVOKED: HTTPStatus.FORBIDDEN,
    TroubleCode.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TroubleCode.TOO_OLD: HTTPStatus.UPGRADE_REQUIRED,
    TroubleCode.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    TroubleCode.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
}

BUSY_RETRY_MS = 15_000
FULL_RETRY_MS = 60_000
"""A full disk is not emptied within seconds."""


class Reply(msgspec.Struct, frozen=True):
    """A message for the asker whose ``nonce`` it was."""

    purpose: str
    nonce: bytes
    message: msgspec.Struct


class Troubled(Exception):
    """The request ends in a ``Trouble``."""

    def __init__(self, code: TroubleCode, reason: str, nonce: bytes = b"", retry_after_ms: int = 0) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.nonce = nonce
        self.retry_after_ms = retry_after_ms


def body_of(reply: Reply, key: SigningKey) -> bytes:
    """Return the body of a good answer."""
    return envelope.pack(signing.sign(reply.purpose, reply.nonce, envelope.encode(reply.message), key))


def body_of_trouble(trouble: Troubled, key: SigningKey) -> bytes:
    """Return the body of an answer that says what was wrong."""
    return body_of(Reply(signing.TROUBLE, trouble.nonce, Trouble(str(trouble.code), trouble.retry_after_ms)), key)
