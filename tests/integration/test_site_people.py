"""Can a coordinator invite, change and remove people, and does a link open something once and to the right person only?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import HALL, RAINBOW, CentreDay
from tests.support.neighbours import add_neighbours
from tests.support.site_pages import browser_of, centre_day, now_ms, text_of

set_up_django()
PASSWORD = "four-balls-of-green-wool"
DAY_MS = 24 * 3_600_000


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture
def coordinator(day: CentreDay) -> Any:
    del day
    return browser_of("coordinator")


def person(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def link_in(answer: Any) -> str:
    found = re.search(r'value="http://localhost(/join/[^"]+)"', answer.content.decode())
    assert found is not None, text_of(answer)
    return found[1]


def invited(coordinator: Any, **said: Any) -> str:
    return link_in(coordinator.post("/people/invite", {"shown_name": "Ann Hall", "role": "viewer", "everywhere": "all"} | said))


def take_up(link: str, name: str = "ann", password: str = PASSWORD, again: str | None = None) -> Any:
    return browser_of(None).post(link, {"username": name, "password": password, "again": password if again is None else again}, follow=True)


def written() -> list[str]:
    from sync.server.audit.models import AuditLine

    return [line.what for line in AuditLine.objects.order_by("pk")]


def test_a_link_makes_one_account_with_the_role_and_venues_that_were_said(coordinator: Any, day: CentreDay) -> None:
    from sync.server.people.rights import rights_of

    link = invited(coordinator, role="venue_lead", venues=[HALL, RAINBOW])
    page = text_of(browser_of(None).get(link))
    assert "Welcome, Ann Hall Ruth Adeyemi (coordinator) invites you as venue lead" in page
    assert "sign in as ann" in text_of(take_up(link))
    assert rights_of(person("ann"), day.event).venues == {HALL, RAINBOW}
    signed_in = browser_of(None)
    signed_in.post("/accounts/login/", {"login": "ann", "password": PASSWORD})
    assert "Ann Hall" in text_of(signed_in.get("/"))
    again = browser_of(None).get(link)
    assert (again.status_code, "opens nothing any more" in text_of(again)) == (404, True)
    assert take_up(link, "second").status_code == 404
    assert written() == [
        "Invited Ann Hall as venue lead.",
        "Took up the invitation of Ruth Adeyemi (coordinator) as venue lead.",
        "Signed in.",
    ]


def test_a_code_read_aloud_leads_to_the_same_page(coordinator: Any) -> None:
    link = invited(coordinator)
    typed = link.removeprefix("/join/").rstrip("/").lower().replace("-", " ")
    assert "Welcome, Ann Hall" in text_of(browser_of(None).post("/join/", {"code": typed}, follow=True))
    assert "not the whole code" in text_of(browser_of(None).post("/join/", {"code": "abcd"}))


def test_the_link_itself_is_kept_nowhere(coordinator: Any, day: CentreDay) -> None:
    from django.db import connection

    code = invited(coordinator).removeprefix("/join/").rstrip("/")
    del day
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_invitation")
        kept = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM audit_auditline")
        kept += repr(cursor.fetchall())
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_a_link_opens_nothing_when_its_time_is_over_or_it_was_withdrawn(coordinator: Any) -> None:
    from sync.server.people.models import Invitation

    late, unwanted = invited(coordinator), invited(coordinator)
    first, second = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=first.pk).update(expires_ms=first.made_ms)
    page = text_of(coordinator.get("/people/"))
    assert page.count("open for another 6 days") == 1
    coordinator.post(f"/people/links/{second.pk}/withdraw")
    assert coordinator.post(f"/people/links/{second.pk}/withdraw").status_code == 404
    for link in (late, unwanted):
        assert take_up(link).status_code == 404
    assert "Withdrew the link for Ann Hall." in written()


def test_of_two_who_come_with_one_link_at_once_one_is_first(coordinator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.people import inviting
    from sync.server.people.models import Invitation

    code = invited(coordinator).removeprefix("/join/").rstrip("/")
    seen = inviting.opened_by(code, 0)
    Invitation.objects.update(used_ms=1)
    monkeypatch.setattr(inviting, "opened_by", lambda *_: seen)  # what the second of them read before the first was done
    with pytest.raises(inviting.NotOpen):
        inviting.join(code, "second", PASSWORD, "", 0)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"shown_name": ""}, "Write whom the link is for."),
        ({"role": ""}, "Choose what they may do."),
        ({"role": "venue_lead"}, "A venue lead needs a venue"),
        ({"venues": [RAINBOW]}, "Only a venue lead has venues"),
        ({"role": "venue_lead", "venues": [77]}, "77 is not one of the available choices"),
    ],
)
def test_an_invitation_that_does_not_fit_says_what_to_do(coordinator: Any, said: dict[str, Any], told: str) -> None:
    assert told in text_of(coordinator.post("/people/invite", {"shown_name": "Ann", "role": "viewer", "everywhere": "all"} | said))
    assert written() == []


def test_a_name_that_is_taken_and_a_poor_password_say_what_to_do(coordinator: Any) -> None:
    link = invited(coordinator)
    assert "Somebody signs in with that name already" in text_of(take_up(link, "Viewer"))
    assert "The two are not the same" in text_of(take_up(link, again="other"))
    assert "too short" in text_of(take_up(link, password="short"))
    assert "too similar to the username" in text_of(take_up(link, "annabelle-hall-knits", "annabelle-hall-knits"))
    assert "Enter a valid username" in text_of(take_up(link, "two words"))
    assert take_up(link).status_code == 200


def test_an_account_for_this_event_alone_or_for_every_event(coordinator: Any, day: CentreDay) -> None:
    from sync.server.people.rights import rights_of

    take_up(invited(coordinator, role="coordinator", everywhere="present"), "ann")
    take_up(invited(coordinator, role="coordinator"), "bea")
    assert [rights_of(person(name), day.event).is_wide for name in ("ann", "bea")] == [False, True]
    assert browser_of("ann").get("/devices/").status_code == 200
    assert browser_of("ann").get("/people/").status_code == 403
    assert browser_of("bea").get("/people/").status_code == 200


def test_a_role_is_changed_and_holds_at_once(coordinator: Any, day: CentreDay) -> None:
    from sync.server.people.models import Membership, Role

    viewer = person("viewer")
    said = {"role": "venue_lead", "everywhere": "all", "venues": [RAINBOW]}
    page = text_of(coordinator.post(f"/people/{viewer.pk}/", said, follow=True))
    assert "Press office is now venue lead at Rainbow Room" in page
    assert browser_of("viewer").get(f"/venues/{HALL}/").status_code == 404
    assert "Made viewer venue lead at Rainbow Room, St Brannoc’s Hospital." in written()
    Membership.objects.create(user=viewer, role=Role.VENUE_LEAD, event=day.event - 1, venue=HALL)
    coordinator.post(f"/people/{viewer.pk}/", {"role": "viewer", "everywhere": "present"})
    held = set(Membership.objects.filter(user=viewer).values_list("role", "event", "venue"))
    assert held == {("viewer", day.event, None), ("venue_lead", day.event - 1, HALL)}, "what they were in earlier years stays"


def test_a_polish_page_writes_the_same_english_lines(coordinator: Any) -> None:
    polish = {"Accept-Language": "pl"}
    coordinator.post(f"/people/{person('viewer').pk}/", {"role": "auditor", "everywhere": "all"}, headers=polish)
    asked = {"shown_name": "Bea", "role": "auditor", "everywhere": "all"}
    browser_of(None).get(link_in(coordinator.post("/people/invite", asked, headers=polish)), headers=polish)
    assert written()[-2:] == ["Made viewer auditor of every event.", "Invited Bea as auditor."]


def test_nobody_changes_themselves_and_the_last_coordinator_stays(coordinator: Any, day: CentreDay) -> None:
    from sync.server.audit.log import Actor
    from sync.server.people import changing
    from sync.server.people.inviting import Place
    from sync.server.people.models import Role

    own = person("coordinator")
    for address, said in (
        (f"/people/{own.pk}/", {"role": "viewer"}),
        (f"/people/{own.pk}/remove", {}),
        (f"/people/{own.pk}/second-step", {}),
    ):
        assert "Nobody does this to their own account" in text_of(coordinator.post(address, said, follow=True))
    somebody = Actor("Somebody", 1, None, 999)
    with pytest.raises(changing.NeedsCoordinator):
        changing.remove(somebody, own)
    for place in (Place(Role.VIEWER), Place(Role.COORDINATOR, day.event)):
        with pytest.raises(changing.NeedsCoordinator):
            changing.change_place(somebody, own, place, day.event, "a viewer")
    assert browser_of("coordinator").get("/people/").status_code == 200


def test_a_password_is_reset_by_a_link_and_signs_out_everywhere_else(coordinator: Any) -> None:
    viewer, signed_in = person("viewer"), browser_of("viewer")
    older = link_in(coordinator.post(f"/people/{viewer.pk}/password"))
    link = link_in(coordinator.post(f"/people/{viewer.pk}/password"))
    assert "Choose a new password For viewer" in text_of(browser_of(None).get(link))
    assert browser_of(None).get(older).status_code == 404
    said = {"password": PASSWORD, "again": PASSWORD}
    assert "Your new password is kept" in text_of(browser_of(None).post(link, said, follow=True))
    assert signed_in.get("/").status_code == 302
    assert browser_of(None).post(link, said).status_code == 404
    assert browser_of(None).post("/accounts/login/", {"login": "viewer", "password": PASSWORD}).status_code == 302
    assert written()[-2:] == ["Chose a new password by a link of Ruth Adeyemi (coordinator).", "Signed in."]


def test_whoever_forgot_the_password_and_tried_too_often_signs_in_at_once_by_a_link(coordinator: Any) -> None:
    forgetful = browser_of(None)
    for turn in range(9):
        answer = forgetful.post("/accounts/login/", {"login": "viewer", "password": f"wrong {turn}"})
    assert answer.status_code == 429
    neighbour = {"login": "auditor", "password": "wool-and-paper-in-november"}
    assert browser_of(None).post("/accounts/login/", neighbour).status_code == 302, "nobody else of the house waits"
    link = link_in(coordinator.post(f"/people/{person('viewer').pk}/password"))
    forgetful.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert forgetful.post("/accounts/login/", {"login": "viewer", "password": PASSWORD}).status_code == 302


@pytest.mark.usefixtures("day")
def test_behind_a_proxy_it_is_the_asker_who_waits_and_not_the_proxy() -> None:
    from axes.models import AccessAttempt
    from django.test.utils import override_settings

    by_a_proxy = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4", "X-Forwarded-Proto": "https"}
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        browser_of(None).post("/accounts/login/", {"login": "viewer", "password": "wrong"}, headers=by_a_proxy)
    assert AccessAttempt.objects.get().ip_address == "198.51.100.4"


def test_a_link_does_only_what_it_was_made_for(coordinator: Any) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people import inviting

    accounts = get_user_model().objects.count()
    to_join = invited(coordinator).rstrip("/").rpartition("/")[2]
    to_reset = link_in(coordinator.post(f"/people/{person('viewer').pk}/password")).rstrip("/").rpartition("/")[2]
    at_ms = now_ms()
    with pytest.raises(inviting.NotOpen):
        inviting.join(to_reset, "ann", PASSWORD, "192.0.2.7", at_ms)
    with pytest.raises(inviting.NotOpen):
        inviting.choose_password(to_join, PASSWORD, "192.0.2.7", at_ms)
    assert get_user_model().objects.count() == accounts
    assert inviting.opened_by(to_join, at_ms).used_ms is None


def test_who_is_removed_or_signed_out_is_out_at_once(coordinator: Any) -> None:
    from django.contrib.sessions.models import Session

    viewer = person("viewer")
    there = browser_of(None)
    there.post("/accounts/login/", {"login": "viewer", "password": "wool-and-paper-in-november"})
    assert there.get("/").status_code == 200
    assert "signed out, in 1 place" in text_of(coordinator.post(f"/people/{viewer.pk}/sign-out", follow=True))
    assert there.get("/").status_code == 302
    there.post("/accounts/login/", {"login": "viewer", "password": "wool-and-paper-in-november"})
    assert "What they did stays" in text_of(coordinator.get(f"/people/{viewer.pk}/remove"))
    assert "has no account any more" in text_of(coordinator.post(f"/people/{viewer.pk}/remove", follow=True))
    assert str(viewer.pk) not in [one.get_decoded().get("_auth_user_id") for one in Session.objects.all()]
    assert there.get("/").status_code == 302


def test_people_of_another_organisation_are_neither_listed_nor_reached(coordinator: Any, day: CentreDay) -> None:
    from django.contrib.auth import get_user_model

    add_neighbours(day)
    theirs = person("elsewhere_viewer")
    get_user_model().objects.create(username="nobodys")
    assert "Gwen" not in text_of(coordinator.get("/people/"))
    assert "nobodys" not in text_of(coordinator.get("/people/"))
    for address in ("", "password", "sign-out", "remove", "second-step"):
        assert coordinator.post(f"/people/{theirs.pk}/{address}", {"role": "viewer"}).status_code == 404
    link = link_in(
        browser_of("elsewhere_coordinator").post("/people/invite", {"shown_name": "Huw", "role": "coordinator", "everywhere": "all"})
    )
    assert "Huw" not in text_of(coordinator.get("/people/"))
    take_up(link, "huw")
    assert "Slate shed" in text_of(browser_of("huw").get("/venues/"))
    assert "Huw" not in text_of(coordinator.get("/audit/"))
    assert "Huw" in text_of(browser_of("elsewhere_auditor").get("/audit/"))


def test_people_can_be_invited_before_there_is_an_event() -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role
    from tests.support.centre import django_on, fresh_database

    with fresh_database("sqlite") as database, django_on(database):
        first = get_user_model().objects.create(username="first")
        Membership.objects.create(user=first, role=Role.COORDINATOR)
        alone: Any = browser_of("first")
        assert "Venue leads can be invited as soon as an event is published" in text_of(alone.get("/people/invite"))
        assert "Welcome, Bea" in text_of(browser_of(None).get(invited(alone, shown_name="Bea", role="auditor")))
        assert "Invited Bea as auditor." in text_of(alone.get("/audit/"))
        assert alone.get("/people/").status_code == 200
