"""What stands in a backup? The manifest that lies in front of everything else.

Promise: it is read from the same state of the database that was written, so that whoever restores can compare; no secret stands in it.
"""

import hashlib
from typing import Annotated

import msgspec
from django.conf import settings

from sync.server.ledger.sql import SqlLedger

FORMAT = "manyhands-backup-1"

_Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class StreamAt(msgspec.Struct, frozen=True):
    """How far the database holds one stream: entries 1 … ``high``, the chain's ``head`` there; ``safe_high``: an earlier proven backup."""

    device: int
    incarnation: int
    high: int
    head: str
    safe_high: int = 0


class Facts(msgspec.Struct, frozen=True):
    """What the database said of itself. ``tables``: how many rows each has; ``migrations`` as (app, name)."""

    epoch: int
    migrations: tuple[tuple[str, str], ...]
    streams: tuple[StreamAt, ...]
    tables: dict[str, int]

    @property
    def entries(self) -> int:
        return sum(stream.high for stream in self.streams)


class Member(msgspec.Struct, frozen=True):
    """One file inside, with its size and SHA-256."""

    name: str
    size_bytes: int
    sha256: _Hex32


class Manifest(msgspec.Struct, frozen=True):
    """``database`` is sqlite or postgresql, ``server`` its version, ``secret_print`` tells which secret opens the keys in it."""

    format: str
    software: str
    made_ms: int
    database: str
    server: str
    secret_print: str
    facts: Facts
    members: tuple[Member, ...]


def facts_of(ledger: SqlLedger, tables: list[str]) -> Facts | None:
    """Return what ``ledger``, one state of the database with ``tables``, says of itself; none when the tables are not a centre's."""
    if not {"django_migrations", "ledger_centre", "ledger_stream"} <= set(tables):
        return None
    epochs = ledger.all("SELECT epoch FROM ledger_centre")
    return Facts(
        epoch=max((int(epoch) for (epoch,) in epochs), default=1),
        migrations=tuple(sorted((str(app), str(name)) for app, name in ledger.all("SELECT app, name FROM django_migrations"))),
        streams=tuple(
            StreamAt(held.stream.device, held.stream.incarnation, held.high, held.head.hex(), held.safe_high)
            for held in sorted(ledger.streams(), key=lambda one: one.stream)
        ),
        tables={name: int(ledger.all(f'SELECT count(*) FROM "{name}"')[0][0]) for name in sorted(tables)},  # noqa: S608 - names that the database gave
    )


def secret_print() -> str:
    """Return by what the centre's secret is recognised; nobody gets from it to the secret."""
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=8, person=b"mh-backup-print").hexdigest()
