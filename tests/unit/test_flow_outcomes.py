"""What became of it, how many, and really so many? The questions of the log page and of the lead's count, one at a time."""

from msgspec.structs import replace

from kiosk.flow.events import BackPressed, CountPressed, DeedPressed, DigitPressed, KeypadPressed, LogPressed, StaffToldTally, StepPressed
from kiosk.flow.pages import Logging, Present, Section, Staff
from kiosk.flow.people_events import OutcomeChosen
from kiosk.flow.requests import RecordCount, RecordItems
from kiosk.flow.values import Asked, Making, TallyRow
from sync.domain.definition import Unit
from tests.support.talk import HATS, KNITTING, LOST, MENDED, MIRIAM, OBJECTS, Talk


def log() -> Talk:
    talk = Talk(Present(replace(MIRIAM, makings=(OBJECTS, HATS)), b"present-", 1_020_000))
    talk.hears(LogPressed(OBJECTS.item))
    return talk


def page(talk: Talk) -> Logging:
    assert isinstance(talk.page, Logging)
    return talk.page


def test_what_became_of_it_is_asked_first_and_recorded_with_the_amount() -> None:
    talk = log()
    assert page(talk).asks_outcome
    talk.hears(OutcomeChosen(MENDED.item))
    assert not page(talk).asks_outcome
    talk.hears(StepPressed(5))
    assert talk.hears(DeedPressed()) == (RecordItems(MIRIAM.who, OBJECTS.activity, MENDED.item, 6, page(talk).tap_id),)
    assert talk.hears(OutcomeChosen(LOST.item)) == (), "it is being recorded"
    assert page(talk).outcome == MENDED


def test_nothing_is_recorded_before_it_is_known_what_became_of_it() -> None:
    talk = log()
    for press in (DeedPressed(), StepPressed(5), KeypadPressed(), OutcomeChosen(99)):
        assert talk.hears(press) == ()
    assert (page(talk).amount, page(talk).keypad, page(talk).asks_outcome) == (1, False, True)


def test_back_asks_again_what_became_of_it_and_then_leaves_the_page() -> None:
    talk = log()
    talk.hears(OutcomeChosen(LOST.item))
    talk.hears(BackPressed())
    assert page(talk).asks_outcome
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)


def test_what_is_still_needed_is_a_tap_away_from_a_full_target() -> None:
    talk = log()
    talk.hears(LogPressed(HATS.item))
    assert page(talk).making == HATS
    assert not page(talk).asks_outcome


def staff(making: Making) -> Talk:
    rows = (TallyRow(KNITTING.name, making),)
    talk = Talk(Staff(lead=1, section=Section.TALLY, until_ms=2_000_000))
    talk.hears(StaffToldTally(rows))
    talk.hears(CountPressed(0))
    return talk


def counting(talk: Talk) -> Staff:
    assert isinstance(talk.page, Staff)
    return talk.page


def test_a_count_beyond_what_a_box_holds_is_asked_about_once_and_never_refused() -> None:
    for unit in Unit:
        talk = staff(replace(HATS, unit=unit, sensible_max=10, target=50))
        for digit in "9000":
            talk.hears(DigitPressed(digit))
        assert talk.hears(DeedPressed()) == ()
        assert counting(talk).really
        (request,) = talk.hears(DeedPressed())
        assert isinstance(request, RecordCount)
        assert request.quantity == 9000


def test_a_count_that_the_kiosk_could_expect_is_not_asked_about() -> None:
    talk = staff(replace(HATS, sensible_max=10, target=None, made=4500))
    for digit in "9000":
        talk.hears(DigitPressed(digit))
    assert len(talk.hears(DeedPressed())) == 1


def test_a_count_that_was_asked_about_can_be_changed() -> None:
    talk = staff(replace(HATS, sensible_max=1, target=None, made=0))
    for digit in "9000":
        talk.hears(DigitPressed(digit))
    talk.hears(DeedPressed())
    talk.hears(BackPressed())
    assert (counting(talk).really, counting(talk).counting, counting(talk).amount) == (False, 0, 9000)
    talk.hears(DeedPressed())
    talk.hears(DigitPressed("1"))
    assert (counting(talk).really, counting(talk).amount) == (False, 90_001)


def test_each_unit_is_asked_about_above_its_own_bound() -> None:
    for unit in Unit:
        making = replace(HATS, unit=unit, sensible_max=10)
        talk = Talk(Present(replace(MIRIAM, makings=(making,)), b"present-", 1_020_000))
        talk.hears(LogPressed())
        talk.hears(KeypadPressed())
        talk.hears(DigitPressed("11"[:1]))
        talk.hears(DigitPressed("1"))
        assert talk.hears(DeedPressed()) == ()
        assert page(talk).really
        assert len(talk.hears(DeedPressed())) == 1


def test_what_is_still_wanted_is_what_the_target_lacks_else_what_was_asked_for() -> None:
    asked = Asked({"en": "Green."}, {"en": "red"}, wanted=400)
    assert [
        replace(HATS, made=312, target=500).still_wanted,
        replace(HATS, made=512, target=500).still_wanted,
        replace(HATS, made=312, target=None).still_wanted,
        replace(HATS, made=312, target=None, asked=asked).still_wanted,
        replace(HATS, made=312, target=500, asked=replace(asked, is_open=False)).still_wanted,
    ] == [188, 0, 0, 88, 0]
    assert [replace(HATS, made=made, target=target).is_full for made, target in ((499, 500), (500, 500), (5, None))] == [False, True, False]
