"""Whose journal is it, and what is a new stream of theirs called?

Promise: no two streams of one file have the same name, however unlucky the random numbers are.
"""

from collections.abc import Callable
from typing import NamedTuple

from sync.domain.identity import DeviceNo, Incarnation, Stream


class Owner(NamedTuple):
    """Whose journal it is: the device's number and public key, and where fresh random incarnations come from."""

    device: int
    public_key: bytes
    new_incarnation: Callable[[], int]

    def new_stream(self, known: set[Stream]) -> Stream:
        """Return a stream that is none of ``known``."""
        while (stream := Stream(DeviceNo(self.device), Incarnation(self.new_incarnation()))) in known:
            pass
        return stream
