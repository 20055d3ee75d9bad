"""A centre wrote its log for a whole day. Whoever reads it, or the figures: whose name, telephone or key do they learn?

Everybody opens and sends everything, with names, telephones and keys in every field; then the log is searched for each of them.
"""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, PEOPLE, CentreDay
from tests.support.doors import WALK
from tests.support.programs import token
from tests.support.pushing import Pusher
from tests.support.served_day import ServedDay, served_day
from tests.support.things_behind_doors import add_things, things_of_ours, words_of_ours

set_up_django()
pytestmark = pytest.mark.slow

NAME, TELEPHONE, MAIL, HOOK = "Zebulonia Quill", "020 7946 0991", "zebulonia@quill.example", "https://hooks.example.org/a-key-in-the-path"
METRICS = "a token for whoever asks for figures"
SECRET_BYTES_MIN = 8
"""Shorter words of a link could stand in a line by chance."""

WRITTEN = {
    **dict.fromkeys(("shown_name", "name", "first_name", "login", "username", "words", "label", "title", "group", "reason", "note"), NAME),
    **dict.fromkeys(("telephone", "number", "phone", "code"), TELEPHONE),
    **dict.fromkeys(("email", "to"), MAIL),
    **dict.fromkeys(("password", "password1", "password2", "oldpassword"), "a password that was typed"),
    "address": HOOK,
    "role": "viewer",
    "everywhere": "all",
}
"""What is written into every form there is."""

SIGNS_OUT = {"account_logout"}


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    """What addresses name, and tokens; filled with the day."""
    return {}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "lines"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ours: dict[str, str], log: Path) -> Iterator[ServedDay]:
    def filled(day: CentreDay) -> None:
        day.fill()
        add_things(day)
        ours.update({name: str(thing) for name, thing in things_of_ours().items()})
        ours.update(words_of_ours(day))
        ours["token"], ours["token of a program"] = ours["token"], token(day.event)

    state = tmp_path_factory.mktemp("centre")
    with log.open("wb") as lines, served_day(state, filled, lines, MANYHANDS_LOG="json", MANYHANDS_METRICS_TOKEN=METRICS) as served:
        yield served


class Somebody:
    """A browser that keeps its cookies, or a stranger's."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.line = requests.Session()

    def sign_in(self, login: str, password: str) -> requests.Response:
        self.line.get(f"{self.address}/accounts/login/", timeout=60)
        return self.send("/accounts/login/", {"login": login, "password": password})

    def get(self, path: str) -> requests.Response:
        return self.line.get(self.address + path, timeout=60, allow_redirects=False)

    def send(self, path: str, written: dict[str, str]) -> requests.Response:
        sent = {**written, "csrfmiddlewaretoken": self.line.cookies.get("csrftoken", "")}
        return self.line.post(self.address + path, sent, timeout=60, allow_redirects=False)


@pytest.fixture(scope="module")
def keys(served: ServedDay, ours: dict[str, str]) -> list[str]:
    """Live the day; return every cookie that was given."""
    addresses = {name: row.address.format(**ours) for name, row in WALK.items() if name not in SIGNS_OUT}
    addresses |= {name: word for name, word in ours.items() if word.startswith("/")}
    stranger, ruth = Somebody(served.address), Somebody(served.address)
    assert stranger.sign_in(NAME, "a password that was typed").status_code != 302
    assert ruth.sign_in("coordinator", PASSWORD).status_code == 302
    for path in addresses.values():
        for someone in (stranger, ruth):
            someone.get(f"{path}?name={quote(NAME)}&words={quote(NAME)}&venue={quote(TELEPHONE)}")
            someone.get(path)
            someone.send(path, WRITTEN)
            someone.send(path, {})
    _programs(served, ours["token of a program"])
    return [str(cookie.value) for someone in (stranger, ruth) for cookie in someone.line.cookies]


def _programs(served: ServedDay, secret: str) -> None:
    """What programs and kiosks send, well and badly."""
    from sync.protocol import envelope, paths

    for word in (secret, f"mh_{NAME}", METRICS):
        for path in ("/api/v1/events", f"/api/v1/events/{served.day.event}/people", f"/api/v1/{quote(NAME)}", "/metrics"):
            requests.get(served.address + path, headers={"Authorization": f"Bearer {word}", "User-Agent": NAME}, timeout=60)
    for body in (envelope.pack(Pusher(99).push(1, 0)), NAME.encode(), b""):
        requests.post(served.address + paths.PUSH, body, timeout=60)


def told_by(ours: dict[str, str], keys: list[str], day: CentreDay) -> set[str]:
    """Everything that nobody shall read."""
    people = {person.shown_name for roster in day.rosters.values() for person in chain(roster.volunteers, roster.parties)}
    words = {part for word in ours.values() if word.startswith("/") for part in word.split("/") if len(part) > SECRET_BYTES_MIN}
    known = {part for path in WALK for part in WALK[path].address.split("/")} | {"manifest.webmanifest"}
    written = {NAME, TELEPHONE, MAIL, HOOK, "Zebulonia", "a password that was typed", PASSWORD, METRICS}
    return people | (words - known) | written | set(PEOPLE.values()) | {ours["token of a program"], *keys}


def found_in(text: str, secrets: set[str]) -> set[str]:
    """Which of ``secrets`` stand there, as they are or as addresses and JSON write them."""
    return {one for one in secrets if any(form in text for form in (one, quote(one), json.dumps(one).strip('"')))}


def test_the_log_of_a_day_tells_nothing_of_anybody(served: ServedDay, ours: dict[str, str], keys: list[str], log: Path) -> None:
    said = log.read_text(encoding="utf-8")
    secrets = told_by(ours, keys, served.day)
    assert len(secrets) > 60
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert len(lines) > len(WALK), "each request is a line"
    assert {line["status"] for line in lines if "status" in line} >= {200, 302, 403, 404}
    assert found_in(said, secrets) == set()


def test_the_figures_of_a_day_tell_nothing_of_anybody(served: ServedDay, ours: dict[str, str], keys: list[str]) -> None:
    figures = requests.get(f"{served.address}/metrics", headers={"Authorization": f"Bearer {METRICS}"}, timeout=60)
    assert figures.status_code == 200
    assert "manyhands_request_seconds" in figures.text
    assert found_in(figures.text, told_by(ours, keys, served.day)) == set()
    health: Any = requests.get(f"{served.address}/health", timeout=60).json()
    assert health == {"status": "ok"}


def test_no_request_of_the_day_failed_by_a_mistake_of_ours(served: ServedDay, keys: list[str], log: Path) -> None:
    del served, keys
    said = log.read_text(encoding="utf-8")
    assert re.findall(r'.*"status": 500.*', said) == []
