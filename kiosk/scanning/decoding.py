"""What does a frame say? One QR code's text, read by zxing-cpp, if need be at a second look, and whether it is news.

Promise: nothing is raised for any picture; a card that stays before the camera is told once.
"""

from collections.abc import Callable

import msgspec
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from kiosk.scanning.frames import Frame, frame_of

SECOND_LOOK_EVERY = 40
"""Of so many frames that said nothing one is looked at again, each time in another way. A second look costs up to three times the
first, so that all of them together add less than a tenth. A card that is hard to read has had each kind of look after eighty frames: less
than three seconds at thirty frames a second, five at fifteen."""

BLUR_PX, CONTRAST = 3, 4.0
"""How a blurred picture is drawn apart: so many times what stands out from its own surroundings."""

MIDDLE_SHARE = 0.6

OUT_OF_SIGHT_MS = 1_500
"""A code counts as shown again only after this long out of sight: a hand that trembles is not a second visit."""


def text_in(frame: Frame) -> str | None:
    """Return the text of the QR code in ``frame``, the first one found; none when there is none."""
    for found in zxingcpp.read_barcodes(frame.rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if found.text:
            return str(found.text)
    return None


class Reader:
    """Reads frame after frame of one camera. A frame that says nothing is let go; now and then one is looked at a second time."""

    def __init__(self) -> None:
        self._unread = 0
        self.second_looks = 0
        """Codes that only a second look could read."""

    def read(self, frame: Frame) -> str | None:
        """Return the text in ``frame``; none when there is none, or it cannot be read."""
        text = text_in(frame)
        if text is not None:
            self._unread = 0
            return text
        self._unread += 1
        if self._unread % SECOND_LOOK_EVERY:
            return None
        look = _LOOKS[self._unread // SECOND_LOOK_EVERY % len(_LOOKS)]
        text = text_in(look(frame))
        if text is not None:
            self._unread, self.second_looks = 0, self.second_looks + 1
        return text


def _middle(frame: Frame) -> Image.Image:
    """Where people aim: the rest of the hall costs time and says nothing."""
    picture = Image.frombytes("L", (frame.width, frame.height), frame.grey)
    across, down = int(frame.width * (1 - MIDDLE_SHARE) / 2), int(frame.height * (1 - MIDDLE_SHARE) / 2)
    return picture.crop((across, down, frame.width - across, frame.height - down))


def _evened(frame: Frame) -> Frame:
    """For screens that are almost dark: the noise is smoothed and all greys are drawn apart."""
    return frame_of(ImageOps.equalize(_middle(frame).filter(ImageFilter.BoxBlur(1))))


def _sharpened(frame: Frame) -> Frame:
    """For cards too near to the lens. A box for the blur and one blend: less than half of what an unsharp mask costs, and reads as much."""
    middle = _middle(frame)
    return frame_of(Image.blend(middle.filter(ImageFilter.BoxBlur(BLUR_PX)), middle, CONTRAST))


_LOOKS: tuple[Callable[[Frame], Frame], ...] = (_evened, _sharpened)


class Sight(msgspec.Struct, frozen=True):
    """The code that is before the camera, and when it was last seen (monotonic ms)."""

    text: str = ""
    seen_ms: int = 0


def looked(sight: Sight, text: str | None, now_ms: int) -> tuple[Sight, str | None]:
    """Return what is in sight after one frame and, when it came newly into sight, its text."""
    if text is None:
        return sight, None
    is_news = text != sight.text or now_ms - sight.seen_ms > OUT_OF_SIGHT_MS
    return Sight(text, now_ms), text if is_news else None
