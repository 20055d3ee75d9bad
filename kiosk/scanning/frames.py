"""Where do pictures come from? Every source gives grey frames and can be lost and found again; files and hands are sources too.

Promise: a source that is lost says so with one exception, and can be opened again.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
from PIL import Image

from kiosk.flow.findings import CameraTrouble

FRAME_WIDTH_MAX = 1280
"""Wider pictures are halved until they fit: a pass held at arm's length still has four pixels a module, and decoding stays fast."""


class Frame(msgspec.Struct, frozen=True):
    """One grey picture: ``width`` × ``height`` bytes, rows from the top."""

    width: int
    height: int
    grey: bytes

    @property
    def rows(self) -> memoryview:
        """The picture as a two-dimensional view, without a copy: what the decoder takes."""
        return memoryview(self.grey).cast("B", (self.height, self.width))


class SourceLostError(Exception):
    """The camera or the file is not there (any more). Open it again later; the door stays open meanwhile. ``trouble`` is for the lead."""

    def __init__(self, message: str, trouble: CameraTrouble = CameraTrouble.NOT_THERE) -> None:
        super().__init__(message)
        self.trouble = trouble


class FrameSource(Protocol):
    """Something that gives frames. ``read`` may block for as long as one frame takes."""

    def open(self) -> None:
        """Get ready; raises ``SourceLostError``."""

    def read(self) -> Frame | None:
        """Return the next frame, none when there is none just now; raises ``SourceLostError``."""

    def close(self) -> None:
        """Give the device back."""


def frame_of(picture: Image.Image) -> Frame:
    """Return ``picture`` as a grey frame no wider than ``FRAME_WIDTH_MAX``."""
    grey = picture.convert("L")
    while grey.width > FRAME_WIDTH_MAX:
        grey = grey.reduce(2)
    return Frame(grey.width, grey.height, grey.tobytes())


class PictureFrames:
    """Frames from picture files, one after the other, then from the start again when ``loop``."""

    def __init__(self, paths: Sequence[Path], *, loop: bool = False) -> None:
        self._paths = tuple(paths)
        self._loop = loop
        self._next: Iterator[Path] = iter(())

    def open(self) -> None:
        self._next = iter(self._paths)

    def read(self) -> Frame | None:
        path = next(self._next, None)
        if path is None and self._loop and self._paths:
            self._next = iter(self._paths)
            path = next(self._next)
        if path is None:
            return None
        try:
            with Image.open(path) as picture:
                return frame_of(picture)
        except OSError as cause:
            raise SourceLostError(f"The picture {path} cannot be read: {cause}") from cause

    def close(self) -> None:
        self._next = iter(())


class HeldUpFrames:
    """Frames that somebody hands in: the drawer of the demo holds a card up, the tour shows a picture. Empty otherwise."""

    def __init__(self) -> None:
        self._held: Frame | None = None

    def hold_up(self, frame: Frame) -> None:
        self._held = frame

    def open(self) -> None:
        self._held = None

    def read(self) -> Frame | None:
        held, self._held = self._held, None
        return held

    def close(self) -> None:
        self._held = None
