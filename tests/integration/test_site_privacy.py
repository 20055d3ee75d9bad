"""Can a coordinator see what is kept, find one person, hand over and erase, with each look written down?"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.domain.entry import Kind
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, CentreDay, reference
from tests.support.lists import people, work
from tests.support.site_pages import browser_of, centre_day, text_of
from tests.support.somebody_came import somebody_came

set_up_django()


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    with centre_day(kind=request.param) as day, override_settings(STATE_FOLDER=tmp_path):
        yield day


@pytest.fixture
def quick_day(tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    with centre_day(filled=False) as day, override_settings(STATE_FOLDER=tmp_path):
        yield day


def log() -> list[tuple[str, str]]:
    from sync.server.audit.models import AuditLine

    return list(AuditLine.objects.order_by("pk").values_list("deed", "what"))


def somebody_who_came(day: CentreDay) -> tuple[str, bytes]:
    """Somebody of the Rainbow Room's roster who was there for an hour and made two hats."""
    from sync.domain.facts import Arrived, ItemsLogged, Left
    from sync.domain.roster import Volunteer
    from tests.support.day import HOUR_MS, MINUTE_MS

    name, person = next((name, one) for name, one in people(day.event, RAINBOW).items() if isinstance(one, Volunteer))
    kiosk, opens_ms = day.kiosks[2], day.definition.event.opens_ms
    kiosk.add(Arrived(person.who, 1), opens_ms + 221 * MINUTE_MS - HOUR_MS)
    kiosk.add(ItemsLogged(1, 1, 2, person.who), opens_ms + 220 * MINUTE_MS)
    kiosk.add(Left(person.who), opens_ms + 221 * MINUTE_MS)
    day.take(kiosk)
    return name, bytes(person.who)


def test_somebody_is_found_by_name_by_digits_and_by_pass_and_each_look_is_written_down(quick_day: CentreDay) -> None:
    from sync.domain.spoken import grouped
    from sync.server.papers.passes import bearer

    name, person = next(iter(people(quick_day.event, RAINBOW).items()))
    code = bearer(quick_day.event, quick_day.definition, person.who)
    assert code is not None
    browser = browser_of("coordinator")
    for wanted in (name.upper(), grouped(person.spoken_code), code.card.code):
        assert name in text_of(browser.post("/privacy/people/", {"wanted": wanted})), wanted
    assert name not in text_of(browser.post("/privacy/people/", {"wanted": "Nobody at all"}))
    assert [deed for deed, _ in log()] == ["names-seen"] * 4
    assert not [what for _, what in log() if name in what]


def test_what_is_kept_of_one_person_is_shown_and_handed_over(day: CentreDay) -> None:
    name, who = somebody_who_came(day)
    browser = browser_of("coordinator")
    page = text_of(browser.get(f"/privacy/people/{who.hex()}/"))
    assert name in page
    assert "Time given: 1 h" in page
    assert "2 hats logged" in page
    answer = browser.get(f"/privacy/people/{who.hex()}/kept.json")
    told = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert told["kept_with_a_name"]["name"] == name
    assert told["reference"] == who.hex()
    assert [entry["quantity"] for entry in told["entries"] if entry["quantity"]] == [2]
    assert [stay["to_ms"] - stay["from_ms"] for stay in told["stays"]] == [3_600_000]
    assert [deed for deed, _ in log()][-2:] == ["names-seen"] * 2


def test_what_corrects_an_entry_of_theirs_is_told_with_it(day: CentreDay) -> None:
    person = somebody_came(day)
    told = json.loads(browser_of("coordinator").get(f"/privacy/people/{person.who.hex()}/kept.json").content)
    assert [entry["kind"] for entry in told["entries"]].count(Kind.CORRECT) == 1
    assert "Corrects entry" in text_of(browser_of("coordinator").get(f"/privacy/people/{person.who.hex()}/"))


def test_one_person_is_erased_after_being_asked_and_the_figures_stay(day: CentreDay) -> None:
    from sync.server.ledger.models import Entry

    name, who = somebody_who_came(day)
    browser = browser_of("coordinator")
    figures = browser.get("/totals.json").json()["items"]
    entries = Entry.objects.count()
    assert "cannot be taken back" in text_of(browser.get(f"/privacy/people/{who.hex()}/erase"))
    assert ("names-seen", "Was asked whether one person shall be erased.") in log()
    assert name in people(day.event, RAINBOW)
    answer = browser.post(f"/privacy/people/{who.hex()}/erase", follow=True)
    assert "1 name is erased." in text_of(answer)
    assert name not in people(day.event, RAINBOW)
    assert browser.get(f"/privacy/people/{who.hex()}/").status_code == 404
    assert (browser.get("/totals.json").json()["items"], Entry.objects.count()) == (figures, entries)
    assert ("erased", "Erased what was kept of 1 person or party.") in log()
    assert "One person was erased" in text_of(browser.get("/privacy/")).replace("one person", "One person")


def test_a_family_goes_with_its_people_when_the_box_is_ticked(quick_day: CentreDay) -> None:
    from sync.domain.roster import Party
    from sync.server.erasing.roster import members_of

    parties = [one for venue in (1, 2, 3, 4) for one in people(quick_day.event, venue).values() if isinstance(one, Party)]
    family = next(one for one in parties if members_of(quick_day.event, one.who))
    members = members_of(quick_day.event, family.who)
    browser = browser_of("coordinator")
    assert f"Erase the {len(members)} people by name" in text_of(browser.get(f"/privacy/people/{family.who.hex()}/erase"))
    browser.post(f"/privacy/people/{family.who.hex()}/erase", {"members": "yes"})
    left = {one.who for venue in (1, 2, 3, 4) for one in people(quick_day.event, venue).values()}
    assert not left & {family.who, *members}


def test_everybody_is_erased_only_when_the_box_is_ticked(quick_day: CentreDay) -> None:
    browser = browser_of("coordinator")
    before = people(quick_day.event, RAINBOW)
    answer = browser.post("/privacy/erase")
    assert (answer.status_code, "Tick the box first" in text_of(answer)) == (422, True)
    work()
    assert people(quick_day.event, RAINBOW) == before
    answer = browser.post("/privacy/erase", {"sure": "yes"})
    assert answer["Location"].startswith("/jobs/")
    work()
    assert people(quick_day.event, RAINBOW) == {}
    page = text_of(browser.get("/privacy/"))
    assert "Nothing is kept of anybody" in page
    assert "a coordinator asked for it" in page


def test_the_day_is_moved_with_a_reason_and_the_fault_stands_at_the_form(quick_day: CentreDay) -> None:
    import datetime as dt

    from sync.server.erasing.retention import latest

    browser, last = browser_of("coordinator"), latest(quick_day.definition)
    for day, reason, said in (
        (last.isoformat(), "so", "Say in a few words why"),
        ((last + dt.timedelta(days=1)).isoformat(), "The schools still ask.", "choose an earlier day"),
        ("soon", "The schools still ask.", "Choose a day."),
    ):
        answer = browser.post("/privacy/day", {"day": day, "reason": reason})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert f'value="{reason}"' in answer.content.decode(), "what was typed stays"
    answer = browser.post("/privacy/day", {"day": last.isoformat(), "reason": "The schools still ask."}, follow=True)
    assert "chose this day" in text_of(answer)
    assert log()[-1][0] == "retention-moved"


def test_an_auditor_sees_numbers_and_records_and_can_do_nothing(quick_day: CentreDay) -> None:
    names = set(people(quick_day.event, RAINBOW))
    answer = browser_of("auditor").get("/privacy/")
    page = text_of(answer)
    assert "names are kept" in page
    assert not [name for name in names if name in page]
    assert re.findall(r'action="(/privacy[^"]*)"|href="(/privacy/[^"]+)"', answer.content.decode()) == []


@pytest.mark.usefixtures("day")
def test_nobody_is_found_whom_no_roster_has() -> None:
    assert browser_of("coordinator").get(f"/privacy/people/{reference('2 1 0').hex()}/").status_code == 404
