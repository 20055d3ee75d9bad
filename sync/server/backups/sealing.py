"""How does a backup lie where others can read it? Sealed with a passphrase, piece by piece.

Promise: libsodium's own stream (XChaCha20-Poly1305), its key by Argon2id; a changed, missing or doubled piece and a wrong passphrase
are all noticed; memory does not grow with the file.
"""

import secrets
from typing import IO

from nacl import pwhash
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as STAMP_BYTES,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER_BYTES,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull as init_pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_push as init_push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_KEYBYTES as KEY_BYTES,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_pull as pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_push as push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_state as new_state,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_FINAL as LAST,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MORE,
)
from nacl.exceptions import CryptoError

from sync.server.backups.trouble import NotABackup

BEGINS = b"manyhands-sealed-1\n"
SALT_BYTES = pwhash.argon2id.SALTBYTES
PIECE_BYTES = 256 * 1024


def is_sealed(file: IO[bytes]) -> bool:
    """Whether ``file`` begins like a sealed backup; then it stands behind that beginning, else at its start."""
    if file.read(len(BEGINS)) == BEGINS:
        return True
    file.seek(0)
    return False


def _key(passphrase: str, salt: bytes) -> bytes:
    return pwhash.argon2id.kdf(
        KEY_BYTES,
        passphrase.encode(),
        salt,
        opslimit=pwhash.argon2id.OPSLIMIT_MODERATE,
        memlimit=pwhash.argon2id.MEMLIMIT_MODERATE,
    )


class Sealed:
    """Write into it and ``finish``; ``file`` then holds the sealed bytes."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file = file
        self._state = new_state()
        self._waiting = bytearray()
        salt = secrets.token_bytes(SALT_BYTES)
        file.write(BEGINS + salt + init_push(self._state, _key(passphrase, salt)))

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > PIECE_BYTES:
            self._file.write(push(self._state, bytes(self._waiting[:PIECE_BYTES]), None, MORE))
            del self._waiting[:PIECE_BYTES]
        return len(content)

    def finish(self) -> None:
        """Write the last piece, by which a reader knows that nothing was cut off."""
        self._file.write(push(self._state, bytes(self._waiting), None, LAST))


class Opened:
    """Read from it what was sealed. Raises ``NotABackup`` at the first piece that is not as it was written."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        if not passphrase:
            raise NotABackup("is sealed with a passphrase; give it in MANYHANDS_BACKUP_PASSPHRASE")
        self._file = file
        self._state = new_state()
        self._ready = bytearray()
        self._has_ended = False
        salt, header = file.read(SALT_BYTES), file.read(HEADER_BYTES)
        if len(salt) + len(header) < SALT_BYTES + HEADER_BYTES:
            raise NotABackup("was cut off")
        init_pull(self._state, header, _key(passphrase, salt))

    def read(self, size: int) -> bytes:
        while len(self._ready) < size and not self._has_ended:
            self._ready += self._next()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given

    def _next(self) -> bytes:
        sealed = self._file.read(PIECE_BYTES + STAMP_BYTES)
        try:
            content, tag = pull(self._state, sealed, None)
        except (CryptoError, RuntimeError, ValueError) as cause:
            raise NotABackup("cannot be opened: it was cut off or damaged, or the passphrase is another one") from cause
        self._has_ended = tag == LAST
        return bytes(content)
