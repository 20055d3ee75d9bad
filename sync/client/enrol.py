"""How does a machine become a device? It shows six digits, the centre shows the same six, a person compares and approves.

Promise: only public keys travel (S10). The centre's key is believed from the first answer on for its digits alone, and trusted when a
person approved them; an answer under another key afterwards is no answer.
"""

import msgspec

from sync.client.device import Device
from sync.client.exchange import Response, read_reply
from sync.client.outcome import RetryLater, Why
from sync.protocol.digits import digits_of
from sync.protocol.envelope import Unreadable, decode, unpack
from sync.protocol.messages import EnrolAsk, EnrolReply, EnrolState, Manifest, Signed
from sync.protocol.signing import ENROL_REPLY, MANIFEST, NO_NONCE, Untrusted, open_signed


class Waiting(msgspec.Struct, frozen=True):
    """Show ``digits`` (six of them) and ask again after ``again_after_s``."""

    digits: str
    again_after_s: float


class Enrolled(msgspec.Struct, frozen=True):
    """Approved: keep ``device`` (``keep_device``) and the manifest."""

    device: Device
    signed: Signed
    manifest: Manifest


class NotEnrolled(msgspec.Struct, frozen=True):
    """The window passed, or the coordinator said no; a new asking shows new digits."""

    state: EnrolState


Answer = Waiting | Enrolled | NotEnrolled


class Enrolment:
    """One asking, repeated until there is an answer."""

    def __init__(self, device: Device, name: str, version: str) -> None:
        self._device = device
        self._name = name
        self._version = version
        self._server_key: bytes | None = None

    def ask(self, nonce: bytes) -> EnrolAsk:
        return EnrolAsk(self._device.public_key, self._name, self._version, nonce)

    def take_response(self, response: Response, nonce: bytes) -> Answer:
        """Return what the centre's answer means. Raises ``RetryLater`` or ``Stop`` for anything that is not its answer."""
        key = self._server_key or _named_key(response)
        reply = read_reply(response, ENROL_REPLY, nonce, (key,), EnrolReply)
        if reply.server_key != key:
            raise RetryLater(Why.OFFLINE, "the answer names another key than the one it is signed with")
        self._server_key = key
        match reply.state:
            case EnrolState.WAITING:
                return Waiting(digits_of(self._device.public_key, key, reply.salt), reply.next_after_ms / 1000)
            case EnrolState.APPROVED:
                return self._approved(reply, key)
            case EnrolState.EXPIRED | EnrolState.REFUSED:
                self._server_key = None
                return NotEnrolled(reply.state)

    def _approved(self, reply: EnrolReply, key: bytes) -> Enrolled:
        if reply.manifest is None or not reply.device:
            raise RetryLater(Why.CENTRE_FAULT, "approved, but without a number or a manifest")
        try:
            manifest = decode(open_signed(reply.manifest, MANIFEST, NO_NONCE, (key,)), Manifest)
        except (Untrusted, Unreadable) as error:
            raise RetryLater(Why.CENTRE_FAULT, f"approved, but the manifest does not verify: {error}") from error
        enrolled = Device(self._device.seed, reply.device, reply.venue, key)
        return Enrolled(enrolled, reply.manifest, manifest)


def _named_key(response: Response) -> bytes:
    """Return the key that the first answer says it is signed with; ``read_reply`` then checks that it is. b"": none."""
    try:
        return decode(unpack(response.body, Signed).body, EnrolReply).server_key
    except Unreadable:
        return b""
