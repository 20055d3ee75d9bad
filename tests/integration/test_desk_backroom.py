"""The back room on a real disk with a centre in memory: becoming a device, serving without a line, handing on, coming back."""

import queue
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.app.backroom import Backroom
from kiosk.flow.events import ArrivalRecorded, Event, StaffToldCarried, StaffToldFindings
from kiosk.flow.news import BoardChanged, EnrolmentMoved
from kiosk.flow.pages import Section
from kiosk.flow.requests import ReceiveCode, RecordArrival, RefreshBoard, TellStaff
from kiosk.printing.jobs import Job, Jobs, owner_of
from sync.client.outcome import Why
from sync.client.reports import Behind, WentAlone
from sync.domain.identity import entry_id
from sync.journal.contract import StorageFull
from sync.journal.told import ToldOnDisk
from sync.paper.cards import SmallKind, SmallPaper
from sync.protocol.messages import Manifest, RosterChange, RosterPage, Signed
from tests.support.centre_in_memory import MemoryCentre
from tests.support.connected import new_centre
from tests.support.day import AHMED, CARDS, CLASS_3B, KNITTING, MIRIAM, SCHOOL, small_roster
from tests.support.desk import LEAD, pass_of
from tests.support.journals import tap
from tests.support.kiosk_state import MemoryLine, enrolled_state, roster_page, settings_at

PATIENCE_S = 30.0


class Room:
    """One back room and what it told by itself."""

    def __init__(self, folder: Path, centre: MemoryCentre | None = None) -> None:
        self.told: queue.Queue[Event] = queue.Queue()
        self.refreshes = 0
        self.line = MemoryLine(centre) if centre else None
        line = self.line
        settings = settings_at(folder, "https://centre.example" if centre else "")
        self.room = Backroom(settings, self.told.put, transport=(lambda: line) if line else None)
        self.room.refresh = self.room.news = self._refresh

    def _refresh(self) -> None:
        self.refreshes += 1

    def hears(self) -> Event:
        return self.told.get(timeout=PATIENCE_S)

    def until(self, is_so: Callable[[], bool]) -> None:
        give_up_at = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < give_up_at, "it did not come to that"
            time.sleep(0.01)


@pytest.fixture
def rooms() -> Iterator[list[Room]]:
    opened: list[Room] = []
    yield opened
    for one in opened:
        one.room.stop()
        one.room.stop()


def carried(room: Room) -> StaffToldCarried:
    (event,) = room.room.answer(TellStaff(Section.CARRIED))
    assert isinstance(event, StaffToldCarried)
    return event


def centre_with_people() -> MemoryCentre:
    centre = new_centre()
    centre.pages = [roster_page(replace(small_roster(), leads=(replace(LEAD, venue=SCHOOL),)))]
    return centre


def let_in(centre: MemoryCentre, room: Room) -> None:
    """The coordinator compares the digits and approves."""
    moved = room.hears()
    assert isinstance(moved, EnrolmentMoved)
    assert moved.stage == "waiting"
    assert moved.digits == centre.digits(room.room.device.public_key)
    centre.enrol(5, room.room.device.public_key)
    while not moved.done:
        moved = room.hears()
        assert isinstance(moved, EnrolmentMoved)


def test_a_new_machine_becomes_a_device_serves_and_hands_on(tmp_path: Path, rooms: list[Room]) -> None:
    centre = centre_with_people()
    room = Room(tmp_path, centre)
    rooms.append(room)
    assert not room.room.is_ready
    assert room.room.answer(RefreshBoard()) == ()
    room.room.start()
    let_in(centre, room)
    assert room.room.is_ready
    room.until(lambda: room.room.has_roster)
    (event,) = room.room.answer(ReceiveCode(pass_of(AHMED), tap(1)))
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.shown_name == "Ahmed R."
    room.until(lambda: carried(room).carried.sent == 1)
    now = carried(room).carried
    assert (now.recorded, now.waiting, now.flagged) == (1, 0, 0)
    assert now.last_contact_ms is not None


def test_whatever_goes_wrong_while_a_machine_asks_to_be_let_in_it_asks_again(
    tmp_path: Path, rooms: list[Room], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kiosk.app.enrolment.ASK_AGAIN_MAX_S", 0.01)
    centre = centre_with_people()
    room = Room(tmp_path, centre)
    rooms.append(room)
    keep = ToldOnDisk.keep_manifest
    fails = [StorageFull("Keeping what the centre told", "free some room"), KeyError("a mistake of ours")]

    def keep_later(told: ToldOnDisk, signed: Signed, manifest: Manifest) -> None:
        if fails:
            raise fails.pop()
        keep(told, signed, manifest)

    monkeypatch.setattr(ToldOnDisk, "keep_manifest", keep_later)
    room.room.start()
    let_in(centre, room)
    assert room.room.is_ready
    assert caplog.text.count("Enrolment went wrong") == 2


def test_a_device_opens_and_serves_without_any_line(tmp_path: Path, rooms: list[Room]) -> None:
    centre = centre_with_people()
    first = Room(tmp_path, centre)
    first.room.start()
    let_in(centre, first)
    first.until(lambda: first.room.has_roster)
    first.room.stop()
    again = Room(tmp_path, centre)
    rooms.append(again)
    assert again.line is not None
    again.line.is_cut = True
    again.room.start()
    assert again.room.is_ready
    (event,) = again.room.answer(ReceiveCode(pass_of(AHMED), tap(1)))
    assert isinstance(event, ArrivalRecorded)
    (board,) = again.room.answer(RefreshBoard())
    assert isinstance(board, BoardChanged)
    assert (board.board.helping, board.board.lamp) == (1, "waiting")
    again.line.is_cut = False
    again.until(lambda: carried(again).carried.sent == 1)


@pytest.mark.slow
def test_a_lead_who_looks_after_a_long_cut_sees_it_handed_on_without_waiting_for_the_back_off(
    tmp_path: Path, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.pace.RETRY_FIRST_S", 100.0)
    monkeypatch.setattr("random.random", lambda: 0.9)
    centre = centre_with_people()
    room = Room(tmp_path, centre)
    rooms.append(room)
    room.room.start()
    let_in(centre, room)
    room.until(lambda: room.room.has_roster)
    assert room.line is not None
    room.line.is_cut = True
    room.room.answer(ReceiveCode(pass_of(AHMED), tap(1)))
    worker = room.room._worker
    assert worker is not None
    room.until(lambda: (status := worker.status()).push_trouble is status.pull_trouble is Why.OFFLINE)
    assert (link := room.room.link()) is not None
    assert link.sent == 0
    room.line.is_cut = False
    refreshes = room.refreshes
    carried(room)  # the lead looks: what is sent may come back before this look has been answered
    room.until(lambda: (link := room.room.link()) is not None and link.sent == 1)
    room.until(lambda: room.refreshes > refreshes)  # an open room of the lead's is told again


def test_without_a_centre_a_new_machine_says_so_and_an_old_one_works(tmp_path: Path, rooms: list[Room]) -> None:
    new = Room(tmp_path / "new")
    rooms.append(new)
    new.room.start()
    assert new.hears() == EnrolmentMoved("no-centre"), "nothing is tried, and nobody is sent to look at a cable"
    enrolled_state(tmp_path / "old")
    old = Room(tmp_path / "old")
    rooms.append(old)
    old.room.start()
    (event,) = old.room.answer(ReceiveCode(pass_of(MIRIAM), tap(1)))
    assert isinstance(event, ArrivalRecorded)
    assert carried(old).carried.note
    (doctor,) = old.room.answer(TellStaff(Section.DOCTOR))
    assert isinstance(doctor, StaffToldFindings)
    assert all(finding.well for finding in doctor.findings)


def test_a_machine_whose_memory_of_the_day_was_lost_gets_it_again_from_the_centre(tmp_path: Path, rooms: list[Room]) -> None:
    centre = centre_with_people()
    first = Room(tmp_path, centre)
    first.room.start()
    let_in(centre, first)
    first.until(lambda: first.room.has_roster)
    first.room.answer(RecordArrival(AHMED, CARDS, tap(1)))
    first.room.stop()
    (tmp_path / "told.db").unlink()
    again = Room(tmp_path, centre)
    rooms.append(again)
    assert not again.room.is_ready
    again.room.start()
    moved = again.hears()
    assert isinstance(moved, EnrolmentMoved)
    assert moved.done
    assert again.room.is_ready
    assert carried(again).carried.recorded == 1


@pytest.mark.slow
def test_what_waits_for_the_printer_goes_with_whoever_the_centre_takes_off_the_roster(tmp_path: Path, rooms: list[Room]) -> None:
    centre = centre_with_people()
    room = Room(tmp_path, centre)
    rooms.append(room)
    room.room.start()
    let_in(centre, room)
    room.until(lambda: room.room.has_roster)
    prints = tmp_path / "prints"
    waiting = Jobs(prints)
    for who in (AHMED, MIRIAM):
        waiting.add(Job(f"pass-{who.hex()}-1", SmallPaper(SmallKind.PASS, "Somebody", "Many Hands Day", (), "MH1P", "")))
    centre.pages.append(RosterPage(2, (RosterChange(1, AHMED, None),), None))
    room.room.try_now()
    room.until(lambda: len(Jobs(prints)) == 1)
    assert [owner_of(job.key) for job in Jobs(prints).waiting()] == [MIRIAM]


def test_a_journal_that_the_centre_knows_better_begins_a_new_incarnation(tmp_path: Path, rooms: list[Room]) -> None:
    enrolled_state(tmp_path)
    room = Room(tmp_path)
    rooms.append(room)
    room.room.answer(RecordArrival(MIRIAM, KNITTING, tap(1)))
    journal = room.room._journal
    assert journal is not None
    before = journal.stream
    room.room._reported(WentAlone(entry_id(before, 1)))
    assert journal.stream == before
    room.room._reported(Behind(before, 99))
    assert journal.stream != before
    room.room.answer(RecordArrival(AHMED, KNITTING, tap(2)))
    assert carried(room).carried.recorded == 2


@pytest.mark.slow
def test_a_machine_that_was_put_back_to_yesterday_goes_on_in_a_new_incarnation_and_loses_nothing(tmp_path: Path, rooms: list[Room]) -> None:
    state, yesterday = tmp_path / "state", tmp_path / "yesterday"
    centre = centre_with_people()
    first = Room(state, centre)
    first.room.start()
    let_in(centre, first)
    first.room.answer(RecordArrival(AHMED, CARDS, tap(1)))
    journal = first.room._journal
    assert journal is not None
    old = journal.stream
    first.until(lambda: len(centre.books.ledger[old].bodies) == 1 if old in centre.books.ledger else False)
    first.room.stop()
    shutil.copytree(state, yesterday)
    today = Room(state, centre)
    today.room.start()
    today.room.answer(RecordArrival(MIRIAM, CARDS, tap(2)))
    today.until(lambda: len(centre.books.ledger[old].bodies) == 2)
    today.room.stop()
    shutil.rmtree(state)
    yesterday.rename(state)
    back = Room(state, centre)
    rooms.append(back)
    journal = back.room._journal
    assert journal is not None
    assert (journal.stream, journal.high) == (old, 1), "nothing on the machine itself tells that it is not today's"
    back.room.start()
    back.until(lambda: journal.stream != old)
    back.room.answer(RecordArrival(CLASS_3B, CARDS, tap(3)))
    back.until(lambda: journal.stream in centre.books.ledger)
    assert len(centre.books.ledger[old].bodies) == 2
    assert len(centre.books.ledger[journal.stream].bodies) == 1
    assert not centre.books.quarantine
