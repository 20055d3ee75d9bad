"""What does the demo set up before it begins? Keys, papers, a centre with the demo event, and a morning at every venue.

Promise: made once and used again on the same day; on another day it is made anew, because the event is always today's. What an
interrupted making left is thrown away.
"""

import datetime as dt
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from kiosk.demo.cast import Cast, event_path, load_cast
from kiosk.demo.centre import DemoCentre, kept_password
from kiosk.demo.morning import Morning, play_morning
from kiosk.setup.exits import Exit, Stopped
from sync.paper.event_paper import FIRST_KEY_ID, make_all

COORDINATOR = "coordinator"
LAYOUT = 2
"""Raised when what is kept changes its shape: an older demo is then made anew."""


class Made(msgspec.Struct, frozen=True):
    """What was made, for which day; written last, so that it stands only when all is there."""

    layout: int
    day: dt.date
    port: int
    morning: Morning


class Keys(msgspec.Struct, frozen=True):
    """The demo event's own keys, in hexadecimal, as ``manyhands centre load-event --keys`` reads them."""

    pass_key: str
    reference_secret: str


class Stand:
    """The demo in the folder ``root``."""

    def __init__(self, root: Path, told: Callable[[str], None]) -> None:
        self.root = root
        self.papers = root / "papers"
        self.kiosks = root / "kiosks"
        self._told = told
        self._made_file = root / "made.json"
        self._keys_file = root / "keys.toml"

    @property
    def kiosk_state(self) -> Path:
        return self.kiosks / "here"

    @property
    def password(self) -> str:
        return kept_password(self.root)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the demo's folder against a second demo. Raises ``Stopped``."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root.parent / f"{self.root.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as taken:
                raise Stopped("the demo is running on this machine already; end that one first", Exit.NEEDS_PERSON) from taken
            yield

    def open(self, day: dt.date, away: frozenset[str], *, afresh: bool = False) -> tuple[DemoCentre, Cast, Made]:
        """Return a centre that serves, the people, and what the morning brought; make what is missing. ``away``: who comes later."""
        made = self._kept()
        if made is not None and made.layout == LAYOUT and made.day == day and not afresh:
            centre = DemoCentre(self.root / "centre", made.port)
            centre.command("migrate")  # the program may be newer than what it left yesterday
            centre.start()
            return centre, self._cast(day), made
        self._clear()
        centre = DemoCentre(self.root / "centre")
        try:
            return self._make(centre, day, away)
        except BaseException:
            centre.stop()
            raise

    def _make(self, centre: DemoCentre, day: dt.date, away: frozenset[str]) -> tuple[DemoCentre, Cast, Made]:
        self._told("A centre for this machine alone")
        keys = self._keys()
        centre.command("migrate")
        centre.command("load-event", str(event_path()), "--day", day.isoformat(), "--keys", str(self._keys_file))
        centre.command("create-coordinator", COORDINATOR, "--password-stdin", said=self.password)
        self._told("Cards and mats to print or to hold up")
        signing_key = SigningKey(bytes.fromhex(keys.pass_key))
        make_all(event_path(), self.papers, signing_key, day, FIRST_KEY_ID, secret=bytes.fromhex(keys.reference_secret))
        centre.start()
        cast = self._cast(day)
        self._told("The morning at four venues, handed on by their kiosks")
        morning = play_morning(cast, self.kiosks, centre.address, centre.approve, away)
        made = Made(LAYOUT, day, centre.port, morning)
        self._made_file.write_bytes(msgspec.json.encode(made))
        return centre, cast, made

    def _cast(self, day: dt.date) -> Cast:
        return load_cast(self.papers, day, bytes.fromhex(self._keys().reference_secret))

    def _kept(self) -> Made | None:
        try:
            return msgspec.json.decode(self._made_file.read_bytes(), type=Made)
        except (OSError, msgspec.MsgspecError):
            return None

    def _keys(self) -> Keys:
        if not self._keys_file.exists():
            fresh = Keys(secrets.token_hex(32), secrets.token_hex(32))
            handle = os.open(self._keys_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(f'pass_key = "{fresh.pass_key}"\nreference_secret = "{fresh.reference_secret}"\n'.encode())
        return msgspec.toml.decode(self._keys_file.read_bytes(), type=Keys)

    def _clear(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
