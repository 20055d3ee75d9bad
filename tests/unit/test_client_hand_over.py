"""Does a stick carry everything that waits, and move no mark?"""

from sync.client.hand_over import pushes_after
from sync.client.push import Making
from sync.protocol import paths
from sync.protocol.envelope import pack, unpack
from sync.protocol.hand_over import make_hand_over, parts_in
from sync.protocol.messages import Push
from tests.support.connected import Connected, new_centre


def making_of(kiosk: Connected) -> Making:
    return Making(kiosk.clock, lambda: b"nonce", lambda: 1, "test")


def test_importing_is_pushing_in_any_order_and_any_number_of_times() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(*range(1, 601))
    kiosk.journal.begin_anew(kiosk.new_incarnation)
    kiosk.log(601, 602)
    centre = kiosk.centre
    stick = make_hand_over(pushes_after(kiosk.journal, making_of(kiosk), {}), centre.hand_over_key.public_key.encode())
    pushes = [unpack(part, Push) for part in parts_in(stick, centre.hand_over_key)]
    assert [len(push.entries) for push in pushes] == [500, 100, 2]
    for push in (*reversed(pushes), *pushes, *pushes):
        centre.handle(paths.PUSH, pack(push))
    assert sum(centre.books.totals.values()) == sum(range(1, 603))
    assert kiosk.outbox.sent() == 0, "a copy is not an answer of the centre"
    kiosk.push_all()
    assert (kiosk.outbox.sent(), kiosk.outbox.waiting()) == (602, 0)


def test_only_what_the_centre_lacks_need_be_carried() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2, 3)
    stream = kiosk.journal.stream
    assert [push.first for push in pushes_after(kiosk.journal, making_of(kiosk), {stream: 2})] == [3]
    assert list(pushes_after(kiosk.journal, making_of(kiosk), {stream: 3})) == []
