"""Paper at the desk: one print a visit, a reprint with the same code, and nothing at all where no printer is set up."""

import pytest
from msgspec.structs import replace

from kiosk.desk.desk import Desk
from kiosk.flow.events import ArrivalRecorded, DepartureRecorded, StaffToldFindings, StaffToldHere, VisitorRecognised
from kiosk.flow.findings import Found, PrinterTrouble, Sound
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Section
from kiosk.flow.people_events import WalkInRecorded
from kiosk.flow.print_requests import PrintLabel, PrintPass, PrintSlip, ThrowPrintsAway, TryPrinting
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordHeadcount, RecordParty, RecordWalkIn, RefreshBoard, TellStaff
from kiosk.flow.values import Added, Heads
from kiosk.printing.jobs import Stand
from sync.domain.codes import Pass, read_code
from sync.domain.judge import Accepted, judge
from sync.domain.roster import Party, PartyKind, Preferences, Volunteer
from sync.journal.contract import StorageFailed
from sync.paper.cards import SmallKind, SmallPaper
from tests.support.day import CLASS_3B, HATS, KNITTING, MIRIAM, TODAY, named, small_roster
from tests.support.desk import DeskDay, answered, here, pass_of, told_here, wells, with_people
from tests.support.journals import tap

GRAN = named("gran")
SMITHS, ANA, BEN = named("the Smiths"), named("ana"), named("ben")


class Press:
    """Remembers what was asked for, and stands as the test says."""

    def __init__(self) -> None:
        self.papers: dict[str, SmallPaper] = {}
        self.stands = Stand(0)
        self.said: list[str] = []

    def put(self, key: str, paper: SmallPaper) -> None:
        self.papers.setdefault(key, paper)

    def stand(self) -> Stand:
        return self.stands

    def try_again(self) -> None:
        self.said.append("again")

    def throw_away(self) -> None:
        self.said.append("away")

    def of(self, kind: SmallKind) -> list[SmallPaper]:
        return [paper for paper in self.papers.values() if paper.kind is kind]


def a_day(press: Press, *, labels: bool = False) -> DeskDay:
    rows: tuple[Volunteer | Party, ...] = (
        Volunteer(GRAN, "רבקה ל.", activity=KNITTING, preferences=Preferences(language="he"), pass_serial=1, spoken_code="1234567890"),
        Party(SMITHS, "The Smiths", PartyKind.FAMILY, pass_serial=1, activity=KNITTING),
        *(Volunteer(who, name, activity=KNITTING, party=SMITHS, pass_serial=1) for who, name in ((ANA, "Ana S."), (BEN, "Ben S."))),
    )
    day = DeskDay(told_here(roster=with_people(small_roster(), *rows)))
    day.desk = Desk(replace(day.ground, paper=press, labels=labels))
    return day


def test_a_pass_is_printed_once_for_one_visit_and_again_for_the_next() -> None:
    press = Press()
    day = here(a_day(press))
    for _ in range(3):
        day.desk.answer(PrintPass(MIRIAM))
    assert len(press.of(SmallKind.PASS)) == 1
    day.clocks.now_ms += 60_000
    day.desk.answer(RecordDeparture(MIRIAM, tap(2)))
    day.clocks.now_ms += 60_000
    day.desk.answer(ReceiveCode(pass_of(MIRIAM), tap(3)))
    day.desk.answer(PrintPass(MIRIAM))
    assert len(press.of(SmallKind.PASS)) == 2


@pytest.mark.parametrize("heads", [None, Heads(9, 2)], ids=["a person", "a group"])
def test_whoever_comes_without_a_card_gets_one_on_paper_by_itself_once_with_the_code_on_the_screen(heads: Heads | None) -> None:
    press = Press()
    day = a_day(press)
    walk_in = RecordWalkIn("Ali K.", heads, KNITTING, tap(1))
    day.desk.answer(walk_in)
    event = answered(day, walk_in)  # the same tap, tried again
    assert isinstance(event, WalkInRecorded)
    (paper,) = press.of(SmallKind.PASS)
    assert (paper.name, paper.code) == ("Ali K.", event.code)
    assert press.of(SmallKind.LABEL) == []


def test_a_newcomer_gets_a_label_like_everybody_where_labels_are_worn() -> None:
    press = Press()
    day = a_day(press, labels=True)
    day.desk.answer(RecordWalkIn("Ali K.", None, KNITTING, tap(1)))
    day.desk.answer(RecordWalkIn("Walkers", Heads(9, 2), KNITTING, tap(2)))
    day.desk.answer(RefreshBoard())
    assert [paper.name for paper in press.of(SmallKind.LABEL)] == ["Ali K."]


class Stumbling(Press):
    """A press beside a disk that does not let us."""

    def put(self, key: str, paper: SmallPaper) -> None:
        self.said.append(paper.kind.value)
        raise StorageFailed("Reading the roster", f"the disk reported an error at {key}")


def test_paper_that_cannot_be_made_takes_nobodys_answer_away() -> None:
    press = Stumbling()
    day = a_day(press, labels=True)
    assert isinstance(answered(day, RecordWalkIn("Ali K.", None, KNITTING, tap(1))), WalkInRecorded)
    assert isinstance(answered(day, ReceiveCode(pass_of(MIRIAM), tap(2))), ArrivalRecorded)
    for _ in range(2):
        assert isinstance(answered(day, RefreshBoard()), BoardChanged)
    assert press.said == [SmallKind.PASS.value, SmallKind.LABEL.value, SmallKind.LABEL.value], "each once, and not for ever"


def test_a_newcomer_without_a_printer_is_let_in_all_the_same() -> None:
    event = answered(DeskDay(told_here(roster=small_roster())), RecordWalkIn("Ali K.", None, KNITTING, tap(1)))
    assert isinstance(event, WalkInRecorded)


def test_after_a_restart_a_newcomers_lost_card_is_printed_with_a_code_that_lets_them_in() -> None:
    press = Press()
    day = a_day(press)
    event = answered(day, RecordWalkIn("Ali K.", None, KNITTING, tap(1)))
    assert isinstance(event, WalkInRecorded)
    day.desk = Desk(replace(day.ground, paper=press))
    day.desk.answer(PrintPass(event.visitor.who, again=True))
    _first, again = press.of(SmallKind.PASS)
    assert isinstance(answered(day, ReceiveCode(again.code, tap(2))), VisitorRecognised | ArrivalRecorded)


def test_paper_is_offered_only_while_nothing_is_wrong_with_the_printer_and_a_lead_may_always_ask() -> None:
    press = Press()
    day = a_day(press)
    for stands, prints in ((Stand(0), True), (Stand(2), True), (Stand(2, PrinterTrouble.OUT_OF_PAPER), False)):
        press.stands = stands
        event = answered(day, RefreshBoard())
        assert isinstance(event, BoardChanged)
        assert (event.board.printer, event.board.prints) == (True, prints)


def test_a_lead_prints_a_label_once_more() -> None:
    press = Press()
    day = here(a_day(press))
    for again in (False, False, True):
        day.desk.answer(PrintLabel(MIRIAM, again=again))
    assert len(press.of(SmallKind.LABEL)) == 2


def test_a_lead_prints_a_lost_card_with_the_code_that_was_on_it() -> None:
    press = Press()
    day = a_day(press)
    card = pass_of(MIRIAM)
    day.desk.answer(ReceiveCode(f" ]Q1{card.lower()} ", tap(1)))
    for _ in range(2):
        day.desk.answer(PrintPass(MIRIAM, again=True))
    assert [paper.code for paper in press.of(SmallKind.PASS)] == [card, card]
    event = answered(day, TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    assert [row.can_print for row in event.rows] == [True]


def test_a_card_that_was_never_held_up_here_is_printed_with_a_code_for_which_the_roster_speaks() -> None:
    press = Press()
    day = a_day(press)
    day.desk.answer(PrintPass(GRAN))
    (paper,) = press.of(SmallKind.PASS)
    assert (paper.name, paper.spoken) == ("רבקה ל.", "1234567890")
    code = read_code(paper.code)
    assert isinstance(code, Pass)
    verdict = judge(code, day.told, TODAY)
    assert isinstance(verdict, Accepted)
    assert verdict.who == GRAN


def test_nobody_gets_a_card_whom_neither_a_code_nor_the_roster_knows() -> None:
    press = Press()
    day = a_day(press)
    day.desk.answer(PrintPass(b"stranger"))
    day.desk.answer(PrintLabel(b"stranger"))
    assert press.papers == {}
    day.desk.answer(PrintPass(b"stranger", code="MH1PNEW"))
    (paper,) = press.of(SmallKind.PASS)
    assert (paper.name, paper.code) == ("", "MH1PNEW")


def test_whoever_comes_in_gets_a_label_and_a_family_one_for_each() -> None:
    press = Press()
    day = a_day(press, labels=True)
    day.desk.answer(ReceiveCode(pass_of(MIRIAM), tap(1)))
    day.desk.answer(ReceiveCode(pass_of(MIRIAM), tap(2)))
    day.desk.answer(RecordParty(ANA, (ANA, BEN), None, tap(3)))
    day.desk.answer(RefreshBoard())
    assert [paper.name for paper in press.of(SmallKind.LABEL)] == ["Miriam K.", "Ana S.", "Ben S."]
    assert press.of(SmallKind.LABEL)[0].lines == ("Knitting",)


def test_without_the_wish_for_labels_nobody_gets_one() -> None:
    press = Press()
    day = a_day(press)
    day.desk.answer(ReceiveCode(pass_of(MIRIAM), tap(1)))
    day.desk.answer(RefreshBoard())
    assert press.papers == {}


def test_a_slip_says_in_the_persons_language_what_they_did() -> None:
    press = Press()
    day = here(a_day(press))
    making = next(making for making in day.desk._cards.visitor(MIRIAM).makings if making.item == HATS)
    day.desk.answer(PrintSlip(MIRIAM, 135, (Added(making, 7),), code="MH1S"))
    day.desk.answer(PrintSlip(GRAN, 0, (), language="he"))
    slip, plain = press.of(SmallKind.SLIP)
    assert slip.lines[0] == "Thank you"
    assert "7 hats" in slip.lines
    assert slip.code == "MH1S"
    assert plain.lines == ("תודה",)


@pytest.mark.parametrize("heads", [None, Heads(9, 2)], ids=["a family", "a class"])
def test_a_family_and_a_class_get_a_slip_for_each_visit_and_one_for_each(heads: Heads | None) -> None:
    press = Press()
    day = a_day(press)
    who = SMITHS if heads is None else CLASS_3B
    for visit in (1, 2):
        come = RecordParty(SMITHS, (ANA, BEN), None, tap(visit)) if heads is None else RecordHeadcount(who, heads, KNITTING, tap(visit))
        answered(day, come)
        day.clocks.now_ms += 60_000
        left = answered(day, RecordDeparture(who, tap(10 + visit)))
        assert isinstance(left, DepartureRecorded)
        for _ in range(2):
            day.desk.answer(PrintSlip(who, left.minutes, left.made, departure=left.entries[0]))
        assert len(press.of(SmallKind.SLIP)) == visit


def test_the_lead_reads_how_many_cards_wait_and_what_to_do() -> None:
    press = Press()
    day = a_day(press)
    assert wells(day)["Printer"]
    press.stands = Stand(3, PrinterTrouble.OUT_OF_PAPER)
    event = answered(day, TellStaff(Section.DOCTOR))
    assert isinstance(event, StaffToldFindings)
    (finding,) = (finding for finding in event.findings if isinstance(finding.state, PrinterTrouble))
    assert (finding.well, finding.numbers) == (False, (3,))
    day.desk.answer(TryPrinting())
    day.desk.answer(ThrowPrintsAway())
    assert press.said == ["again", "away"]


def test_where_no_printer_is_set_up_nothing_is_offered_and_nothing_happens() -> None:
    day = here(DeskDay())
    for request in (PrintPass(MIRIAM), PrintLabel(MIRIAM), PrintSlip(MIRIAM, 1, ()), TryPrinting(), ThrowPrintsAway()):
        assert day.desk.answer(request) == ()
    board = answered(day, RefreshBoard())
    assert isinstance(board, BoardChanged)
    assert not board.board.printer
    event = answered(day, TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    assert not event.rows[0].can_print


def test_unknown_cards_are_counted_for_the_lead() -> None:
    day = DeskDay()
    for number, text in enumerate(("5901234123457", "HTTPS://X.EXAMPLE", "5901234123457")):
        day.desk.answer(ReceiveCode(text, tap(number + 1)))
    event = answered(day, TellStaff(Section.DOCTOR))
    assert isinstance(event, StaffToldFindings)
    (finding,) = (finding for finding in event.findings if finding.state is Found.UNKNOWN_CARDS)
    assert finding.numbers == (2,)


@pytest.mark.parametrize(("sound", "is_well"), [(Sound.PLAYS, True), (Sound.NONE, True), (Sound.LOST, False)])
def test_only_a_loudspeaker_that_went_away_needs_a_look(sound: Sound, is_well: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    day = DeskDay()
    day.machine.heard = sound
    assert wells(day)["Sound"] is is_well


def test_a_board_of_a_kiosk_with_a_printer_says_so() -> None:
    board = answered(a_day(Press()), RefreshBoard())
    assert isinstance(board, BoardChanged)
    assert replace(board.board).printer
