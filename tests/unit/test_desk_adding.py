"""The disk has room for an entry and none for the sums: is everybody thanked whose entry stands, and does the lead see the truth again?"""

from msgspec.structs import replace

from kiosk.desk.desk import Desk
from kiosk.flow.events import ArrivalRecorded, DepartureRecorded, Event, ItemsRecorded, StaffToldHere
from kiosk.flow.findings import StorageTrouble
from kiosk.flow.pages import Section
from kiosk.flow.requests import PrepareTap, ReceiveCode, RecordDeparture, RecordItems, RefreshBoard, Request, TellStaff
from sync.domain.facts import Arrived
from sync.journal.contract import StorageFull
from tests.support.day import HATS, KNITTING, MIRIAM
from tests.support.desk import DeskDay, FoldedSums, pass_of
from tests.support.journals import tap


class Crowded(FoldedSums):
    """Sums on a disk that may be full."""

    has_room = True

    def follow_piece(self) -> bool:
        if not self.has_room:
            raise StorageFull("Adding up", "the disk is full. Free some room; it goes on by itself.")
        return super().follow_piece()


class CrowdedDay:
    """A desk whose sums find no room until the test makes some."""

    def __init__(self) -> None:
        self.day = DeskDay()
        self.sums = Crowded(self.day.journal, self.day.told)
        self.desk = Desk(replace(self.day.ground, sums=self.sums))
        self.desk.answer(RefreshBoard())
        self.sums.has_room = False

    def answered(self, request: Request) -> Event:
        return self.desk.answer(request)[0]

    def people(self) -> int:
        told = self.answered(TellStaff(Section.HERE))
        assert isinstance(told, StaffToldHere)
        return len(told.rows)

    def troubles(self) -> list[object]:
        return [found.state for found in self.desk.findings() if isinstance(found.state, StorageTrouble)]


def test_who_came_in_and_what_was_made_is_thanked_for_when_only_the_sums_find_no_room() -> None:
    crowded = CrowdedDay()
    assert isinstance(crowded.answered(ReceiveCode(pass_of(), tap(1))), ArrivalRecorded)
    thanked = crowded.answered(RecordItems(MIRIAM, KNITTING, HATS, 7, tap(2)))
    assert isinstance(thanked, ItemsRecorded), "what stands in the journal is not asked to be written down by a helper, too"
    assert isinstance(crowded.answered(RecordDeparture(MIRIAM, tap(3))), DepartureRecorded)
    assert len(crowded.day.facts()) == 3


def test_the_lead_reads_that_the_disk_is_full_and_still_has_their_pages() -> None:
    crowded = CrowdedDay()
    crowded.answered(ReceiveCode(pass_of(), tap(1)))
    assert crowded.people() == 0, "as it was when it could last be added up"
    assert crowded.troubles() == [StorageTrouble.FULL]
    assert not crowded.desk.is_behind, "nothing goes on by itself at once: a full disk is not tried again and again"


def test_with_room_the_next_request_adds_up_everything_and_the_trouble_is_over() -> None:
    crowded = CrowdedDay()
    crowded.answered(ReceiveCode(pass_of(), tap(1)))
    crowded.sums.has_room = True
    crowded.desk.answer(RefreshBoard())
    assert crowded.people() == 1
    assert crowded.troubles() == []


def test_what_others_wrote_is_tried_again_though_nothing_was_recorded_here() -> None:
    crowded = CrowdedDay()
    crowded.desk.answer(RefreshBoard())
    assert crowded.troubles() == [StorageTrouble.FULL]
    crowded.sums.has_room = True
    crowded.desk.answer(PrepareTap(tap(9)))
    assert crowded.troubles() == []


def test_the_same_card_after_the_disk_had_room_again_checks_nobody_in_twice() -> None:
    crowded = CrowdedDay()
    crowded.answered(ReceiveCode(pass_of(), tap(1)))
    crowded.sums.has_room = True
    again = crowded.answered(ReceiveCode(pass_of(), tap(2)))
    assert isinstance(again, ArrivalRecorded)
    assert again.entries == ()
    assert crowded.day.facts() == [Arrived(MIRIAM, KNITTING)]


def test_a_trouble_of_the_journal_itself_outlasts_sums_that_go_well() -> None:
    crowded = CrowdedDay()
    crowded.answered(ReceiveCode(pass_of(), tap(1)))
    crowded.people()
    worse = StorageFull("Recording an entry", "the disk is full.")
    crowded.desk._writing.note(worse)
    crowded.sums.has_room = True
    crowded.people()
    assert crowded.troubles() == [StorageTrouble.FULL]
