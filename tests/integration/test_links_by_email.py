"""A link can be sent where a mail server is named; everything works without, and nobody's address is kept."""

import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.neighbours import add_neighbours
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

from sync.server.environment import BadSetting, Mail, read_environment  # noqa: E402 - as the others
from tests.integration.test_site_people import invited, link_in, person, take_up  # noqa: E402 - the same

SEND = "/people/links/send"
TO = "ann@example.org"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture
def _post() -> Iterator[None]:
    """A mail server is named; letters are kept in ``django.core.mail.outbox``."""
    from django.conf import settings
    from django.core import mail
    from django.test.utils import override_settings

    named = msgspec.structs.replace(settings.ENVIRONMENT, mail=Mail("mail.example.org", 587, "centre@example.org", "", "", False, True))
    mail.outbox = []
    with override_settings(
        ENVIRONMENT=named, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", DEFAULT_FROM_EMAIL="centre@example.org"
    ):
        yield


def letters() -> list[Any]:
    from django.core import mail

    return list(mail.outbox)


def code_in(link: str) -> str:
    return link.strip("/").rsplit("/", 1)[-1]


@pytest.mark.usefixtures("day")
def test_without_a_mail_server_no_page_mentions_letters_and_everything_works() -> None:
    coordinator = browser_of("coordinator")
    made = coordinator.post("/people/invite", {"shown_name": "Ann Hall", "role": "viewer", "everywhere": "all"})
    for page in (made, coordinator.get("/people/"), coordinator.get("/people/invite"), browser_of(None).get("/accounts/login/")):
        assert "email" not in page.content.decode().lower()
    assert coordinator.post(SEND, {"code": code_in(link_in(made)), "to": TO}).status_code == 404
    assert take_up(link_in(made)).status_code == 200


@pytest.mark.usefixtures("day", "_post")
def test_an_invitation_can_be_sent_and_is_still_shown() -> None:
    coordinator = browser_of("coordinator")
    made = coordinator.post("/people/invite", {"shown_name": "Ann Hall", "role": "viewer", "everywhere": "all"})
    assert "Send it by email" in text_of(made)
    told = coordinator.post(SEND, {"code": code_in(link_in(made)), "to": TO})
    assert f"The letter is on its way to {TO}." in text_of(told)
    assert link_in(told) == link_in(made)
    [letter] = letters()
    assert (letter.to, letter.from_email, letter.subject) == ([TO], "centre@example.org", "Your invitation to Many Hands")
    assert f"http://localhost{link_in(made)}" in letter.body
    assert "Hello Ann Hall" in letter.body
    assert take_up(link_in(made)).status_code == 200


@pytest.mark.usefixtures("day", "_post")
def test_so_can_a_link_for_a_new_password() -> None:
    coordinator = browser_of("coordinator")
    link = link_in(coordinator.post(f"/people/{person('viewer').pk}/password"))
    coordinator.post(SEND, {"code": code_in(link), "to": TO})
    assert [letter.subject for letter in letters()] == ["A new password for Many Hands"]


@pytest.mark.usefixtures("_post")
def test_the_address_is_kept_nowhere(day: CentreDay, caplog: pytest.LogCaptureFixture) -> None:
    from django.db import connection

    from sync.server.audit.models import AuditLine

    coordinator = browser_of("coordinator")
    coordinator.post(SEND, {"code": code_in(invited(coordinator)), "to": TO})
    assert AuditLine.objects.filter(event=None).latest("pk").what == "Sent the link for Ann Hall by email."
    kept = Path(connection.settings_dict["NAME"])
    assert all(TO.encode() not in file.read_bytes() for file in kept.parent.glob(f"{kept.name}*"))
    assert TO not in caplog.text
    del day


@pytest.mark.usefixtures("day", "_post")
def test_a_letter_that_cannot_be_sent_says_so_and_the_link_is_there(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(*_: object) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
    coordinator = browser_of("coordinator")
    link = invited(coordinator)
    told = coordinator.post(SEND, {"code": code_in(link), "to": TO})
    assert "Please pass the link on yourself." in text_of(told)
    assert link_in(told) == link
    said = [record.getMessage() for record in caplog.records]
    assert said
    assert TO not in str(said)


@pytest.mark.usefixtures("day", "_post")
def test_what_is_no_address_is_said_beside_the_field() -> None:
    coordinator = browser_of("coordinator")
    for written in ("", "ann", "ann@example.org\nBcc: everybody@example.org", "a@example.org, b@example.org"):
        told = coordinator.post(SEND, {"code": code_in(invited(coordinator)), "to": written})
        assert "This is no email address." in text_of(told)
    assert letters() == []


@pytest.mark.usefixtures("_post")
def test_nobody_sends_a_link_of_another_organisation_or_one_that_opens_nothing(day: CentreDay) -> None:
    link = invited(browser_of("coordinator"))
    add_neighbours(day)
    assert browser_of("coordinator").post(SEND, {"code": "no-such-code", "to": TO}).status_code == 404
    assert browser_of("elsewhere_coordinator").post(SEND, {"code": code_in(link), "to": TO}).status_code == 404
    assert browser_of("viewer").post(SEND, {"code": code_in(link), "to": TO}).status_code == 403
    assert letters() == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://name:p%40ss@mail.example.org", Mail("mail.example.org", 587, "us@example.org", "name", "p@ss", False, True)),
        ("smtps://mail.example.org", Mail("mail.example.org", 465, "us@example.org", "", "", True, False)),
        ("smtp://localhost:25", Mail("localhost", 25, "us@example.org", "", "", False, False)),
    ],
)
def test_the_mail_server_is_read_from_the_environment(tmp_path: Path, url: str, expected: Mail) -> None:
    asked = {"MANYHANDS_STATE": str(tmp_path), "MANYHANDS_MAIL": url, "MANYHANDS_MAIL_FROM": "us@example.org"}
    assert read_environment(asked).mail == expected


@pytest.mark.parametrize(
    ("url", "sender", "key"),
    [
        ("mail.example.org", "us@example.org", "MANYHANDS_MAIL"),
        ("smtp://", "us@example.org", "MANYHANDS_MAIL"),
        ("smtp://mail.example.org:many", "us@example.org", "MANYHANDS_MAIL"),
        ("smtp://mail.example.org", "", "MANYHANDS_MAIL_FROM"),
        ("smtp://mail.example.org", "us, them@example.org", "MANYHANDS_MAIL_FROM"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_named(tmp_path: Path, url: str, sender: str, key: str) -> None:
    with pytest.raises(BadSetting) as named:
        read_environment({"MANYHANDS_STATE": str(tmp_path), "MANYHANDS_MAIL": url, "MANYHANDS_MAIL_FROM": sender})
    assert named.value.key == key
