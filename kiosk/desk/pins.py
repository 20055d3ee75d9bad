"""Is this a lead's PIN?

Promise: every lead's hash is tried, whichever matches, so that time tells nothing; after each wrong try the pad rests longer, also
for somebody who leaves the page and comes back.
"""

from collections.abc import Callable, Iterable

from nacl import pwhash
from nacl.exceptions import CryptoError

from kiosk.flow.events import NotTaken, PinAccepted, PinRefused
from kiosk.flow.pages import Look
from kiosk.flow.requests import CheckPin
from sync.domain.roster import Lead

WAIT_FIRST_MS = 1_000
WAIT_MAX_MS = 60_000
"""1, 2, 4 … 60 s: a slip costs a second, ten thousand tries a week."""

LEADS_MAX = 16
"""Each costs about a twentieth of a second and 64 MiB while it is tried; a venue has a handful."""


class Pins:
    """The pad's memory of wrong tries. ``monotonic_ms`` is given."""

    def __init__(self, monotonic_ms: Callable[[], int]) -> None:
        self._monotonic_ms = monotonic_ms
        self._wrong = 0
        self._rests_until_ms = 0
        self._let_in: set[int] = set()

    def rests_ms(self) -> int:
        """Return how long the pad still rests, in ms."""
        return max(0, self._rests_until_ms - self._monotonic_ms())

    def lead_of(self, digits: str, leads: Iterable[Lead]) -> Lead | None:
        """Return whose ``digits`` they are. A wrong try makes the pad rest; a try while it rests is not looked at."""
        if self.rests_ms() > 0:
            return None
        found = [lead for lead in tuple(leads)[:LEADS_MAX] if _matches(lead.pin_hash, digits)]
        if found:
            self._wrong = 0
            self._let_in.add(found[0].no)
            return found[0]
        self._rests_until_ms = self._monotonic_ms() + min(WAIT_MAX_MS, WAIT_FIRST_MS << min(self._wrong, 10))
        self._wrong += 1
        return None

    def judged(self, request: CheckPin, leads: tuple[Lead, ...]) -> PinAccepted | PinRefused | NotTaken:
        """Answer the pad: of ``leads``, the one who is meant where a card named them, else any."""
        if not leads:
            # No digits could be right: nobody is told that theirs are wrong, and no pad rests for it.
            return NotTaken(Look.NO_LEAD, request.tap_id)
        meant = tuple(lead for lead in leads if request.lead in (None, lead.no))
        if not meant:  # The centre took them off the roster while their name stood on the pad.
            return NotTaken(Look.LEAD_CARD_ENDED, request.tap_id)
        lead = self.lead_of(request.digits, meant)
        return PinAccepted(lead.no, request.tap_id) if lead else PinRefused(self.rests_ms(), request.tap_id)

    def has_let_in(self, lead: int | None, leads: Iterable[Lead]) -> bool:
        """Say whether ``lead`` typed their digits here, and is one of ``leads`` still."""
        return lead in self._let_in and any(one.no == lead for one in leads)


def _matches(pin_hash: bytes, digits: str) -> bool:
    """A hash that cannot be read opens nothing."""
    try:
        return pwhash.verify(pin_hash, digits.encode())
    except (CryptoError, ValueError):
        return False
