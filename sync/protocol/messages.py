"""What do kiosk and centre say to each other? Every message of ``/sync/v1/`` as a typed, immutable value.

Promise: MessagePack arrays, fields only ever added at the end; all times in UTC milliseconds; every reply carries the nonce's
signature in its envelope, so that a captive portal or a stranger cannot answer for the centre.
"""

from enum import IntEnum, StrEnum
from typing import Annotated

import msgspec

from sync.domain.identity import EntryId, Stream
from sync.protocol.limits import LABEL_CHARACTERS_MAX, NONCE_BYTES_MAX

Whole = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A count, a seq, a version or a number: never negative, and every database can hold it. Checked when a message is decoded."""

Millis = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""UTC milliseconds; a wrong clock may say anything that fits."""

Nonce = Annotated[bytes, msgspec.Meta(max_length=NONCE_BYTES_MAX)]
Label = Annotated[str, msgspec.Meta(max_length=LABEL_CHARACTERS_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text: a version, a machine's name."""


class ClockSample(msgspec.Struct, frozen=True, array_like=True):
    """One reading of the kiosk's clocks: wall (UTC ms), monotonic (ms since boot number ``boot``) and how far wall is trusted."""

    wall_ms: Millis
    mono_ms: Millis
    boot: Millis
    state: Millis


class Seal(msgspec.Struct, frozen=True, array_like=True):
    """A device's signature over (stream, seq, head, definition, clock): everything up to ``seq`` is as the device wrote it."""

    seq: Whole
    head: bytes
    definition: Whole
    clock: ClockSample
    signature: bytes


class Push(msgspec.Struct, frozen=True, array_like=True):
    """Entries ``first`` … ``first + len(entries) - 1`` of ``stream``, each as its canonical bytes, sealed at the last one.

    ``previous`` is the chain's hash before ``first`` (32 bytes). ``entries`` may be empty: a knock that only asks for the position;
    then ``seal`` covers ``first - 1``. ``waiting`` is how many the kiosk still holds after these, ``version`` its software; ``clock``
    is read when the push is sent, which may be hours after the seal (none: a third party carries it).
    """

    stream: Stream
    first: Whole
    previous: bytes
    entries: tuple[bytes, ...]
    seal: Seal
    nonce: Nonce
    version: Label = ""
    waiting: Whole = 0
    clock: ClockSample | None = None


class PushState(IntEnum):
    """What became of a push."""

    APPENDED = 1
    """All of it stands in the ledger, now or already before (a duplicate is success)."""

    REWIND = 2
    """Not taken: the centre's position is ``high``; send from ``high + 1``."""

    FORK = 3
    """The chain differs from what the centre holds: the batch is kept in quarantine; begin a new incarnation."""

    UNKNOWN_STREAM_START = 4
    """The stream is not known and the push does not begin at 1: send from 1."""

    REVOKED = 5
    """Stored and flagged: the device's key was revoked."""


class PushReply(msgspec.Struct, frozen=True, array_like=True):
    """The centre's only truth: ``high`` is the contiguous prefix that it holds, ``head`` the chain there. ``safe_high`` is what
    stands in a verified backup. ``epoch`` changes when the centre was restored. ``flags`` are (seq, flag) of this push.
    """

    state: PushState
    high: Whole
    head: bytes
    safe_high: Whole
    epoch: Whole
    now_ms: Millis
    flags: tuple[tuple[int, int], ...]
    definition: Whole
    next_after_ms: Whole


class Revocation(msgspec.Struct, frozen=True, array_like=True):
    """``device`` is trusted for streams up to what the centre held at ``at_ms``; later entries are stored and flagged."""

    device: int
    at_ms: int


class DeviceKey(msgspec.Struct, frozen=True, array_like=True):
    """The Ed25519 public key (32 bytes) of one device, so that anybody can check the seals of entries that a third party carried."""

    device: int
    venue: int
    public_key: bytes


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What the centre signs about an event; revocations first, so that they stand in the first kilobyte.

    ``definition`` is the msgpack of ``sync.domain.definition.Definition``; ``pass_keys`` are (key id, Ed25519 public key) that sign
    passes and mats; ``hand_over_key`` the centre's X25519 key. ``expires_ms`` warns and never locks out. ``wishes`` are what was set
    for which device from afar, of which it takes what ``sync.domain.remote`` knows.
    """

    version: Whole
    revoked: tuple[Revocation, ...]
    epoch: Whole
    issued_ms: Millis
    expires_ms: Millis
    definition: bytes
    devices: tuple[DeviceKey, ...]
    server_keys: tuple[bytes, ...]
    pass_keys: tuple[tuple[int, bytes], ...]
    hand_over_key: bytes
    wishes: tuple[tuple[int, dict[str, str | int | bool]], ...] = ()


class Signed(msgspec.Struct, frozen=True, array_like=True):
    """``body`` (msgpack of what ``purpose`` says) and the Ed25519 signature over purpose, nonce and body.

    For documents that are stored and passed on the nonce is empty; for replies it is the asker's.
    """

    purpose: str
    body: bytes
    signature: bytes


class EnrolAsk(msgspec.Struct, frozen=True, array_like=True):
    """A machine asks to become a device: its public key, a name for the coordinator's list and its software version."""

    public_key: bytes
    name: Label
    version: Label
    nonce: Nonce


class EnrolState(IntEnum):
    WAITING = 1
    APPROVED = 2
    EXPIRED = 3
    REFUSED = 4


class EnrolReply(msgspec.Struct, frozen=True, array_like=True):
    """``salt`` with the public key gives the six digits that both screens show; when approved: the device's number, its venue
    and the signed manifest. ``server_key`` is the key that the kiosk trusts from now on (compared by the digits).
    """

    state: EnrolState
    salt: bytes
    server_key: bytes
    device: Whole
    venue: Whole
    manifest: Signed | None
    next_after_ms: Whole


class PullAsk(msgspec.Struct, frozen=True, array_like=True):
    """What a device asks for, signed by it (``Signed`` with purpose ``pull`` around this).

    ``definition`` and ``roster`` are the versions it has (0: none); ``roster_after`` continues a paged roster (b"": from the start);
    ``vector`` says how far it holds each stream of its venue, its own among them. ``clock`` is read when the ask is sent,
    ``version`` is its software, ``waiting`` how many entries it still holds for the centre, ``room_bytes`` what is free on the disk
    of its journal (none: it cannot tell).
    """

    device: Whole
    nonce: Nonce
    definition: Whole
    roster: Whole
    roster_after: Nonce
    vector: tuple[tuple[Stream, Whole], ...]
    clock: ClockSample | None = None
    version: Label = ""
    waiting: Whole = 0
    room_bytes: Whole | None = None


class RosterChange(msgspec.Struct, frozen=True, array_like=True):
    """One row of a roster: the msgpack of a ``Volunteer``, ``Party`` or ``Lead``; ``body`` none means: remove ``key``.

    ``key`` is the 8-byte reference, or the lead's number as 8 bytes big-endian; ``sort`` is 1 volunteer, 2 party, 3 lead.
    """

    sort: Whole
    key: bytes
    body: bytes | None


class RosterPage(msgspec.Struct, frozen=True, array_like=True):
    """Changes that lead from the asked version towards ``version``; ``after`` is where the next page begins (none: this was the last)."""

    version: Whole
    changes: tuple[RosterChange, ...]
    after: bytes | None


class StreamPart(msgspec.Struct, frozen=True, array_like=True):
    """Part of a sibling's stream with the seals that cover it; like a push, from the centre to the kiosk."""

    stream: Stream
    first: Whole
    previous: bytes
    entries: tuple[bytes, ...]
    seals: tuple[Seal, ...]


class PullReply(msgspec.Struct, frozen=True, array_like=True):
    """What is new for the asker. ``wanted`` names streams of which the asker knows more than the centre (after a restore),
    with the centre's position; ``standing`` false: the device was revoked, rosters are to be cleared, entries kept.
    """

    standing: bool
    manifest: Signed | None
    roster: RosterPage | None
    parts: tuple[StreamPart, ...]
    wanted: tuple[tuple[Stream, Whole], ...]
    now_ms: Millis
    next_after_ms: Whole


class HelloAsk(msgspec.Struct, frozen=True, array_like=True):
    """Are you the centre, do you speak my protocol, what time is it? Needs no enrolment."""

    nonce: Nonce
    version: Label = ""


class HelloReply(msgspec.Struct, frozen=True, array_like=True):
    """The centre's clock, the protocol versions that it speaks (this file is version 1), and its software version."""

    now_ms: Millis
    oldest: Whole = 1
    newest: Whole = 1
    version: Label = ""


class TroubleCode(StrEnum):
    """What ``Trouble.code`` may be; a code that is not here is treated by its HTTP status alone."""

    UNREADABLE = "unreadable"
    """400: the body is no message, or its chain does not lead to its seal."""

    NOT_ENROLLED = "not-enrolled"
    """401: the centre knows no such device, or the signature is not by its key."""

    REVOKED = "revoked"
    """403: the device's key was revoked; only pulls are refused, a push of a revoked device is stored and flagged."""

    TOO_LARGE = "too-large"
    """413"""

    TOO_OLD = "protocol-too-old"
    """426: the kiosk's software must be renewed before the centre understands it."""

    TOO_MANY = "too-many"
    """429"""

    BUSY = "busy"
    """503: also while the disk is full or the database restarts."""


class Trouble(msgspec.Struct, frozen=True, array_like=True):
    """The centre could not take the request: a word for the log, and when to come again."""

    code: Label
    retry_after_ms: Whole


class LostAndFound(msgspec.Struct, frozen=True, array_like=True):
    """An entry that could not be taken even alone, as raw bytes, with the position it claims; kept for a person to look at.

    ``previous`` is the chain's hash before it. Where the position follows on what the centre holds, the centre takes the bytes
    into the ledger unread and flagged, so that the stream goes on after it; the reply is a ``PushReply``, as for a push of one.
    """

    id: EntryId
    body: bytes
    nonce: Nonce
    previous: bytes = b""
