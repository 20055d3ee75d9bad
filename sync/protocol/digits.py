"""Which six digits do kiosk and coordinator compare before a machine becomes a device?

Promise: both screens show the same digits exactly when both sides hold the same two public keys and the same salt, so neither
key can be exchanged on the way without a person seeing it.
"""

from hashlib import sha256

DIGITS = 6
SALT_BYTES = 16


def digits_of(public_key: bytes, server_key: bytes, salt: bytes) -> str:
    """Return six digits from the kiosk's key, the centre's key and the centre's salt for this one asking."""
    hashed = sha256(b"many hands digits 1\x00")
    for part in (public_key, server_key, salt):
        hashed.update(len(part).to_bytes(4) + part)
    return f"{int.from_bytes(hashed.digest()) % 10**DIGITS:0{DIGITS}d}"
