"""Is a coordinator led to a second step at sign-in, with time to set it up, and does it then open the door?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.doors import AWAY, NOT_KNOWN, WALK
from tests.support.site_pages import browser_of, centre_day, now_ms, text_of

set_up_django()
SET_UP = "/accounts/2fa/"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture
def coordinator(day: CentreDay) -> Any:
    """A coordinator's browser, whose day of grace began with the first page."""
    del day
    someone = browser_of("coordinator")
    assert "You have 23 hours left" in text_of(someone.get("/"))
    return someone


def let_the_day_pass() -> None:
    from sync.server.people.models import Account

    assert Account.objects.update(second_step_by_ms=now_ms() - 1) == 1


def set_app_up(browser: Any) -> list[str]:
    """Set an authenticator app up as a person does; return the recovery codes."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.get("/accounts/2fa/totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    digits = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert browser.post("/accounts/2fa/totp/activate/", {"code": digits}).status_code == 302
    assert TOTP(Authenticator.objects.get(type="totp")) is not None
    codes: list[str] = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    return codes


def test_everything_opens_on_the_first_day_and_only_the_way_to_set_it_up_after_it(coordinator: Any) -> None:
    assert coordinator.get("/devices/").status_code == 200
    let_the_day_pass()
    for address in ("/", "/devices/", "/people/", "/audit/"):
        assert coordinator.get(address)["Location"] == SET_UP
    page = text_of(coordinator.get("/venues/", follow=True))
    assert "Coordinators need a second step at sign-in. Set it up here" in page
    assert coordinator.get("/totals.json").status_code == 403
    assert coordinator.get("/totals/live", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP


@pytest.mark.slow
def test_after_the_day_no_address_but_ones_own_account_opens_without_it(coordinator: Any) -> None:
    let_the_day_pass()
    anything = defaultdict(lambda: "1", key="0" * 16)
    opened = {}
    for name, row in WALK.items():
        if row.stranger not in (AWAY, NOT_KNOWN) or name.startswith(("account_", "mfa_", "usersessions_", "api-")):
            continue
        answer = getattr(coordinator, row.method)(row.address.format_map(anything))
        if answer.status_code != 403 and answer.headers.get("Location") != SET_UP:
            opened[name] = answer.status_code
    assert opened == {}


def test_once_it_is_set_up_everything_opens_and_the_next_sign_in_asks_for_it(coordinator: Any) -> None:
    let_the_day_pass()
    codes = set_app_up(coordinator)
    assert coordinator.get("/devices/").status_code == 200
    assert "second step at sign-in" not in text_of(coordinator.get("/"))
    fresh = browser_of(None)
    asked = fresh.post("/accounts/login/", {"login": "coordinator", "password": PASSWORD}, follow=True)
    assert "Six digits from your telephone" in text_of(asked)
    assert fresh.get("/").status_code == 302
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    fresh.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert fresh.get("/").status_code == 200


def test_a_coordinator_without_the_telephone_is_helped_by_another(coordinator: Any) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role

    finder = browser_of(None)
    finder.post("/accounts/login/", {"login": "coordinator", "password": PASSWORD})
    assert finder.get("/").status_code == 200
    set_app_up(coordinator)
    let_the_day_pass()
    second = get_user_model().objects.create(username="second")
    Membership.objects.create(user=second, role=Role.COORDINATOR)
    lost = get_user_model().objects.get(username="coordinator")
    helper: Any = browser_of("second")
    assert "Be sure who asks" in text_of(helper.get(f"/people/{lost.pk}/second-step"))
    assert "is off: the password alone" in text_of(helper.post(f"/people/{lost.pk}/second-step", follow=True))
    assert finder.get("/").status_code == 302, "whoever has the telephone now is signed out"
    again = browser_of(None)
    again.post("/accounts/login/", {"login": "coordinator", "password": PASSWORD})
    assert "You have 23 hours left" in text_of(again.get("/"))
    assert "Took the second step off for coordinator." in text_of(helper.get("/audit/?theme=SIGN_IN"))


@pytest.mark.parametrize("role", ["viewer", "auditor", "venue_lead"])
@pytest.mark.usefixtures("day")
def test_nobody_else_is_asked_for_one(role: str) -> None:
    assert "second step at sign-in. You have" not in text_of(browser_of(role).get("/"))


@pytest.mark.usefixtures("day")
def test_the_demo_asks_for_none() -> None:
    from django.test import override_settings

    from sync.server.people.models import Account

    with override_settings(DEMO=True):
        assert "You have" not in text_of(browser_of("coordinator").get("/"))
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("host", "is_secure", "may"),
    [
        ("localhost:8080", False, True),
        ("centre.example.org", True, True),
        ("centre.example.org", False, False),
        ("127.0.0.1:8080", False, False),
        ("[::1]:8080", True, False),
    ],
)
def test_a_passkey_is_offered_where_a_browser_makes_one(host: str, is_secure: bool, may: bool) -> None:  # noqa: FBT001 - cases of the table above
    from django.test import RequestFactory, override_settings

    from sync.server.people.keys import can_have_passkeys

    with override_settings(ALLOWED_HOSTS=["*"]):
        assert can_have_passkeys(RequestFactory().get("/", secure=is_secure, headers={"Host": host})) is may


def test_sessions_are_listed_and_the_others_ended(day: CentreDay) -> None:
    del day
    here, there = browser_of(None), browser_of(None)
    for browser, program in ((here, "Mozilla/5.0 (X11; Linux) Firefox/140.0"), (there, "Mozilla/5.0 (iPhone) Safari/604")):
        said = {"login": "viewer", "password": PASSWORD}
        browser.post("/accounts/login/", said, headers={"User-Agent": program})
    page = text_of(here.get("/accounts/sessions/"))
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert "Signed out everywhere else." in text_of(here.post("/accounts/sessions/", follow=True))
    assert there.get("/").status_code == 302
    assert "Signed out everywhere else. Press office" in text_of(browser_of("auditor").get("/audit/"))
    assert "Nowhere else." in text_of(here.get("/accounts/sessions/"))


def test_somebody_with_several_events_chooses_and_nobody_chooses_what_is_not_theirs(day: CentreDay) -> None:
    import msgspec

    from sync.server.publishing.publish import publish

    earlier = msgspec.structs.replace(day.definition.event, no=77, name={"en": "Last year"})
    publish(msgspec.structs.replace(day.definition, event=earlier), {}, day.now_ms - 1)
    someone: Any = browser_of("viewer")
    assert "Many Hands Day" in text_of(someone.get("/"))
    assert "Last year," in text_of(someone.get("/"))
    someone.post("/event", {"event": "77"})
    assert someone.get("/totals.json").json()["event"]["no"] == 77
    lead: Any = browser_of("venue_lead")
    lead.post("/event", {"event": "77"})
    assert lead.get("/totals.json").json()["event"]["no"] == day.event
    someone.post("/event", {"event": "٣"})
    assert someone.get("/totals.json").json()["event"]["no"] == 77
