"""Does every entry still get through when the disk takes no writes, or the key of an earlier day is gone?"""

import hashlib
from pathlib import Path

from nacl.signing import SigningKey

from sync.client.hand_over import pushes_after
from sync.client.reports import NotTakenAtAll
from sync.client.sizing import Sizing
from sync.domain.identity import Stream, entry_id
from sync.journal.contract import StorageReadOnly
from sync.journal.memory import MemoryJournal
from tests.support.connected import Connected, cards_logged, new_centre
from tests.support.journals import CLOCK, opened_at

EARLIER_KEY = SigningKey(hashlib.sha256(b"an earlier key of a test kiosk").digest())


class WornJournal(MemoryJournal):
    """A disk that can be read and takes no writes any more."""

    def set_mark(self, _stream: Stream, _high: int, _safe_high: int, _epoch: int) -> None:
        raise StorageReadOnly("Keeping the centre's answer", "the card is worn out")


def test_a_worn_disk_still_gives_everything_away() -> None:
    kiosk = Connected(new_centre(), sizing=Sizing(2))
    kiosk.log(*range(1, 8))
    kiosk.journal.__class__ = WornJournal
    kiosk.push_all()
    assert kiosk.arrived() == kiosk.written()
    assert (kiosk.outbox.sent(), kiosk.outbox.waiting()) == (7, 0)


def test_nothing_is_told_to_be_handed_on_before_the_disk_knows_it() -> None:
    kiosk = Connected(new_centre())
    kiosk.log(1, 2, 3)
    told_while_writing: list[int] = []

    class SlowJournal(MemoryJournal):
        """Somebody looks while the centre's answer is being written, and may switch off at what they see."""

        def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
            told_while_writing.append(kiosk.outbox.waiting())
            super().set_mark(stream, high, safe_high, epoch)

    kiosk.journal.__class__ = SlowJournal
    kiosk.push_all()
    assert told_while_writing[0] == 3
    assert kiosk.outbox.waiting() == 0


def test_a_seal_is_made_for_what_nobody_came_to_fetch() -> None:
    kiosk = Connected(new_centre())
    kiosk.outbox.seal_present()
    kiosk.log(1, 2, 3)
    kiosk.outbox.seal_present()
    assert [seal.seq for seal in kiosk.journal.seals(kiosk.journal.stream, 1, 9)] == [3]


def with_an_earlier_key(kiosk: Connected, folder: Path) -> Stream:
    """Give `kiosk` a journal that it began under another key, three entries, the first two of them sealed; return their stream."""
    opened = opened_at(folder / "journal", device=9, key=EARLIER_KEY)
    for number in (1, 2, 3):
        opened.append(cards_logged(number), number.to_bytes(8))
    opened.seal(opened.stream, 2, 1, CLOCK)
    old = opened.stream
    opened.close()
    kiosk.centre.enrol(9, EARLIER_KEY.verify_key.encode())
    kiosk.journal = opened_at(folder / "journal", device=1, key=kiosk.device.signing_key, first_incarnation=50)
    kiosk.start()
    return old


def test_a_stream_whose_key_is_gone_gives_what_it_can_and_holds_up_nobody(tmp_path: Path) -> None:
    kiosk = Connected(new_centre())
    old = with_an_earlier_key(kiosk, tmp_path)
    kiosk.log(4, 5)
    kiosk.push_all()
    kiosk.outbox.seal_present()
    kiosk.outbox.doubt()
    kiosk.push_all()
    assert len(kiosk.arrived()) == 2
    assert len(kiosk.centre.books.ledger[old].bodies) == 2, "what was sealed while the key was here"
    assert kiosk.reports == [NotTakenAtAll(entry_id(old, 3))]
    assert (kiosk.outbox.sent(), kiosk.outbox.waiting()) == (4, 1)
    kiosk.journal.close()


def test_a_stick_carries_the_other_streams_when_the_key_of_one_is_gone(tmp_path: Path) -> None:
    kiosk = Connected(new_centre())
    with_an_earlier_key(kiosk, tmp_path)
    kiosk.log(4, 5)
    assert [push.stream for push in pushes_after(kiosk.journal, kiosk.making, {})] == [kiosk.journal.stream]
    kiosk.journal.close()
