"""What does a decision at the centre do? It is an entry: the figures follow, a repeat changes nothing, and taking it back is one more."""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.entry import Reason
from sync.domain.facts import Arrived, Corrected, Counted, ItemsLogged, Voided
from sync.domain.flags import Flag
from sync.domain.identity import CENTRE, EntryId
from sync.protocol import canon
from sync.server.ledger import recount as figures
from sync.server.ledger.assess import Shapes
from sync.server.ledger.ingest import take_push
from sync.server.projector.follow import catch_up
from tests.support.centre import KINDS, Database, django_on, fresh_database, set_up_django
from tests.support.day import EVENT, HATS, KNITTING, MIRIAM, WARD, small_definition
from tests.support.pushing import NOW_MS, Pusher, enrol, publish

set_up_django()

TAP, OTHER_TAP = "the first press", "another press"


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with fresh_database(request.param) as database, django_on(database):
        enrol(database)
        publish(database)
        yield database


@pytest.fixture
def store(database: Database) -> Any:
    from sync.server.ledger.opening import open_store

    del database
    return open_store()


def take(store: Any, *kiosks: Pusher) -> None:
    for kiosk in kiosks:
        take_push(store, kiosk.push(), Shapes({EVENT: small_definition()}), NOW_MS)
    catch_up(store, NOW_MS)


def decider() -> Any:
    from sync.server.deciding.deciding import Decider

    return Decider("Ruth Adeyemi", EVENT, 1)


def flagged(id_: EntryId, code: Flag, store: Any) -> Any:
    from sync.server.deciding.deciding import Flagged

    line = store.reading().line_at(id_)
    return Flagged(code, id_, WARD, None if line is None else line.entry)


def say(store: Any, flags: list[Any], action: str, tap: str = TAP, quantity: int | None = None) -> int:
    from sync.server.deciding.deciding import Action, Saying, decide

    number = decide(store, decider(), flags, Saying(tap, Action(action), Reason.DUPLICATE, quantity), NOW_MS)
    catch_up(store, NOW_MS)
    return number


def take_back(store: Any, tap: str = "back") -> bool:
    from sync.server.deciding.deciding import undo
    from sync.server.deciding.models import Decision

    done = undo(store, decider(), Decision.objects.latest("pk"), tap, NOW_MS)
    catch_up(store, NOW_MS)
    return done


def hats(database: Database) -> int:
    return int(database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal")[0][0])


def open_flags(database: Database) -> list[int]:
    return [code for (code,) in database.rows("SELECT code FROM ledger_raisedflag WHERE settled_ms IS NULL ORDER BY code")]


def own_entries(database: Database) -> list[Any]:
    rows = database.rows(
        "SELECT e.body FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id WHERE s.device = 0 ORDER BY e.stream_id, e.seq"
    )
    return [canon.decode(bytes(body)) for (body,) in rows]


def assert_figures_hold(store: Any) -> None:
    with store.snapshot() as ledger:
        assert list(figures.differences(ledger)) == []


def many_hats(store: Any) -> EntryId:
    kiosk = Pusher()
    kiosk.add(ItemsLogged(KNITTING, HATS, 4))
    target = kiosk.add(ItemsLogged(KNITTING, HATS, 500), 1)
    take(store, kiosk)
    return target


def test_taking_out_what_was_told_twice_is_an_entry_and_the_figures_follow(database: Database, store: Any) -> None:
    one, two = Pusher(1), Pusher(2)
    one.add(ItemsLogged(KNITTING, HATS, 7), 1)
    double = two.add(ItemsLogged(KNITTING, HATS, 7), 1.5)
    take(store, one, two)
    assert (hats(database), open_flags(database)) == (14, [Flag.SIMILAR_LOGS])
    assert say(store, [flagged(double, Flag.SIMILAR_LOGS, store)], "void") == 1
    assert (hats(database), open_flags(database)) == (7, [])
    (entry,) = own_entries(database)
    assert (entry.target, entry.reason, entry.venue) == (double, Reason.DUPLICATE, WARD)
    assert_figures_hold(store)


def test_the_same_press_decides_once_however_often_it_arrives(database: Database, store: Any) -> None:
    flag = flagged(many_hats(store), Flag.IMPLAUSIBLE_AMOUNT, store)
    assert [say(store, [flag], "void") for _ in range(3)] == [1, 0, 0]
    assert say(store, [flag], "void", OTHER_TAP) == 0
    assert (hats(database), len(own_entries(database))) == (4, 1)


def test_the_right_number_replaces_what_was_logged(database: Database, store: Any) -> None:
    flag = flagged(many_hats(store), Flag.IMPLAUSIBLE_AMOUNT, store)
    assert say(store, [flag], "correct", quantity=50) == 1
    assert (hats(database), open_flags(database)) == (54, [])
    assert_figures_hold(store)


def test_what_is_explained_changes_no_figure(database: Database, store: Any) -> None:
    flag = flagged(many_hats(store), Flag.IMPLAUSIBLE_AMOUNT, store)
    assert say(store, [flag], "explain") == 1
    assert (hats(database), open_flags(database)) == (504, [])
    assert database.rows("SELECT settled_by FROM ledger_raisedflag") == [("Ruth Adeyemi",)]
    assert_figures_hold(store)


@pytest.mark.parametrize(("action", "between"), [("void", 4), ("correct", 54), ("explain", 504)])
def test_taking_a_decision_back_is_one_more_entry(database: Database, store: Any, action: str, between: int) -> None:
    from sync.server.deciding.deciding import Gone

    flag = flagged(many_hats(store), Flag.IMPLAUSIBLE_AMOUNT, store)
    say(store, [flag], action, quantity=50)
    assert hats(database) == between
    assert [take_back(store), take_back(store)] == [True, False]
    assert (hats(database), open_flags(database), len(own_entries(database))) == (504, [Flag.IMPLAUSIBLE_AMOUNT], 2)
    with pytest.raises(Gone):
        take_back(store, "another press")
    assert say(store, [flag], "void", OTHER_TAP) == 1
    assert hats(database) == 4
    assert_figures_hold(store)


def test_an_arrival_that_is_taken_out_ends_the_stay(database: Database, store: Any) -> None:
    kiosk = Pusher()
    kiosk.add(Arrived(MIRIAM, KNITTING))
    again = kiosk.add(Arrived(MIRIAM, KNITTING), 30)
    take(store, kiosk)
    assert int(Flag.REPEATED_ARRIVAL) in open_flags(database)
    say(store, [flagged(again, Flag.REPEATED_ARRIVAL, store)], "void")
    assert int(Flag.REPEATED_ARRIVAL) not in open_flags(database)
    assert database.rows("SELECT count(*) FROM projector_stay") == [(1,)]


def test_a_count_by_hand_that_is_taken_out_leaves_the_one_before(database: Database, store: Any) -> None:
    kiosk = Pusher()
    kiosk.add(Counted(KNITTING, HATS, 30))
    wrong = kiosk.add(Counted(KNITTING, HATS, 300_000), 1)
    take(store, kiosk)
    say(store, [flagged(wrong, Flag.IMPLAUSIBLE_AMOUNT, store)], "void")
    assert database.rows("SELECT quantity FROM ledger_count") == [(30,)]
    assert_figures_hold(store)


def test_whoever_corrects_after_a_lead_has_looked_at_what_the_lead_wrote(database: Database, store: Any) -> None:
    target = many_hats(store)
    lead = Pusher(2)
    from sync.domain.entry import Value

    lead.add(Corrected(target, Value(quantity=60)), 5)
    take(store, lead)
    say(store, [flagged(target, Flag.IMPLAUSIBLE_AMOUNT, store)], "correct", quantity=50)
    assert (hats(database), open_flags(database)) == (54, [])


def test_many_are_decided_with_one_press(database: Database, store: Any) -> None:
    kiosk = Pusher()
    ids = [kiosk.add(ItemsLogged(KNITTING, HATS, 500 + at), at) for at in range(6)]
    take(store, kiosk)
    flags = [flagged(id_, Flag.IMPLAUSIBLE_AMOUNT, store) for id_ in ids]
    assert say(store, flags, "void") == 6
    assert (hats(database), open_flags(database), len(own_entries(database))) == (0, [], 6)
    assert_figures_hold(store)


def test_an_entry_with_two_flags_is_taken_out_once(database: Database, store: Any) -> None:
    one, two = Pusher(1), Pusher(2)
    one.add(ItemsLogged(KNITTING, HATS, 500), 1)
    double = two.add(ItemsLogged(KNITTING, HATS, 500), 1.5)
    take(store, one, two)
    both = [flagged(double, code, store) for code in (Flag.SIMILAR_LOGS, Flag.IMPLAUSIBLE_AMOUNT)]
    assert say(store, both, "void") == 1
    assert (hats(database), open_flags(database)) == (500, [Flag.IMPLAUSIBLE_AMOUNT])
    assert take_back(store)
    assert hats(database) == 1_000
    assert_figures_hold(store)


def test_what_the_centre_wrote_comes_back_from_kiosks_after_a_restore(database: Database, store: Any) -> None:
    """The backup was older than the decision: the kiosk that pulled it brings it again, and the flag is settled again."""
    from sync.protocol.messages import ClockSample, PullAsk, Push, Seal
    from sync.server.deciding.pen import pen_for
    from sync.server.ledger import models

    target = many_hats(store)
    say(store, [flagged(target, Flag.IMPLAUSIBLE_AMOUNT, store)], "void")
    stream = pen_for(EVENT, WARD).stream
    row = models.Stream.objects.get(device=0)
    seal = models.Seal.objects.get(stream=row)
    bodies = tuple(bytes(body) for body in models.Entry.objects.filter(stream=row).order_by("seq").values_list("body", flat=True))
    sealed = Seal(
        seal.seq, bytes(seal.head), seal.definition, ClockSample(seal.wall_ms, seal.mono_ms, seal.boot, seal.state), bytes(seal.signature)
    )
    with fresh_database("sqlite") as restored, django_on(restored):
        from sync.protocol.chain import genesis
        from sync.server.devices.models import Device
        from sync.server.ledger.opening import open_store
        from sync.server.wire.pull import answer_pull

        enrol(restored)
        publish(restored)
        key = bytes(pen_key(database))
        Device.objects.create(no=CENTRE, name="The centre", event=0, venue=0, public_key=key, enrolled_ms=0)
        again = open_store()
        many_hats(again)
        asked = answer_pull(again.reading(), PullAsk(1, b"", 1, 0, b"", ((stream, 1),)), NOW_MS)
        assert asked.wanted == ((stream, 0),), "the centre asks for what it has forgotten"
        push = Push(stream, 1, genesis(stream, key), bodies, sealed, b"nonce")
        take_push(again, push, Shapes({EVENT: small_definition()}), NOW_MS)
        assert (hats(restored), open_flags(restored)) == (4, [])


def pen_key(database: Database) -> bytes:
    """The centre's public key as kiosks were told it."""
    ((key,),) = database.rows("SELECT public_key FROM devices_device WHERE no = 0")
    return bytes(key)


def test_a_centre_that_was_restored_writes_a_new_stream(database: Database, store: Any) -> None:
    from sync.server.deciding.pen import pen_for
    from sync.server.ledger.models import Centre

    del database, store
    before = pen_for(EVENT, WARD).stream
    assert pen_for(EVENT, WARD).stream == before
    assert pen_for(EVENT, WARD + 1).stream != before
    Centre.objects.update_or_create(pk=1, defaults={"epoch": 7})
    assert pen_for(EVENT, WARD).stream != before


def test_a_stranger_cannot_decide_in_the_centres_name(database: Database, store: Any) -> None:
    from sync.server.deciding.pen import pen_for
    from sync.server.ledger.ingest import NotEnrolled

    target = many_hats(store)
    forged = Pusher(CENTRE, pen_for(EVENT, WARD).stream.incarnation)
    forged.add(Voided(target))
    with pytest.raises(NotEnrolled):
        take(store, forged)
    assert hats(database) == 504


def test_nobody_revokes_the_centre_itself(database: Database) -> None:
    from sync.server.deciding.pen import pen_for
    from sync.server.devices.enrolment import revoke
    from sync.server.devices.models import Device

    pen_for(EVENT, WARD)
    with pytest.raises(Device.DoesNotExist):
        revoke(CENTRE, NOW_MS)
    assert database.rows("SELECT revoked_ms FROM devices_device WHERE no = 0") == [(None,)]
