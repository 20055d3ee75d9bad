"""The centre's wire without a socket: what a kiosk's client sends goes straight into the WSGI callable, and its answer straight back."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec

from sync.client.exchange import Response, read_reply
from sync.domain.definition import Definition
from sync.domain.roster import Roster
from sync.protocol import envelope, paths, signing
from sync.protocol.messages import PullAsk, PullReply, Push, PushReply
from tests.support.centre import Database, django_on, fresh_database, set_up_django
from tests.support.day import EVENT, WARD, small_definition
from tests.support.pushing import NOW_MS, key_of, sample_at

set_up_django()

Message = TypeVar("Message")


class WiredCentre:
    """A centre whose clock stands at ``now_ms``; ``post`` is the transport that clients use."""

    def __init__(self, database: Database) -> None:
        from sync.server.publishing import keys
        from sync.server.wire.application import Wire

        self.database = database
        self.now_ms = NOW_MS
        self._wire = Wire(lambda: self.now_ms)
        self.key = bytes(keys.server_key().verify_key)

    def post(self, path: str, body: bytes) -> Response:
        """What a kiosk would hear."""
        return self.call(path, body)[0]

    def call(self, path: str, body: bytes, **more: Any) -> tuple[Response, dict[str, str]]:
        """The answer and its headers."""
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **more}
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _exception: object = None) -> Callable[[bytes], object]:
            told.extend((status, dict(headers)))
            return lambda _body: None

        answer = b"".join(self._wire(environ, start))
        status, headers = told
        return Response(int(status.split()[0]), headers.get("Content-Type", ""), answer), headers

    def ask(self, path: str, message: msgspec.Struct, purpose: str, sort: type[Message], nonce: bytes = b"nonce") -> Message:
        """The reply to ``message``, with its signature checked as a kiosk does. Raises what a kiosk's client raises."""
        return read_reply(self.post(path, envelope.pack(message)), purpose, nonce, (self.key,), sort)


def signed_by(device: int, purpose: str, message: msgspec.Struct) -> msgspec.Struct:
    """``message`` as the device signs it."""
    return signing.sign(purpose, signing.NO_NONCE, envelope.encode(message), key_of(device))


def push(centre: WiredCentre, message: Push) -> PushReply:
    """What a kiosk hears that pushes."""
    return centre.ask(paths.PUSH, message, signing.PUSH_REPLY, PushReply)


def pull(centre: WiredCentre, device: int = 1, **ask: object) -> PullReply:
    """What a kiosk hears that asks for news, with ``ask`` instead of what one asks that knows nothing yet."""
    whole = msgspec.structs.replace(PullAsk(device, b"nonce", 0, 0, b"", (), sample_at(NOW_MS), "1.0", 4), **ask)
    return centre.ask(paths.PULL, signed_by(device, signing.PULL, whole), signing.PULL_REPLY, PullReply)


@contextmanager
def wired_centre(kind: str, rosters: dict[int, Roster] | None = None, definition: Definition | None = None) -> Iterator[WiredCentre]:
    """A centre with a published event on a fresh database of ``kind``."""
    from sync.server.publishing.publish import publish

    with fresh_database(kind) as database, django_on(database):
        publish(definition or small_definition(), rosters or {}, NOW_MS)
        yield WiredCentre(database)


def add_device(no: int, venue: int = WARD) -> None:
    """Make a device with the key of ``key_of``, as if a coordinator had approved it."""
    from sync.server.devices.models import Device
    from sync.server.publishing.publish import republish

    key = bytes(key_of(no).verify_key)
    Device.objects.create(no=no, name=f"kiosk {no}", event=EVENT, venue=venue, public_key=key, enrolled_ms=NOW_MS)
    republish(EVENT, NOW_MS)
