"""What do entries add up to at the centre, and what is flagged? The same on PostgreSQL and SQLite, and the same as the domain says."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.entry import Reason, Value
from sync.domain.facts import Arrived, Corrected, Counted, Delivered, ItemsLogged, Received, Voided, WalkedIn
from sync.domain.flags import Flag
from sync.protocol import canon
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from tests.support.centre import KINDS, Database, close, fresh_database
from tests.support.day import CARDS, CLOSES_MS, EVENT, HATS, HOUR_MS, KNITTING, MINUTE_MS, MIRIAM, OPENS_MS, entry, id_at, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish, sample_at


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database:
        enrol(database)
        publish(database)
        yield database


def take(database: Database, *kiosks: Pusher, now_ms: int = NOW_MS, sent: Any = None) -> list[tuple[int, int]]:
    """Push each kiosk's journal to its end; return the flags of the last."""
    store = database.store()
    flags: list[tuple[int, int]] = []
    for kiosk in kiosks:
        shapes = Shapes({EVENT: small_definition()})
        flags = list(take_push(store, kiosk.push(sent=sent), shapes, now_ms).flags)
    close(store)
    return flags


def made(database: Database) -> dict[tuple[int, int, int], int]:
    rows = database.rows("SELECT activity, item, measure, sum(amount) FROM ledger_subtotal GROUP BY activity, item, measure")
    return {(activity, item, measure): int(amount) for activity, item, measure, amount in rows if amount}


def flags_in(database: Database) -> set[tuple[int, int]]:
    return set(database.rows("SELECT seq, code FROM ledger_raisedflag"))


def hats(quantity: int, who: bytes | None = None) -> ItemsLogged:
    return ItemsLogged(KNITTING, HATS, quantity, who)


def test_made_delivered_and_received_stand_side_by_side(database: Database) -> None:
    kiosk = Pusher()
    for fact in (hats(7), hats(3), Delivered(KNITTING, HATS, 9), Received(KNITTING, HATS, 8)):
        kiosk.add(fact)
    take(database, kiosk)
    assert made(database) == {(KNITTING, HATS, 1): 10, (KNITTING, HATS, 2): 9, (KNITTING, HATS, 3): 8}


def test_of_counts_by_hand_the_latest_of_each_stream_is_kept(database: Database) -> None:
    kiosk, other = Pusher(1), Pusher(2)
    kiosk.add(Counted(KNITTING, HATS, 40), 10)
    kiosk.add(Counted(KNITTING, HATS, 38), 20)
    kiosk.add(Counted(KNITTING, HATS, 99), 15)
    other.add(Counted(KNITTING, HATS, 12), 5)
    take(database, kiosk, other)
    assert database.rows("SELECT quantity, seq FROM ledger_count ORDER BY quantity") == [(12, 1), (38, 2)]
    assert made(database) == {}


def test_a_count_that_is_taken_back_gives_way_to_the_one_before(database: Database) -> None:
    kiosk = Pusher()
    kiosk.add(Counted(KNITTING, HATS, 40), 10)
    wrong = kiosk.add(Counted(KNITTING, HATS, 400), 20)
    take(database, kiosk)
    kiosk.add(Voided(wrong), 21)
    take(database, kiosk)
    assert database.rows("SELECT quantity FROM ledger_count") == [(40,)]


@pytest.mark.parametrize(
    ("make", "flag"),
    [
        (lambda: entry(ItemsLogged(CARDS, 999, 1)), Flag.UNKNOWN_ITEM),
        (lambda: entry(ItemsLogged(CARDS, HATS, 1)), Flag.UNKNOWN_ACTIVITY),
        (lambda: entry(hats(1), venue=77), Flag.UNKNOWN_VENUE),
        (lambda: entry(hats(1), event=78), Flag.FOREIGN_EVENT),
        (lambda: entry(hats(201)), Flag.IMPLAUSIBLE_AMOUNT),
        (lambda: msgspec.structs.replace(entry(hats(1)), quantity=-5), Flag.IMPOSSIBLE_AMOUNT),
        (lambda: msgspec.structs.replace(entry(hats(1)), quantity=2**63 - 1), Flag.IMPOSSIBLE_AMOUNT),
        (lambda: msgspec.structs.replace(entry(hats(1)), item=None), Flag.INCOMPLETE),
        (lambda: msgspec.structs.replace(entry(hats(1)), kind=200), Flag.UNKNOWN_KIND),
        (lambda: msgspec.structs.replace(entry(hats(1)), wall_ms=-(2**63), boot=9, clock=0), Flag.CLOCK_DOUBT),
        (lambda: entry(Arrived(b"stranger")), Flag.UNKNOWN_PERSON),
        (lambda: entry(Voided(Pusher(2).add(hats(1)))), Flag.UNSEEN_TARGET),
    ],
)
def test_whatever_an_entry_says_it_is_stored_and_flagged_and_the_next_one_counts(database: Database, make: Any, flag: Flag) -> None:
    kiosk = Pusher()
    kiosk.add_entry(make())
    kiosk.add(hats(4))
    flags = take(database, kiosk)
    assert (1, int(flag)) in flags
    assert database.rows("SELECT high FROM ledger_stream WHERE device = 1") == [(2,)]
    assert made(database)[KNITTING, HATS, 1] >= 4


@pytest.mark.parametrize("body", [b"", b"\xff" * 40, b"\x00", canon.encode(entry(hats(1)))[:-3] + b"\xcf\xff\xff", b"\x94" * 3000])
def test_bytes_that_are_no_entry_are_stored_as_they_are_and_block_nothing(database: Database, body: bytes) -> None:
    kiosk = Pusher()
    kiosk.add_bytes(body)
    kiosk.add(hats(4))
    assert take(database, kiosk) == [(1, int(Flag.UNREADABLE))]
    assert [bytes(kept) for (kept,) in database.rows("SELECT body FROM ledger_entry ORDER BY seq")] == kiosk.bodies
    assert made(database) == {(KNITTING, HATS, 1): 4}


def test_hostile_numbers_in_every_field_are_stored(database: Database) -> None:
    kiosk = Pusher()
    whole = entry(hats(1))
    for name in (
        "v",
        "kind",
        "wall_ms",
        "mono_ms",
        "boot",
        "clock",
        "definition",
        "event",
        "venue",
        "activity",
        "item",
        "headcount",
        "how",
    ):
        for number in (-(2**63), 2**63 - 1):
            kiosk.add_entry(msgspec.structs.replace(whole, **{name: number}))
    take(database, kiosk)
    assert database.rows("SELECT count(*) FROM ledger_entry") == [(len(kiosk.bodies),)]


def test_people_on_the_roster_and_walk_ins_are_known(database: Database) -> None:
    store = database.store()
    with store.transaction() as ledger:
        row = (EVENT, 1, 1, MIRIAM, b"somebody", 1)
        ledger.run("INSERT INTO publishing_rosterrow (event, venue, sort, key, body, version) VALUES (%s, %s, %s, %s, %s, %s)", row)
    close(store)
    first, second = Pusher(1), Pusher(2)
    for fact in (Arrived(MIRIAM), WalkedIn(b"newcomer"), Arrived(b"newcomer")):
        first.add(fact)
    second.add(Arrived(b"newcomer"))
    assert take(database, first) == []
    assert take(database, second) == []


def test_what_happened_after_the_close_is_counted_and_flagged_late(database: Database) -> None:
    kiosk = Pusher()
    kiosk.add(hats(2), (CLOSES_MS - OPENS_MS) / MINUTE_MS + 5)
    later_ms = CLOSES_MS + HOUR_MS
    assert take(database, kiosk, now_ms=later_ms, sent=sample_at(later_ms)) == [(1, int(Flag.LATE))]
    assert made(database) == {(KNITTING, HATS, 1): 2}


def test_the_time_of_an_entry_is_estimated_by_the_kiosks_steady_clock(database: Database) -> None:
    kiosk = Pusher()
    kiosk.add_entry(msgspec.structs.replace(entry(hats(1), 30), wall_ms=0, clock=0))
    wrong_wall = msgspec.structs.replace(sample_at(NOW_MS), wall_ms=86_400_000, state=0)
    take(database, kiosk, sent=wrong_wall)
    assert database.rows("SELECT at_ms FROM ledger_entry") == [(OPENS_MS + 30 * MINUTE_MS,)]


def test_a_correction_replaces_the_value_in_the_stream_of_its_target(database: Database) -> None:
    kiosk, lead = Pusher(1), Pusher(2)
    target = kiosk.add(hats(7))
    lead.add(Corrected(target, Value(quantity=5)), 3)
    take(database, kiosk, lead)
    assert made(database) == {(KNITTING, HATS, 1): 5}
    assert database.rows("SELECT s.device, t.amount FROM ledger_subtotal t JOIN ledger_stream s ON s.id = t.stream_id") == [(1, 5)]


def test_a_correction_that_arrives_first_waits_for_its_target(database: Database) -> None:
    kiosk, lead = Pusher(1), Pusher(2)
    kiosk.add(hats(2))
    target = kiosk.add(hats(7), 1)
    lead.add(Corrected(target, Value(quantity=5), Reason.MISCOUNTED), 3)
    assert take(database, lead) == [(1, int(Flag.UNSEEN_TARGET))]
    take(database, kiosk)
    assert made(database) == {(KNITTING, HATS, 1): 7}
    assert flags_in(database) == set()


def test_a_void_that_is_voided_counts_again_in_whatever_order_they_come(database: Database) -> None:
    kiosk, lead, second = Pusher(1), Pusher(2), Pusher(3)
    target = kiosk.add(hats(7))
    void = lead.add(Voided(target), 3)
    second.add(Voided(void), 4)
    take(database, second)
    take(database, kiosk)
    assert made(database) == {(KNITTING, HATS, 1): 7}
    take(database, lead)
    assert made(database) == {(KNITTING, HATS, 1): 7}


def test_a_correction_out_of_another_event_changes_nothing(database: Database) -> None:
    kiosk, stranger = Pusher(1), Pusher(2)
    target = kiosk.add(hats(7))
    stranger.add(Corrected(target, Value(quantity=0)), 3, event=EVENT + 1)
    take(database, kiosk, stranger)
    assert made(database) == {(KNITTING, HATS, 1): 7}


def test_an_undo_in_the_same_push_leaves_nothing(database: Database) -> None:
    kiosk = Pusher()
    kiosk.add(Voided(kiosk.add(hats(7))), 1)
    assert take(database, kiosk) == []
    assert made(database) == {}


def test_corrections_from_two_kiosks_are_flagged_on_their_target(database: Database) -> None:
    kiosk, one, other = Pusher(1), Pusher(2), Pusher(3)
    target = kiosk.add(hats(7))
    one.add(Corrected(target, Value(quantity=5)), 3)
    other.add(Corrected(target, Value(quantity=6)), 4)
    take(database, kiosk, one, other)
    assert made(database) == {(KNITTING, HATS, 1): 6}
    assert flags_in(database) == {(1, int(Flag.CONCURRENT_CORRECTIONS))}


def test_amendments_that_chase_each_other_do_no_harm(database: Database) -> None:
    one, other = Pusher(1), Pusher(2)
    one.add(Voided(id_at(1, other.stream)))
    other.add(Voided(id_at(1, one.stream)))
    one.add(hats(3))
    take(database, one, other)
    assert made(database) == {(KNITTING, HATS, 1): 3}
