"""Names of newcomers on their way: told until they were taken, and never in anybody's way."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sync.client.exchange import Response
from sync.client.names import NamesRound
from sync.client.outcome import RetryLater, Why
from sync.client.rounds import carry
from sync.client.worker import Kept, SyncWorker
from sync.domain.roster import Volunteer
from sync.journal.contract import StorageFailed, StorageFull
from sync.journal.walk_ins import WalkInsOnDisk
from sync.protocol import paths
from sync.protocol.envelope import CONTENT_TYPE, encode, pack, unpack
from sync.protocol.limits import NAMES_MAX
from sync.protocol.messages import RosterChange, Signed, Trouble
from sync.protocol.names import Names, NamesReply
from sync.protocol.signing import NAMES_REPLY, TROUBLE, sign
from tests.support.connected import CENTRE_KEY, Connected, new_centre
from tests.support.day import CLOSES_MS, SCHOOL, named
from tests.unit.test_client_worker import Post, StillClocks, until

TYPED = "Zebulonia Q."


class Listener:
    """A centre's ear for names."""

    def __init__(self) -> None:
        self.heard: list[Names] = []

    def __call__(self, path: str, body: bytes) -> Response:
        assert path == paths.NAMES
        names = _opened(body)
        self.heard.append(names)
        signed = sign(NAMES_REPLY, names.nonce, encode(NamesReply(1, 1_000)), CENTRE_KEY)
        return Response(200, CONTENT_TYPE, pack(signed))


def _opened(body: bytes) -> Names:
    return msgspec.msgpack.decode(unpack(body, Signed).body, type=Names)


def table(path: Path, *names: str) -> WalkInsOnDisk:
    kept = WalkInsOnDisk(path / "walk-ins.db")
    for name in names:
        kept.keep(Volunteer(named(name), name, SCHOOL), CLOSES_MS)
    return kept


def telling(kiosk: Connected, kept: WalkInsOnDisk) -> NamesRound:
    return NamesRound(kiosk.line, kiosk.device, kept, lambda: b"n" * 16)


def test_a_name_is_told_once(tmp_path: Path) -> None:
    kiosk, kept, centre = Connected(new_centre()), table(tmp_path, TYPED), Listener()
    for _round in range(2):
        carry(telling(kiosk, kept).run(), centre, lambda: False)
    ((told,),) = [names.changes for names in centre.heard]
    assert told.key == named(TYPED)
    assert centre.heard[0].device == kiosk.device.number
    kept.close()


def test_a_crowd_is_told_in_parcels(tmp_path: Path) -> None:
    kiosk, centre = Connected(new_centre()), Listener()
    kept = table(tmp_path, *(f"Ali {number}" for number in range(NAMES_MAX + 1)))
    for _round in range(3):
        carry(telling(kiosk, kept).run(), centre, lambda: False)
    assert [len(names.changes) for names in centre.heard] == [NAMES_MAX, 1]
    kept.close()


def an_older_centre(_path: str, _body: bytes) -> Response:
    return Response(404, "text/html", b"<h1>Not found</h1>")


def nobody(_path: str, _body: bytes) -> Response:
    raise RetryLater(Why.OFFLINE, "no line")


def one_that_withdrew_us(_path: str, body: bytes) -> Response:
    signed = sign(TROUBLE, _opened(body).nonce, encode(Trouble("revoked", 0)), CENTRE_KEY)
    return Response(403, CONTENT_TYPE, pack(signed))


@pytest.mark.parametrize("post", [an_older_centre, nobody, one_that_withdrew_us])
def test_whoever_does_not_take_it_hears_it_again_and_holds_nothing_up(tmp_path: Path, post: Callable[[str, bytes], Response]) -> None:
    kiosk, kept, centre = Connected(new_centre()), table(tmp_path, TYPED), Listener()
    carry(telling(kiosk, kept).run(), post, lambda: False)
    assert len(kept.waiting(10)) == 1
    carry(telling(kiosk, kept).run(), centre, lambda: False)
    assert kept.waiting(10) == ()
    kept.close()


class Stumbling:
    """Names on a disk that does not let us at the word ``at``."""

    def __init__(self, kept: WalkInsOnDisk, at: str) -> None:
        self._kept = kept
        self._at = at

    def waiting(self, most: int) -> tuple[RosterChange, ...]:
        if self._at == "waiting":
            raise StorageFailed("Keeping the name of a newcomer", "the disk reported an error")
        return self._kept.waiting(most)

    def told(self, changes: tuple[RosterChange, ...]) -> None:
        raise StorageFull(f"Keeping the names of {len(changes)}", "the disk is full")


@pytest.mark.parametrize("at", ["waiting", "told"])
def test_a_disk_that_does_not_let_us_keeps_nobody_from_the_roster_and_the_names_are_told_again(tmp_path: Path, at: str) -> None:
    kiosk, kept, centre = Connected(new_centre()), table(tmp_path, TYPED), Listener()
    stumbling = NamesRound(kiosk.line, kiosk.device, Stumbling(kept, at), lambda: b"n" * 16)
    carry(stumbling.run(), centre, lambda: False)
    assert len(kept.waiting(10)) == 1
    carry(telling(kiosk, kept).run(), centre, lambda: False)
    assert kept.waiting(10) == ()
    kept.close()


def test_entries_and_roster_come_and_go_while_nobody_takes_names(tmp_path: Path) -> None:
    kiosk, kept = Connected(new_centre()), table(tmp_path, TYPED)
    kiosk.centre.next_after_ms = 10
    kiosk.log(1, 2, 3)
    posts = (Post(kiosk.centre.handle), Post(kiosk.centre.handle))
    worker = SyncWorker(kiosk.device, Kept(kiosk.journal, kiosk.told, StillClocks(), kept), posts, "test")
    worker.start()
    try:
        until(lambda: kiosk.arrived() == kiosk.written() and kiosk.told.manifest() is not None)
    finally:
        worker.stop()
    assert len(kept.waiting(10)) == 1
    kept.close()
