"""What does a frame say? One QR code's text, read by zxing-cpp, and whether it is news.

Promise: nothing is raised for any picture; a card that stays before the camera is told once.
"""

import msgspec
import zxingcpp

from kiosk.scanning.frames import Frame

OUT_OF_SIGHT_MS = 1_500
"""A code counts as shown again only after this long out of sight: a hand that trembles is not a second visit."""


def text_in(frame: Frame) -> str | None:
    """Return the text of the QR code in ``frame``, the first one found; none when there is none."""
    for found in zxingcpp.read_barcodes(frame.rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if found.text:
            return str(found.text)
    return None


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
