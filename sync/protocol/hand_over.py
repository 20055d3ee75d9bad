"""How do pushes travel in a courier's pocket? Packed as for the network, sealed so that only the centre can open them, in one file.

Promise: exactly push bodies with their seals, so that importing is pushing: any order, any number of times. The courier sees
nothing and can change nothing, and opening a file that somebody made up costs bounded memory.
"""

from collections.abc import Iterable

import msgspec
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from sync.domain.identity import Stream
from sync.protocol import signing
from sync.protocol.envelope import Unreadable, decode, encode, pack, unpack
from sync.protocol.limits import NESTING_MAX
from sync.protocol.messages import Millis, Push, Signed, Whole
from sync.protocol.nesting import Shape, shape_of

FILE_MARK = b"MANY-HANDS-1\n"
"""The first bytes of a hand-over, so that a wrong file is named as such."""

HAND_OVER_BYTES_MAX = 64 * 1024 * 1024
"""200,000 entries are about 5 MB; a file beyond this is not read into memory."""

PUSHES_MAX = 10_000
"""200,000 entries in full batches are 400; the rest is room for many streams and short batches."""


CONTENT_VALUES_MAX = PUSHES_MAX + 64
"""The pushes, the two arrays around them, and a few fields that a newer version may add: counted before anything is built from them, since
64 MiB of empty pushes would be 33 million values and cost 256 MiB."""


class _HandOver(msgspec.Struct, frozen=True, array_like=True):
    """The file's content: each push packed as for the network."""

    pushes: tuple[bytes, ...]


def make_hand_over(pushes: Iterable[Push], hand_over_key: bytes) -> bytes:
    """Return one file's bytes, sealed to the centre's X25519 public key (``Manifest.hand_over_key``)."""
    content = msgspec.msgpack.encode(_HandOver(tuple(pack(push) for push in pushes)))
    return FILE_MARK + SealedBox(PublicKey(hand_over_key)).encrypt(content)


def parts_in(sealed: bytes, private_key: PrivateKey) -> tuple[bytes, ...]:
    """Return the pushes in a file, each packed as it is: unpacked one at a time, they never need more memory than one does.

    Raises ``Unreadable``.
    """
    if not sealed.startswith(FILE_MARK):
        raise Unreadable("this is no hand-over of Many Hands")
    if len(sealed) > HAND_OVER_BYTES_MAX:
        raise Unreadable("the hand-over is too large")
    try:
        content = SealedBox(private_key).decrypt(sealed[len(FILE_MARK) :])
    except CryptoError as error:
        raise Unreadable("the hand-over is damaged, or sealed to another centre") from error
    shape = shape_of(content, NESTING_MAX, CONTENT_VALUES_MAX)
    if shape is not Shape.SOUND:
        raise Unreadable(f"the hand-over holds no pushes, or too many: it is {shape}")
    try:
        packed = msgspec.msgpack.decode(content, type=_HandOver).pushes
    except msgspec.DecodeError as error:
        raise Unreadable(f"the hand-over holds no pushes: {error}") from error
    if len(packed) > PUSHES_MAX:
        raise Unreadable("the hand-over holds too many pushes")
    return packed


class Held(msgspec.Struct, frozen=True, array_like=True):
    """How far the centre holds a stream, as in a ``PushReply``."""

    stream: Stream
    high: Whole
    head: bytes
    safe_high: Whole


class Receipt(msgspec.Struct, frozen=True, array_like=True):
    """What the centre says of the streams in a hand-over, whose file's SHA-256 is ``digest``: as good as its answer to a push."""

    digest: bytes
    epoch: Whole
    now_ms: Millis
    streams: tuple[Held, ...]


def sign_receipt(receipt: Receipt, key: SigningKey) -> bytes:
    """Return the receipt as bytes that can travel back: on the stick, or as one code."""
    return pack(signing.sign(signing.RECEIPT, signing.NO_NONCE, encode(receipt), key))


def open_receipt(packed: bytes, server_keys: Iterable[bytes]) -> Receipt:
    """Return what a centre with one of ``server_keys`` has signed. Raises ``Unreadable`` and ``signing.Untrusted``."""
    return decode(signing.open_signed(unpack(packed, Signed), signing.RECEIPT, signing.NO_NONCE, server_keys), Receipt)
