"""Can a coordinator prepare an event in forms, from nothing to published, and can nobody break what was published?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.definition import Unit
from tests.support.centre import KINDS, django_on, fresh_database, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.preparing import draft, fill_in, form_of
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()


@pytest.fixture(params=KINDS)
def nothing(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A centre in which nothing was ever published, and its coordinator's browser."""
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role

    with fresh_database(request.param) as database, django_on(database):
        forget_pages()
        ruth = get_user_model().objects.create(username="coordinator", first_name="Ruth", last_name="Adeyemi")
        Membership.objects.create(user=ruth, role=Role.COORDINATOR)
        yield browser_of("coordinator")
        forget_pages()


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture
def ruth(day: CentreDay) -> Any:
    del day
    return browser_of("coordinator")


def prepared(client: Any) -> None:
    """An event with a venue, an item kind, a beneficiary, an activity and a shift."""
    fill_in(client, "/prepare/new", name_en="Small Day", day="2030-11-17", opens="09:00", closes="16:00")
    fill_in(client, "/prepare/1/venue/new", name_en="The Hall", town="Brannock")
    fill_in(client, "/prepare/1/item/new", one_en="hat", many_en="hats", steps="1, 2, 5", sensible_max="50", picture="hat")
    fill_in(client, "/prepare/1/item/new", one_en="pound", many_en="raised", unit="money", steps="1 5 0.50", sensible_max="1,000")
    fill_in(
        client, "/prepare/1/beneficiary/new", name_en="the ward", need_en="Very small ones.", wanted__0__item="1", wanted__0__quantity="300"
    )
    fill_in(
        client,
        "/prepare/1/activity/new?at=1",
        name_en="Knitting",
        outputs__0__item="1",
        outputs__0__target="500",
        outputs__0__beneficiary="1",
        outputs__1__item="2",
        outputs__1__target="12.50",
    )
    fill_in(client, "/prepare/1/shift/new?at=1", starts="10:00", ends="12:30", places="30")


def test_a_coordinator_goes_from_an_empty_centre_to_a_published_event(nothing: Any) -> None:
    assert "Prepare an event" in text_of(nothing.get("/"))
    prepared(nothing)
    page = text_of(nothing.get("/prepare/1/"))
    assert "500 hats, £12.50" in page
    assert "10:00–12:30 · 30 places" in page
    assert "Nothing stops publishing" in page or "nothing is missing" in page
    answer = nothing.post("/prepare/1/publish", form_of(nothing.get("/prepare/1/publish")), follow=True)
    assert "Version 1 is published" in text_of(answer)
    published = draft().published
    assert published.items[1].unit is Unit.MONEY
    assert published.items[1].steps == (100, 500, 50)
    assert published.activities[0].outputs[1].target == 1250
    assert published.shifts[0].ends_ms - published.shifts[0].starts_ms == 9_000_000
    assert published.beneficiaries[0].wanted[0].quantity == 300
    assert "Small Day" in text_of(nothing.get("/"))


def test_a_form_that_nobody_touched_changes_nothing(ruth: Any) -> None:
    before = draft().definition
    places = [("event", 0), *(("venue", one.no) for one in before.venues), *(("item", one.no) for one in before.items)]
    places += [("beneficiary", one.no) for one in before.beneficiaries] + [("activity", one.no) for one in before.activities]
    places += [("shift", one.no) for one in before.shifts]
    for kind, no in places:
        answer = fill_in(ruth, f"/prepare/1/{kind}/{no}/")
        assert "Nothing was different" in text_of(answer), (kind, no)
    assert draft().definition == before
    assert draft().revision == 0


def test_what_changed_is_told_in_words_before_it_is_published_and_nothing_recorded_changes(ruth: Any) -> None:
    fill_in(ruth, "/prepare/1/activity/1/", outputs__0__target="600", name_he="סריגה")
    page = text_of(ruth.get("/prepare/1/publish"))
    assert "Activity 1, Knitting hats: name in Hebrew." in page
    assert "target 600 hats" in page
    ruth.post("/prepare/1/publish", form_of(ruth.get("/prepare/1/publish")))
    assert draft().published.activity(1).outputs[0].target == 600
    assert draft().published.version == 2
    history = text_of(ruth.get("/prepare/1/history"))
    assert "Version 2" in history
    assert "the command line" in history
    assert "Ruth Adeyemi" in history


def test_what_was_published_is_closed_and_what_was_not_is_removed(ruth: Any) -> None:
    assert "What was recorded stays" in text_of(ruth.get("/prepare/1/activity/1/remove"))
    ruth.post("/prepare/1/activity/1/remove")
    assert not draft().definition.activity(1).is_open
    assert 1 not in [activity.no for activity in draft().definition.open_activities_at(2)]
    answer = fill_in(ruth, "/prepare/1/venue/new", name_en="A tent")
    no = max(venue.no for venue in draft().definition.venues)
    assert "A tent" in text_of(answer)
    ruth.post(f"/prepare/1/venue/{no}/remove")
    assert draft().definition.venue(no) is None
    fill_in(ruth, "/prepare/1/venue/new", name_en="Another tent")
    assert draft().definition.venue(no) is None
    assert draft().definition.venue(no + 1).name["en"] == "Another tent"
    ruth.post("/prepare/1/activity/1/open")
    assert draft().definition.activity(1).is_open


def test_what_others_need_is_not_removed(nothing: Any) -> None:
    prepared(nothing)
    for kind, no, holder in (
        ("venue", 1, "Knitting"),
        ("item", 1, "Knitting"),
        ("beneficiary", 1, "Knitting"),
        ("activity", 1, "Shift at"),
    ):
        page = text_of(nothing.get(f"/prepare/1/{kind}/{no}/remove"))
        assert "is still needed" in page
        assert holder in page
        nothing.post(f"/prepare/1/{kind}/{no}/remove")
    assert len(draft().definition.activities) == len(draft().definition.venues) == 1


def test_a_closed_venue_closes_what_is_done_there_and_a_closed_item_kind_is_made_nowhere(ruth: Any) -> None:
    ruth.post("/prepare/1/venue/2/remove")
    assert draft().definition.open_activities_at(2) == ()
    ruth.post("/prepare/1/item/2/remove")
    assert all(output.item != 2 for activity in draft().definition.activities for output in activity.outputs)
    ruth.post("/prepare/1/publish", form_of(ruth.get("/prepare/1/publish")))
    assert draft().published.version == 2


@pytest.mark.parametrize(
    ("address", "said", "words"),
    [
        ("/prepare/1/item/1/", {"unit": "minutes"}, "is counted in items, as it was published"),
        ("/prepare/1/item/1/", {"steps": "0"}, "is too little"),
        ("/prepare/1/item/1/", {"steps": "many"}, "is no amount"),
        ("/prepare/1/item/1/", {"one_en": ""}, "Write it in English"),
        ("/prepare/1/activity/1/", {"venue": "1"}, "stays at its venue"),
        ("/prepare/1/activity/1/", {"outputs__3__target": "5"}, "Choose what is made"),
        ("/prepare/1/activity/1/", {"places": "few"}, "Write a whole number"),
        ("/prepare/1/venue/1/", {"languages": []}, "Choose at least one language"),
        ("/prepare/1/event/0/", {"closes_day": "1999-01-01"}, "It closes before it opens"),
        ("/prepare/1/event/0/", {"currency": "EUR"}, "the currency stays as it was published"),
        ("/prepare/1/beneficiary/1/", {"need_en": "", "need_he": "כובעים"}, "Write it in English too"),
        ("/prepare/1/beneficiary/1/", {"wanted__0__quantity": ""}, "Choose both"),
    ],
)
def test_what_does_not_fit_is_said_next_to_its_field_and_what_was_typed_stands(ruth: Any, address: str, said: Any, words: str) -> None:
    before = draft().definition
    answer = fill_in(ruth, address, **said)
    assert "Not kept yet" in text_of(answer)
    assert words in text_of(answer)
    for name, value in said.items():
        if isinstance(value, str) and value:
            assert form_of(answer)[name.replace("__", "-")] == [value]
    assert draft().definition == before


def test_two_coordinators_at_once_lose_nothing(ruth: Any) -> None:
    hers = form_of(ruth.get("/prepare/1/venue/1/"))
    fill_in(browser_of("coordinator"), "/prepare/1/venue/1/", town="Little Brannock", door_en="Green door")
    # Only I changed the name, only they the town, both the door.
    hers["name_en"], hers["door_en"] = ["Alder Lane School"], ["Blue door"]
    answer = ruth.post("/prepare/1/venue/1/", hers)
    page = text_of(answer)
    assert "Green door" in page
    assert "Blue door" in page
    assert "Little Brannock" not in page
    chosen = form_of(answer)
    assert draft().definition.venue(1).name["en"] != "Alder Lane School"
    ruth.post("/prepare/1/venue/1/", {**chosen, "choose:door_en": ["theirs"]})
    venue = draft().definition.venue(1)
    assert (venue.name["en"], venue.town, venue.door["en"]) == ("Alder Lane School", "Little Brannock", "Green door")
    fill_in(browser_of("coordinator"), "/prepare/1/venue/1/", door_en="Red door")
    again = ruth.post("/prepare/1/venue/1/", {**chosen, "choose:door_en": ["mine"]})
    assert "Red door" in text_of(again)


def test_different_fields_of_two_coordinators_are_both_kept_without_a_question(ruth: Any) -> None:
    mine = form_of(ruth.get("/prepare/1/venue/1/"))
    fill_in(browser_of("coordinator"), "/prepare/1/venue/1/", town="Little Brannock")
    answer = ruth.post("/prepare/1/venue/1/", {**mine, "name_en": ["Alder"]}, follow=True)
    assert "both are kept" in text_of(answer)
    assert (draft().definition.venue(1).name["en"], draft().definition.venue(1).town) == ("Alder", "Little Brannock")


def test_what_is_published_is_what_was_confirmed_or_nothing(ruth: Any) -> None:
    fill_in(ruth, "/prepare/1/venue/1/", town="Little Brannock")
    confirmed = form_of(ruth.get("/prepare/1/publish"))
    fill_in(ruth, "/prepare/1/venue/2/", town="Great Brannock")
    answer = ruth.post("/prepare/1/publish", confirmed, follow=True)
    assert "Look at what would be published now" in text_of(answer)
    assert draft().published.version == 1


def test_a_draft_that_was_overtaken_from_the_command_line_begins_again(day: CentreDay, ruth: Any) -> None:
    import msgspec

    from sync.server.publishing.publish import publish

    fill_in(ruth, "/prepare/1/venue/1/", town="Little Brannock")
    venues = tuple(msgspec.structs.replace(venue, town="Elsewhere") for venue in day.definition.venues)
    publish(msgspec.structs.replace(day.definition, venues=venues), {}, day.now_ms)
    page = ruth.get("/prepare/1/")
    assert "published past this draft" in text_of(page)
    ruth.post("/prepare/1/publish", {"revision": draft().revision})
    assert draft().published.venue(1).town == "Elsewhere"
    ruth.post("/prepare/1/again", {"revision": draft().revision})
    assert draft().definition.venue(1).town == "Elsewhere"
    assert not draft().is_behind


def test_last_years_event_is_copied_with_its_numbers_and_moved_with_its_day(ruth: Any) -> None:
    ruth.post("/prepare/1/activity/1/remove")
    answer = fill_in(ruth, "/prepare/1/copy", name="Many Hands Day again", day="2031-07-20")
    assert "Copied" in text_of(answer)
    before, after = draft().definition, draft(2).definition
    assert [venue.no for venue in after.venues] == [venue.no for venue in before.venues]
    assert after.activity(1) is None
    assert after.event.no == 2
    page = text_of(ruth.get("/prepare/2/"))
    assert "20 July 2031" in page
    assert "Never published" in page
    assert len(after.shifts) == len([shift for shift in before.shifts if shift.is_open])


def test_beside_the_form_stands_what_would_change_and_what_would_be_missing(ruth: Any) -> None:
    said = form_of(ruth.get("/prepare/1/activity/1/"))
    page = text_of(
        ruth.post("/prepare/1/activity/1/check", {**said, "outputs-0-item": "", "outputs-0-target": "", "outputs-0-beneficiary": ""})
    )
    assert "has no item kind: no mat can be printed for it" in page
    assert "is different yet" in text_of(ruth.post("/prepare/1/activity/1/check", said))
    assert "Choose what is made" in text_of(ruth.post("/prepare/1/activity/1/check", {**said, "outputs-0-item": ""}))
    assert draft().revision == 0


def test_parts_are_moved_among_their_like(ruth: Any) -> None:
    first, second = (venue.no for venue in draft().definition.venues[:2])
    ruth.post(f"/prepare/1/venue/{second}/move", {"way": "up"})
    assert [venue.no for venue in draft().definition.venues[:2]] == [second, first]
    ruth.post(f"/prepare/1/venue/{second}/move", {"way": "up"})
    ruth.post(f"/prepare/1/venue/{second}/move", {"way": "down"})
    assert [venue.no for venue in draft().definition.venues[:2]] == [first, second]


def test_addresses_that_lead_nowhere_say_so(ruth: Any) -> None:
    for address in ("/prepare/9/", "/prepare/1/roof/1/", "/prepare/1/venue/99/", "/prepare/1/event/new", "/prepare/1/version-9.toml"):
        assert ruth.get(address).status_code == 404, address
    assert ruth.get("/prepare/1/venue/99/remove").status_code == 404
    assert ruth.get(f"/prepare/{10**30}/").status_code == 404
    assert ruth.get("/prepare/1/version-1.toml").status_code == 200


def test_an_outcome_is_given_a_picture_in_the_form_and_an_event_without_any_stays_as_it_was(nothing: Any) -> None:
    prepared(nothing)
    assert draft().definition.items[0].outcome_pictures == ()
    said = {"outcomes__0__name_en": "mended", "outcomes__1__name_en": "given away", "outcomes__1__picture": "gift"}
    fill_in(nothing, "/prepare/1/item/1/", **said)
    (hats, *_others) = draft().definition.items
    assert [texts["en"] for texts in hats.outcomes] == ["mended", "given away"]
    assert hats.outcome_pictures == ("", "gift")
    assert form_of(nothing.get("/prepare/1/item/1/"))["outcomes-1-picture"] == ["gift"]


def test_two_shifts_of_one_activity_are_told_apart_where_they_are_only_heard(nothing: Any) -> None:
    prepared(nothing)
    page = nothing.get("/prepare/1/").content.decode()
    assert re.search(r'<span class="unseen"> · [^<]*17 November[^<]*–[^<]*</span></a>', page)
    assert re.search(r"Remove [^<]*shift at Knitting[^<]*17 November", page)
