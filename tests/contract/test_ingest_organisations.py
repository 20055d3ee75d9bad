"""Can a kiosk of one organisation write into another's figures? Only when the other's people accept it."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.facts import ItemsLogged
from sync.domain.flags import Flag
from sync.protocol.messages import PushState
from sync.server.ledger import recount as figures
from sync.server.ledger.accepting import accept
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import Taken, take_lost, take_push
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import EVENT, HATS, KNITTING, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish

THEIRS, UNHEARD_OF = EVENT + 1, EVENT + 2
FLAG = int(Flag.REVOKED_DEVICE)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        publish(database, their_definition())
        yield database


@pytest.fixture
def store(database: Database) -> Iterator[Any]:
    store = database.store()
    yield store
    close(store)


def their_definition() -> Any:
    ours = small_definition()
    return msgspec.structs.replace(ours, event=msgspec.structs.replace(ours.event, no=THEIRS))


def own(store: Any, owners: dict[int, int]) -> None:
    """Give each event its organisation; the first is there from the beginning."""
    with store.transaction() as ledger:
        ledger.many(
            "INSERT INTO people_organisation (id, name) VALUES (%s, %s)", [(no, f"house {no}") for no in sorted({*owners.values()} - {1})]
        )
        ledger.many("INSERT INTO people_ownership (event, organisation_id) VALUES (%s, %s)", list(owners.items()))


def knitted(*events: int) -> Pusher:
    """A kiosk with one log for each event: 1, 10, 100 … hats."""
    kiosk = Pusher()
    for place, event in enumerate(events):
        kiosk.add(ItemsLogged(KNITTING, HATS, 10**place), place, event=event)
    return kiosk


def shapes() -> Shapes:
    return Shapes({EVENT: small_definition(), THEIRS: their_definition()})


def take(store: Any, kiosk: Pusher, first: int = 1, last: int | None = None) -> Taken:
    return take_push(store, kiosk.push(first, last), shapes(), NOW_MS)


def hats(database: Database) -> dict[int, int]:
    rows = database.rows("SELECT event, sum(amount) FROM ledger_subtotal GROUP BY event HAVING sum(amount) > 0")
    return {event: int(amount) for event, amount in rows}


def waiting(database: Database) -> list[tuple[int, int]]:
    rows = database.rows("SELECT seq, event FROM ledger_raisedflag WHERE code = %s AND settled_ms IS NULL ORDER BY seq", (FLAG,))
    return [(seq, event) for seq, event in rows]


def test_what_names_another_organisations_event_is_stored_and_counts_nowhere(database: Database, store: Any) -> None:
    own(store, {EVENT: 1, THEIRS: 2})
    kiosk = knitted(EVENT, THEIRS, UNHEARD_OF, EVENT)
    assert take(store, kiosk, 1, 1).flags == ()
    taken = take(store, kiosk, 2, 2)
    assert (taken.state, taken.high) == (PushState.APPENDED, 2)
    assert (2, FLAG) in taken.flags
    take(store, kiosk, 3, 3)
    take(store, kiosk, 4, 4)
    assert hats(database) == {EVENT: 1_001}
    # Whether it counts is for those to say whose event it is; what is nobody's stays with the kiosk's own.
    assert waiting(database) == [(2, THEIRS), (3, EVENT)]
    with store.snapshot() as ledger:
        assert list(figures.differences(ledger)) == []


def test_accepting_lets_only_what_waits_for_the_same_people_count(database: Database, store: Any) -> None:
    own(store, {EVENT: 1, THEIRS: 2})
    kiosk = knitted(EVENT, THEIRS, EVENT, THEIRS)
    take(store, kiosk)
    assert (hats(database), waiting(database)) == ({}, [(1, EVENT), (2, THEIRS), (3, EVENT), (4, THEIRS)])
    assert accept(store, kiosk.stream, 3, "anna", NOW_MS) == 2
    assert (hats(database), waiting(database)) == ({EVENT: 101}, [(2, THEIRS), (4, THEIRS)])
    assert accept(store, kiosk.stream, 2, "ben", NOW_MS) == 1
    assert hats(database) == {EVENT: 101, THEIRS: 10}
    with store.snapshot() as ledger:
        assert list(figures.differences(ledger)) == []


def test_an_entry_that_goes_alone_is_compared_as_well(database: Database, store: Any) -> None:
    own(store, {EVENT: 1, THEIRS: 2})
    take_lost(store, knitted(THEIRS).lost(1), shapes(), NOW_MS)
    assert (hats(database), waiting(database)) == ({}, [(1, THEIRS)])


@pytest.mark.parametrize("owners", [{}, {EVENT: 1}, {EVENT: 1, THEIRS: 1}])
def test_with_one_organisation_nothing_is_compared(database: Database, store: Any, owners: dict[int, int]) -> None:
    own(store, owners)
    take(store, knitted(EVENT, THEIRS))
    assert (hats(database), waiting(database)) == ({EVENT: 1, THEIRS: 10}, [])


def test_another_event_of_the_same_organisation_counts_beside_a_second_organisation(database: Database, store: Any) -> None:
    own(store, {EVENT: 1, THEIRS: 1, UNHEARD_OF: 2})
    take(store, knitted(EVENT, THEIRS))
    assert (hats(database), waiting(database)) == ({EVENT: 1, THEIRS: 10}, [])
