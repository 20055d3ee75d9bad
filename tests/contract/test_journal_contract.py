"""Do both journals keep the same promises? One suite, run on the one on disk and on the one in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.domain.identity import DeviceNo, Incarnation, Stream, entry_id
from sync.journal.contract import Journal, Mark, OpenedClean, StorageReadOnly
from sync.journal.disk import DiskJournal
from sync.journal.memory import MemoryJournal
from sync.protocol.chain import genesis, walk
from sync.protocol.seals import is_sealed_by
from tests.support.journals import CLOCK, DEVICE, KEY, arrival, everything, incarnations, opened_at, tap

PUBLIC_KEY = bytes(KEY.verify_key)
NOBODY = Stream(DeviceNo(99), Incarnation(99))

OpenJournal = Callable[[], Journal]


@pytest.fixture(params=["disk", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    made: Journal = opened_at(tmp_path / "journal") if request.param == "disk" else MemoryJournal(DEVICE, KEY, incarnations())
    yield made
    made.close()


@contextmanager
def no_writes(journal: Journal) -> Iterator[None]:
    """Let the disk of `journal` take no writes; one in memory has none and takes them always."""
    if not isinstance(journal, DiskJournal):
        yield
        return
    assert journal._writer is not None
    journal._writer.pragma("query_only", 1)
    with pytest.raises(StorageReadOnly):
        journal.append(arrival(0), tap(99))
    yield
    journal._writer.pragma("query_only", 0)


def test_a_new_journal_is_empty_and_says_that_all_is_well(journal: Journal) -> None:
    assert journal.high == 0
    assert journal.streams() == ((journal.stream, 0),)
    assert journal.opened == OpenedClean()
    assert journal.interrupted() == ()
    assert journal.check() == ()
    assert journal.read(journal.stream, 1, 10).entries == ()


def test_seqs_begin_at_one_and_have_no_gaps(journal: Journal) -> None:
    recorded = [journal.append(arrival(number), tap(number)) for number in range(5)]
    assert [one.id for one in recorded] == [entry_id(journal.stream, seq) for seq in range(1, 6)]
    assert [one.entry for one in recorded] == [arrival(number) for number in range(5)]
    assert journal.high == 5


def test_the_same_tap_never_makes_a_second_entry(journal: Journal) -> None:
    journal.prepare(tap(1))
    first = journal.append(arrival(1), tap(1))
    journal.append(arrival(2), tap(2))
    again = journal.append(arrival(3), tap(1))
    assert (first.again, again.again) == (False, True)
    assert (again.id, again.entry) == (first.id, first.entry)
    assert journal.high == 2


def test_a_family_is_one_act(journal: Journal) -> None:
    family = [arrival(number) for number in range(4)]
    journal.append(arrival(9), tap(9))
    recorded = journal.append_all(family, tap(1))
    again = journal.append_all(iter(family), tap(1))
    assert [one.id.seq for one in recorded] == [2, 3, 4, 5]
    assert [one.id for one in again] == [one.id for one in recorded]
    assert all(one.again for one in again)
    assert journal.high == 5


def test_preparing_twice_or_after_the_entry_changes_nothing(journal: Journal) -> None:
    journal.prepare(tap(1))
    journal.prepare(tap(1))
    journal.append(arrival(1), tap(1))
    journal.prepare(tap(1))
    assert journal.append(arrival(1), tap(1)).again


def test_what_is_read_follows_from_the_chain(journal: Journal) -> None:
    for number in range(7):
        journal.append(arrival(number), tap(number))
    heads = [genesis(journal.stream, PUBLIC_KEY), *walk(genesis(journal.stream, PUBLIC_KEY), everything(journal))]
    part = journal.read(journal.stream, 4, 2)
    assert (part.first, part.previous, len(part.entries)) == (4, heads[3], 2)
    assert part.entries == everything(journal)[3:5]
    assert journal.read(journal.stream, 8, 5).previous == heads[7]
    assert journal.seal(journal.stream, 7, 1, CLOCK).head == heads[7]


def test_a_place_that_the_journal_cannot_know_has_no_hash_before_it(journal: Journal) -> None:
    assert journal.read(journal.stream, 2, 5).previous == b""
    assert journal.read(NOBODY, 1, 5).previous == b""


def test_a_seal_is_made_once_and_kept(journal: Journal) -> None:
    for number in range(3):
        journal.append(arrival(number), tap(number))
    at_two = journal.seal(journal.stream, 2, 1, CLOCK)
    at_none = journal.seal(journal.stream, 0, 1, CLOCK)
    assert journal.seal(journal.stream, 2, 9, CLOCK) == at_two
    assert is_sealed_by(PUBLIC_KEY, journal.stream, at_two)
    assert journal.seals(journal.stream, 0, 3) == (at_none, at_two)
    assert journal.seals(journal.stream, 1, 2) == (at_two,)
    assert journal.seals(NOBODY, 0, 3) == ()


def test_a_disk_that_takes_no_writes_gives_seals_all_the_same_and_stores_them_later(journal: Journal) -> None:
    for number in range(3):
        journal.append(arrival(number), tap(number))
    with no_writes(journal):
        at_two = journal.seal(journal.stream, 2, 1, CLOCK)
        assert is_sealed_by(PUBLIC_KEY, journal.stream, at_two)
        assert at_two.head == journal.read(journal.stream, 3, 1).previous
        assert journal.seal(journal.stream, 2, 9, CLOCK) == at_two, "the one that was given first stays"
    at_three = journal.seal(journal.stream, 3, 1, CLOCK)
    assert journal.seal(journal.stream, 2, 9, CLOCK) == at_two
    assert journal.seals(journal.stream, 0, 3) == (at_two, at_three)


def test_only_what_stands_in_the_journal_can_be_sealed(journal: Journal) -> None:
    with pytest.raises(AssertionError):
        journal.seal(journal.stream, 1, 1, CLOCK)


def test_the_centres_mark_may_fall(journal: Journal) -> None:
    assert (journal.mark(journal.stream), journal.last_told(journal.stream)) == (0, None)
    journal.set_mark(journal.stream, 7, 3, 1)
    journal.set_mark(journal.stream, 2, 1, 2)
    assert journal.mark(journal.stream) == 2
    assert journal.last_told(journal.stream) == Mark(2, 1, 2)
    assert journal.mark(NOBODY) == 0


def test_after_a_fork_a_new_stream_begins_and_the_old_one_still_waits(journal: Journal) -> None:
    old = journal.stream
    first = journal.append(arrival(1), tap(1))
    new = journal.begin_anew(incarnations(1))
    assert new == journal.stream != old
    assert journal.append(arrival(2), tap(2)).id == entry_id(new, 1)
    assert journal.append(arrival(1), tap(1)).id == first.id
    assert dict(journal.streams()) == {old: 1, new: 1}
    assert journal.seal(old, 1, 1, CLOCK) in journal.seals(old, 1, 1)


def test_an_entry_that_cannot_be_written_takes_no_place(journal: Journal) -> None:
    import msgspec

    from sync.protocol.canon import Unwritable

    with pytest.raises(Unwritable):
        journal.append_all([arrival(1), msgspec.structs.replace(arrival(2), quantity=2**63)], tap(1))
    assert journal.append(arrival(1), tap(1)).id.seq == 1
