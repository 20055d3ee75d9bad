"""Which keys does the centre sign and open with?

Promise: made once, kept in the database sealed with the centre's secret, so that a stolen backup signs nothing (S24).
"""

import hashlib
import time

from django.conf import settings
from django.db import IntegrityError, transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from sync.server.publishing.models import KeyPair, Purpose

FIRST_KEY_ID = 1


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


def _secret(purpose: Purpose, event: int | None) -> bytes:
    pair = KeyPair.objects.filter(purpose=purpose, event=event, key_id=FIRST_KEY_ID).first() or _make(purpose, event)
    try:
        return _box().decrypt(bytes(pair.secret))
    except CryptoError as cause:
        raise KeysLocked(
            "the centre's keys were sealed with another secret: start it with the MANYHANDS_SECRET or the state folder it was set up with"
        ) from cause


def _make(purpose: Purpose, event: int | None) -> KeyPair:
    if purpose is Purpose.HAND_OVER:
        opening = PrivateKey.generate()
        secret, public = bytes(opening), bytes(opening.public_key)
    else:
        signing = SigningKey.generate()
        secret, public = bytes(signing), bytes(signing.verify_key)
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
