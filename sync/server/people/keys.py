"""What is a second step called, and for which address does a passkey hold?

Promise: an authenticator app shows "Many Hands"; a passkey is only offered where a browser can make one, which is never for a bare number.
"""

import ipaddress

from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from sync.server.tongues.saying import say


class Keys(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth as it is, with our name and our words."""

    def get_totp_issuer(self) -> str:
        return "Many Hands"

    def generate_authenticator_name(self, *_given: object, **_more: object) -> str:
        return say("This device")


def can_have_passkeys(request: HttpRequest) -> bool:
    """Return whether a browser makes a passkey for this address: a name, over TLS or on this machine itself."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False
