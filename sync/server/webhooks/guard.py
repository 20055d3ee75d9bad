"""Where may a message go?

Promise: to https at a public address on an ordinary port, and nowhere else: not into the network that the centre stands in, whatever a
name is said to lead to. Only a centre that is tried out may also speak http to its own machine.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

import msgspec

from sync.server.webhooks.models import Heard

ADDRESS_CHARACTERS_MAX = 500
PORTS = frozenset({443, 8443})
"""What web servers listen at. Databases, caches and consoles listen elsewhere."""

LOOPBACKS = frozenset({"127.0.0.1", "localhost", "::1"})

_PORT_OF = {"https": 443, "http": 80}
_NEVER = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "::/96"))
"""Addresses of IPv6 that lead on to one of IPv4, or stay within a site."""

Resolve = Callable[[str, int], Collection[str]]


class NotAllowed(Exception):
    """The address may not be used, for a reason of the closed list."""

    def __init__(self, reason: Heard) -> None:
        super().__init__(reason)
        self.reason = reason


class Target(msgspec.Struct, frozen=True):
    """An address taken apart. ``is_own``: http to this machine, of a centre that is tried out."""

    address: str
    host: str
    port: int
    is_own: bool


def target_of(address: str, *, is_tried_out: bool) -> Target:
    """Return ``address`` taken apart. Raises ``NotAllowed``."""
    if not 0 < len(address) <= ADDRESS_CHARACTERS_MAX or any(sign <= " " or sign in "\\\x7f" for sign in address):
        raise NotAllowed(Heard.NOT_ALLOWED)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode().rstrip(".")
        port = parts.port if parts.port is not None else _PORT_OF.get(parts.scheme, 0)
    except (ValueError, UnicodeError) as cause:
        raise NotAllowed(Heard.NOT_ALLOWED) from cause
    is_own = is_tried_out and parts.scheme == "http" and host in LOOPBACKS
    is_usual = parts.scheme == "https" and port in PORTS
    if not host or parts.username is not None or parts.password is not None or parts.fragment or not (is_own or is_usual):
        raise NotAllowed(Heard.NOT_ALLOWED)
    return Target(address, host, port, is_own)


def checked(target: Target, resolve: Resolve) -> tuple[str, ...]:
    """Return where to connect to: the first address of each family, as the resolver orders them. Where IPv6 leads nowhere, IPv4 is tried.

    Every address that the name leads to must be allowed. Raises ``NotAllowed``.
    """
    try:
        found = list(resolve(target.host, target.port))
    except (OSError, UnicodeError) as cause:
        raise NotAllowed(Heard.NO_NAME) from cause
    if not found:
        raise NotAllowed(Heard.NO_NAME)
    may = is_loopback if target.is_own else is_public
    if not all(may(one) for one in found):
        raise NotAllowed(Heard.NOT_PUBLIC)
    first = {":" in one: one for one in reversed(found)}
    return tuple(one for one in dict.fromkeys(found) if one in first.values())


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that the machine's own resolver knows."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(written: str) -> bool:
    """Return whether an address is one of the whole world's."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in net for net in _NEVER) or address.scope_id is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_loopback(written: str) -> bool:
    """Return whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(written).is_loopback
    except ValueError:
        return False
