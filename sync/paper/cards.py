"""What stands on a pass and on a mat? Plain values that the PDF sheet and the single picture are both drawn from."""

import msgspec


class PassCard(msgspec.Struct, frozen=True):
    """One pass to hold up. ``name`` as shown, in any script; ``code`` the text of its QR code; ``spoken`` its ten digits;
    ``picture`` a name in assets/pictures; ``activity`` and ``where`` say what they come for and where that is.
    """

    name: str
    event: str
    code: str
    activity: str = ""
    where: str = ""
    spoken: str = ""
    picture: str = "helpers"


class MatCard(msgspec.Struct, frozen=True):
    """One mat for a table. ``says`` is what scanning it logs ("10 hats")."""

    says: str
    activity: str
    event: str
    code: str
    picture: str = "helpers"
