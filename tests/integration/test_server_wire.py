"""Do the centre and a kiosk's own client understand each other? Every address, on both databases, every answer's signature checked."""

import zlib
from collections.abc import Iterator

import msgspec
import pytest
from nacl.signing import SigningKey

from sync.client.device import Device as ClientDevice
from sync.client.enrol import Enrolled, Enrolment, NotEnrolled, Waiting
from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.client.parts import trusted_part
from sync.domain.facts import ItemsLogged
from sync.domain.roster import Lead, Roster, Volunteer
from sync.protocol import envelope, paths, signing
from sync.protocol.limits import BODY_BYTES_SERVER_MAX, ENROLMENT_WINDOW_S
from sync.protocol.messages import (
    EnrolAsk,
    EnrolState,
    HelloAsk,
    HelloReply,
    Manifest,
    PullAsk,
    PullReply,
    PushReply,
    PushState,
    RosterPage,
)
from tests.support.centre import KINDS
from tests.support.day import AHMED, EVENT, HATS, KNITTING, MIRIAM, SCHOOL, WARD, named, small_definition, small_roster
from tests.support.pushing import NOW_MS, Pusher, key_of, sample_at
from tests.support.wiring import WiredCentre, add_device, pull, push, signed_by, wired_centre


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param, {WARD: small_roster()}) as centre:
        yield centre


def kiosk_with(*quantities: int, device: int = 1) -> Pusher:
    kiosk = Pusher(device)
    for minute, quantity in enumerate(quantities):
        kiosk.add(ItemsLogged(KNITTING, HATS, quantity), minute)
    return kiosk


def manifest_in(reply: PullReply) -> Manifest:
    assert reply.manifest is not None
    return envelope.decode(reply.manifest.body, Manifest)


def enrolment(seed: bytes = b"e" * 32) -> Enrolment:
    return Enrolment(ClientDevice(seed), "kiosk in the hall", "1.0")


def ask_to_enrol(centre: WiredCentre, asking: Enrolment) -> Waiting | Enrolled | NotEnrolled:
    response: Response = centre.post(paths.ENROL, envelope.pack(asking.ask(b"nonce")))
    return asking.take_response(response, b"nonce")


def pending_id(digits: str, centre: WiredCentre) -> int:
    from sync.server.devices.enrolment import pending

    return next(one.id for one in pending(centre.key, centre.now_ms) if one.digits == digits)


def test_a_machine_becomes_a_device_when_a_person_saw_the_same_digits(centre: WiredCentre) -> None:
    from sync.server.devices.enrolment import approve

    asking = enrolment()
    waiting = ask_to_enrol(centre, asking)
    assert isinstance(waiting, Waiting)
    assert ask_to_enrol(centre, asking) == msgspec.structs.replace(waiting, again_after_s=pytest.approx(2.25, abs=0.3))
    device = approve(pending_id(waiting.digits, centre), EVENT, WARD, centre.now_ms)
    enrolled = ask_to_enrol(centre, asking)
    assert isinstance(enrolled, Enrolled)
    assert (enrolled.device.number, enrolled.device.venue, enrolled.device.server_key) == (device.no, WARD, centre.key)
    assert [key.device for key in enrolled.manifest.devices] == [device.no]


def test_an_approval_works_once_and_only_within_its_window(centre: WiredCentre) -> None:
    from sync.server.devices.enrolment import NotOpen, approve

    asking = enrolment()
    waiting = ask_to_enrol(centre, asking)
    assert isinstance(waiting, Waiting)
    id_ = pending_id(waiting.digits, centre)
    with pytest.raises(NotOpen):
        approve(id_, EVENT, WARD, centre.now_ms + int(ENROLMENT_WINDOW_S * 1000))
    approve(id_, EVENT, WARD, centre.now_ms)
    with pytest.raises(NotOpen):
        approve(id_, EVENT, WARD, centre.now_ms)


def test_an_asking_that_expired_says_so_once_and_the_next_one_has_new_digits(centre: WiredCentre) -> None:
    asking = enrolment()
    first = ask_to_enrol(centre, asking)
    centre.now_ms += int(ENROLMENT_WINDOW_S * 1000)
    assert ask_to_enrol(centre, asking) == NotEnrolled(EnrolState.EXPIRED)
    second = ask_to_enrol(centre, asking)
    assert isinstance(first, Waiting)
    assert isinstance(second, Waiting)
    assert first.digits != second.digits


def test_a_refused_machine_hears_no_and_cannot_be_approved_any_more(centre: WiredCentre) -> None:
    from sync.server.devices.enrolment import NotOpen, approve, refuse

    waiting = ask_to_enrol(centre, asking := enrolment())
    assert isinstance(waiting, Waiting)
    id_ = pending_id(waiting.digits, centre)
    refuse(id_)
    assert ask_to_enrol(centre, asking) == NotEnrolled(EnrolState.REFUSED)
    with pytest.raises(NotOpen):
        approve(id_, EVENT, WARD, centre.now_ms)


def test_strangers_cannot_fill_the_list_of_askings(centre: WiredCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.devices.enrolment.OPEN_MAX", 2)
    for seed in (b"a" * 32, b"b" * 32):
        ask_to_enrol(centre, enrolment(seed))
    with pytest.raises(RetryLater) as refused:
        ask_to_enrol(centre, enrolment(b"c" * 32))
    assert refused.value.why is Why.BUSY


def test_what_is_no_key_is_unreadable(centre: WiredCentre) -> None:
    response = centre.post(paths.ENROL, envelope.pack(EnrolAsk(b"short", "kiosk", "1.0", b"nonce")))
    assert response.status == 400


def test_a_push_is_answered_with_the_centres_position_time_and_versions(centre: WiredCentre) -> None:
    add_device(1)
    kiosk = kiosk_with(1, 2, 3)
    reply = push(centre, kiosk.push(sent=sample_at(NOW_MS)))
    assert (reply.state, reply.high, reply.head) == (PushState.APPENDED, 3, kiosk.heads()[3])
    assert (reply.now_ms, reply.epoch, reply.definition) == (NOW_MS, 1, manifest_in(pull(centre)).version)
    assert reply.next_after_ms > 0


def test_a_stranger_is_told_so_over_the_centres_signature(centre: WiredCentre) -> None:
    with pytest.raises(RetryLater) as refused:
        push(centre, kiosk_with(1, device=9).push())
    assert refused.value.why is Why.NOT_KNOWN
    assert "not-enrolled" in refused.value.detail


def test_a_push_that_was_touched_on_the_way_is_unreadable(centre: WiredCentre) -> None:
    add_device(1)
    touched = msgspec.structs.replace(kiosk_with(1, 2).push(), entries=(b"x", b"y"))
    with pytest.raises(RetryLater) as refused:
        push(centre, touched)
    assert refused.value.why is Why.UNREADABLE


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 400),
        (b"", 400),
        (zlib.compress(b"\x00" * 5_000_000), 400),
        (zlib.compress(b"\x91" * 100 + b"\x00"), 400),
        (b"x" * (BODY_BYTES_SERVER_MAX + 1), 413),
    ],
)
@pytest.mark.parametrize("path", [paths.PUSH, paths.PULL, paths.ENROL, paths.HELLO, paths.LOST])
def test_a_body_that_is_no_message_is_answered_and_not_crashed_on(path: str, body: bytes, status: int) -> None:
    with wired_centre("sqlite") as centre:
        assert centre.post(path, body).status == status
        assert centre.call(path, body, CONTENT_LENGTH="")[0].status == status


def test_only_these_addresses_and_only_by_post() -> None:
    with wired_centre("sqlite") as centre:
        assert centre.post("/sync/v1/other", b"").status == 404
        response, headers = centre.call(paths.PUSH, b"", REQUEST_METHOD="GET")
        assert (response.status, headers["Allow"]) == (405, "POST")


def test_hello_tells_the_time_over_the_askers_nonce(centre: WiredCentre) -> None:
    reply = centre.ask(paths.HELLO, HelloAsk(b"mine", "1.0"), signing.HELLO_REPLY, HelloReply, b"mine")
    assert (reply.now_ms, reply.oldest, reply.newest) == (NOW_MS, 1, 1)


def test_an_entry_that_goes_alone_is_taken_with_the_devices_signature_only(centre: WiredCentre) -> None:
    add_device(1)
    kiosk = kiosk_with(5)
    lost = signed_by(1, signing.LOST, kiosk.lost(1))
    reply = centre.ask(paths.LOST, lost, signing.LOST_REPLY, PushReply)
    assert (reply.state, reply.high) == (PushState.APPENDED, 1)
    with pytest.raises(RetryLater) as refused:
        centre.ask(paths.LOST, signed_by(2, signing.LOST, kiosk.lost(1)), signing.LOST_REPLY, PushReply)
    assert refused.value.why is Why.NOT_KNOWN


def test_the_manifest_comes_when_it_is_newer_and_verifies(centre: WiredCentre) -> None:
    add_device(1)
    reply = pull(centre)
    assert reply.manifest is not None
    body = signing.open_signed(reply.manifest, signing.MANIFEST, signing.NO_NONCE, (centre.key,))
    manifest = envelope.decode(body, Manifest)
    assert msgspec.msgpack.decode(manifest.definition, type=type(small_definition())) == small_definition()
    assert pull(centre, definition=manifest.version).manifest is None
    add_device(2)
    assert manifest_in(pull(centre, definition=manifest.version)).version == manifest.version + 1


def test_pulling_says_how_the_device_is(centre: WiredCentre) -> None:
    from sync.server.reading.devices import device

    add_device(1)
    pull(centre)
    row = device(1)
    assert row is not None
    assert (row.heard_ms, row.waiting, row.version) == (NOW_MS, 4, "1.0")


def everybody(count: int) -> Roster:
    people = tuple(Volunteer(named(str(number)), f"V {number}", WARD, KNITTING) for number in range(count))
    return Roster(1, people, (), (Lead(3, "Rosa", WARD, b"hash"),))


def pulled_roster(centre: WiredCentre, since: int = 0) -> list[RosterPage]:
    pages: list[RosterPage] = []
    after: bytes | None = b""
    while after is not None:
        page = pull(centre, roster=since, roster_after=after).roster
        assert page is not None
        pages.append(page)
        after = page.after
    return pages


def test_a_roster_comes_in_bounded_pages_and_then_only_its_changes(centre: WiredCentre) -> None:
    from sync.server.publishing.publish import publish

    add_device(1)
    publish(small_definition(), {WARD: everybody(1_200)}, NOW_MS)
    pages = pulled_roster(centre)
    told = {change.key for page in pages for change in page.changes if change.body is not None}
    assert len(pages) == 3
    assert len(told) == 1_201
    version = pages[-1].version
    assert pull(centre, roster=version).roster is None
    fewer = everybody(1_200)
    publish(small_definition(), {WARD: msgspec.structs.replace(fewer, volunteers=fewer.volunteers[1:])}, NOW_MS)
    (page,) = pulled_roster(centre, version)
    assert [(change.key, change.body) for change in page.changes] == [(named("0"), None)]


def test_somebody_elses_venue_is_not_told(centre: WiredCentre) -> None:
    add_device(1, SCHOOL)
    page = pull(centre).roster
    assert page is not None
    assert page.changes == ()


def test_siblings_entries_come_by_vector_and_can_be_checked(centre: WiredCentre) -> None:
    add_device(1)
    add_device(2)
    kiosk = kiosk_with(*range(1, 8))
    for first, last in ((1, 3), (4, 5), (6, 7)):
        push(centre, kiosk.push(first, last))
    (part,) = pull(centre, 2).parts
    assert (part.stream, part.first, part.entries) == (kiosk.stream, 1, tuple(kiosk.bodies))
    assert [seal.seq for seal in part.seals] == [3, 5, 7]
    assert trusted_part(part, 0, None, bytes(key_of(1).verify_key)) == part
    (rest,) = pull(centre, 2, vector=((kiosk.stream, 4),)).parts
    assert (rest.first, rest.previous) == (5, kiosk.heads()[4])
    assert pull(centre, 1).parts == ()
    assert pull(centre, 2, vector=((kiosk.stream, 7),)).parts == ()


def test_a_busy_sibling_does_not_starve_a_quiet_one(centre: WiredCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.wire.pull.PULL_ENTRIES_MAX", 10)
    for device in (1, 2, 3):
        add_device(device)
    busy, quiet = kiosk_with(*[1] * 60, device=1), kiosk_with(5, device=2)
    for first in range(1, 60, 3):
        push(centre, busy.push(first, first + 2))
    push(centre, quiet.push())
    parts = {part.stream: len(part.entries) for part in pull(centre, 3).parts}
    assert parts == {busy.stream: 3, quiet.stream: 1}


def test_a_large_batch_with_one_seal_comes_whole(centre: WiredCentre) -> None:
    add_device(1)
    add_device(2)
    kiosk = kiosk_with(*[1] * 700)
    push(centre, kiosk.push())
    (part,) = pull(centre, 2).parts
    assert len(part.entries) == 700


def test_a_restored_centre_asks_for_what_the_asker_knows_better(centre: WiredCentre) -> None:
    add_device(1)
    add_device(2)
    kiosk = kiosk_with(1, 2, 3)
    push(centre, kiosk.push(1, 1))
    foreign = Pusher(99).stream
    reply = pull(centre, 2, vector=((kiosk.stream, 3), (foreign, 9), (Pusher(2).stream, 5)))
    assert set(reply.wanted) == {(kiosk.stream, 1), (Pusher(2).stream, 0)}


def test_a_revoked_device_is_told_so_and_gets_nothing_else(centre: WiredCentre) -> None:
    from sync.server.devices.enrolment import revoke

    add_device(1)
    add_device(2)
    revoke(1, NOW_MS)
    reply = pull(centre, 1)
    assert (reply.standing, reply.manifest, reply.roster, reply.parts) == (False, None, None, ())
    assert [one.device for one in manifest_in(pull(centre, 2)).revoked] == [1]
    assert push(centre, kiosk_with(1).push()).state is PushState.REVOKED


def test_a_pull_that_another_key_signed_is_turned_away(centre: WiredCentre) -> None:
    add_device(1)
    ask = PullAsk(1, b"nonce", 0, 0, b"", ())
    forged = signing.sign(signing.PULL, signing.NO_NONCE, envelope.encode(ask), SigningKey(b"f" * 32))
    with pytest.raises(RetryLater) as refused:
        centre.ask(paths.PULL, forged, signing.PULL_REPLY, PullReply)
    assert refused.value.why is Why.NOT_KNOWN


@pytest.mark.parametrize("after", [b"\xff" * 64, b"\x00" * 9, b"x", b"\x00" * 8 + b"\x01" + MIRIAM, AHMED])
def test_a_made_up_place_in_the_roster_does_no_harm(centre: WiredCentre, after: bytes) -> None:
    add_device(1)
    page = pull(centre, roster_after=after).roster
    assert page is not None
    assert page.after is None


def test_a_full_disk_is_503_with_a_time_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.ledger.store import StoreFull

    def no_room(*_: object) -> None:
        raise StoreFull("no room")

    with wired_centre("sqlite") as centre:
        add_device(1)
        monkeypatch.setattr("sync.server.ledger.ingest.take_push", no_room)
        response, headers = centre.call(paths.PUSH, envelope.pack(kiosk_with(1).push()))
        assert (response.status, headers["Retry-After"]) == (503, "60")
        with pytest.raises(RetryLater) as refused:
            push(centre, kiosk_with(1).push())
        assert (refused.value.why, refused.value.after_s) == (Why.BUSY, 60)


@pytest.mark.parametrize(
    ("told_by", "forwarded", "address"),
    [("a stranger", "203.0.113.9", "192.0.2.1"), ("our proxy", "10.0.0.1, 203.0.113.9", "203.0.113.9"), ("our proxy", "", "192.0.2.1")],
)
def test_a_machine_that_asks_is_told_apart_by_where_it_asks_from(centre: WiredCentre, told_by: str, forwarded: str, address: str) -> None:
    from django.test.utils import override_settings

    from sync.server.devices.enrolment import pending

    asked = envelope.pack(EnrolAsk(bytes(key_of(9).verify_key), "kiosk 9", "1.0", b"nonce"))
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https") if told_by == "our proxy" else None):
        centre.call(paths.ENROL, asked, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert [one.address for one in pending(centre.key, NOW_MS)] == [address]
