"""Who said this, about what, and in answer to whom?

Promise: a signature covers purpose, nonce and body, each with its length, so that what was signed for one use opens no other and
an old reply answers no new question. Everything that does not open raises ``Untrusted``.
"""

from collections.abc import Iterable

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from sync.protocol.messages import Signed

NONCE_BYTES = 16
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

PULL = "pull"
"""A device's ``PullAsk``; the nonce is inside the ask, the signature's own is empty."""

LOST = "lost"
"""A device's ``LostAndFound``; the signature's own nonce is empty."""

NAMES = "names"
"""A device's ``Names``; the signature's own nonce is empty."""

PUSH_REPLY = "push-reply"
PULL_REPLY = "pull-reply"
ENROL_REPLY = "enrol-reply"
HELLO_REPLY = "hello-reply"
LOST_REPLY = "lost-reply"
NAMES_REPLY = "names-reply"
TROUBLE = "trouble"
"""Of replies: signed by the centre over the asker's nonce."""

MANIFEST = "manifest"
RECEIPT = "hand-over-receipt"
"""Stored documents: signed by the centre over an empty nonce."""

NO_NONCE = b""


class Untrusted(Exception):
    """The signature is not by any of the keys over this purpose, this nonce and this body."""


def sign(purpose: str, nonce: bytes, body: bytes, key: SigningKey) -> Signed:
    """Return ``body`` with ``key``'s signature over purpose, ``nonce`` (the asker's; empty for documents) and body."""
    return Signed(purpose, body, key.sign(_covered(purpose, nonce, body)).signature)


def open_signed(signed: Signed, purpose: str, nonce: bytes, keys: Iterable[bytes]) -> bytes:
    """Return the body when one of ``keys`` (32-byte Ed25519 public keys) signed it for ``purpose`` and ``nonce``.

    Raises ``Untrusted``.
    """
    if signed.purpose != purpose:
        raise Untrusted(f"signed for {signed.purpose!r:.40}, not for {purpose!r}")
    covered = _covered(purpose, nonce, signed.body)
    if len(signed.signature) != SIGNATURE_BYTES or not any(_is_by(key, covered, signed.signature) for key in keys):
        raise Untrusted(f"no trusted key signed this {purpose}")
    return signed.body


def _is_by(key: bytes, covered: bytes, signature: bytes) -> bool:
    if len(key) != PUBLIC_KEY_BYTES:
        return False
    try:
        VerifyKey(key).verify(covered, signature)
    except (BadSignatureError, CryptoError):
        return False
    return True


def _covered(purpose: str, nonce: bytes, body: bytes) -> bytes:
    named = purpose.encode()
    lengths = b"".join(len(part).to_bytes(4) for part in (named, nonce))
    return b"many hands signed 1\x00" + lengths + named + nonce + body
