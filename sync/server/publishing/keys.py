"""Which keys does the centre sign and open with?

Promise: made once, kept in the database sealed with the centre's secret, so that a stolen backup signs nothing (S24).
"""

import hashlib
import secrets
import time

from django.conf import settings
from django.db import IntegrityError, transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from sync.server.publishing.models import KeyPair, Purpose

FIRST_KEY_ID = 1
REFERENCE_SECRET_BYTES = 32


class OtherKeys(Exception):
    """The event has keys already, and they are not the ones that were given."""


class KeysLocked(Exception):
    """The keys in the database were sealed with another secret than the one that the centre was started with."""


def server_key() -> SigningKey:
    """Return the key that signs manifests and replies."""
    return SigningKey(_secret(Purpose.SERVER, None))


def pass_key(event: int) -> tuple[int, SigningKey]:
    """Return (key id, key) that signs the passes and mats of ``event``."""
    return FIRST_KEY_ID, SigningKey(_secret(Purpose.PASSES, event))


def hand_over_key() -> PrivateKey:
    """Return the X25519 key that opens sealed hand-overs."""
    return PrivateKey(_secret(Purpose.HAND_OVER, None))


def own_key() -> SigningKey:
    """Return the key that seals the centre's own entries, as a kiosk's key seals the kiosk's."""
    return SigningKey(_secret(Purpose.OWN_WORDS, None))


def reference_secret(event: int) -> bytes:
    """Return what the references of an event's people are made with, so that nobody with the event's file can tell who is who."""
    return _secret(Purpose.REFERENCES, event)


def adopt(event: int, signing_key: SigningKey, references: bytes) -> None:
    """Use the keys with which the event's passes were printed. Raises ``OtherKeys`` when the event has others already."""
    for purpose, secret in ((Purpose.PASSES, bytes(signing_key)), (Purpose.REFERENCES, references)):
        public = bytes(signing_key.verify_key) if purpose is Purpose.PASSES else b""
        if not KeyPair.objects.filter(purpose=purpose, event=event, key_id=FIRST_KEY_ID).exists():
            _keep(purpose, event, secret, public)
        if _secret(purpose, event) != secret:
            raise OtherKeys("this event was published with other keys: passes that were printed with this file would open nothing")


def _secret(purpose: Purpose, event: int | None) -> bytes:
    pair = KeyPair.objects.filter(purpose=purpose, event=event, key_id=FIRST_KEY_ID).first() or _make(purpose, event)
    return unsealed(bytes(pair.secret))


def sealed(secret: bytes) -> bytes:
    """Return ``secret`` as it may lie in the database."""
    return bytes(_box().encrypt(secret))


def unsealed(kept: bytes) -> bytes:
    """Return what was sealed. Raises ``KeysLocked``."""
    try:
        return _box().decrypt(kept)
    except CryptoError as cause:
        raise KeysLocked(
            "the centre's keys were sealed with another secret: start it with the MANYHANDS_SECRET or the state folder it was set up with"
        ) from cause


def _make(purpose: Purpose, event: int | None) -> KeyPair:
    if purpose is Purpose.REFERENCES:
        return _keep(purpose, event, secrets.token_bytes(REFERENCE_SECRET_BYTES), b"")
    if purpose is Purpose.HAND_OVER:
        opening = PrivateKey.generate()
        return _keep(purpose, event, bytes(opening), bytes(opening.public_key))
    signing = SigningKey.generate()
    return _keep(purpose, event, bytes(signing), bytes(signing.verify_key))


def _keep(purpose: Purpose, event: int | None, secret: bytes, public: bytes) -> KeyPair:
    made = KeyPair(purpose=purpose, event=event, key_id=FIRST_KEY_ID, public_key=public, secret=_box().encrypt(secret))
    made.made_ms = time.time_ns() // 1_000_000
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another process made it in this moment
        return KeyPair.objects.get(purpose=purpose, event=event, key_id=FIRST_KEY_ID)
    return made


def _box() -> SecretBox:
    return SecretBox(hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=SecretBox.KEY_SIZE, person=b"mh-centre-keys").digest())
