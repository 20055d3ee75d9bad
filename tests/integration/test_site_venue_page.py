"""Does one venue's page say what is made, who is where, what left it, and names only to whoever may and says why?"""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.facts import Arrived, Delivered, ItemsLogged, Received
from sync.domain.identity import entry_id
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import HALL, RAINBOW, CentreDay
from tests.support.day import MINUTE_MS
from tests.support.neighbours import other_lead
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()
KNITTING, HATS = 1, 1
NAMES = f"/venues/{RAINBOW}/names"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def handed(role: str = "viewer") -> str:
    return text_of(browser_of(role).get(f"/venues/{RAINBOW}/handed-over"))


def somebody_comes(day: CentreDay) -> str:
    """Somebody of the Rainbow Room's roster arrives; return the name as shown."""
    from sync.domain.roster import Volunteer
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import VOLUNTEER, person_of

    row = RosterRow.objects.filter(venue=RAINBOW, sort=VOLUNTEER, body__isnull=False).order_by("pk").first()
    assert row is not None
    person = person_of(row)
    assert isinstance(person, Volunteer)
    day.kiosks[2].add(Arrived(person.who, KNITTING), day.now_ms - 5 * MINUTE_MS)
    day.take(day.kiosks[2])
    return person.shown_name


def looks() -> list[str]:
    from sync.server.audit.models import AuditLine

    return list(AuditLine.objects.filter(deed="names-seen").order_by("pk").values_list("what", flat=True))


@pytest.mark.usefixtures("day")
def test_people_stand_by_activity_in_numbers_for_everybody() -> None:
    words = text_of(browser_of("viewer").get(f"/venues/{RAINBOW}/"))
    assert "Who is where now" in words
    assert "Here now Came in all Hours given" in words
    assert "See the names" not in words


def test_names_are_shown_with_a_reason_and_each_look_is_written_down(day: CentreDay) -> None:
    name = somebody_comes(day)
    lead = browser_of("venue_lead")
    asked = lead.get(NAMES)
    assert name not in text_of(asked)
    assert looks() == []
    shown = lead.post(NAMES, {"reason": "ROLL_CALL"})
    assert name in text_of(shown)
    assert shown["Cache-Control"] == "private, no-store"
    lead.post(NAMES, {"reason": "FLAG"})
    assert looks() == [
        "Saw who is at Rainbow Room, St Brannoc’s Hospital, by name: fire or roll call.",
        "Saw who is at Rainbow Room, St Brannoc’s Hospital, by name: to settle a flag.",
    ]


@pytest.mark.parametrize("said", [{}, {"reason": ""}, {"reason": "curious"}])
def test_without_a_reason_nobody_is_named_and_nothing_is_written_down(day: CentreDay, said: dict[str, Any]) -> None:
    name = somebody_comes(day)
    answer = browser_of("coordinator").post(NAMES, said)
    assert answer.status_code == 400
    assert "Choose one of the reasons first" in text_of(answer)
    assert name not in text_of(answer)
    assert looks() == []


@pytest.mark.parametrize("role", ["viewer", "auditor", "other_lead"])
def test_names_are_for_those_in_charge_of_the_venue_only(day: CentreDay, role: str) -> None:
    name = somebody_comes(day)
    other_lead(day)
    answer = browser_of(role).post(NAMES, {"reason": "ROLL_CALL"})
    assert answer.status_code in (403, 404)
    assert name not in text_of(answer)
    assert looks() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_box_and_its_receipt_stand_beside_each_other(kind: str) -> None:
    with centre_day(filled=False, kind=kind) as day:
        kiosk = day.enrol(2, RAINBOW, "Rainbow door")
        assert "Nothing has been handed over yet" in handed()
        kiosk.add(Delivered(KNITTING, HATS, 120), day.now_ms - 30 * MINUTE_MS)
        day.take(kiosk)
        assert "120 hats Knitting hats" in handed()
        assert "not yet" in handed()
        kiosk.add(Received(KNITTING, HATS, 118, entry_id(kiosk.stream, 1)), day.now_ms - 10 * MINUTE_MS)
        kiosk.add(Received(KNITTING, HATS, 9), day.now_ms - 9 * MINUTE_MS)
        day.take(kiosk)
        words = handed()
        assert "118 hats" in words
        assert "another number" in words
        assert "Not written down here" in words
        assert words.count("another number") == 1


def test_a_receipt_of_the_same_number_asks_for_nothing(day: CentreDay) -> None:
    from sync.server.ledger.models import Entry

    delivery = Entry.objects.get(kind=6, venue=RAINBOW)
    kiosk = day.kiosks[2]
    kiosk.add(Received(KNITTING, HATS, 120, entry_id(kiosk.stream, delivery.seq)), day.now_ms)
    day.take(kiosk)
    words = handed()
    assert "another number" not in words
    assert "120 hats Knitting hats" in words


def test_an_open_page_moves_by_itself_and_is_sent_again_only_then(day: CentreDay) -> None:
    browser = browser_of("viewer")
    address = f"/venues/{RAINBOW}/live"
    first = browser.get(address)
    assert browser.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    day.kiosks[2].add(ItemsLogged(KNITTING, HATS, 7), day.now_ms - MINUTE_MS)
    day.take(day.kiosks[2])
    forget_pages()
    assert browser.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.usefixtures("day")
def test_the_number_to_call_is_shown_on_the_page_of_a_silent_venue_to_those_in_charge() -> None:
    from sync.server.calling.numbers import keep

    keep(1, HALL, "Bilal", "+44 161 496 0123")
    assert "Call Bilal: +44 161 496 0123" in text_of(browser_of("coordinator").get(f"/venues/{HALL}/"))
    forget_pages()
    assert "0123" not in text_of(browser_of("viewer").get(f"/venues/{HALL}/"))
    assert "0123" not in text_of(browser_of("auditor").get(f"/venues/{HALL}/live"))
