"""Which keys did passes use that were printed away from the centre? The file that ``manyhands passes`` keeps.

Promise: read only, never written; anything else than the two keys is refused in plain words.
"""

from pathlib import Path
from typing import Annotated

import msgspec

KEY_BYTES = 32

_Key = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * KEY_BYTES}}}$")]


class BadKeyFile(ValueError):
    """The file does not hold the keys of an event."""


class _KeyFile(msgspec.Struct, forbid_unknown_fields=True):
    pass_key: _Key
    reference_secret: _Key


def read_key_file(path: Path) -> tuple[bytes, bytes]:
    """Return (the pass key's seed, the secret of the references). Raises ``BadKeyFile``, and ``OSError`` when it cannot be read."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_KeyFile)
    except (UnicodeDecodeError, msgspec.MsgspecError) as fault:
        raise BadKeyFile(f"{path} does not hold the keys of an event: {fault}") from fault
    return bytes.fromhex(found.pass_key), bytes.fromhex(found.reference_secret)
