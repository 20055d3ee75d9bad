"""Who is this machine to the centre? Its key pair, and after enrolment its number, its venue and the centre's key.

Promise: the private key is made here, never leaves its file, and only the owner may read that; the file is whole or the old one,
whatever happens to the power.
"""

import os
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

FILE_NAME = "device.json"
_PRIVATE = 0o600


class KeyFileUnreadable(Exception):
    """The file with this machine's key is there and is not ours; it is never replaced silently."""


class Device(msgspec.Struct, frozen=True):
    """``number`` 0: not enrolled yet. ``seed`` makes the Ed25519 key pair; ``server_key`` is the centre's, compared by the digits."""

    seed: bytes
    number: int = 0
    venue: int = 0
    server_key: bytes = b""

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(self.seed)

    @property
    def public_key(self) -> bytes:
        return self.signing_key.verify_key.encode()

    @property
    def is_enrolled(self) -> bool:
        return self.number > 0

    def __repr__(self) -> str:
        """Without the seed, which must not stand in any log."""
        return f"Device(number={self.number}, venue={self.venue})"


def load_or_make_device(state: Path) -> Device:
    """Return what the folder ``state`` knows of this machine; the first time, make its key pair. Raises ``KeyFileUnreadable``."""
    kept = state / FILE_NAME
    try:
        return msgspec.json.decode(kept.read_bytes(), type=Device)
    except FileNotFoundError:
        fresh = Device(SigningKey.generate().encode())
        keep_device(state, fresh)
        return fresh
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise KeyFileUnreadable(
            f"{kept} does not hold this machine's key: {error}. Put the file back, or move it away and enrol again."
        ) from error


def keep_device(state: Path, device: Device) -> None:
    """Write ``device`` durably, readable by its owner only."""
    fresh = state / f"{FILE_NAME}.new"
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file:  # noqa: PTH123 - Path.open cannot give the mode at birth
        file.write(msgspec.json.encode(device))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(state / FILE_NAME)
    folder = os.open(state, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
