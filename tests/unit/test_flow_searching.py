"""Somebody without a card: letters, names, and nobody recorded but by a tap on a name."""

import pytest
from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import ArrivalRecorded, BackPressed, CodeScanned, DeedPressed, HelpPressed, VisitorRecognised
from kiosk.flow.newcomer_pages import Introducing, Searching
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Greeting, Look, PleaseLook
from kiosk.flow.people_events import FoundPressed, LayoutPressed, LetterErased, LetterPressed, NewHerePressed, NoCardPressed, PeopleFound
from kiosk.flow.requests import CallHelper, FindPeople, ReceiveFound
from kiosk.flow.values import Member
from tests.support.talk import BOARD, CARD, FAMILY, MIRIAM, Talk, entry_no


def searching(talk: Talk) -> Searching:
    assert isinstance(talk.page, Searching)
    return talk.page


def begun(*letters: str) -> Talk:
    talk = Talk()
    talk.hears(NoCardPressed())
    for letter in letters:
        talk.hears(LetterPressed(letter))
    return talk


def test_the_first_letter_already_looks() -> None:
    talk = begun()
    assert talk.hears(LetterPressed("m")) == (FindPeople("m"),)
    talk.hears(PeopleFound("m", FAMILY))
    assert searching(talk).found == FAMILY


def test_a_tap_on_a_name_is_as_good_as_a_card() -> None:
    talk = begun("m")
    talk.hears(PeopleFound("m", FAMILY))
    page = searching(talk)
    (asked,) = talk.hears(FoundPressed(MIRIAM.who))
    assert asked == ReceiveFound(MIRIAM.who, page.tap_id)
    assert talk.hears(FoundPressed(MIRIAM.who)) == (), "on its way"
    talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), page.tap_id))
    assert isinstance(talk.page, Greeting)


def test_only_who_stands_there_can_be_chosen() -> None:
    talk = begun("m")
    talk.hears(PeopleFound("m", FAMILY))
    assert talk.hears(FoundPressed(b"stranger")) == ()
    assert talk.hears(DeedPressed()) == ()


def test_names_for_other_letters_are_not_shown() -> None:
    talk = begun("m", "i")
    talk.hears(PeopleFound("m", FAMILY))
    assert searching(talk).found == ()
    talk.hears(BackPressed())
    talk.hears(PeopleFound("mi", FAMILY))
    assert talk.is_welcome


def test_never_more_than_a_screenful_of_names() -> None:
    talk = begun("m")
    talk.hears(PeopleFound("m", tuple(Member(bytes([number]) * 8, "M") for number in range(50))))
    assert len(searching(talk).found) == times.FOUND_MAX


def test_letters_are_taken_away_one_by_one_and_without_letters_nobody_is_shown() -> None:
    talk = begun("m", "i")
    assert talk.hears(LetterErased()) == (FindPeople("m"),)
    talk.hears(PeopleFound("m", FAMILY))
    assert talk.hears(LetterErased()) == ()
    assert (searching(talk).typed, searching(talk).found) == ("", ())
    assert talk.hears(LetterErased()) == ()


@pytest.mark.parametrize(("letters", "typed"), [(" m", "m"), ("a--b", "a-b"), ("m!", "m"), (("x", "yz"), "x"), ("12 3", "12 3")])
def test_a_name_is_letters_with_one_space_between(letters: str, typed: str) -> None:
    assert searching(begun(*letters)).typed == typed


def test_what_is_typed_has_an_end() -> None:
    assert len(searching(begun(*("a" * 100))).typed) == 30


def test_other_letters_keep_what_was_typed() -> None:
    talk = begun("m")
    talk.hears(LayoutPressed("he"))
    assert (searching(talk).layout, searching(talk).typed) == ("he", "m")


def test_a_card_that_is_found_after_all_wins_and_types_nothing() -> None:
    talk = begun("m")
    talk.hears(CodeScanned(CARD))
    assert searching(talk).typed == "m"
    talk.hears(VisitorRecognised(MIRIAM, talk.asked))
    assert talk.conversation.visitor == MIRIAM


def test_the_page_goes_by_itself() -> None:
    talk = begun("")
    talk.waits(times.SEARCHING_MS)
    assert talk.is_welcome


def without_names() -> Talk:
    talk = Talk()
    talk.hears(BoardChanged(replace(BOARD, search_allowed=False)))
    talk.hears(NoCardPressed())
    return talk


def test_where_names_are_not_looked_up_the_digits_of_the_card_are() -> None:
    talk = without_names()
    assert (searching(talk).layout, searching(talk).digits_only) == ("digits", True)
    assert talk.hears(LetterPressed("m")) == ()
    assert talk.hears(LayoutPressed("en")) == ()
    assert searching(talk).typed == ""
    talk.hears(LetterPressed("1"))
    assert talk.hears(LetterPressed("2")) == (FindPeople("12"),)
    talk.hears(PeopleFound("12", FAMILY[:1]))
    assert talk.hears(FoundPressed(FAMILY[0].who)) == (ReceiveFound(FAMILY[0].who, searching(talk).tap_id),)


def test_where_names_are_not_looked_up_somebody_new_comes_in_all_the_same() -> None:
    talk = without_names()
    talk.hears(LetterPressed("1"))
    talk.hears(NewHerePressed())
    assert isinstance(talk.page, Introducing)
    assert (talk.page.newcomer.typed, talk.page.newcomer.layout) == ("", "en")
    talk.hears(LetterPressed("z"))
    talk.hears(BackPressed())
    assert (searching(talk).typed, searching(talk).digits_only) == ("", True)


def test_where_names_are_not_looked_up_a_helper_is_a_touch_away() -> None:
    talk = without_names()
    assert talk.hears(HelpPressed()) == (CallHelper(),)
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.HELP_WANTED
