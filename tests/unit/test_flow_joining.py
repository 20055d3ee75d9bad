"""A newcomer belongs to somebody who comes together: said on one page, never asked, and never counted twice."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import BackPressed, DeedPressed
from kiosk.flow.newcomer_pages import Consenting, Searching
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Headcount, StillThere
from kiosk.flow.people_events import (
    BelongPressed,
    FoundPressed,
    HeadcountWanted,
    LetterErased,
    LetterPressed,
    NewHerePressed,
    NoCardPressed,
    PeopleFound,
    PlacesTold,
)
from kiosk.flow.requests import FindPeople, ReceiveFound, RecordWalkIn
from kiosk.flow.values import Member
from tests.support.talk import BOARD, CLASS_4B, KNITTING, Talk

COHENS = Member(b"cohens--", "The Cohen family")
CLASS = Member(CLASS_4B.who, "Class 4B", by_number=True)


def consenting(talk: Talk | None = None) -> Talk:
    talk = talk or Talk()
    talk.hears(NoCardPressed())
    talk.hears(NewHerePressed())
    talk.hears(PlacesTold((KNITTING,)))
    for letter in "noa c":
        talk.hears(LetterPressed(letter))
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Consenting)
    return talk


def joining() -> Talk:
    talk = consenting()
    assert talk.hears(BelongPressed()) == (FindPeople("", parties=True),)
    talk.hears(PeopleFound("", (CLASS, COHENS), parties=True))
    assert isinstance(talk.page, Searching)
    assert talk.page.found == (CLASS, COHENS)
    return talk


def test_who_belongs_to_nobody_is_not_asked() -> None:
    talk = consenting()
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordWalkIn)
    assert request.party is None
    assert talk.hears(BelongPressed()) == (), "what is on its way is not changed"


def test_of_a_family_they_are_one_more_by_name() -> None:
    talk = joining()
    assert talk.hears(FoundPressed(b"stranger")) == ()
    assert talk.hears(FoundPressed(COHENS.who)) == ()
    assert isinstance(talk.page, Consenting)
    assert talk.page.newcomer.party == COHENS
    (request,) = talk.hears(DeedPressed())
    assert request == RecordWalkIn("Noa C.", None, KNITTING.no, talk.asked, COHENS.who)


def test_a_class_that_comes_by_number_is_asked_for_its_number_instead() -> None:
    talk = joining()
    (request,) = talk.hears(FoundPressed(CLASS.who))
    assert isinstance(request, ReceiveFound)
    assert talk.hears(FoundPressed(CLASS.who)) == (), "pressed twice is asked once"
    talk.hears(HeadcountWanted(CLASS_4B, (), request.tap_id))
    assert isinstance(talk.page, Headcount)
    assert not [one for one in talk.requests if isinstance(one, RecordWalkIn)], "nobody is counted beside the class"


def test_the_group_is_looked_for_by_its_letters_and_people_are_never_offered() -> None:
    talk = joining()
    assert talk.hears(LetterPressed("c")) == (FindPeople("c", parties=True),)
    talk.hears(PeopleFound("c", (Member(b"somebody", "Carl"),)))
    assert isinstance(talk.page, Searching)
    assert talk.page.found == (CLASS, COHENS), "an answer to another search"
    assert talk.hears(LetterErased()) == (FindPeople("", parties=True),)
    assert talk.hears(NewHerePressed()) == ()
    assert isinstance(talk.page, Searching)


def test_back_means_no_group_and_loses_no_name() -> None:
    talk = joining()
    talk.hears(FoundPressed(COHENS.who))
    talk.hears(BelongPressed())
    talk.hears(BackPressed())
    assert isinstance(talk.page, Consenting)
    assert (talk.page.newcomer.party, talk.page.newcomer.typed) == (None, "noa c")


def test_half_way_in_they_are_asked_whether_they_are_still_there() -> None:
    talk = joining()
    talk.waits(times.HALF_DONE_MS)
    assert isinstance(talk.page, StillThere)


def test_where_names_are_not_looked_up_those_of_families_are_not_either() -> None:
    talk = Talk()
    talk.hears(BoardChanged(replace(BOARD, search_allowed=False)))
    consenting(talk)
    assert talk.hears(BelongPressed()) == ()
    assert isinstance(talk.page, Consenting)
