"""Somebody comes who was never registered, or a group without a card: one question a page, a way back from each, and nothing by waiting."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    DigitPressed,
    HelpPressed,
    NotTaken,
    PlaceChosen,
    StepPressed,
    UndoPressed,
)
from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.pages import Choosing, Greeting, Headcount, HeadsField, Look, PleaseLook
from kiosk.flow.people_events import (
    GroupPressed,
    HeadsStepped,
    HeadsTouched,
    LayoutPressed,
    LetterErased,
    LetterPressed,
    NewHerePressed,
    NoCardPressed,
    PlacesTold,
    WalkInRecorded,
)
from kiosk.flow.requests import FindPeople, ReceiveCode, RecordUndo, RecordWalkIn, TellPlaces
from kiosk.flow.values import Heads, Newcomer, Place, Visitor
from tests.support.talk import CARD, KITCHEN, KNITTING, MIRIAM, Talk, entry_no

PLACES = (KNITTING, KITCHEN)
ALI = Visitor(b"ali-----", "Ali K.", KITCHEN)
CODE = "MH1WABC"


def typed(talk: Talk, name: str) -> None:
    for letter in name:
        talk.hears(LetterPressed(letter))


def new_here(name: str = "ali k", *places: Place) -> Talk:
    """Somebody looked for their name in vain, and says that they are new."""
    talk = Talk()
    talk.hears(NoCardPressed())
    typed(talk, name)
    assert talk.hears(NewHerePressed()) == (TellPlaces(),)
    talk.hears(PlacesTold(places or PLACES))
    return talk


def group(children: int = 9, adults: int = 3) -> Talk:
    talk = Talk()
    assert talk.hears(GroupPressed()) == (TellPlaces(),)
    talk.hears(PlacesTold(PLACES))
    talk.hears(HeadsStepped(HeadsField.CHILDREN, children))
    talk.hears(HeadsStepped(HeadsField.ADULTS, adults))
    return talk


def recorded(talk: Talk) -> None:
    talk.hears(WalkInRecorded(ALI, (entry_no(1), entry_no(2)), CODE, talk.asked))


def test_a_newcomer_types_a_name_chooses_agrees_and_is_in() -> None:
    talk = new_here()
    assert isinstance(talk.page, Introducing)
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Choosing)
    assert talk.page.visitor.shown_name == "Ali K."
    talk.hears(PlaceChosen(KITCHEN.no))
    assert isinstance(talk.page, Consenting)
    assert talk.page.newcomer.place == KITCHEN
    (request,) = talk.hears(DeedPressed())
    assert request == RecordWalkIn("Ali K.", None, KITCHEN.no, talk.page.tap_id)
    recorded(talk)
    assert isinstance(talk.page, PassShown)
    assert talk.page.code == CODE
    assert talk.conversation.visitor == ALI


def test_what_was_typed_to_be_found_is_the_beginning_of_the_name() -> None:
    page = new_here("mir").page
    assert isinstance(page, Introducing)
    assert page.newcomer.typed == "mir"


def test_digits_of_a_card_are_no_name() -> None:
    talk = Talk()
    talk.hears(NoCardPressed())
    talk.hears(LayoutPressed("digits"))
    typed(talk, "1234")
    talk.hears(NewHerePressed())
    assert isinstance(talk.page, Introducing)
    assert (talk.page.newcomer.typed, talk.page.newcomer.layout) == ("", "en")


def test_a_name_in_hebrew_and_in_arabic_letters_goes_to_the_desk_as_it_was_typed() -> None:
    for layout, name, shown in (("he", "מרים כהן", "מרים כ."), ("ar", "محمد ع", "محمد ع.")):
        talk = new_here("", KNITTING)
        talk.hears(LayoutPressed(layout))
        typed(talk, name)
        talk.hears(DeedPressed())
        (request,) = talk.hears(DeedPressed())
        assert isinstance(request, RecordWalkIn)
        assert request.name == shown


def test_a_slip_of_the_finger_is_taken_back_and_a_name_needs_a_letter() -> None:
    talk = new_here("", KNITTING)
    assert talk.hears(DeedPressed()) == ()
    assert isinstance(talk.page, Introducing)
    typed(talk, "x")
    talk.hears(LetterErased())
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Introducing)
    talk.hears(StepPressed(1))
    assert isinstance(talk.page, Introducing)


def test_where_there_is_but_one_thing_to_do_nobody_is_asked() -> None:
    for places in ((KNITTING,), ()):
        talk = Talk()
        talk.hears(NoCardPressed())
        typed(talk, "jo")
        talk.hears(NewHerePressed())
        talk.hears(PlacesTold(places))
        talk.hears(DeedPressed())
        assert isinstance(talk.page, Consenting)
        (request,) = talk.hears(DeedPressed())
        assert isinstance(request, RecordWalkIn)
        assert request.activity == (KNITTING.no if places else None)


def test_every_way_back_keeps_what_was_said() -> None:
    talk = new_here()
    talk.hears(DeedPressed())
    talk.hears(PlaceChosen(KITCHEN.no))
    talk.hears(BackPressed())
    assert isinstance(talk.page, Choosing)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Introducing)
    assert talk.page.newcomer.typed == "ali k"
    assert FindPeople("ali k") in talk.hears(BackPressed())
    assert isinstance(talk.page, Searching)
    assert talk.page.typed == "ali k"
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_back_from_the_sentence_leads_to_the_name_where_there_was_no_choice() -> None:
    talk = new_here("jo", KNITTING)
    talk.hears(DeedPressed())
    talk.hears(StepPressed(1))
    talk.hears(BackPressed())
    assert isinstance(talk.page, Introducing)


def test_a_second_press_while_the_disk_is_slow_asks_for_nothing_new() -> None:
    talk = new_here("jo", KNITTING)
    talk.hears(DeedPressed())
    talk.hears(DeedPressed())
    assert talk.hears(DeedPressed()) == ()
    assert talk.hears(BackPressed()) == ()
    waiting = group()
    waiting.hears(DeedPressed())
    waiting.hears(PlaceChosen(KITCHEN.no))
    waiting.hears(DeedPressed())
    assert waiting.hears(DeedPressed()) == ()


def test_a_disk_that_stumbles_gives_the_page_back_and_the_same_tap() -> None:
    talk = new_here("jo", KNITTING)
    talk.hears(DeedPressed())
    (first,) = talk.hears(DeedPressed())
    assert isinstance(first, RecordWalkIn)
    talk.hears(NotTaken(Look.TRY_AGAIN, first.tap_id))
    assert isinstance(talk.page, PleaseLook)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Consenting)
    assert talk.hears(DeedPressed()) == (first,)


def test_nobody_is_checked_in_by_waiting_on_any_of_the_pages() -> None:
    for steps in range(3):
        talk = new_here()
        for event in (DeedPressed(), PlaceChosen(KITCHEN.no))[:steps]:
            talk.hears(event)
        talk.waits(10 * times.HALF_DONE_MS)
        assert talk.is_welcome
        assert not [request for request in talk.requests if isinstance(request, RecordWalkIn)]


def test_a_name_that_is_being_typed_has_more_time_than_an_empty_page() -> None:
    empty, begun = new_here(""), new_here("al")
    for talk in (empty, begun):
        talk.hears(LayoutPressed("en"))
        talk.waits(times.INTRODUCING_MS)
    assert empty.is_welcome
    assert isinstance(begun.page, Introducing)


def test_the_pass_stays_long_enough_and_done_ends_it_at_once() -> None:
    for event in (DeedPressed(), BackPressed()):
        talk = new_here("jo", KNITTING)
        talk.hears(DeedPressed())
        talk.hears(DeedPressed())
        recorded(talk)
        talk.waits(times.PASS_SHOWN_MS - 1)
        talk.hears(StepPressed(1))
        assert isinstance(talk.page, PassShown)
        talk.hears(event)
        assert talk.is_welcome


def test_who_did_not_mean_it_takes_it_back_for_ten_seconds() -> None:
    talk = new_here("jo", KNITTING)
    talk.hears(DeedPressed())
    talk.hears(DeedPressed())
    recorded(talk)
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    assert undo.entries == (entry_no(1), entry_no(2))
    assert undo.who == ALI.who


def test_a_group_says_how_many_what_and_perhaps_its_name() -> None:
    talk = group()
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Choosing)
    talk.hears(PlaceChosen(KITCHEN.no))
    assert isinstance(talk.page, Introducing)
    (nameless,) = talk.hears(DeedPressed())
    assert nameless == RecordWalkIn("", Heads(9, 3), KITCHEN.no, talk.page.tap_id)
    named = group()
    named.hears(DeedPressed())
    named.hears(PlaceChosen(KITCHEN.no))
    typed(named, "scouts 12")
    (request,) = named.hears(DeedPressed())
    assert isinstance(request, RecordWalkIn)
    assert request.name == "Scouts 12"


def test_a_group_goes_back_page_by_page_with_its_number() -> None:
    talk = group()
    talk.hears(DeedPressed())
    talk.hears(PlaceChosen(KITCHEN.no))
    talk.hears(BackPressed())
    assert isinstance(talk.page, Choosing)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Headcount)
    assert talk.page.heads == Heads(9, 3)
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_a_group_types_its_number_where_there_is_one_thing_to_do() -> None:
    talk = Talk()
    talk.hears(GroupPressed())
    talk.hears(PlacesTold((KNITTING,)))
    talk.hears(HeadsTouched(HeadsField.CHILDREN))
    for digit in "24":
        talk.hears(DigitPressed(digit))
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Introducing)
    assert (talk.page.newcomer.heads, talk.page.newcomer.place) == (Heads(24), KNITTING)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Headcount)


def test_a_group_of_nobody_goes_nowhere() -> None:
    talk = group(0, 0)
    assert talk.hears(DeedPressed()) == ()
    assert isinstance(talk.page, Headcount)
    talk.waits(times.HEADCOUNT_MS)
    assert talk.is_welcome


def test_where_to_go_is_asked_again_when_the_desk_did_not_say() -> None:
    person = Talk()
    person.hears(NoCardPressed())
    typed(person, "jo")
    person.hears(NewHerePressed())
    assert person.hears(DeedPressed()) == (TellPlaces(),)
    several = Talk()
    several.hears(GroupPressed())
    several.hears(HeadsStepped(HeadsField.ADULTS, 2))
    assert several.hears(DeedPressed()) == (TellPlaces(),)


def test_where_to_go_is_heard_also_under_a_page_that_covers_the_question() -> None:
    talk = Talk()
    talk.hears(NoCardPressed())
    typed(talk, "jo")
    talk.hears(NewHerePressed())
    talk.hears(HelpPressed())
    assert isinstance(talk.page, PleaseLook)
    talk.hears(PlacesTold((KNITTING,)))
    talk.hears(BackPressed())
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Consenting)


def test_where_to_go_means_nothing_to_anybody_else() -> None:
    talk = Talk()
    talk.hears(PlacesTold(PLACES))
    assert talk.is_welcome
    assert talk.hears(NewHerePressed()) == ()
    assert talk.is_welcome


def test_a_newcomers_record_that_comes_late_still_shows_at_rest_and_disturbs_nobody_else() -> None:
    talk = Talk()
    talk.hears(WalkInRecorded(ALI, (entry_no(1),), CODE, b"late----"))
    assert isinstance(talk.page, PassShown)
    busy = new_here("jo", KNITTING)
    busy.hears(WalkInRecorded(ALI, (entry_no(1),), CODE, b"late----"))
    assert isinstance(busy.page, Introducing)


def test_a_newcomer_is_where_they_chose_and_nowhere_before() -> None:
    newcomer = Newcomer("jo", places=PLACES)
    assert newcomer.place is None
    assert replace(newcomer, activity=KITCHEN.no).place == KITCHEN
    assert Newcomer().place is None
    assert not Newcomer().must_choose


def test_another_card_goes_before_what_a_newcomer_left_half_done_and_records_nothing_of_it() -> None:
    talk = new_here()
    talk.hears(DeedPressed())
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), request.tap_id))
    assert isinstance(talk.page, Greeting)
    assert not [request for request in talk.requests if isinstance(request, RecordWalkIn)]
