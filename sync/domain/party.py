"""Who is counted how, when people come together?

Promise: nobody is counted twice. A party whose members are known is never present itself, only its members are; one that comes by number
is two references: its own for the children, and one derived from it for the adults with them, so that every rule of presence holds for
both, on every kiosk and at the centre, without a field of their own.
"""

import hashlib
from collections.abc import Collection, Iterator

from sync.domain.facts import Arrived, Left
from sync.domain.identity import WHO_BYTES
from sync.domain.presence import Stay
from sync.domain.roster import Volunteer


def adults_with(party: bytes) -> bytes:
    """Return the reference under which the adults of ``party`` are counted; anybody who has the party's can work it out."""
    return hashlib.sha256(b"manyhands adults 1\x00" + party).digest()[:WHO_BYTES]


def reference_of(tap_id: bytes) -> bytes:
    """Return the reference of the newcomer whom the tap ``tap_id`` (8 random bytes that are never sent) brings in: the same tap again,
    after a stumbling disk, is the same person, and nobody can tell the tap from the reference.
    """
    return hashlib.sha256(b"manyhands newcomer 1\x00" + tap_id).digest()[:WHO_BYTES]


def joined(party: bytes | None, members: Collection[Volunteer]) -> bytes | None:
    """Return the party that somebody who comes singly is one more member of: ``party``, where its ``members`` are known. A party that comes
    by number is its number, in which they are counted: a member beside it would be counted twice, and make a class one of names.
    """
    return party if members else None


def change_of(who: bytes, stay: Stay | None, people: int, activity: int | None) -> Iterator[Arrived | Left]:
    """Yield the fact that makes ``people`` the headcount of ``who``, whose open stay is ``stay``; nothing where it is so already."""
    here = stay.headcount if stay else 0
    if people > here:
        yield Arrived(who, stay.activity if stay else activity, people)
    elif people < here:
        yield Left(who, stay.arrival if stay else None, here - people)


def adults_missing(children: int, adults: int, children_per_adult: int | None) -> int:
    """Return how many adults more the venue's rule asks for; 0 where it has none or it holds."""
    if not children_per_adult:
        return 0
    return max(0, -(-children // children_per_adult) - adults)
