"""What if somebody asks the wire for what is not theirs, for too much, or for what cannot be?"""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.facts import ItemsLogged
from sync.domain.identity import CENTRE, DeviceNo, Incarnation, Stream
from sync.protocol import paths
from sync.protocol.limits import BODY_BYTES_SERVER_MAX
from sync.protocol.messages import EnrolAsk
from tests.support.centre import KINDS
from tests.support.day import EVENT, HATS, KNITTING, SCHOOL, WARD, small_roster
from tests.support.pushing import NOW_MS, Pusher
from tests.support.wiring import WiredCentre, add_device, pull, push, wired_centre


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param, {WARD: small_roster()}) as centre:
        yield centre


def knitter(device: int) -> Pusher:
    """A kiosk with one entry."""
    kiosk = Pusher(device)
    kiosk.add(ItemsLogged(KNITTING, HATS, 1))
    return kiosk


def stream(device: int, incarnation: int) -> Stream:
    return Stream(DeviceNo(device), Incarnation(incarnation))


def test_entries_of_another_venue_are_told_to_no_kiosk(centre: WiredCentre) -> None:
    add_device(1)
    add_device(2, SCHOOL)
    add_device(3)
    push(centre, knitter(1).push())
    assert pull(centre, 2).parts == ()
    assert len(pull(centre, 3).parts) == 1


def test_an_answer_that_is_full_leaves_the_next_stream_for_later(centre: WiredCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.wire.pull.PARTS_BYTES_MAX", 1)
    for device in (1, 2, 3):
        add_device(device)
    first, second = knitter(1), knitter(2)
    push(centre, first.push())
    push(centre, second.push())
    assert [part.stream for part in pull(centre, 3).parts] == [first.stream]
    assert [part.stream for part in pull(centre, 3, vector=((first.stream, 1),)).parts] == [second.stream]


def test_so_many_streams_are_asked_back_at_once(centre: WiredCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.wire.pull.WANTED_MAX", 2)
    add_device(1)
    assert len(pull(centre, vector=tuple((stream(1, incarnation), 5) for incarnation in range(1, 5))).wanted) == 2


def test_streams_that_cannot_be_are_passed_over(centre: WiredCentre) -> None:
    add_device(1)
    strange = (stream(2**31, 1), stream(1, 2**32))
    assert pull(centre, vector=tuple((one, 5) for one in strange)).wanted == ()


class NeverRead:
    """A body that nobody may read."""

    def read(self, _length: int) -> bytes:
        raise AssertionError("it said that it is too long, and was read")


def test_a_body_that_says_that_it_is_too_long_is_not_read(centre: WiredCentre) -> None:
    too_long: dict[str, Any] = {"CONTENT_LENGTH": str(BODY_BYTES_SERVER_MAX + 1), "wsgi.input": NeverRead()}
    answer, _ = centre.call(paths.PUSH, b"", **too_long)
    assert answer.status == 413


@pytest.mark.usefixtures("centre")
def test_askings_that_are_long_over_do_not_pile_up() -> None:
    from sync.server.devices.enrolment import WINDOW_MS, ask
    from sync.server.devices.models import Enrolment

    for turn, key in enumerate((b"a" * 32, b"b" * 32)):
        ask(EnrolAsk(key, "kiosk", "1.0", b"nonce"), NOW_MS + 3 * turn * WINDOW_MS)
    assert [bytes(row.public_key) for row in Enrolment.objects.all()] == [b"b" * 32]


@pytest.mark.usefixtures("centre")
def test_the_centres_own_key_cannot_be_revoked() -> None:
    from sync.server.devices.enrolment import revoke
    from sync.server.devices.models import Device

    Device.objects.create(no=CENTRE, name="The centre", event=EVENT, venue=0, public_key=b"c" * 32, enrolled_ms=NOW_MS)
    with pytest.raises(Device.DoesNotExist):
        revoke(CENTRE, NOW_MS)
