"""What does a code look like that opens something once, on a page and over the telephone?

Promise: 78 bits of chance, in signs that nobody confuses when they are read aloud; the centre keeps a digest and not the code.
"""

import hashlib
import secrets

SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without I, L, O, U, 0 and 1."""

GROUPS, GROUP_SIGNS = 4, 4
CODE_SIGNS = GROUPS * GROUP_SIGNS


def new_code() -> str:
    """Return a code that nobody has yet, in groups: ABCD-EFGH-JKMN-PQRS."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS))
    return "-".join(signs[first : first + GROUP_SIGNS] for first in range(0, CODE_SIGNS, GROUP_SIGNS))


def read_code(typed: str) -> str:
    """Return the signs of a code as somebody typed it: in small letters, with or without what stands between the groups."""
    return "".join(sign for sign in typed.upper() if sign in SIGNS)[: CODE_SIGNS + 1]


def digest_of(typed: str) -> bytes:
    """Return what the centre keeps of a code."""
    return hashlib.sha256(read_code(typed).encode()).digest()
