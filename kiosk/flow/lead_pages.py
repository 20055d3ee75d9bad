"""What can stand on the screen while a lead sees to one person? As plain values.

Promise: as ``kiosk.flow.pages``.
"""

import msgspec

from kiosk.flow.print_pages import Reprinting
from kiosk.flow.values import PersonHere, Undo


class SigningOff(msgspec.Struct, frozen=True):
    """Has ``person`` left the building? ``undo``: they are off the list, and how that is taken back; none: it is asked."""

    lead: int
    person: PersonHere
    tap_id: bytes
    until_ms: int
    undo: Undo | None = None


LeadPage = Reprinting | SigningOff
"""About one person; opened from a lead's room, to which it goes back."""
