"""What do kiosk and centre say to each other about newcomers? The names that stand in no entry.

Promise: as ``sync.protocol.messages``. It goes beside the entries, never holds them up, and can be erased at both ends (S37).
"""

import msgspec

from sync.protocol.messages import Millis, Nonce, RosterChange, Whole


class Names(msgspec.Struct, frozen=True, array_like=True):
    """Who came to the door of ``device`` without being expected: rows of ``Volunteer`` and ``Party`` for its venue's roster, to show and to
    find them by. ``body`` none: they took back that they came. Beside the entries, which carry no names; erasable at the centre (S37).
    """

    device: Whole
    nonce: Nonce
    changes: tuple[RosterChange, ...]


class NamesReply(msgspec.Struct, frozen=True, array_like=True):
    """All of them were looked at; what could not be used is not wanted again."""

    now_ms: Millis
    next_after_ms: Whole
