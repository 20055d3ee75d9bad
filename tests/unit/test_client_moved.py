"""A kiosk that the centre moves to another venue, or sets from afar: does it forget whom it must, and learn the rest from the start?"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sync.client.sizing import Sizing
from sync.domain.facts import Voided
from sync.domain.identity import CENTRE, Incarnation, Stream, entry_id
from sync.domain.remote import Remote
from sync.journal.told import ToldOnDisk
from sync.protocol.canon import encode as canon_encode
from sync.protocol.chain import genesis, walk
from sync.protocol.envelope import encode
from sync.protocol.messages import DeviceKey, Manifest, PullReply, RosterChange, RosterPage, Signed, StreamPart
from sync.protocol.seals import make_seal
from sync.protocol.signing import MANIFEST, NO_NONCE, sign
from tests.support.connected import CENTRE_KEY, Connected, new_centre
from tests.support.day import SCHOOL, WARD, entry, small_definition, small_roster
from tests.support.journals import CLOCK

NO = 2


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Connected]:
    made = Connected(new_centre(), NO, Sizing(2))
    told = ToldOnDisk(tmp_path / "told", NO, WARD)
    made.told = told  # type: ignore[assignment] # the real one instead of the one in memory
    made.start()
    yield made
    told.close()


def manifest(version: int, venue: int = WARD, wishes: dict[str, str | int | bool] | None = None, own_key: bytes = b"") -> Signed:
    definition = msgspec.msgpack.encode(small_definition())
    devices = (*((DeviceKey(CENTRE, 0, own_key),) if own_key else ()), DeviceKey(NO, venue, b"k" * 32))
    made = Manifest(version, (), 1, 0, 0, definition, devices, (), (), b"", ((NO, wishes or {}), (9, {"volume": 1})))
    return sign(MANIFEST, NO_NONCE, encode(made), CENTRE_KEY)


def page(version: int) -> RosterPage:
    somebody = small_roster().volunteers[0]
    return RosterPage(version, (RosterChange(1, somebody.who, msgspec.msgpack.encode(somebody)),), None)


def answer(signed: Signed | None, roster: RosterPage | None) -> PullReply:
    return PullReply(True, signed, roster, (), (), 0, 1_000)


def told_of(kiosk: Connected) -> ToldOnDisk:
    told: object = kiosk.told
    assert isinstance(told, ToldOnDisk)
    return told


def test_a_moved_kiosk_forgets_who_was_expected_and_asks_from_the_start(kiosk: Connected) -> None:
    somebody = small_roster().volunteers[0].who
    kiosk.pull.take_reply(answer(manifest(1), None))
    kiosk.pull.take_reply(answer(None, page(7)))
    assert told_of(kiosk).volunteer(somebody) is not None
    pulled = kiosk.pull.take_reply(answer(manifest(2, SCHOOL), page(8)))
    assert told_of(kiosk).venue == SCHOOL
    assert told_of(kiosk).volunteer(somebody) is None, "the page followed on the other venue's roster"
    assert pulled.more
    assert kiosk.pull.next_ask().roster == 0
    kiosk.pull.take_reply(answer(None, page(8)))
    assert kiosk.pull.next_ask().roster == 8


def test_a_manifest_that_moves_nobody_comes_together_with_a_page(kiosk: Connected) -> None:
    kiosk.pull.take_reply(answer(manifest(1), page(7)))
    assert kiosk.pull.next_ask().roster == 7


def test_what_is_set_from_afar_is_read_with_the_definition_and_after_a_restart(kiosk: Connected, tmp_path: Path) -> None:
    wishes: dict[str, str | int | bool] = {"volume": 20, "colours": "night", "language": "cy", "search": False, "state": "/tmp"}
    told = told_of(kiosk)
    kiosk.pull.take_reply(answer(manifest(1, wishes=wishes), None))
    assert told.remote == Remote(20, "night", "cy", search=False)
    venue = told.definition.venue(WARD)
    assert venue is not None
    assert (venue.languages[0], venue.search_allowed) == ("cy", False)
    told.close()
    again = ToldOnDisk(tmp_path / "told", NO, WARD)
    assert again.remote == Remote(20, "night", "cy", search=False)
    again.close()
    told_again = ToldOnDisk(tmp_path / "told", NO, WARD)
    kiosk.told = told_again  # type: ignore[assignment] # the real one
    kiosk.start()
    kiosk.pull.take_reply(answer(manifest(2), None))
    assert told_again.remote == Remote()
    told_again.close()


def test_what_the_centre_decides_comes_like_a_siblings_entries(kiosk: Connected) -> None:
    stream = Stream(CENTRE, Incarnation(77))
    kiosk.log(1)
    body = canon_encode(entry(Voided(entry_id(kiosk.journal.stream, 1))))
    before = genesis(stream, bytes(CENTRE_KEY.verify_key))
    head = [before, *walk(before, [body])][-1]
    seal = make_seal(CENTRE_KEY, stream, 1, head, definition=1, clock=CLOCK)
    part = StreamPart(stream, 1, before, (body,), (seal,))
    kiosk.pull.take_reply(msgspec.structs.replace(answer(manifest(1), None), parts=(part,)))
    assert dict(told_of(kiosk).vector()) == {}, "its key has not been told yet"
    signed = manifest(2, own_key=bytes(CENTRE_KEY.verify_key))
    kiosk.pull.take_reply(msgspec.structs.replace(answer(signed, None), parts=(part,)))
    assert dict(told_of(kiosk).vector()) == {stream: 1}
