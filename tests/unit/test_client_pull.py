"""Is only what is signed kept, and does a restored centre get back what only a sibling knows?"""

from pathlib import Path

import msgspec
import pytest

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Stop, Why
from sync.client.parts import NotTrusted, trusted_part
from sync.client.push import Next
from sync.client.refill import Refill
from sync.client.reports import ManifestChanged, ManifestNotKept, PartNotTrusted, RosterChanged, SiblingsAdvanced, StandingChanged
from sync.client.sizing import Sizing
from sync.domain.identity import Stream
from sync.journal.contract import StorageFull
from sync.journal.told import ToldOnDisk
from sync.protocol import chain
from sync.protocol.envelope import CONTENT_TYPE, decode, encode, pack
from sync.protocol.messages import (
    Manifest,
    PullReply,
    PushReply,
    PushState,
    RosterChange,
    RosterPage,
    Seal,
    Signed,
    StreamPart,
    Trouble,
    TroubleCode,
)
from sync.protocol.signing import MANIFEST, NO_NONCE, TROUBLE, sign
from tests.support.centre_in_memory import MemoryCentre
from tests.support.connected import CENTRE_KEY, Connected, new_centre
from tests.support.journals import CLOCK
from tests.support.journals import KEY as STRANGER
from tests.support.told_in_memory import MemoryTold


def two_kiosks(entries: int = 6) -> tuple[Connected, Connected]:
    """Return two kiosks of one venue; the first has pushed ``entries`` in pushes of two."""
    first = Connected(new_centre(), 1, Sizing(2))
    second = Connected(first.centre, 2, Sizing(2))
    first.log(*range(1, entries + 1))
    first.push_all()
    return first, second


def reply(**changes: object) -> PullReply:
    return msgspec.structs.replace(PullReply(True, None, None, (), (), 0, 1_000), **changes)


def signed_manifest(version: int, *, key: object = CENTRE_KEY, server_keys: tuple[bytes, ...] = (), epoch: int = 1) -> Signed:
    manifest = Manifest(version, (), epoch, 0, 0, b"", (), server_keys, (), b"")
    return sign(MANIFEST, NO_NONCE, encode(manifest), key)  # type: ignore[arg-type]  # a signing key either way


def test_a_sibling_learns_what_the_other_wrote_under_its_seals() -> None:
    first, second = two_kiosks()
    second.pull_all()
    stream = first.journal.stream
    assert dict(second.told.vector())[stream] == 6
    assert second.told.read(stream, 1, 9).entries == first.written()
    assert [seal.seq for seal in second.told.seals(stream, 1, 9)] == [2, 6]
    assert SiblingsAdvanced((stream,)) in second.reports


def test_a_second_pull_brings_only_what_is_new() -> None:
    first, second = two_kiosks()
    second.pull_all()
    first.log(7, 8)
    first.push_all()
    second.pull_all()
    assert second.told.read(first.journal.stream, 1, 9).entries == first.written()
    assert second.pull.take_reply(reply()).more is False


def test_a_restored_centre_gets_a_dead_kiosks_entries_from_its_sibling() -> None:
    first, second = two_kiosks()
    second.pull_all()
    centre = first.centre
    centre.restore(new_centre().backup())
    second.pull_all()
    assert second.refill.waiting() == 6
    second.push_all()
    assert tuple(centre.books.ledger[first.journal.stream].bodies) == first.written()
    assert second.refill.waiting() == 0


def test_what_the_centre_lacks_of_our_own_lowers_our_mark() -> None:
    first, _ = two_kiosks()
    first.centre.restore(new_centre().backup())
    first.pull_all()
    assert first.outbox.waiting() == 6
    first.push_all()
    assert first.arrived() == first.written()


def test_our_own_streams_are_never_taken_from_outside() -> None:
    first, _ = two_kiosks()
    first.pull_all()
    first.pull.take_reply(reply(parts=(parts_of(first, 1, 6),)))
    assert first.told.vector() == ()


def test_a_forged_part_is_left_out_and_told() -> None:
    first, second = two_kiosks()
    second.pull_all()
    stream = first.journal.stream
    head = second.told.head(stream)
    assert head
    forged = StreamPart(stream, 7, head, (b"forged",), (Seal(7, chain.extend(head, b"forged"), 1, CLOCK, b"s" * 64),))
    second.pull.take_reply(reply(parts=(forged,)))
    assert dict(second.told.vector())[stream] == 6
    assert second.reports[-1] == PartNotTrusted(stream, "the seal at 7 does not fit")


def test_a_part_of_an_unknown_device_is_left_out() -> None:
    _, second = two_kiosks()
    second.pull.take_reply(reply(parts=(StreamPart(msgspec.convert([77, 1], Stream), 1, b"p" * 32, (b"x",), ()),)))
    assert second.told.vector() == ()


def parts_of(first: Connected, at: int, to: int) -> StreamPart:
    stream = first.journal.stream
    stretch = first.journal.read(stream, at, to - at + 1)
    return StreamPart(stream, at, stretch.previous, stretch.entries, first.journal.seals(stream, at, to))


def test_only_what_a_seal_covers_is_taken() -> None:
    first, _ = two_kiosks()
    first.log(7, 8, 9)
    whole = parts_of(first, 1, 9)
    taken = trusted_part(whole, 0, None, first.device.public_key)
    assert taken
    assert (taken.first, len(taken.entries)) == (1, 6)


def test_an_overlap_is_compared_and_cut() -> None:
    first, _ = two_kiosks()
    head = first.journal.read(first.journal.stream, 3, 1).previous
    taken = trusted_part(parts_of(first, 1, 6), 2, head, first.device.public_key)
    assert taken
    assert (taken.first, taken.previous, len(taken.entries)) == (3, head, 4)


def test_nothing_new_and_nothing_sealed_is_nothing() -> None:
    first, _ = two_kiosks()
    head = first.journal.read(first.journal.stream, 7, 1).previous
    assert trusted_part(parts_of(first, 1, 6), 6, head, first.device.public_key) is None
    assert trusted_part(msgspec.structs.replace(parts_of(first, 1, 6), seals=()), 0, None, first.device.public_key) is None


def test_a_gap_or_another_chain_is_not_trusted() -> None:
    first, _ = two_kiosks()
    with pytest.raises(NotTrusted, match="follow"):
        trusted_part(parts_of(first, 3, 6), 0, None, first.device.public_key)
    with pytest.raises(NotTrusted, match="chain"):
        trusted_part(parts_of(first, 3, 6), 2, b"x" * 32, first.device.public_key)
    with pytest.raises(NotTrusted, match="seal"):
        trusted_part(parts_of(first, 1, 6), 0, chain.genesis(first.journal.stream, first.device.public_key), b"k" * 32)


def test_the_version_of_a_manifest_only_grows() -> None:
    _, kiosk = two_kiosks()
    for version, kept in ((50, 50), (49, 50), (50, 50), (51, 51)):
        kiosk.pull.take_reply(reply(manifest=signed_manifest(version)))
        assert kiosk.pull.manifest
        assert kiosk.pull.manifest.version == kept
    assert [report for report in kiosk.reports if isinstance(report, ManifestChanged)] == [ManifestChanged(50), ManifestChanged(51)]


def test_a_restored_centre_may_count_from_an_earlier_version_in_a_later_epoch() -> None:
    _, kiosk = two_kiosks()
    for version, epoch, kept in ((50, 1, 50), (30, 2, 30), (60, 1, 30), (31, 2, 31)):
        kiosk.pull.take_reply(reply(manifest=signed_manifest(version, epoch=epoch)))
        assert kiosk.pull.manifest
        assert kiosk.pull.manifest.version == kept


def test_a_manifest_by_a_stranger_or_for_another_use_is_left_out() -> None:
    _, kiosk = two_kiosks()
    garbled = sign(MANIFEST, NO_NONCE, b"\x93", CENTRE_KEY)
    for signed in (signed_manifest(50, key=STRANGER), Signed("pull", b"", b""), garbled):
        kiosk.pull.take_reply(reply(manifest=signed))
    assert kiosk.pull.manifest is None
    assert kiosk.told.manifest() is None


def test_a_manifest_hands_the_trust_on_to_new_keys() -> None:
    _, kiosk = two_kiosks()
    new_key = STRANGER.verify_key.encode()
    kiosk.pull.take_reply(reply(manifest=signed_manifest(50, server_keys=(new_key,))))
    assert kiosk.pull.server_keys == (new_key,)
    kiosk.pull.take_reply(reply(manifest=signed_manifest(51, server_keys=(new_key,))))
    assert kiosk.pull.manifest
    assert kiosk.pull.manifest.version == 50, "the old key is not trusted any more"
    kiosk.start()
    assert kiosk.pull.server_keys == (new_key,), "known again after a restart"


def test_without_a_manifest_the_key_from_enrolment_counts() -> None:
    _, kiosk = two_kiosks()
    assert kiosk.pull.server_keys == (kiosk.centre.public_key,)
    kiosk.told.signed = Signed(MANIFEST, b"\x93", b"")
    kiosk.start()
    assert kiosk.pull.server_keys == (kiosk.centre.public_key,)


class FullTold(MemoryTold):
    def keep_manifest(self, _signed: Signed, _manifest: Manifest) -> None:
        raise StorageFull("Keeping", "the disk is full")


def test_a_manifest_that_cannot_be_kept_does_not_stop_the_rest() -> None:
    first, second = two_kiosks()
    second.pull_all()
    first.log(7)
    first.push_all()
    second.told.__class__ = FullTold
    second.centre.enrol(3, b"k" * 32)
    second.pull_all()
    assert dict(second.told.vector())[first.journal.stream] == 7
    second.pull_all()
    assert len([report for report in second.reports if isinstance(report, ManifestNotKept)]) == 1


def test_a_definition_that_cannot_be_read_is_told_once_and_the_day_goes_on_as_it_was(tmp_path: Path) -> None:
    first, second = two_kiosks()
    told = ToldOnDisk(tmp_path / "told", second.device.number, second.device.venue)
    second.told = told  # type: ignore[assignment] # the real one instead of the one in memory
    second.start()
    second.pull_all()
    before = told.definition
    first.log(7)
    first.push_all()
    second.centre.definition = "a newer shape"  # type: ignore[assignment] # what this version cannot read
    second.centre.enrol(3, b"k" * 32)
    second.pull_all()
    second.pull_all()
    assert told.definition == before
    assert second.pull.manifest is not None
    assert dict(told.vector())[first.journal.stream] == 7, "the rest of the answer is kept"
    [report] = [report for report in second.reports if isinstance(report, ManifestNotKept)]
    assert "Update this kiosk" in report.why
    told.close()


def test_a_roster_comes_in_pages_and_is_told_when_it_is_whole() -> None:
    _, kiosk = two_kiosks()
    pages = (
        RosterPage(3, (RosterChange(1, b"a", b"Ann"), RosterChange(1, b"b", b"Ben")), b"b"),
        RosterPage(3, (RosterChange(1, b"c", b"Cem"), RosterChange(1, b"a", None)), None),
    )
    assert kiosk.pull.take_reply(reply(roster=pages[0])).more
    assert kiosk.pull.next_ask().roster_after == b"b"
    assert kiosk.pull.next_ask().roster == 0
    assert not kiosk.pull.take_reply(reply(roster=pages[1])).more
    assert (kiosk.pull.next_ask().roster, kiosk.pull.next_ask().roster_after) == (3, b"")
    assert set(kiosk.told.roster.values()) == {b"Ben", b"Cem"}
    assert kiosk.reports.count(RosterChanged(3)) == 1
    kiosk.pull.take_reply(reply(roster=RosterPage(3, (), None)))
    assert kiosk.reports.count(RosterChanged(3)) == 1, "nothing new is no news"


def test_a_revoked_device_forgets_the_roster_and_keeps_its_entries() -> None:
    _, kiosk = two_kiosks()
    kiosk.log(1)
    kiosk.pull.take_reply(reply(roster=RosterPage(3, (RosterChange(1, b"a", b"Ann"),), None)))
    page = RosterPage(4, (RosterChange(1, b"b", b"Ben"),), None)
    kiosk.pull.take_reply(reply(standing=False, roster=page))
    kiosk.pull.take_reply(reply(standing=False))
    assert kiosk.told.roster == {}
    assert kiosk.reports.count(StandingChanged(False)) == 1
    assert kiosk.outbox.waiting() == 1
    kiosk.pull.take_reply(reply())
    assert kiosk.reports[-1] == StandingChanged(True)


def test_a_refused_ask_over_the_centres_signature_clears_the_roster_too() -> None:
    _, kiosk = two_kiosks()
    kiosk.pull.take_reply(reply(roster=RosterPage(3, (RosterChange(1, b"a", b"Ann"),), None)))

    def revoked(_path: str, _body: bytes) -> Response:
        nonce = kiosk.pull.next_ask().nonce
        asked = (int.from_bytes(nonce) - 1).to_bytes(16)
        return Response(403, CONTENT_TYPE, pack(sign(TROUBLE, asked, encode(Trouble(TroubleCode.REVOKED, 0)), CENTRE_KEY)))

    with pytest.raises(Stop):
        kiosk.pull_all(revoked)
    assert kiosk.told.roster == {}


def test_a_too_old_protocol_clears_nothing() -> None:
    _, kiosk = two_kiosks()
    kiosk.pull.take_reply(reply(roster=RosterPage(3, (RosterChange(1, b"a", b"Ann"),), None)))

    def too_old(_path: str, _body: bytes) -> Response:
        nonce = (int.from_bytes(kiosk.pull.next_ask().nonce) - 1).to_bytes(16)
        return Response(426, CONTENT_TYPE, pack(sign(TROUBLE, nonce, encode(Trouble(TroubleCode.TOO_OLD, 0)), CENTRE_KEY)))

    with pytest.raises(Stop):
        kiosk.pull_all(too_old)
    assert kiosk.told.roster


def refill_of(first: Connected, second: Connected) -> tuple[Refill, Stream]:
    second.pull_all()
    stream = first.journal.stream
    second.refill.wanted(stream, 0)
    return second.refill, stream


def answer(state: PushState, high: int) -> PushReply:
    return PushReply(state, high, b"", 0, 1, 0, (), 1, 0)


def test_a_refill_goes_on_where_the_centre_says() -> None:
    refill, _ = refill_of(*two_kiosks(8))
    push = refill.next_push()
    assert push
    assert (push.first, push.seal.seq) == (1, 8)
    assert refill.take_reply(push, answer(PushState.APPENDED, 4)) is Next.GO_ON
    push = refill.next_push()
    assert push
    assert push.first == 5
    assert refill.take_reply(push, answer(PushState.REWIND, 2)) is Next.GO_ON
    push = refill.next_push()
    assert push
    assert push.first == 3
    assert refill.take_reply(push, answer(PushState.REWIND, 1)) is Next.BACK_OFF
    assert refill.next_push() is None


def test_a_refill_that_forks_is_left_to_its_owner() -> None:
    refill, _ = refill_of(*two_kiosks())
    push = refill.next_push()
    assert push
    assert refill.take_reply(push, answer(PushState.FORK, 4)) is Next.GO_ON
    assert refill.next_push() is None


def test_a_refused_refill_is_tried_in_the_smallest_part_and_then_left() -> None:
    refill, _ = refill_of(*two_kiosks(8))
    whole = refill.next_push()
    assert whole
    assert refill.failed(whole, Why.OFFLINE) is Next.BACK_OFF
    assert refill.failed(whole, Why.UNREADABLE) is Next.GO_ON
    smallest = refill.next_push()
    assert smallest
    assert len(smallest.entries) == 2
    assert refill.failed(smallest, Why.UNREADABLE) is Next.GO_ON
    assert refill.next_push() is None


def test_a_slow_line_carries_a_refill_in_small_parts() -> None:
    refill, _ = refill_of(*two_kiosks(8))
    whole = refill.next_push()
    assert whole
    assert refill.failed(whole, Why.SLOW) is Next.BACK_OFF
    small = refill.next_push()
    assert small
    assert len(small.entries) < len(whole.entries)


def test_a_stretch_without_a_seal_or_with_holes_is_not_carried() -> None:
    first, second = two_kiosks()
    refill, stream = refill_of(first, second)
    kept = second.told._kept[stream]
    bodies, kept.bodies = kept.bodies, kept.bodies[:3]
    assert refill.next_push() is None
    kept.bodies = bodies
    kept.seals.clear()
    refill.wanted(stream, 0)
    assert refill.next_push() is None


def test_a_centre_that_names_no_device_gets_no_line() -> None:
    """An ask of a device that the centre does not know is refused, and the roster stays: a restored centre may know us again."""
    _, kiosk = two_kiosks()
    kiosk.pull.take_reply(reply(roster=RosterPage(3, (RosterChange(1, b"a", b"Ann"),), None)))
    kiosk.centre.devices.clear()
    with pytest.raises(RetryLater) as caught:
        kiosk.pull_all()
    assert caught.value.why is Why.NOT_KNOWN
    assert kiosk.told.roster


def test_the_ask_says_how_far_everything_is_held() -> None:
    first, second = two_kiosks()
    second.log(1)
    second.pull_all()
    ask = second.pull.next_ask(waiting=7)
    assert dict(ask.vector) == {second.journal.stream: 1, first.journal.stream: 6}
    assert (ask.device, ask.waiting, ask.clock, ask.version) == (2, 7, CLOCK, "test")
    manifest = second.told.manifest()
    assert manifest
    assert ask.definition == decode(manifest.body, Manifest).version
    assert isinstance(second.centre, MemoryCentre)
