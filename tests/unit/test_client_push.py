"""Does the mark follow the centre's word and nothing else, and does every entry get through in the end?"""

import msgspec
import pytest

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.client.push import FLAGGED_MAX, Next, Outbox
from sync.client.reports import Behind, Forked, NotTakenAtAll, Report, WentAlone
from sync.client.sizing import Sizing
from sync.domain.identity import entry_id
from sync.journal.contract import StorageFull
from sync.protocol import paths
from sync.protocol.envelope import pack
from sync.protocol.messages import LostAndFound, Push, PushReply, PushState
from sync.protocol.position import Rewind
from tests.support.connected import Connected, cards_logged, new_centre


def reply(state: PushState, high: int, head: bytes, epoch: int = 1, flags: tuple[tuple[int, int], ...] = ()) -> PushReply:
    return PushReply(state, high, head, 0, epoch, 0, flags, 1, 0)


def next_push(kiosk: Connected) -> Push:
    push = kiosk.outbox.next_push()
    assert isinstance(push, Push)
    return push


def test_everything_that_was_written_arrives_and_nothing_waits() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(4))
    kiosk.log(*range(1, 31))
    assert kiosk.outbox.waiting() == 30
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert (kiosk.outbox.sent(), kiosk.outbox.waiting(), kiosk.outbox.quarantined()) == (30, 0, 0)


def test_sent_waiting_and_quarantined_add_up_at_every_moment() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(4))
    kiosk.log(*range(1, 31))
    for _ in range(3):
        push = next_push(kiosk)
        assert push.waiting == 30 - push.seal.seq
        kiosk.outbox.take_reply(push, reply(PushState.APPENDED, push.seal.seq, push.seal.head))
        assert kiosk.outbox.sent() + kiosk.outbox.waiting() + kiosk.outbox.quarantined() == 30


def test_sending_moves_no_mark() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2)
    first, again = next_push(kiosk), next_push(kiosk)
    assert (first.entries, first.first) == (again.entries, again.first)
    assert kiosk.journal.mark(kiosk.journal.stream) == 0


def test_a_lost_reply_is_healed_by_sending_again() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2, 3)
    push = next_push(kiosk)
    kiosk.centre.handle(paths.PUSH, pack(push))
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert sum(kiosk.centre.books.totals.values()) == 6


def test_a_centre_that_went_back_to_yesterday_gets_everything_again() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(2))
    kiosk.log(1, 2, 3)
    kiosk.push_all()
    yesterday = kiosk.centre.backup()
    kiosk.log(4, 5, 6)
    kiosk.push_all()
    kiosk.centre.restore(yesterday)
    kiosk.push_all()
    assert len(kiosk.arrived()) == 3, "nothing waits, so nothing was said"
    kiosk.outbox.doubt()
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert sum(kiosk.centre.books.totals.values()) == 21


def test_a_new_epoch_puts_every_other_stream_in_doubt() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2)
    kiosk.push_all()
    kiosk.journal.begin_anew(kiosk.new_incarnation)
    kiosk.log(3)
    kiosk.push_all()
    kiosk.centre.restore(new_centre().backup())
    kiosk.log(4)
    kiosk.push_all()
    assert sum(kiosk.centre.books.totals.values()) == 10


def test_a_stream_is_knocked_for_once_and_then_rests() -> None:
    kiosk = Connected(new_centre())
    assert kiosk.outbox.next_push() is None, "an empty journal has no position to ask for"
    kiosk.log(1)
    kiosk.push_all()
    kiosk.start()
    knock = next_push(kiosk)
    assert (knock.first, knock.entries, knock.seal.seq) == (2, (), 1)
    kiosk.push_all()
    assert kiosk.outbox.next_push() is None


def test_a_position_that_does_not_lead_on_is_followed_once_per_back_off() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(2))
    kiosk.log(1, 2, 3)
    push = next_push(kiosk)
    back = reply(PushState.UNKNOWN_STREAM_START, 0, push.previous)
    assert kiosk.outbox.take_reply(push, back) is Next.GO_ON
    assert kiosk.outbox.take_reply(push, back) is Next.BACK_OFF
    with pytest.raises(RetryLater):
        kiosk.push_all(lambda _path, _body: (_ for _ in ()).throw(RetryLater(Why.OFFLINE)))
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert kiosk.outbox.take_reply(push, back) is Next.GO_ON, "an entry arrived in between"


def test_an_answer_that_contradicts_itself_moves_nothing() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2)
    push = next_push(kiosk)
    assert kiosk.outbox.take_reply(push, reply(PushState.APPENDED, 2, b"x" * 32)) is Next.BACK_OFF
    assert kiosk.outbox.take_reply(push, reply(PushState.APPENDED, 1, push.seal.head)) is Next.BACK_OFF
    assert kiosk.outbox.waiting() == 2


def two_clones(common: int, first_only: int) -> tuple[Connected, Connected]:
    """Return two machines with one disk: ``common`` entries, then ``first_only`` more of the first one, already at the centre."""
    first = Connected(new_centre(), sizing=Sizing(2))
    second = Connected(first.centre, sizing=Sizing(2))
    for kiosk in (first, second):
        kiosk.log(*range(1, common + 1))
    first.log(*range(100, 100 + first_only))
    first.push_all()
    return first, second


def test_a_clones_entries_reach_the_quarantine_and_a_new_incarnation_is_asked_for() -> None:
    first, second = two_clones(common=3, first_only=4)
    second.log(200, 201)
    second.push_all()
    branch = {(seq, body) for stream, seq, body in second.centre.books.quarantine if stream == second.journal.stream}
    assert branch >= {(4, second.written()[3]), (5, second.written()[4])}
    assert Forked(second.journal.stream) in second.reports
    assert second.outbox.waiting() == 0
    assert second.outbox.sent() + second.outbox.quarantined() == 5
    assert first.arrived() == first.written()


def test_a_clones_position_is_not_taken_for_our_own() -> None:
    """The first push of the second machine is a duplicate; the centre's position beyond it is the other machine's."""
    _, second = two_clones(common=3, first_only=1)
    second.log(200, 201, 202)
    push = next_push(second)
    assert push.seal.seq == 2
    second.push_all()
    assert {body for _, _, body in second.centre.books.quarantine} >= set(second.written()[3:])
    assert second.outbox.waiting() == 0


def test_a_fork_behind_a_stale_mark_sends_everything_since_the_last_agreement() -> None:
    """The mark says 5, from before the centre was restored; since then the other branch has taken the places after 3."""
    _, second = two_clones(common=3, first_only=4)
    second.log(200, 201, 202, 203, 204)
    stream = second.journal.stream
    second.journal.set_mark(stream, 5, 0, 1)
    second.push_all()
    kept = {body for _, _, body in second.centre.books.quarantine}
    assert kept >= set(second.written()[3:])
    assert second.outbox.waiting() == 0


def test_a_rewind_to_a_place_that_is_not_ours_begins_from_the_start() -> None:
    _, second = two_clones(common=3, first_only=2)
    second.log(*range(200, 220))
    second.journal.set_mark(second.journal.stream, 15, 0, 1)
    second.push_all()
    kept = {body for _, _, body in second.centre.books.quarantine}
    assert kept >= set(second.written()[3:])


def test_a_branch_is_put_into_quarantine_again_after_the_centre_was_restored() -> None:
    _, second = two_clones(common=3, first_only=4)
    yesterday = second.centre.backup()
    second.log(200)
    second.push_all()
    second.centre.restore(yesterday)
    second.outbox.doubt()
    second.push_all()
    assert second.written()[3] in {body for _, _, body in second.centre.books.quarantine}


def test_a_journal_that_was_rolled_back_asks_for_a_new_incarnation() -> None:
    first, second = two_clones(common=3, first_only=4)
    second.push_all()
    assert second.reports == [Behind(second.journal.stream, 7)]
    assert second.outbox.waiting() == 0
    assert len(first.arrived()) == 7


@pytest.mark.parametrize("branch", [(), (8, 9)])
def test_what_could_not_be_acted_on_is_told_again_and_holds_nothing_up(branch: tuple[int, ...]) -> None:
    _, second = two_clones(common=3, first_only=4)
    second.log(*branch)
    heard: list[Report] = []

    def act(report: Report) -> None:
        heard.append(report)
        if len(heard) == 1:
            raise StorageFull("Beginning a new journal", "the disk is full")

    second.outbox = Outbox(second.journal, second.making, act)
    for _ in range(3):
        second.push_all()
        second.outbox.doubt()
        assert second.outbox.waiting() == 0
    behind = Behind(second.journal.stream, 7)
    assert heard == [behind, Forked(second.journal.stream) if branch else behind]
    assert {body for _, _, body in second.centre.books.quarantine} >= set(second.written()[3:])


def test_an_earlier_incarnation_needs_no_new_one() -> None:
    _, second = two_clones(common=3, first_only=4)
    second.journal.begin_anew(second.new_incarnation)
    second.push_all()
    assert second.reports == []


def test_one_poisonous_entry_goes_alone_and_the_stream_goes_on() -> None:
    poison = cards_logged(666).who
    assert poison
    kiosk = Connected(new_centre(lambda entry: poison in entry))
    kiosk.log(*range(1, 20), 666, *range(20, 40))
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert kiosk.centre.books.unread == {(kiosk.journal.stream, 20)}
    assert kiosk.reports == [WentAlone(entry_id(kiosk.journal.stream, 20))]
    kiosk.log(41)
    kiosk.push_all()
    assert kiosk.outbox.waiting() == 0


def test_a_centre_that_refuses_everything_sends_nothing_to_lost_and_found() -> None:
    kiosk = Connected(new_centre(lambda _entry: True), sizing=Sizing(8))
    kiosk.log(*range(1, 9))
    asked: list[str] = []

    def refuse(path: str, _body: bytes) -> Response:
        asked.append(path)
        return Response(400, "text/html", b"")

    for _ in range(3):
        with pytest.raises(RetryLater):
            kiosk.push_all(refuse)
    assert paths.LOST not in asked
    assert kiosk.outbox.waiting() == 8


def test_an_entry_that_not_even_lost_and_found_takes_stays_and_is_told() -> None:
    kiosk = Connected(new_centre(lambda _entry: True))
    kiosk.log(1)

    def refuse_lost(path: str, body: bytes) -> Response:
        return Response(400, "text/html", b"") if path == paths.LOST else kiosk.centre.handle(path, body)

    for _ in range(2):
        with pytest.raises(RetryLater):
            kiosk.push_all(refuse_lost)
    assert kiosk.reports == [NotTakenAtAll(entry_id(kiosk.journal.stream, 1))]
    assert kiosk.outbox.waiting() == 1


def test_lost_and_found_on_a_bad_line_is_tried_again_without_alarm() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1)
    lost = LostAndFound(entry_id(kiosk.journal.stream, 1), b"body", b"n", b"p" * 32)
    assert kiosk.outbox.failed(lost, Why.OFFLINE) is Next.BACK_OFF
    assert kiosk.reports == []


def test_a_centre_whose_word_never_leads_on_is_left_alone_until_the_back_off_is_over() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2)
    kiosk.centre.place = lambda _sent, _standing: Rewind(0)  # type: ignore[method-assign, assignment]  # a centre in trouble
    asked: list[str] = []

    def post(path: str, body: bytes) -> Response:
        asked.append(path)
        return kiosk.centre.handle(path, body)

    with pytest.raises(RetryLater, match="does not lead on"):
        kiosk.push_all(post)
    assert len(asked) == 2
    assert kiosk.outbox.waiting() == 2


def test_another_stream_is_not_kept_waiting_by_one_that_is_stuck() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(1))
    kiosk.log(1)
    stuck = kiosk.journal.stream
    kiosk.journal.begin_anew(kiosk.new_incarnation)
    kiosk.log(2)
    push = next_push(kiosk)
    assert push.stream == stuck
    kiosk.outbox.failed(push, Why.SLOW)
    assert next_push(kiosk).stream == kiosk.journal.stream


def test_a_slow_line_gets_half_as_much_and_a_good_one_twice_as_much() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(8))
    kiosk.log(*range(1, 101))
    push = next_push(kiosk)
    assert len(push.entries) == 8
    assert kiosk.outbox.failed(push, Why.SLOW) is Next.BACK_OFF
    half = next_push(kiosk)
    assert len(half.entries) == 4
    kiosk.outbox.take_reply(half, reply(PushState.APPENDED, 4, half.seal.head))
    assert len(next_push(kiosk).entries) == 8


def test_an_offline_line_changes_no_size() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(8))
    kiosk.log(*range(1, 101))
    assert kiosk.outbox.failed(next_push(kiosk), Why.OFFLINE) is Next.BACK_OFF
    assert len(next_push(kiosk).entries) == 8


def test_flags_are_counted_once_each_and_bounded() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1)
    push = next_push(kiosk)
    for _ in range(2):
        kiosk.outbox.take_reply(push, reply(PushState.APPENDED, 1, push.seal.head, flags=((1, 9), (1, 13))))
    assert kiosk.outbox.flagged == {entry_id(kiosk.journal.stream, 1)}
    kiosk.outbox.flagged = {entry_id(kiosk.journal.stream, seq) for seq in range(FLAGGED_MAX)}
    kiosk.outbox.take_reply(push, reply(PushState.APPENDED, 1, push.seal.head, flags=((FLAGGED_MAX + 5, 9),)))
    assert len(kiosk.outbox.flagged) == FLAGGED_MAX


def test_a_revoked_device_still_gets_its_entries_through() -> None:
    kiosk = Connected(new_centre())
    kiosk.centre.revoked.add(1)
    kiosk.log(1, 2)
    kiosk.push_all()
    assert kiosk.outbox.waiting() == 0


def test_the_centre_may_lower_a_mark_outside_a_push_and_only_of_ours() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2, 3)
    kiosk.push_all()
    stream = kiosk.journal.stream
    assert kiosk.outbox.lower(stream, 1)
    assert kiosk.journal.mark(stream) == 1
    assert kiosk.outbox.lower(stream, 2), "ours, and nothing to lower"
    assert kiosk.journal.mark(stream) == 1
    assert not kiosk.outbox.lower(msgspec.structs.replace(stream, device=9), 0)
