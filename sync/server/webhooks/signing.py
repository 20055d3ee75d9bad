"""How does a receiver know that a message is ours, and new?

Promise: HMAC-SHA256 with the webhook's own secret, over the time of sending, a full stop and the body, as
``Many-Hands-Signature: t=1764000000,v1=…``. The secret is shown once and kept sealed, because every message is signed with it.
"""

import hashlib
import hmac
import secrets

from sync.server.publishing.keys import sealed, unsealed

MARK = "mhs_"
SECRET_BYTES = 32
TOLERANCE_S = 300
"""A receiver should refuse what is older: so says the documentation, and so does ``is_ours``."""

HEADER = "Many-Hands-Signature"


def new_secret() -> tuple[str, bytes]:
    """Return a secret, and what of it is kept."""
    secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
    return secret, sealed(secret.encode())


def signature(kept: bytes, body: bytes, at_s: int) -> str:
    """Return what the header says of ``body``, sent at ``at_s``. Raises ``KeysLocked``."""
    return f"t={at_s},v1={_digest(unsealed(kept), body, at_s)}"


def is_ours(secret: str, header: str, body: bytes, now_s: int) -> bool:
    """Return what a receiver should find out: an example, and what the tests hold messages to."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    told = parts.get("t", "")
    if not (told.isascii() and told.isdigit()) or abs(now_s - int(told)) > TOLERANCE_S:
        return False
    return hmac.compare_digest(_digest(secret.encode(), body, int(told)), parts.get("v1", ""))


def _digest(secret: bytes, body: bytes, at_s: int) -> str:
    return hmac.new(secret, f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
