"""Do several organisations on one server keep to themselves, and does a single one notice nothing?"""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.places import assets_folder
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.neighbours import ELSEWHERE, ELSEWHERE_EVENT, ELSEWHERE_VENUE, add_neighbours
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()
OURS = "Our organisation"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def run(*words: object, given: str = "") -> int:
    import io
    from unittest.mock import patch

    from sync.server.commands.front import main

    with patch("sys.stdin", io.StringIO(given + "\n")):
        return main([str(word) for word in words])


def person(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def test_while_there_is_one_organisation_everything_is_its_own(day: CentreDay) -> None:
    from sync.server.people.models import Account, Ownership
    from sync.server.people.rights import rights_of

    assert not Account.objects.exists()
    assert not Ownership.objects.exists()
    assert rights_of(person("coordinator"), day.event).is_coordinator


def test_when_a_second_one_begins_nothing_changes_hands(day: CentreDay) -> None:
    from sync.server.people.organisations import events_of, organisation_of, owner_of
    from sync.server.people.rights import rights_of

    add_neighbours(day)
    ours = organisation_of(person("coordinator").pk)
    assert ours is not None
    assert owner_of(day.event) == ours
    assert list(events_of(ours)) == [day.event]
    assert rights_of(person("coordinator"), day.event).is_coordinator
    assert not rights_of(person("coordinator"), ELSEWHERE_EVENT).sees_something
    assert not rights_of(person("elsewhere_coordinator"), day.event).sees_something
    # The event published last is theirs; ours still open their own.
    assert "Quarry" not in text_of(browser_of("coordinator").get("/"))
    assert "Rainbow" in text_of(browser_of("coordinator").get("/venues/"))
    assert "Slate shed" in text_of(browser_of("elsewhere_viewer").get("/venues/"))


def test_what_has_no_owner_among_several_is_shown_to_nobody(day: CentreDay) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Ownership, Role

    add_neighbours(day)
    stray = get_user_model().objects.create(username="stray")
    Membership.objects.create(user=stray, role=Role.COORDINATOR)
    assert browser_of("stray").get("/").status_code == 403
    Ownership.objects.filter(event=day.event).delete()
    assert "No event is published yet" in text_of(browser_of("coordinator").get("/"))
    assert browser_of("coordinator").get("/totals.json").status_code == 404


def test_a_role_in_one_event_opens_that_event_alone(day: CentreDay) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role
    from sync.server.people.rights import rights_of

    someone = get_user_model().objects.create(username="of_the_day")
    Membership.objects.create(user=someone, role=Role.COORDINATOR, event=day.event)
    rights = rights_of(someone, day.event)
    assert (rights.is_coordinator, rights.is_wide) == (True, False)
    assert not rights_of(someone, day.event + 1).sees_something


def test_a_machine_that_asks_is_shown_to_whoever_can_read_its_screen(day: CentreDay) -> None:
    from sync.server.devices.models import Device, Enrolment
    from sync.server.site.devices import askings

    add_neighbours(day)
    day.ask("Spare kiosk", 901)
    asked, digits = Enrolment.objects.get().pk, askings(day.now_ms)[0].digits
    theirs: Any = browser_of("elsewhere_coordinator")
    assert "Spare kiosk" not in text_of(theirs.get("/devices/"))
    assert "Spare kiosk" not in text_of(theirs.get("/devices/waiting", {"digits": "000000"}))
    theirs.post(f"/devices/asking/{asked}/approve", {"venue": ELSEWHERE_VENUE})
    theirs.post(f"/devices/asking/{asked}/refuse", {"digits": "000000"})
    assert not Enrolment.objects.get().refused
    ours: Any = browser_of("coordinator")
    assert "Spare kiosk" in text_of(ours.get("/devices/", {"digits": digits}))
    ours.post(f"/devices/asking/{asked}/approve", {"venue": RAINBOW, "digits": digits})
    assert Device.objects.filter(event=day.event, venue=RAINBOW).exists()


def test_an_event_of_one_cannot_be_published_by_another(day: CentreDay) -> None:
    from sync.server.people.organisations import NotYours, begin, claim, owner_of

    ours = owner_of(day.event)
    theirs = begin(ELSEWHERE).pk
    with pytest.raises(NotYours):
        claim(day.event, theirs)
    assert owner_of(day.event) == ours


@pytest.mark.usefixtures("day")
def test_the_commands_ask_whose_as_soon_as_there_are_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("create-organisation", ELSEWHERE) == 0
    assert run("create-organisation", ELSEWHERE) == 2
    assert run("rename-organisation", "--organisation", OURS, "Mitzvah Day") == 0
    assert run("organisations") == 0
    assert "Mitzvah Day; 1 event" in capsys.readouterr().out
    assert run("create-account", "gwen", "--role", "auditor", "--password-stdin", given="eleven hats a day") == 2
    assert "--organisation" in capsys.readouterr().err
    assert run("create-coordinator", "gwen", "--organisation", ELSEWHERE, "--password-stdin", given="eleven hats a day") == 0
    assert run("create-account", "ann", "--role", "lead", "--venue", 1, "--organisation", ELSEWHERE, "--password-stdin", given="x") == 3
    assert "No event is published yet" in text_of(browser_of("gwen").get("/"))
    demo = assets_folder() / "events" / "demo.toml"
    assert run("load-event", demo, "--organisation", ELSEWHERE) == 2
    assert "belongs to another organisation" in capsys.readouterr().err
    assert run("load-event", demo, "--organisation", "Nobody") == 2
    assert run("remove-account", "gwen") == 1
    assert "only coordinator" in capsys.readouterr().err
