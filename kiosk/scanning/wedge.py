"""Which keys belong to one code? A wedge scanner types like a very fast keyboard; this puts its keys together again.

Promise: pure; whatever comes before (junk, a stuck key, half a code), the next good code is read. Physical key positions are read
through a US table, because the layout of the host and its Caps Lock then do not matter (K7).
"""

from collections.abc import Mapping

import msgspec

from sync.domain.codes import CODE_CHARACTERS_MAX

QUIET_MS = 250
QUIET_FRAMES = 8
"""A code has ended when both have passed without a key: time alone cuts a code in two when the screen stalls for a moment."""

UNENDED_KEYS_MIN = 8
"""A burst without Enter is taken as a code only from this length; fewer are somebody leaning on a keyboard."""

KEPT_KEYS_MAX = CODE_CHARACTERS_MAX + 1
"""One more than is looked at, so that a longer code is still known to be too long; the rest is let go by."""

ENTER, KEYPAD_ENTER, TAB = 40, 88, 43
"""USB HID usage numbers (HID Usage Tables, keyboard page 7), which are what SDL calls scancodes."""

_ENDS = frozenset({ENTER, KEYPAD_ENTER, TAB})


def _us_table() -> Mapping[int, str]:
    table = {4 + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    table |= {30 + place: digit for place, digit in enumerate("1234567890")}
    table |= {89 + place: digit for place, digit in enumerate("1234567890")}
    table |= {47: "[", 48: "]", 49: "\\", 50: "\\", 52: "'", 53: "`", 100: "\\"}
    table |= {44: " ", 45: "-", 46: "=", 51: ";", 54: ",", 55: ".", 56: "/", 84: "/", 85: "*", 86: "-", 87: "+", 99: "."}
    return table


_SHIFTED = {"5": "%", "4": "$", "8": "*", "=": "+", ";": ":", "/": "?", "7": "&", "-": "_"}
_SHIFTED |= {"[": "{", "]": "}", "\\": "|", "'": '"', "`": "~", ",": "<", ".": ">"}
US_KEYS = _us_table()


class Burst(msgspec.Struct, frozen=True):
    """Keys so far, when the last one came (monotonic ms) and how many frames were drawn since."""

    text: str = ""
    last_ms: int = 0
    frames: int = 0


def key_pressed(burst: Burst, scancode: int, *, shift: bool, now_ms: int) -> tuple[Burst, str | None]:
    """Return the burst after one key and, when the key ended it, the whole text (none: nothing stood before it)."""
    if scancode in _ENDS:
        return Burst(), burst.text or None
    letter = US_KEYS.get(scancode)
    if letter is None:
        return burst, None
    if shift:
        letter = _SHIFTED.get(letter, letter)
    text = burst.text + letter if len(burst.text) < KEPT_KEYS_MAX else burst.text
    return Burst(text=text, last_ms=now_ms), None


def frame_drawn(burst: Burst, now_ms: int) -> tuple[Burst, str | None]:
    """Return the burst after one frame without a key and, when it has been quiet long enough, what was read without an Enter."""
    if not burst.text:
        return burst, None
    frames = burst.frames + 1
    if frames < QUIET_FRAMES or now_ms - burst.last_ms < QUIET_MS:
        return Burst(burst.text, burst.last_ms, frames), None
    return Burst(), burst.text if len(burst.text) >= UNENDED_KEYS_MIN else None


def without_ends(text: str, prefix: str, suffix: str) -> str:
    """Return ``text`` without the characters that this venue's scanner adds before and after a code."""
    if prefix and text.startswith(prefix.upper()):
        text = text[len(prefix) :]
    if suffix and text.endswith(suffix.upper()):
        text = text[: -len(suffix)]
    return text
