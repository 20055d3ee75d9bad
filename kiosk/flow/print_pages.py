"""What can stand on the screen while a lead prints for somebody? As plain values.

Promise: as ``kiosk.flow.pages``.
"""

import msgspec

from kiosk.flow.values import Member


class Reprinting(msgspec.Struct, frozen=True):
    """What is printed for ``member``: their card, or a label to wear? Each is asked for once while the page stands."""

    lead: int
    member: Member
    until_ms: int
    has_card: bool = False
    has_label: bool = False
