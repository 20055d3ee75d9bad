"""What is it called? Identities of devices, streams, entries and people, exact and comparable.

Promise: an entry's id is its stream and its place in it; nothing here is personal data.
"""

from typing import Annotated, NewType

import msgspec

_Stored = msgspec.Meta(le=2**63 - 1)
"""What SQLite and PostgreSQL can hold; checked when somebody else's bytes are decoded."""

DeviceNo = NewType("DeviceNo", int)
"""The number that the centre gave to one kiosk machine at enrolment, from 1. 0 is the centre itself."""

CENTRE = DeviceNo(0)
"""Who writes what a person at the centre decides."""

Incarnation = NewType("Incarnation", int)
"""32 random bits, new whenever a device begins a new journal."""

Seq = NewType("Seq", int)
"""An entry's place in its stream, from 1 without gaps."""

WHO_BYTES = 8
"""A reference is so many random bytes, which stand for one volunteer or one party in one event and say nothing about the person."""

LeadNo = NewType("LeadNo", int)
"""A lead's number in the roster; 0 stands for self-service."""

SELF_SERVICE = LeadNo(0)


class Stream(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One journal: the device that writes it and the incarnation of that device."""

    device: Annotated[DeviceNo, _Stored]
    incarnation: Annotated[Incarnation, _Stored]


class EntryId(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One entry: its stream and its seq. Ordered by (device, incarnation, seq)."""

    device: Annotated[DeviceNo, _Stored]
    incarnation: Annotated[Incarnation, _Stored]
    seq: Annotated[Seq, _Stored]

    @property
    def stream(self) -> Stream:
        return Stream(self.device, self.incarnation)


def entry_id(stream: Stream, seq: int) -> EntryId:
    """Return the id of the entry at ``seq`` (from 1) of ``stream``."""
    return EntryId(stream.device, stream.incarnation, Seq(seq))
