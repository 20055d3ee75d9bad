"""Can people be let in, given new passwords and shown the door on the command line, and does nobody let themselves in?"""

import io
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.day import EVENT, SCHOOL, WARD
from tests.support.site_pages import QUICK_HASHERS
from tests.support.wiring import wired_centre

GOOD, OTHER = "eleven hats a day", "twelve scarves a day"


@pytest.fixture(autouse=True)
def centre() -> Iterator[None]:
    from django.test.utils import override_settings

    with wired_centre("sqlite"), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        yield


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """One command; what is typed on standard input comes as ``given``."""
    from sync.server.commands.front import main

    def one(*words: object, given: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(given + "\n"))
        return main([str(word) for word in words])

    return one


def create(run: Any, name: str, *words: object) -> int:
    code: int = run("create-account", name, *words, "--password-stdin", given=GOOD)
    return code


def rights(name: str) -> Any:
    from django.contrib.auth import get_user_model

    from sync.server.people.rights import rights_of

    return rights_of(get_user_model().objects.get(username=name), EVENT)


def signs_in(name: str, password: str) -> bool:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.post("/accounts/login/", {"login": name, "password": password})
    return "_auth_user_id" in client.session


def test_each_role_may_see_what_it_should(run: Any) -> None:
    assert create(run, "ruth", "--role", "coordinator") == 0
    assert create(run, "idris", "--role", "lead", "--venue", WARD, "--venue", SCHOOL) == 0
    assert create(run, "press", "--role", "viewer") == 0
    assert rights("ruth").is_coordinator
    assert rights("idris").venues == {WARD, SCHOOL}
    assert not rights("idris").sees_all
    assert rights("press").sees_all
    assert not rights("press").is_coordinator
    assert signs_in("idris", GOOD)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--role", "lead"], "needs a venue"),
        (["--role", "lead", "--venue", "77"], "no venue 77; its venues are"),
        (["--role", "viewer", "--venue", WARD], "only a lead has venues"),
    ],
)
def test_a_role_that_does_not_fit_its_venues_makes_no_account(
    run: Any, capsys: pytest.CaptureFixture[str], words: list[object], told: str
) -> None:
    from django.contrib.auth import get_user_model

    assert create(run, "idris", *words) == 2
    assert told in capsys.readouterr().err
    assert not get_user_model().objects.exists()


def test_a_lead_cannot_be_made_before_there_is_an_event(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.publishing.models import Publication

    Publication.objects.all().delete()
    assert create(run, "idris", "--role", "lead", "--venue", WARD) == 3
    assert "load-event" in capsys.readouterr().err


def test_a_new_password_opens_at_once_and_the_old_one_no_longer(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from django.conf import settings

    create(run, "press", "--role", "viewer")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert not signs_in("press", "forgotten")
    assert not signs_in("press", GOOD)
    assert run("set-password", "press", "--password-stdin", given="short") == 2
    assert run("set-password", "press", "--password-stdin", given=OTHER) == 0
    assert signs_in("press", OTHER)
    assert not signs_in("press", GOOD)
    assert run("set-password", "nobody", "--password-stdin", given=OTHER) == 1
    assert "there is no account nobody" in capsys.readouterr().err


def test_who_is_removed_is_out_and_the_last_coordinator_stays(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    create(run, "ruth", "--role", "coordinator")
    create(run, "press", "--role", "viewer")
    assert run("remove-account", "press") == 0
    assert not signs_in("press", GOOD)
    assert run("remove-account", "ruth") == 1
    assert "only coordinator" in capsys.readouterr().err
    create(run, "anna", "--role", "coordinator")
    assert run("remove-account", "ruth") == 0
    assert run("remove-account", "ruth") == 1


def test_the_list_names_everybody_with_their_roles_and_no_password(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("accounts") == 0
    assert "create-coordinator" in capsys.readouterr().out
    create(run, "idris", "--role", "lead", "--venue", WARD)
    create(run, "press", "--role", "viewer")
    signs_in("press", GOOD)
    capsys.readouterr()
    assert run("accounts") == 0
    lead, viewer = capsys.readouterr().out.splitlines()
    assert lead == f"idris: venue lead at venue {WARD} of event {EVENT}; never signed in"
    assert viewer.startswith("press: viewer; last signed in 20")


def test_nobody_opens_an_account_by_themselves() -> None:
    from allauth.account.adapter import get_adapter
    from django.test import Client, RequestFactory

    from sync.server.people.accounts import ClosedAccounts

    request = RequestFactory().get("/")
    assert isinstance(get_adapter(request), ClosedAccounts)
    assert not get_adapter(request).is_open_for_signup(request)
    answer = Client(SERVER_NAME="127.0.0.1").post("/accounts/login/", {"login": "anybody", "password": "anything at all"})
    assert str(ClosedAccounts.error_messages["username_password_mismatch"]) in answer.content.decode()
