"""Who is known here? Whom the centre told of, and who came in at this kiosk's door without being expected.

Promise: the desk asks one place; what the centre says of somebody goes before what the door wrote down, and whom it took off the roster
is known no more.
"""

from collections.abc import Callable, Mapping

from kiosk.desk.ports import Told, WalkIns
from sync.domain.definition import Definition
from sync.domain.names import begins_with_slip, folded
from sync.domain.roster import Lead, Party, Volunteer


class Everybody:
    """``Told`` of both."""

    def __init__(self, told: Told, walk_ins: WalkIns) -> None:
        self._told = told
        self._walk_ins = walk_ins

    @property
    def definition(self) -> Definition:
        return self._told.definition

    @property
    def venue(self) -> int:
        return self._told.venue

    @property
    def pass_keys(self) -> Mapping[int, bytes]:
        return self._told.pass_keys

    @property
    def device_keys(self) -> Mapping[int, bytes]:
        return self._told.device_keys

    @property
    def revoked_devices(self) -> frozenset[int]:
        return self._told.revoked_devices

    def volunteer(self, who: bytes) -> Volunteer | None:
        row = self._told.volunteer(who) or self._walked_in(who)
        return row if isinstance(row, Volunteer) else None

    def party(self, who: bytes) -> Party | None:
        row = self._told.party(who) or self._walked_in(who)
        return row if isinstance(row, Party) else None

    def is_newcomer(self, who: bytes) -> bool:
        """Say whether ``who`` came in here without being expected, so that this kiosk can show them their card again."""
        return self._walked_in(who) is not None

    def is_withdrawn(self, who: bytes) -> bool:
        return self._told.is_withdrawn(who)

    def leads(self) -> tuple[Lead, ...]:
        return self._told.leads()

    def members(self, party: bytes) -> tuple[Volunteer, ...]:
        """Whom the centre told of, and who said at this door that they belong to them."""
        told = self._told.members(party)
        known = {row.who for row in told}
        joined = [row for row in self._walk_ins.rows() if isinstance(row, Volunteer) and row.party == party and row.who not in known]
        return (*told, *(row for row in joined if not self._told.is_withdrawn(row.who)))

    def by_spoken_code(self, code: str) -> bytes | None:
        return self._told.by_spoken_code(code)

    def all_parties(self) -> tuple[Party, ...]:
        told = self._told.all_parties()
        known = {party.who for party in told}
        new = (row for row in self._walk_ins.rows() if isinstance(row, Party) and row.who not in known)
        return (*told, *(row for row in new if not self._told.is_withdrawn(row.who)))

    def by_name(self, typed: str, most: int) -> tuple[bytes, ...]:
        """Newcomers first: they have no card, and are who is looked for here."""
        words = folded(typed).split()
        exact = self._called(words, str.startswith)
        nearly = self._called(words, begins_with_slip)
        return tuple(dict.fromkeys((*exact, *self._told.by_name(typed, most), *nearly)))[:most]

    def _walked_in(self, who: bytes) -> Volunteer | Party | None:
        return None if self._told.is_withdrawn(who) else self._walk_ins.row(who)

    def _called(self, typed: list[str], begins: Callable[[str, str], bool]) -> list[bytes]:
        rows = sorted(self._walk_ins.rows(), key=lambda row: (folded(row.shown_name), row.who))
        return [row.who for row in rows if self._is_called(row, typed, begins)]

    def _is_called(self, row: Volunteer | Party, typed: list[str], begins: Callable[[str, str], bool]) -> bool:
        words = folded(row.shown_name).split()
        is_meant = bool(typed) and all(any(begins(word, one) for word in words) for one in typed)
        return is_meant and not self._told.is_withdrawn(row.who)
