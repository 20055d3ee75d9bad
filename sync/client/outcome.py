"""What can become of an exchange with the centre? Every failure, sorted by its remedy.

Promise: there are two: come again later, or stop and tell a person. None of them ever costs an entry.
"""

from enum import StrEnum


class Why(StrEnum):
    """Why an exchange must be repeated; the lead's screen has a sentence for each."""

    OFFLINE = "offline"
    """Nobody answered, or something answered that is not the centre (a captive portal)."""

    SLOW = "slow"
    """The answer did not come in time: send less at once."""

    TOO_LARGE = "too-large"
    """413: send less at once."""

    UNREADABLE = "unreadable"
    """400: find the entry that cannot be taken by halving."""

    BUSY = "busy"
    """429 or 503: the centre asks for patience."""

    CENTRE_FAULT = "centre-fault"
    """Any other status: something is wrong at the centre."""

    NOT_KNOWN = "not-known"
    """401 or 403 without the centre's signature, or the centre does not know this device: a person should look."""

    NOT_KEPT = "not-kept"
    """The disk of this machine did not take what the centre told: nothing was lost, and the centre tells it again."""

    OWN_FAULT = "own-fault"
    """Something went wrong on this machine; it is in the log and will be tried again."""


class RetryLater(Exception):
    """Try again: after ``after_s`` seconds where the centre named a time, else as the back-off says."""

    def __init__(self, why: Why, detail: str = "", after_s: float | None = None) -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail
        self.after_s = after_s


class StopWhy(StrEnum):
    """What only a person can put right."""

    DEVICE_REVOKED = "device-revoked"
    PROTOCOL_TOO_OLD = "protocol-too-old"


class Stop(Exception):
    """The centre said, over its signature, that coming again changes nothing; a rare look stays allowed."""

    def __init__(self, why: StopWhy) -> None:
        super().__init__(str(why))
        self.why = why
