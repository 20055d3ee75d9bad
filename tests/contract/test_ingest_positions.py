"""Where does a push go? The same answers from PostgreSQL and SQLite, whatever happened on the way."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.definition import Definition
from sync.domain.facts import ItemsLogged
from sync.domain.flags import Flag
from sync.protocol.messages import Push, PushState
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import BadPush, NotEnrolled, Taken, take_lost, take_push
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import HATS, KNITTING, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, revoke, sample_at


class Centre:
    """A store with what it knows, to push to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store: Any = database.store()
        definition: Definition = small_definition()
        self.shapes = Shapes({definition.event.no: definition})

    def take(self, push: Push, now_ms: int = NOW_MS) -> Taken:
        return take_push(self.store, push, self.shapes, now_ms)

    def hats(self) -> int:
        return int(self.database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal WHERE item = %s", (HATS,))[0][0])

    def count(self, table: str) -> int:
        return int(self.database.rows(f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[Centre]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        centre = Centre(database)
        yield centre
        close(centre.store)


def knitted(*quantities: int, **about: Any) -> Pusher:
    kiosk = Pusher(**about)
    for minute, quantity in enumerate(quantities):
        kiosk.add(ItemsLogged(KNITTING, HATS, quantity), minute)
    return kiosk


def test_a_first_push_stands_in_the_ledger_and_in_the_figures(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    taken = centre.take(kiosk.push())
    assert (taken.state, taken.high, taken.head) == (PushState.APPENDED, 3, kiosk.heads()[3])
    assert centre.hats() == 6
    assert [bytes(body) for (body,) in centre.database.rows("SELECT body FROM ledger_entry ORDER BY seq")] == kiosk.bodies


def test_a_doubled_batch_is_success_and_changes_nothing(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    first, second = centre.take(kiosk.push()), centre.take(kiosk.push())
    assert first == second
    assert (centre.hats(), centre.count("ledger_entry"), centre.count("ledger_quarantined")) == (6, 3, 0)


def test_after_a_lost_reply_an_overlapping_push_adds_only_what_is_new(centre: Centre) -> None:
    kiosk = knitted(1, 2)
    centre.take(kiosk.push())
    kiosk.add(ItemsLogged(KNITTING, HATS, 4), 9)
    assert centre.take(kiosk.push(2)).high == 3
    assert centre.hats() == 7


def test_a_gap_is_answered_with_the_position_to_send_from(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3, 4)
    assert centre.take(kiosk.push(3)).state is PushState.UNKNOWN_STREAM_START
    centre.take(kiosk.push(1, 1))
    taken = centre.take(kiosk.push(3))
    assert (taken.state, taken.high, taken.head) == (PushState.REWIND, 1, kiosk.heads()[1])
    assert centre.hats() == 1


def test_a_knock_tells_the_position_and_takes_nothing(centre: Centre) -> None:
    kiosk = knitted(5)
    centre.take(kiosk.push())
    taken = centre.take(kiosk.push(2, 1))
    assert (taken.state, taken.high, taken.flags) == (PushState.APPENDED, 1, ())


def test_a_cloned_kiosk_is_a_fork_and_its_batch_is_kept_once(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    clone = kiosk.branch(1)
    for quantity in (10, 20, 30):
        clone.add(ItemsLogged(KNITTING, HATS, quantity), 30)
    centre.take(kiosk.push())
    for _ in range(2):
        taken = centre.take(clone.push())
        assert (taken.state, taken.high) == (PushState.FORK, 3)
    assert (centre.hats(), centre.count("ledger_quarantined")) == (6, 1)
    ((body,),) = centre.database.rows("SELECT body FROM ledger_quarantined")
    assert msgspec.msgpack.decode(bytes(body), type=Push).entries == tuple(clone.bodies)
    assert centre.database.rows("SELECT code FROM ledger_raisedflag") == [(int(Flag.FORKED),)]


def test_a_clone_that_only_knocks_is_a_fork_and_leaves_nothing_in_quarantine(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    clone = kiosk.branch(2)
    clone.add(ItemsLogged(KNITTING, HATS, 50), 30)
    centre.take(kiosk.push())
    assert centre.take(clone.push(4)).state is PushState.FORK
    assert centre.count("ledger_quarantined") == 0
    assert centre.database.rows("SELECT code FROM ledger_raisedflag") == [(int(Flag.FORKED),)]
    clone.add(ItemsLogged(KNITTING, HATS, 50), 31)
    assert centre.take(clone.push(4)).state is PushState.FORK
    assert centre.count("ledger_quarantined") == 1


def test_what_follows_on_a_branch_goes_to_quarantine_too(centre: Centre) -> None:
    kiosk = knitted(1, 2)
    clone = kiosk.branch(1)
    for quantity in (10, 20, 30, 40):
        clone.add(ItemsLogged(KNITTING, HATS, quantity), 30)
    centre.take(kiosk.push())
    assert centre.take(clone.push(1, 3)).state is PushState.FORK
    # It begins behind a gap, where a push of the true journal would be told to rewind.
    assert centre.take(clone.push(4)).state is PushState.FORK
    assert (centre.hats(), centre.count("ledger_quarantined")) == (3, 2)


def test_a_fork_far_behind_the_end_is_found_between_two_seals(centre: Centre) -> None:
    kiosk = knitted(*range(1, 9))
    centre.take(kiosk.push(1, 3))
    centre.take(kiosk.push(4, 8))
    assert centre.take(kiosk.push(2, 6)).state is PushState.APPENDED
    clone = kiosk.branch(4)
    clone.add(ItemsLogged(KNITTING, HATS, 90), 30)
    assert centre.take(clone.push(2)).state is PushState.FORK


def test_a_restored_centre_takes_everything_again(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    centre.take(kiosk.push())
    centre.database.rows("DELETE FROM ledger_entry WHERE seq > 1 RETURNING seq")
    for table in ("ledger_subtotal", "ledger_seal"):
        centre.database.rows(f"DELETE FROM {table} RETURNING stream_id")
    centre.database.rows("UPDATE ledger_stream SET high = 1, head = %s RETURNING id", (kiosk.heads()[1],))
    assert centre.take(kiosk.push(4, 3)).state is PushState.REWIND
    assert centre.take(kiosk.push(2)).high == 3
    assert centre.count("ledger_entry") == 3


def test_a_stranger_is_turned_away_before_anything_is_locked(centre: Centre) -> None:
    kiosk = knitted(1)
    stranger = Pusher(device=99)
    stranger.bodies = kiosk.bodies
    for push in (stranger.push(), msgspec.structs.replace(kiosk.push(), seal=stranger.push().seal)):
        with pytest.raises(NotEnrolled):
            centre.take(push)
    assert centre.count("ledger_stream") == 0


def test_entries_that_do_not_lead_to_the_seal_are_not_taken(centre: Centre) -> None:
    push = knitted(1, 2).push()
    with pytest.raises(BadPush):
        centre.take(msgspec.structs.replace(push, entries=push.entries[:1] * 2))
    assert centre.count("ledger_entry") == 0


def test_another_devices_stream_cannot_be_written(centre: Centre) -> None:
    mine = knitted(1, device=2)
    theirs = Pusher(device=1, key=mine.key)
    theirs.bodies = mine.bodies
    with pytest.raises(NotEnrolled):
        centre.take(theirs.push())


def test_the_kiosks_own_push_says_how_it_is_and_a_carried_one_does_not(centre: Centre) -> None:
    kiosk = knitted(1, 2)
    centre.take(kiosk.push(1, 1))
    assert centre.database.rows("SELECT heard_ms, version FROM ledger_stream") == [(0, "")]
    push = kiosk.push(2, sent=sample_at(NOW_MS))
    centre.take(msgspec.structs.replace(push, waiting=7))
    assert centre.database.rows("SELECT heard_ms, waiting, version FROM ledger_stream") == [(NOW_MS, 7, "1.0")]


def test_a_revoked_device_is_stored_and_flagged_and_not_counted(centre: Centre) -> None:
    kiosk = knitted(1, 2)
    centre.take(kiosk.push(1, 1))
    revoke(centre.database, 1)
    taken = centre.take(kiosk.push(2))
    assert (taken.state, taken.high, taken.flags) == (PushState.REVOKED, 2, ((2, int(Flag.REVOKED_DEVICE)),))
    assert (centre.hats(), centre.count("ledger_entry")) == (1, 2)


def test_an_entry_that_goes_alone_takes_its_place_unread_and_the_stream_goes_on(centre: Centre) -> None:
    kiosk = knitted(1)
    kiosk.add_bytes(b"\xc1 no entry of this world")
    kiosk.add(ItemsLogged(KNITTING, HATS, 5), 9)
    centre.take(kiosk.push(1, 1))
    for _ in range(2):
        taken = take_lost(centre.store, kiosk.lost(2), centre.shapes, NOW_MS)
        assert (taken.state, taken.high, taken.flags) == (PushState.APPENDED, 2, ((2, int(Flag.UNREADABLE)),))
    assert centre.take(kiosk.push(3)).high == 3
    assert (centre.hats(), centre.count("ledger_found")) == (6, 1)


def test_an_entry_that_goes_alone_out_of_place_is_still_kept(centre: Centre) -> None:
    kiosk = knitted(1, 2, 3)
    taken = take_lost(centre.store, kiosk.lost(3), centre.shapes, NOW_MS)
    assert taken.state is PushState.UNKNOWN_STREAM_START
    assert (centre.count("ledger_found"), centre.count("ledger_entry")) == (1, 0)
    with pytest.raises(NotEnrolled):
        take_lost(centre.store, knitted(1, device=99).lost(1), centre.shapes, NOW_MS)
