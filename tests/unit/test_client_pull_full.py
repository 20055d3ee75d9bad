"""Does a round of pulling go on when the disk fills up under it, and does it fetch later what could not be kept?"""

import msgspec
import pytest

from sync.client.outcome import RetryLater, Why
from sync.client.reports import ManifestChanged, RosterChanged
from sync.client.sizing import Sizing
from sync.journal.contract import StorageFull
from sync.protocol.messages import PullReply, RosterChange, RosterPage, StreamPart
from tests.support.connected import Connected, new_centre
from tests.support.told_in_memory import MemoryTold

FIRST_PAGE = RosterPage(3, (RosterChange(1, b"a", b"Ann"),), b"a")
LAST_PAGE = RosterPage(3, (RosterChange(1, b"b", b"Ben"),), None)


class NoRoomForPeople(MemoryTold):
    def keep_roster_page(self, _page: RosterPage) -> None:
        raise StorageFull("Keeping the roster", "the disk is full")


class NoRoomForEntries(MemoryTold):
    def keep_part(self, _part: StreamPart) -> None:
        raise StorageFull("Keeping what others wrote", "the disk is full")


def two_kiosks() -> tuple[Connected, Connected]:
    """Return two kiosks of one venue; the first has handed on six entries."""
    first = Connected(new_centre(), 1, Sizing(2))
    second = Connected(first.centre, 2, Sizing(2))
    first.log(*range(1, 7))
    first.push_all()
    return first, second


@pytest.fixture
def kiosks() -> tuple[Connected, Connected]:
    first, second = two_kiosks()
    first.centre.pages = [FIRST_PAGE, LAST_PAGE]
    return first, second


def test_a_page_of_the_roster_that_finds_no_room_keeps_nothing_else_back(kiosks: tuple[Connected, Connected]) -> None:
    first, second = kiosks
    second.told.__class__ = NoRoomForPeople
    with pytest.raises(RetryLater, match="the disk is full") as caught:
        second.pull_all()
    assert caught.value.why is Why.NOT_KEPT, "the lead reads that it was the disk"
    assert second.told.roster_position() == (0, b""), "the next round asks for the same page"
    assert dict(second.told.vector())[first.journal.stream] == 6, "what the others wrote came all the same"
    assert any(isinstance(report, ManifestChanged) for report in second.reports), "and the definition"
    assert not any(isinstance(report, RosterChanged) for report in second.reports)


def test_what_found_no_room_comes_with_the_next_round(kiosks: tuple[Connected, Connected]) -> None:
    _, second = kiosks
    second.told.__class__ = NoRoomForPeople
    with pytest.raises(RetryLater):
        second.pull_all()
    second.told.__class__ = MemoryTold
    second.pull_all()
    assert set(second.told.roster.values()) == {b"Ann", b"Ben"}
    assert RosterChanged(3) in second.reports


def test_room_that_comes_back_within_the_round_leaves_no_trouble(kiosks: tuple[Connected, Connected]) -> None:
    _, second = kiosks

    class RoomAfterOne(MemoryTold):
        def keep_roster_page(self, _page: RosterPage) -> None:
            self.__class__ = MemoryTold  # type: ignore[assignment] # the disk has room again
            raise StorageFull("Keeping the roster", "the disk is full")

    second.told.__class__ = RoomAfterOne
    assert second.pull_all() is not None
    assert set(second.told.roster.values()) == {b"Ann", b"Ben"}


def test_what_the_centre_lacks_is_handed_on_though_nothing_can_be_kept() -> None:
    first, second = two_kiosks()
    second.pull_all()
    first.centre.restore(new_centre().backup())
    third = Connected(first.centre, 3, Sizing(2))
    third.log(31)
    third.push_all()
    second.told.__class__ = NoRoomForEntries
    with pytest.raises(RetryLater, match="the disk is full"):
        second.pull_all()
    second.push_all()
    assert tuple(first.centre.books.ledger[first.journal.stream].bodies) == first.written()


def test_an_answer_says_what_it_could_not_keep_only_once() -> None:
    _, second = two_kiosks()
    second.told.__class__ = NoRoomForPeople
    empty = PullReply(True, None, FIRST_PAGE, (), (), 0, 1_000)
    assert second.pull.take_reply(empty).fault is not None
    assert not second.pull.take_reply(empty).more, "the same page is not asked for again and again within a round"
    assert second.pull.take_reply(msgspec.structs.replace(empty, roster=None)).fault is None
