"""Who is on the roster already, as much as reading a list needs to know?

Promise: read once in a stream; per person a few dozen bytes and no name.
"""

from collections.abc import Iterator

from sync.domain.roster import Party, Volunteer
from sync.domain.spoken import spoken_code
from sync.server.importing.models import RosterImport, StagedRow
from sync.server.importing.people import Reader
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of

CHUNK_ROWS = 2_000
FIRST_SERIAL = 1
_TURNS_MAX = 1_000


class Known:
    """What is taken: spoken codes, names and parties. Rows that were staged before a stop are counted in."""

    def __init__(self, one: RosterImport, reader: Reader) -> None:
        self._event = one.event
        self._reader = reader
        self._codes: set[int] = set()
        self._names: dict[bytes, bytes] = {}
        self._in_list: set[bytes] = set()
        self._parties: dict[bytes, bytes] = {}
        for row in RosterRow.objects.filter(event=one.event, sort__in=(VOLUNTEER, PARTY), body__isnull=False).iterator(CHUNK_ROWS):
            self._note(row)
        for key, code in _staged(one):
            self._codes.add(code)
            self._in_list.add(key)

    def party_key(self, venue: int, name: str) -> bytes:
        """Return the reference of the party of this name at ``venue``: the one that it has, or a new one."""
        token = self._reader.party_token(venue, name)
        return self._parties.setdefault(token, token)

    def code_for(self, who: bytes) -> str:
        """Return ten digits for somebody new that nobody else has."""
        for turn in range(_TURNS_MAX):
            code = spoken_code(self._event, who, turn)
            if int(code) not in self._codes:
                self._codes.add(int(code))
                return code
        raise AssertionError("ten digits are enough for everybody")

    def twin(self, key: bytes, name_hash: bytes) -> bytes | None:
        """Return somebody else on the roster whose name is shown alike."""
        found = self._names.get(name_hash)
        return None if found == key else found

    def is_in_list(self, key: bytes) -> bool:
        """Say whether ``key`` came earlier in this list, and note it."""
        was = key in self._in_list
        self._in_list.add(key)
        return was

    def _note(self, row: RosterRow) -> None:
        person = person_of(row)
        assert isinstance(person, Volunteer | Party)
        if person.spoken_code:
            self._codes.add(int(person.spoken_code))
        if isinstance(person, Party):
            self._parties.setdefault(self._reader.party_token(row.venue, person.shown_name), person.who)
        else:
            self._names.setdefault(self._reader.name_hash(person.shown_name, row.venue), person.who)


def _staged(one: RosterImport) -> Iterator[tuple[bytes, int]]:
    rows = StagedRow.objects.filter(roster_import=one, body__isnull=False).values_list("key", "sort", "body")
    for key, sort, body in rows.iterator(CHUNK_ROWS):
        person = person_of(RosterRow(sort=sort, body=body))
        assert isinstance(person, Volunteer | Party)
        yield bytes(key), int(person.spoken_code or 0)
