"""What does the desk stand on? What the centre told this kiosk, what the entries add up to here, and how the machine is doing.

Promise: the desk asks these and nothing else; what stands behind them is chosen by the composition root.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec
from nacl.signing import SigningKey

from kiosk.flow.camera import CameraView, LookOtherwise
from kiosk.flow.findings import CameraTrouble, LinkTrouble, Sound
from kiosk.printing.jobs import Stand
from sync.clocks import Clocks
from sync.domain.known import Known
from sync.domain.presence import PersonDay, Stay
from sync.domain.roster import Lead, Party, Volunteer
from sync.journal.contract import Journal
from sync.paper.cards import SmallPaper


class Told(Known, Protocol):
    """What this kiosk was told: lookups, so that twenty thousand people need not be in memory."""

    def leads(self) -> tuple[Lead, ...]:
        """Return the venue's leads in the order of their numbers."""

    def members(self, party: bytes) -> tuple[Volunteer, ...]:
        """Return who is known to belong to ``party``, by name; empty: it comes by number."""

    def by_name(self, typed: str, most: int) -> tuple[bytes, ...]:
        """Return at most ``most`` references of people whose names begin as ``typed``, the likeliest first."""

    def by_spoken_code(self, code: str) -> bytes | None:
        """Return whose ten digits these are; none: nobody's."""

    def all_parties(self) -> tuple[Party, ...]:
        """Return every party that is expected."""


class Sums(Protocol):
    """What the entries of this venue add up to: our own and those of siblings as far as they came."""

    def follow_piece(self) -> bool:
        """Take in some of what the journal and the siblings' streams have more than when last followed; whether there may be more."""

    def stay(self, who: bytes) -> Stay | None:
        """Return the stay of ``who`` at this venue that is not over."""

    def day(self, who: bytes) -> PersonDay:
        """Return the stays of ``who``, of whatever day."""

    def here(self) -> tuple[tuple[bytes, Stay], ...]:
        """Return who is here now, longest here first."""

    def helping(self) -> int:
        """Return how many people are here now."""

    def people_at(self, activity: int) -> int:
        """Return how many people are at ``activity`` now."""

    def made(self, activity: int, item: int) -> int:
        """Return what was logged at this venue, in the item kind's unit."""

    def counted(self, activity: int, item: int) -> int | None:
        """Return the lead's latest count; none: not counted yet."""

    def made_by(self, who: bytes, since_ms: int = 0) -> Mapping[tuple[int, int], int]:
        """Return what ``who`` logged here since ``since_ms`` (UTC) by (activity, item)."""

    def flagged(self) -> int:
        """Return how many of our own entries a person should look at."""


class Link(msgspec.Struct, frozen=True):
    """How it stands with the centre. ``sent``, ``waiting`` and ``flagged`` add up to what the journal holds: an entry that should be
    looked at is told under ``flagged`` alone. ``last_contact_ms`` is UTC; ``note`` says why nothing goes, with the number of
    entries that it is about.
    """

    sent: int
    waiting: int
    flagged: int
    last_contact_ms: int | None = None
    note: LinkTrouble | None = None
    note_count: int = 0
    needs_a_look: bool = False


class Eye(msgspec.Struct, frozen=True):
    """How a camera is. ``trouble`` none: it sees. It looked at ``frames``, let ``dropped`` go, and took ``decode_ms`` for the last one.
    ``view``: what it offers, where it was set up here.
    """

    trouble: CameraTrouble | None = None
    frames: int = 0
    dropped: int = 0
    decode_ms: int = 0
    sleeps: bool = False
    view: CameraView | None = None

    @property
    def seeing(self) -> bool:
        return self.trouble is None and not self.sleeps


class Machine(Protocol):
    """How the machine is doing, for the lead."""

    def room_bytes(self) -> int:
        """Return the free room on the disk of the journal."""

    def eye(self) -> Eye | None:
        """Return how the camera is; none: no camera is set up."""

    def look_otherwise(self, wish: LookOtherwise) -> None:
        """Let the camera look so, now and after a restart. Never waits."""

    def sound(self) -> Sound:
        """Return whether something is heard."""

    def scanner_heard_ms(self) -> int | None:
        """Return how long ago a scanner last said something; none: never in this run."""

    def stuck_key_ms(self) -> int:
        """Return for how long a key of a keyboard or scanner has been held down; 0: none is."""

    def link(self) -> Link | None:
        """Return how it stands with the centre; none: nobody asks it (no centre is set up)."""

    def try_now(self) -> None:
        """Try to reach the centre at once, if there is one. Never waits."""

    def version(self) -> str:
        """Return the software's version."""


class Paper(Protocol):
    """What prints, if anything does. None of it waits."""

    def put(self, key: str, paper: SmallPaper) -> None:
        """Let ``paper`` be printed once for ``key``."""

    def stand(self) -> Stand:
        """Return what waits for the printer, and why."""

    def try_again(self) -> None:
        """Somebody put the printer right."""

    def throw_away(self) -> None:
        """Nobody wants what waits any more."""


class WalkIns(Protocol):
    """The names of newcomers, beside the journal. Each call that changes something is durable when it returns, or raises a ``Fault``."""

    def keep(self, row: Volunteer | Party, closes_ms: int, *, is_told: bool = False) -> None:
        """Keep ``row`` until some days after ``closes_ms``. ``is_told``: the centre need not hear of it from us."""

    def take_back(self, who: bytes) -> None:
        """Erase the name of ``who``."""

    def row(self, who: bytes) -> Volunteer | Party | None:
        """Return the newcomer or group ``who``."""

    def rows(self) -> tuple[Volunteer | Party, ...]:
        """Return everybody of them."""


class Signer(msgspec.Struct, frozen=True):
    """The machine's number and own key, which signs the passes that newcomers photograph."""

    device: int
    key: SigningKey


class Ground(msgspec.Struct, frozen=True):
    """What the desk stands on. ``language`` is spoken when nobody is there; empty: the venue's first. ``paper`` none: no printer is set up;
    ``labels``: who comes in gets one to wear.
    """

    journal: Journal
    told: Told
    sums: Sums
    clocks: Clocks
    machine: Machine
    walk_ins: WalkIns
    signer: Signer
    language: str = ""
    paper: Paper | None = None
    labels: bool = False
