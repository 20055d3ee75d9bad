"""What happens when somebody sends a form to an address that is not theirs: another venue's, another organisation's, or not for their role?

Every address is sent a form that would do something, by everybody but those whose it is. They are refused, and every row of the database
that stood before stands as it stood.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import LARKRISE
from tests.support.doors import AWAY, DONE, NOT_KNOWN, NOT_THERE, NOT_YOURS, WALK, Row
from tests.support.neighbours import WORDS_OF_OURS, add_neighbours, other_lead
from tests.support.site_pages import ROLES, browser_of, centre_day, text_of
from tests.support.things_behind_doors import add_things, things_of_ours

set_up_django()
pytestmark = pytest.mark.slow

STRANGERS = (None, "viewer", "auditor", "other_lead", *(f"elsewhere_{role}" for role in ROLES))
NOT_TAKEN = 405
TURNED_AWAY = (AWAY, NOT_KNOWN, NOT_YOURS, NOT_THERE, NOT_TAKEN)
A_FORM = {
    "name": "Mallory",
    "title": "Mallory",
    "venue": str(LARKRISE),
    "reason": "14",
    "action": "explain",
    "tap": "pushed",
    "sure": "yes",
    "confirm": "yes",
    "open": "0",
    "role": "coordinator",
    "number-3": "1",
    "way": "down",
    "revision": "0",
    "why": "ROLL_CALL",
}
"""Something for every field that a form of ours has: what is not asked for is left where it lies."""

OWN_ACCOUNT = {name for name in WALK if name.startswith(("account_", "usersessions_"))}
"""Everybody signs themselves out there; nothing names anybody else."""

ANYBODYS = {"appearance", "language", "event-choose", "join", "not-offered"}
"""What somebody chooses for their own browser, and doors for those who have no account yet."""

SENT_BY_SEEING = {("auditor", "reports-workbook")}
"""Auditors take every table away, and a large one is asked for by a form."""

TABLES_OF_BROWSERS = ("django_session", "usersessions_usersession", "axes_", "sqlite_")


class Pushed(NamedTuple):
    """A browser for everybody who tries, and what they try it with: things of the first organisation's Rainbow Room."""

    browsers: dict[str | None, Any]
    ours: dict[str, Any]


@pytest.fixture(scope="module")
def pushed() -> Iterator[Pushed]:
    with centre_day() as day:
        other_lead(day)
        add_things(day)
        ours = things_of_ours()
        add_neighbours(day)
        browsers = {person: browser_of(person) for person in STRANGERS}
        for browser in browsers.values():
            browser.get("/people/")  # whoever must set up a second step has a day from now
        yield Pushed(browsers, ours)


def rows() -> dict[str, set[tuple[Any, ...]]]:
    """Everything that stands in the database, but for which browser was last seen when."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith(TABLES_OF_BROWSERS):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = set(cursor.fetchall())
    return found


def names_ours(row: Row) -> bool:
    return "{" in row.address or row.address.startswith("/prepare/1/")


def may_send(person: str | None, name: str) -> bool:
    """Whether a form at this address may do something for ``person``: something of their own."""
    row = WALK[name]
    if (person, name) in SENT_BY_SEEING or name in ANYBODYS or name.startswith("mfa_"):
        return True
    if person is not None and person.startswith("elsewhere_"):
        return not names_ours(row)
    return row.method == "post" and row.expected(person) not in TURNED_AWAY


@pytest.mark.parametrize("name", [name for name in WALK if name not in OWN_ACCOUNT])
def test_a_form_for_what_is_not_theirs_is_refused_and_changes_nothing(name: str, pushed: Pushed) -> None:
    row, before, taken = WALK[name], rows(), {}
    form = A_FORM | {"flag": pushed.ours["flag"], "event": "1", "day": "2031-01-01"}
    for person, browser in pushed.browsers.items():
        answer = browser.post(row.address.format(**pushed.ours), form)
        is_away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        outcome = AWAY if is_away else DONE if answer.status_code == 302 else answer.status_code
        is_told_so = outcome == DONE == row.expected(person)  # told on the next page that there is nothing to do
        if outcome not in TURNED_AWAY and not is_told_so and not may_send(person, name):
            taken[person] = outcome
    assert taken == {}
    after = rows()
    changed = {table: before[table] - after[table] for table in after if not before[table] <= after[table]}
    added = {table: after[table] - before[table] for table in after if not after[table] <= before[table]}
    assert changed == {}, "somebody changed what is not theirs"
    assert added == {} or any(may_send(person, name) for person in STRANGERS), "somebody added to what is not theirs"


def test_an_event_of_others_cannot_be_chosen(pushed: Pushed) -> None:
    for role in ROLES:
        browser = pushed.browsers[f"elsewhere_{role}"]
        browser.post("/event", {"event": "1"})
        assert [word for word in WORDS_OF_OURS if word in text_of(browser.get("/"))] == []
