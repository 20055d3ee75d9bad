"""People who come together: who is ticked, how many are typed, and what is asked for by which tap."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    DigitErased,
    DigitPressed,
    HelpPressed,
    LogPressed,
    MatShown,
    NotTaken,
    PlaceChosen,
    VisitorRecognised,
)
from kiosk.flow.pages import Choosing, Gathering, Greeting, Headcount, HeadsField, Look, PleaseLook, Present
from kiosk.flow.parties import members_a_page
from kiosk.flow.people_events import HeadcountPressed, HeadcountWanted, HeadsStepped, HeadsTouched, MemberPressed, MorePressed, PartyWanted
from kiosk.flow.requests import RecordHeadcount, RecordItems, RecordParty
from kiosk.flow.values import Heads, Member
from sync.domain.roster import Preferences
from tests.support.talk import CARD, CLASS_4B, FAMILY, KITCHEN, KNITTING, MIRIAM, SEVEN_HATS, Talk, entry_no

MOTHER, DAVID, NOA = (member.who for member in FAMILY)


def family(talk: Talk, *ticked: bytes, places: bool = False) -> Gathering:
    talk.hears(CodeScanned(CARD))
    talk.hears(PartyWanted(MIRIAM, FAMILY, ticked, (KNITTING, KITCHEN) if places else (), talk.asked))
    assert isinstance(talk.page, Gathering)
    return talk.page


def school_class(talk: Talk, *, places: bool = False) -> Headcount:
    talk.hears(CodeScanned(CARD))
    talk.hears(HeadcountWanted(CLASS_4B, (KNITTING, KITCHEN) if places else (), talk.asked))
    assert isinstance(talk.page, Headcount)
    return talk.page


def headcount(talk: Talk) -> Headcount:
    assert isinstance(talk.page, Headcount)
    return talk.page


def test_a_family_comes_in_by_one_tap() -> None:
    talk = Talk()
    page = family(talk, MOTHER, DAVID)
    (asked,) = talk.hears(DeedPressed())
    assert asked == RecordParty(MIRIAM.who, (MOTHER, DAVID), None, page.tap_id)
    assert talk.hears(DeedPressed()) == (), "a second press of the same button is the same act"
    assert talk.hears(MemberPressed(DAVID)) == ()
    talk.hears(ArrivalRecorded(replace(MIRIAM, headcount=2), (entry_no(1), entry_no(2)), page.tap_id))
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo is not None
    assert len(talk.page.undo.entries) == 2


def test_the_absent_are_unticked_and_ticked_again() -> None:
    talk = Talk()
    family(talk, MOTHER, DAVID)
    talk.hears(MemberPressed(DAVID))
    talk.hears(MemberPressed(MOTHER))
    assert talk.hears(DeedPressed()) == (), "nobody is ticked"
    talk.hears(MemberPressed(DAVID))
    (asked,) = talk.hears(DeedPressed())
    assert isinstance(asked, RecordParty)
    assert asked.members == (DAVID,)


def test_whoever_is_here_already_cannot_be_ticked_nor_can_a_stranger() -> None:
    talk = Talk()
    family(talk, DAVID)
    talk.hears(MemberPressed(NOA))
    talk.hears(MemberPressed(b"stranger"))
    (asked,) = talk.hears(DeedPressed())
    assert isinstance(asked, RecordParty)
    assert asked.members == (DAVID,)


def test_a_family_without_an_activity_chooses_one_for_those_who_came() -> None:
    talk = Talk()
    family(talk, MOTHER, DAVID, places=True)
    assert talk.hears(DeedPressed()) == ()
    page = talk.page
    assert isinstance(page, Choosing)
    assert page.members == (MOTHER, DAVID)
    (asked,) = talk.hears(PlaceChosen(KITCHEN.no))
    assert asked == RecordParty(MIRIAM.who, (MOTHER, DAVID), KITCHEN.no, page.tap_id)


def test_a_large_party_has_pages_that_go_round() -> None:
    talk = Talk()
    many = tuple(Member(number.to_bytes(8, "big"), f"Walker {number}") for number in range(times.MEMBERS_MAX + 1))
    talk.hears(CodeScanned(CARD))
    talk.hears(PartyWanted(MIRIAM, many, (), (), talk.asked))
    for first in (times.MEMBERS_MAX, 0):
        talk.hears(MorePressed())
        assert isinstance(talk.page, Gathering)
        assert talk.page.first == first


def test_where_names_are_to_be_larger_a_page_has_fewer_of_them() -> None:
    assert members_a_page(Preferences()) == times.MEMBERS_MAX
    assert members_a_page(Preferences(large_text=True)) == times.MEMBERS_MAX_LARGE < times.MEMBERS_MAX


def test_back_and_time_lead_to_welcome_and_nobody_is_recorded() -> None:
    talk = Talk()
    family(talk, MOTHER)
    assert talk.hears(LogPressed()) == ()
    assert talk.hears(BackPressed()) == ()
    assert talk.is_welcome
    family(talk, MOTHER)
    talk.waits(times.GATHERING_MS)
    assert talk.is_welcome
    school_class(talk)
    assert talk.hears(LogPressed()) == ()
    talk.waits(times.HEADCOUNT_MS)
    assert talk.is_welcome


def test_a_helper_s_page_and_a_stumbling_disk_give_the_ticks_back() -> None:
    talk = Talk()
    page = family(talk, MOTHER, DAVID)
    talk.hears(MemberPressed(DAVID))
    talk.hears(HelpPressed())
    assert isinstance(talk.page, PleaseLook)
    talk.hears(BackPressed())
    (asked,) = talk.hears(DeedPressed())
    talk.hears(NotTaken(Look.TRY_AGAIN, page.tap_id))
    talk.hears(BackPressed())
    assert talk.hears(DeedPressed()) == (asked,), "the same act with the same tap id"


def test_a_mat_before_a_party_s_card_counts_when_they_are_in() -> None:
    for answer in (
        lambda tap: PartyWanted(MIRIAM, FAMILY, (MOTHER,), (KNITTING,), tap),
        lambda tap: HeadcountWanted(CLASS_4B, (KNITTING,), tap),
    ):
        talk = Talk()
        talk.hears(CodeScanned("MAT"))
        talk.hears(MatShown(SEVEN_HATS, True, talk.asked))
        talk.hears(CodeScanned(CARD))
        talk.hears(answer(talk.asked))
        talk.hears(DeedPressed())
        (asked,) = talk.hears(PlaceChosen(KNITTING.no))
        assert isinstance(asked, RecordParty | RecordHeadcount)
        (items,) = talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), asked.tap_id))
        assert isinstance(items, RecordItems)
        assert items.who == MIRIAM.who


def test_a_class_that_is_complete_is_one_tap() -> None:
    talk = Talk()
    page = school_class(talk)
    assert page.heads == Heads(28, 2)
    (asked,) = talk.hears(DeedPressed())
    assert asked == RecordHeadcount(CLASS_4B.who, Heads(28, 2), None, page.tap_id)
    assert talk.hears(HeadsStepped(HeadsField.CHILDREN, 1)) == (), "on its way"
    assert headcount(talk).heads == Heads(28, 2)


def test_children_and_adults_are_stepped_apart_and_never_below_zero_nor_off_the_page() -> None:
    talk = Talk()
    school_class(talk)
    talk.hears(HeadsStepped(HeadsField.CHILDREN, -1))
    talk.hears(HeadsStepped(HeadsField.ADULTS, 1))
    assert headcount(talk).heads == Heads(27, 3)
    talk.hears(HeadsStepped(HeadsField.CHILDREN, -100))
    talk.hears(HeadsStepped(HeadsField.ADULTS, 5_000))
    assert headcount(talk).heads == Heads(0, times.HEADS_MAX)


def test_the_keypad_types_into_the_number_that_was_touched() -> None:
    talk = Talk()
    school_class(talk)
    assert talk.hears(DigitPressed("4")) == (), "no keypad yet"
    talk.hears(HeadsTouched(HeadsField.CHILDREN))
    for digit in ("2", "6", "9", "x"):
        talk.hears(DigitPressed(digit))
    assert headcount(talk).heads == Heads(269, 2)
    talk.hears(DigitPressed("0"))
    assert headcount(talk).heads.children == 269, "a fourth digit changes nothing"
    talk.hears(DigitErased())
    talk.hears(HeadsTouched(HeadsField.ADULTS))
    talk.hears(DigitPressed("3"))
    assert headcount(talk).heads == Heads(26, 3)
    talk.hears(HeadsTouched(HeadsField.ADULTS))
    assert headcount(talk).keypad is None
    talk.hears(HeadsTouched(HeadsField.ADULTS))
    talk.hears(BackPressed())
    assert headcount(talk).keypad is None
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_a_class_of_nobody_is_not_checked_in() -> None:
    talk = Talk()
    school_class(talk)
    talk.hears(HeadsStepped(HeadsField.CHILDREN, -28))
    talk.hears(HeadsStepped(HeadsField.ADULTS, -2))
    assert talk.hears(DeedPressed()) == ()


def test_counting_heads_is_half_done_work_and_waits_longer() -> None:
    talk = Talk()
    school_class(talk)
    talk.hears(HeadsStepped(HeadsField.CHILDREN, -3))
    talk.waits(times.HEADCOUNT_MS)
    assert headcount(talk).heads == Heads(25, 2)


def test_a_class_without_an_activity_chooses_one() -> None:
    talk = Talk()
    school_class(talk, places=True)
    talk.hears(DeedPressed())
    page = talk.page
    assert isinstance(page, Choosing)
    (asked,) = talk.hears(PlaceChosen(KNITTING.no))
    assert asked == RecordHeadcount(CLASS_4B.who, Heads(28, 2), KNITTING.no, page.tap_id)


def test_a_class_that_is_here_says_that_more_came() -> None:
    talk = Talk()
    talk.hears(CodeScanned(CARD))
    talk.hears(VisitorRecognised(CLASS_4B, talk.asked))
    talk.hears(HeadcountPressed())
    assert headcount(talk).is_here
    talk.hears(HeadsStepped(HeadsField.CHILDREN, 1))
    (asked,) = talk.hears(DeedPressed())
    assert isinstance(asked, RecordHeadcount)
    assert asked.heads == Heads(29, 2)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)


def test_one_person_has_no_headcount_to_change() -> None:
    talk = Talk()
    talk.hears(CodeScanned(CARD))
    talk.hears(VisitorRecognised(MIRIAM, talk.asked))
    talk.hears(HeadcountPressed())
    assert isinstance(talk.page, Present)


def test_a_party_by_number_that_nobody_described_begins_with_its_headcount() -> None:
    talk = Talk()
    talk.hears(CodeScanned(CARD))
    talk.hears(HeadcountWanted(replace(CLASS_4B, heads=None), (), talk.asked))
    assert headcount(talk).heads == Heads(30)
