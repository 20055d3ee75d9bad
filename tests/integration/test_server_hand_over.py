"""Does a stick bring what a line would have brought, however often, and whatever happened to it on the way?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nacl.public import PrivateKey

from sync.domain.facts import ItemsLogged
from sync.protocol.envelope import Unreadable
from sync.protocol.hand_over import make_hand_over, open_receipt
from sync.protocol.messages import Push
from tests.support.centre import KINDS
from tests.support.day import HATS, HOUR_MS, KNITTING
from tests.support.pushing import NOW_MS, Pusher, sample_at
from tests.support.wiring import WiredCentre, add_device, wired_centre


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param) as centre:
        add_device(1)
        yield centre


def kiosk_with(entries: int, device: int = 1) -> Pusher:
    kiosk = Pusher(device)
    for minute in range(entries):
        kiosk.add(ItemsLogged(KNITTING, HATS, 1), minute)
    return kiosk


def stick(*pushes: Push) -> bytes:
    from sync.server.publishing import keys

    return make_hand_over(pushes, bytes(keys.hand_over_key().public_key))


def received(sealed: bytes) -> Any:
    from sync.server.couriers.hand_over import receive
    from sync.server.ledger.opening import open_store

    return receive(open_store(), sealed, NOW_MS)


def hats(centre: WiredCentre) -> int:
    return int(centre.database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal")[0][0])


def test_a_stick_counts_once_however_often_it_comes_and_the_receipt_says_how_far(centre: WiredCentre) -> None:
    kiosk = kiosk_with(5)
    sealed = stick(kiosk.push(1, 3), kiosk.push(4))
    first = received(sealed)
    assert (first.entries, first.new, first.is_in_order) == (5, 5, True)
    again = received(sealed)
    assert (again.entries, again.new, again.is_in_order) == (5, 0, True)
    assert hats(centre) == 5
    for one in (first, again):
        receipt = open_receipt(one.receipt, [centre.key])
        assert [(held.stream, held.high, held.head) for held in receipt.streams] == [(kiosk.stream, 5, kiosk.heads()[5])]


def test_a_stick_that_comes_after_the_line_brings_only_what_is_new(centre: WiredCentre) -> None:
    kiosk = kiosk_with(5)
    received(stick(kiosk.push(1, 3)))
    late = received(stick(kiosk.push(2)))
    assert (late.entries, late.new) == (4, 2)
    assert hats(centre) == 5


def test_the_clock_on_a_stick_says_nothing_about_when_it_arrived(centre: WiredCentre) -> None:
    kiosk = kiosk_with(1)
    hours_ago = sample_at(NOW_MS - 3 * HOUR_MS)
    received(stick(kiosk.push(sent=hours_ago)))
    assert centre.database.rows("SELECT heard_ms FROM ledger_stream") == [(0,)]
    ((at_ms,),) = centre.database.rows("SELECT at_ms FROM ledger_entry")
    assert at_ms == NOW_MS - 4 * HOUR_MS


def test_a_stick_with_a_hole_is_taken_up_to_it_and_says_what_is_missing(centre: WiredCentre) -> None:
    kiosk = kiosk_with(9)
    holed = received(stick(kiosk.push(1, 2), kiosk.push(6)))
    assert (holed.new, holed.is_in_order) == (2, False)
    assert "Entries 3 to 5 are missing" in holed.brought[0].troubles[0]
    assert received(stick(kiosk.push(3))).new == 7
    assert hats(centre) == 9


def test_a_strangers_part_stops_no_other(centre: WiredCentre) -> None:
    kiosk, stranger = kiosk_with(2), kiosk_with(2, device=99)
    mixed = received(stick(stranger.push(), kiosk.push()))
    assert (mixed.new, mixed.is_in_order) == (2, False)
    assert "No device of this centre signed it." in mixed.brought[0].troubles
    assert [held.stream for held in open_receipt(mixed.receipt, [centre.key]).streams] == [kiosk.stream]


def test_what_was_changed_on_the_way_is_not_taken(centre: WiredCentre) -> None:
    kiosk = kiosk_with(2)
    push = kiosk.push()
    changed = received(stick(msgspec.structs.replace(push, entries=push.entries[:1] * 2)))
    assert "not what the kiosk wrote" in changed.brought[0].troubles[0]
    sealed = bytearray(stick(push))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        received(bytes(sealed))
    with pytest.raises(Unreadable):
        received(bytes(sealed[: len(sealed) // 2]))
    with pytest.raises(Unreadable, match="another centre"):
        received(make_hand_over([push], bytes(PrivateKey.generate().public_key)))
    assert hats(centre) == 0


def test_a_clones_story_goes_to_quarantine(centre: WiredCentre) -> None:
    kiosk = kiosk_with(3)
    clone = kiosk.branch(1)
    clone.add(ItemsLogged(KNITTING, HATS, 50), 30)
    received(stick(kiosk.push()))
    assert "quarantine" in received(stick(clone.push())).brought[0].troubles[0]
    assert hats(centre) == 3


def test_the_command_tries_every_file_and_leaves_receipts(centre: WiredCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.commands.front import main

    kiosk = kiosk_with(3)
    photo, good = tmp_path / "holiday.jpg", tmp_path / "kiosk-1.mh"
    photo.write_bytes(b"holiday")
    good.write_bytes(stick(kiosk.push()))
    assert main(["receive-hand-over", str(photo), str(tmp_path / "absent"), str(good)]) == 2
    told = capsys.readouterr().out
    assert "holiday.jpg: this is no hand-over of Many Hands; nothing was taken from it" in told
    assert "3 entries, 3 of them new" in told
    assert open_receipt((tmp_path / "kiosk-1.mh.receipt").read_bytes(), [centre.key]).streams[0].high == 3
    assert main(["receive-hand-over", str(good)]) == 0
    assert hats(centre) == 3


def test_a_part_that_cannot_be_read_stops_no_other(centre: WiredCentre) -> None:
    from nacl.public import SealedBox

    from sync.protocol.envelope import pack
    from sync.protocol.hand_over import FILE_MARK
    from sync.server.publishing import keys

    content = msgspec.msgpack.encode([[b"no push", pack(kiosk_with(2).push())]])
    mixed = received(FILE_MARK + SealedBox(keys.hand_over_key().public_key).encrypt(content))
    assert (mixed.unreadable, mixed.new, mixed.is_in_order) == (1, 2, False)
    assert hats(centre) == 2
