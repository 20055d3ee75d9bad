"""What stands on a pass, on a mat and on what a kiosk prints? Plain values that sheets and single pictures are drawn from."""

from enum import StrEnum

import msgspec


class PassCard(msgspec.Struct, frozen=True):
    """One pass to hold up. ``name`` as shown, in any script; ``code`` the text of its QR code; ``spoken`` its ten digits;
    ``picture`` a name in assets/pictures; ``activity``, ``when`` and ``where`` say what they come for, in which hours, and where that is.
    """

    name: str
    event: str
    code: str
    activity: str = ""
    where: str = ""
    spoken: str = ""
    picture: str = "helpers"
    when: str = ""


class MatCard(msgspec.Struct, frozen=True):
    """One mat for a table. ``says`` is what scanning it logs ("10 hats")."""

    says: str
    activity: str
    event: str
    code: str
    picture: str = "helpers"


class SmallKind(StrEnum):
    """What a kiosk prints."""

    PASS = "pass"  # noqa: S105 - a card, no password
    LABEL = "label"
    SLIP = "slip"


class SmallPaper(msgspec.Struct, frozen=True):
    """One piece of paper from a kiosk's printer. ``name`` as shown, in any script; ``lines`` are sentences below it; ``code`` the text of a
    QR code, or none; ``spoken`` the ten digits of a pass.
    """

    kind: SmallKind
    name: str
    event: str = ""
    lines: tuple[str, ...] = ()
    code: str = ""
    spoken: str = ""
