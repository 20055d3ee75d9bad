"""May a sibling's part be kept? Its chain must follow on what is held, and its own device must have sealed it.

Promise: the centre and the line are only carriers; what is returned was written by the device whose stream it is, entry for entry.
"""

from sync.protocol import chain
from sync.protocol.messages import Seal, StreamPart
from sync.protocol.seals import is_sealed_by


class NotTrusted(Exception):
    """The part is left out; ``reason`` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def trusted_part(part: StreamPart, high: int, head: bytes | None, public_key: bytes) -> StreamPart | None:
    """Return what of ``part`` is new after ``high`` (chain ``head`` there; none: nothing is held) and covered by a seal of ``public_key``.

    None: nothing new is covered. Raises ``NotTrusted``.
    """
    held = chain.genesis(part.stream, public_key) if head is None else head
    if not 1 <= part.first <= high + 1:
        raise NotTrusted("it does not follow on what is held")
    heads = (part.previous, *chain.walk(part.previous, part.entries))
    known = high + 1 - part.first
    if known >= len(part.entries):
        return None
    if heads[known] != held:
        raise NotTrusted("its chain is not the one that is held")
    seals = _sound(part, heads, public_key)
    new = tuple(seal for seal in seals if seal.seq > high)
    if not new:
        return None
    covered = new[-1].seq - part.first + 1
    return StreamPart(part.stream, high + 1, held, part.entries[known:covered], new)


def _sound(part: StreamPart, heads: tuple[bytes, ...], public_key: bytes) -> tuple[Seal, ...]:
    seals = sorted((seal for seal in part.seals if part.first <= seal.seq < part.first + len(part.entries)), key=lambda seal: seal.seq)
    for seal in seals:
        if seal.head != heads[seal.seq - part.first + 1] or not is_sealed_by(public_key, part.stream, seal):
            raise NotTrusted(f"the seal at {seal.seq} does not fit")
    return tuple(seals)
