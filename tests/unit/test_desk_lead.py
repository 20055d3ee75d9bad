"""What the lead is told and may do at the desk: PINs, who is here, the count, what waits, the doctor and the lamp."""

from pathlib import Path

from msgspec.structs import replace

from kiosk.desk import pins
from kiosk.desk.ports import Eye, Link
from kiosk.flow.act_events import LeadCardShown
from kiosk.flow.events import NotTaken, PinAccepted, PinRefused, StaffToldCarried, StaffToldFindings, StaffToldHere, StaffToldTally
from kiosk.flow.findings import CameraTrouble, Found, LinkTrouble
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Look, Section
from kiosk.flow.people_events import SignedOff
from kiosk.flow.requests import (
    CallHelper,
    CheckPin,
    ReceiveCode,
    RecordCount,
    RecordHeadcount,
    RecordItems,
    RecordSignOff,
    RecordUndo,
    RefreshBoard,
    TellStaff,
)
from kiosk.flow.values import Heads, PersonHere
from kiosk.setup.folders import ROOM_FOR_A_DAY_BYTES
from sync.domain.entry import ClockState
from sync.domain.facts import Counted, Left
from sync.domain.lead_card import LeadCard, make_lead_card
from sync.domain.presence import End
from sync.eventfile import argon2id
from sync.journal.contract import Opened, OpenedAfterPowerCut, SetAside
from sync.journal.memory import MemoryJournal
from tests.support.day import CLASS_3B, EVENT, HATS, HOUR_MS, KEY_ID, KNITTING, MINUTE_MS, MIRIAM, SIGNING_KEY, WARD
from tests.support.desk import LEAD, PIN, DeskDay, ToldHere, answered, here, lamp, pass_of, told_here, wells
from tests.support.journals import DEVICE, KEY, incarnations, tap


def test_a_count_stands_beside_what_was_made_and_carries_the_leads_number() -> None:
    day = DeskDay()
    answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1)))
    event = answered(day, RecordCount(LEAD.no, KNITTING, HATS, 6, tap(2)))
    assert isinstance(event, StaffToldTally)
    assert event.tap_id == tap(2)
    assert [(row.making.made, row.counted) for row in event.rows] == [(7, 6)]
    assert day.facts()[-1] == Counted(KNITTING, HATS, 6)


def test_who_left_without_saying_so_is_taken_off_the_fire_list_and_put_back_where_it_was_a_mistake() -> None:
    day = here(DeskDay())
    event = answered(day, RecordSignOff(LEAD.no, MIRIAM, tap(2)))
    assert isinstance(event, SignedOff)
    assert listed(day) == []
    assert day.facts()[-1] == Left(MIRIAM, day.sums.day(MIRIAM).stays[0].arrival)
    assert answered(day, RecordSignOff(LEAD.no, MIRIAM, tap(3))) == SignedOff((), tap(3)), "gone already: nothing more is recorded"
    day.desk.answer(RecordUndo(event.entries, tap(4)))
    assert [row.who for row in listed(day)] == [MIRIAM]


def test_a_class_is_taken_off_with_its_adults_and_who_forgot_yesterday_left_by_yesterdays_closing() -> None:
    day = DeskDay()
    answered(day, RecordHeadcount(CLASS_3B, Heads(28, 2), KNITTING, tap(9)))
    here(day)
    day.clocks.now_ms += 24 * HOUR_MS
    assert [row.headcount for row in listed(day)] == [30, 1]
    for number, who in enumerate((CLASS_3B, MIRIAM), 2):
        answered(day, RecordSignOff(LEAD.no, who, tap(number)))
    assert listed(day) == []
    assert [stay.ended for stay in day.sums.day(MIRIAM).stays] == [End.RULE], "an estimate, and not a day and a night of help"


def listed(day: DeskDay) -> list[PersonHere]:
    event = answered(day, TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    return list(event.rows)


def test_the_pin_of_a_lead_opens_and_wrong_ones_rest_longer_and_longer() -> None:
    day = DeskDay()
    assert answered(day, CheckPin(PIN, tap(1))) == PinAccepted(LEAD.no, tap(1))
    rests = []
    for number in range(8):
        refused = answered(day, CheckPin("0000", tap(number)))
        assert isinstance(refused, PinRefused)
        rests.append(refused.wait_ms)
        assert answered(day, CheckPin(PIN, tap(9))) == PinRefused(refused.wait_ms, tap(9)), "while it rests nothing is looked at"
        day.clocks.now_ms += refused.wait_ms
    assert rests == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    assert isinstance(answered(day, CheckPin(PIN, tap(1))), PinAccepted)


def test_a_lead_card_asks_for_the_digits_of_that_lead_and_takes_no_others() -> None:
    told = told_here()
    other = replace(LEAD, no=8, shown_name="Omar", pin_hash=argon2id("2222"))
    day = DeskDay(ToldHere(**{name: getattr(told, name) for name in told.__struct_fields__ if name != "of_leads"}, of_leads=(LEAD, other)))
    card = make_lead_card(LeadCard(EVENT, WARD, LEAD.no, 0, KEY_ID), SIGNING_KEY)
    assert answered(day, ReceiveCode(card, tap(1))) == LeadCardShown(LEAD.no, LEAD.shown_name, tap(1))
    assert day.facts() == [], "a card alone is nothing that happened"
    assert isinstance(answered(day, CheckPin("2222", tap(2), LEAD.no)), PinRefused), "another lead's digits"
    day.clocks.now_ms += 1_000
    assert answered(day, CheckPin(PIN, tap(3), LEAD.no)) == PinAccepted(LEAD.no, tap(3))
    assert answered(day, CheckPin(PIN, tap(4), 5)) == NotTaken(Look.LEAD_CARD_ENDED, tap(4)), "gone from the roster meanwhile"


def test_where_nobody_has_digits_nobody_is_told_that_theirs_are_wrong() -> None:
    told = told_here()
    nobody = DeskDay(ToldHere(**{name: getattr(told, name) for name in told.__struct_fields__ if name != "of_leads"}, of_leads=()))
    for number in range(1, 9):
        assert answered(nobody, CheckPin("4711", tap(number))) == NotTaken(Look.NO_LEAD, tap(number))
    board = answered(nobody, RefreshBoard())
    assert isinstance(board, BoardChanged)
    assert board.board.lamp == "look"


def test_a_hash_that_cannot_be_read_opens_nothing() -> None:
    for pin_hash in (b"", b"nonsense", b"$argon2id$v=19$m=8"):
        assert pins.Pins(lambda: 0).lead_of(PIN, [replace(LEAD, pin_hash=pin_hash)]) is None
    assert pins.Pins(lambda: 0).lead_of(PIN, []) is None


def test_the_lead_sees_who_is_in_the_building() -> None:
    day = here(DeskDay())
    day.clocks.now_ms += 1
    day.desk.answer(ReceiveCode(pass_of(b"stranger"), tap(2)))
    event = answered(day, TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    assert [(row.shown_name, row.place) for row in event.rows] == [("Miriam K.", {"en": "Knitting"}), ("", {"en": "Knitting"})]


def test_sent_waiting_and_flagged_add_up_to_recorded() -> None:
    day = here(DeskDay())
    alone = answered(day, TellStaff(Section.CARRIED))
    assert isinstance(alone, StaffToldCarried)
    assert (alone.carried.recorded, alone.carried.waiting) == (1, 1)
    day.machine.stands = Link(sent=3, waiting=1, flagged=1, last_contact_ms=5)
    for number in range(2, 9):
        answered(day, RecordItems(None, KNITTING, HATS, 1, tap(number)))
    event = answered(day, TellStaff(Section.CARRIED))
    assert isinstance(event, StaffToldCarried)
    carried = event.carried
    assert carried.recorded == carried.sent + carried.waiting + carried.flagged == 8
    assert carried.waiting == 4, "what was written since the link looked waits"


def test_a_lead_who_looks_at_what_waits_has_it_tried_at_once_and_nobody_else_does() -> None:
    day = here(DeskDay())
    for section in (Section.HERE, Section.TALLY, Section.DOCTOR):
        answered(day, TellStaff(section))
    assert day.machine.tries == 0
    answered(day, TellStaff(Section.CARRIED))
    assert day.machine.tries == 1


def test_the_doctor_finds_nothing_on_a_sound_machine() -> None:
    day = DeskDay()
    assert set(wells(day)) == {
        *("Journal", "Disk", "Room", "Clock", "Camera", "Scanner", "Printer", "Sound"),
        *("Centre", "Roster", "Leads", "Unknown cards", "Software"),
    }
    assert all(wells(day).values())
    assert lamp(day) == "steady"


def test_the_doctor_says_what_is_wrong_and_the_lamp_asks_for_a_look() -> None:
    day = DeskDay()
    day.machine.room = ROOM_FOR_A_DAY_BYTES - 1
    day.machine.camera = Eye(CameraTrouble.NOT_THERE)
    day.machine.stands = Link(0, 3, 0, note=LinkTrouble.NOT_KNOWN, needs_a_look=True)
    day.machine.scanner_ms = 5 * MINUTE_MS
    day.clocks.state = ClockState.UNKNOWN
    assert [name for name, well in wells(day).items() if not well] == ["Room", "Clock", "Camera", "Centre"]
    assert lamp(day) == "look"


def test_the_lead_hears_of_a_key_that_is_held_down() -> None:
    day = DeskDay()
    day.machine.stuck_ms = 12_400
    event = answered(day, TellStaff(Section.DOCTOR))
    assert isinstance(event, StaffToldFindings)
    (finding,) = (each for each in event.findings if each.state is Found.KEY_STUCK)
    assert (finding.well, finding.numbers) == (False, (12,))
    assert lamp(day) == "look"


def test_the_lamp_asks_for_a_look_from_a_call_for_help_until_the_lead_has_looked() -> None:
    day = DeskDay()
    event = answered(day, CallHelper())
    assert isinstance(event, BoardChanged)
    assert event.board.lamp == "look"
    assert [name for name, well in wells(day).items() if not well] == ["Help"]
    assert lamp(day) == "steady"


def test_a_centre_that_waits_for_a_person_is_a_look_of_its_own() -> None:
    day = here(DeskDay())
    assert lamp(day) == "waiting"
    day.machine.stands = Link(1, 0, 0)
    assert lamp(day) == "steady"
    day.machine.camera = Eye(frames=12)
    assert all(wells(day).values())


class FoundJournal(MemoryJournal):
    """A journal that was found as the test says."""

    found: Opened = OpenedAfterPowerCut()

    @property
    def opened(self) -> Opened:
        return self.found


def test_the_lead_hears_how_the_journal_was_found() -> None:
    journal = FoundJournal(DEVICE, KEY, incarnations())
    day = DeskDay(journal=journal)
    assert wells(day)["Journal"]
    journal.found = SetAside(Path("away"), 9, 1, None, "damaged")
    assert not wells(day)["Journal"]
