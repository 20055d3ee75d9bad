"""Does the board say how the day is going, and whom to call?"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import HALL, LARKRISE, RAINBOW, CentreDay
from tests.support.day import HOUR_MS, MINUTE_MS
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()

NUMBER = "+44 161 496 0123"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def board(role: str = "coordinator") -> str:
    forget_pages()
    return text_of(browser_of(role).get("/watch/"))


def write_down(venue: int, number: str, name: str = "Bilal at the door") -> Any:
    return browser_of("coordinator").post("/prepare/1/telephones", {"venue": venue, "name": name, "number": number})


def move_day(day: CentreDay, by_ms: int) -> None:
    """Let the event open and close so much earlier."""
    import msgspec

    from sync.server.publishing.publish import publish

    event = day.definition.event
    moved = msgspec.structs.replace(event, opens_ms=event.opens_ms + by_ms, closes_ms=event.closes_ms + by_ms)
    publish(msgspec.structs.replace(day.definition, version=9, event=moved), {}, day.now_ms)


@pytest.mark.parametrize("kind", KINDS)
def test_the_board_says_what_came_in_and_who_is_outstanding(kind: str) -> None:
    with centre_day(kind=kind):
        from sync.server.ledger.models import Stream

        words = board()
        received = sum(Stream.objects.values_list("high", flat=True))
        assert f"{received} received; 2 venues outstanding" in words
        assert "Silent for 47 min. It then still held 14 entries" in words
        assert "has never been heard" in words
        assert words.index("Tanner Street Community Hall") < words.index("Larkrise")


@pytest.mark.usefixtures("day")
def test_whom_to_call_is_written_down_once_and_shown_to_those_in_charge_only() -> None:
    assert write_down(HALL, NUMBER).status_code == 302
    assert NUMBER in board()
    assert 'href="tel:+441614960123"' in browser_of("coordinator").get("/watch/").content.decode()
    assert NUMBER not in board("auditor")
    assert NUMBER not in board("venue_lead")
    assert write_down(HALL, "").status_code == 302
    assert NUMBER not in board()


def test_a_lead_sees_the_number_of_their_own_venue_and_hears_of_no_other(day: CentreDay) -> None:
    from sync.server.devices.models import Device
    from sync.server.ledger.models import Stream

    write_down(RAINBOW, NUMBER)
    Stream.objects.update(heard_ms=day.now_ms - 30 * MINUTE_MS)
    Device.objects.update(heard_ms=None)
    words = board("venue_lead")
    assert NUMBER in words
    assert "1 venue outstanding" in words
    assert "Tanner Street" not in words


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("number", ["ask at the desk", "12", "+44 161 <b>", "1" * 60, "++44 161 496"])
def test_what_cannot_be_dialled_is_said_beside_the_field_and_kept_nowhere(number: str) -> None:
    answer = write_down(HALL, number)
    assert answer.status_code == 400
    assert "That cannot be dialled" in text_of(answer)
    assert "Bilal at the door" in answer.content.decode()
    assert "Bilal" not in board()


@pytest.mark.usefixtures("day")
def test_no_kiosk_is_told_whom_to_call() -> None:
    from sync.server.publishing.models import Publication, RosterRow

    write_down(RAINBOW, NUMBER, "Nobody Else")
    told = b"".join(bytes(row.manifest) for row in Publication.objects.all())
    told += b"".join(bytes(row.body) for row in RosterRow.objects.exclude(body=None))
    assert NUMBER.encode() not in told
    assert b"Nobody Else" not in told


@pytest.mark.usefixtures("day")
def test_the_audit_log_says_that_a_number_was_written_down_and_not_which() -> None:
    write_down(RAINBOW, NUMBER, "Bilal at the door")
    words = text_of(browser_of("coordinator").get("/audit/"))
    assert "Wrote down whom to call at" in words
    assert "0123" not in words
    assert "Bilal" not in words


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"room_bytes": 90_000_000}, "Only 0.1 GB are free on its disk"),
        ({"clock_off_ms": 9 * MINUTE_MS}, "Its clock is 9 min fast"),
        ({"version": "0.0.2"}, "It runs version 0.0.2"),
        ({"waiting": 4_000, "heard_ms": 2**52}, "It still holds 4,000 entries"),
    ],
)
def test_a_kiosk_that_needs_somebody_is_named(said: dict[str, Any], words: str) -> None:
    from sync.server.devices.models import Device

    Device.objects.filter(no=1).update(**said)
    assert words in board()


@pytest.mark.usefixtures("day")
def test_a_kiosk_that_says_nothing_of_its_disk_is_not_blamed() -> None:
    assert "free on its disk" not in board()


def test_before_the_day_nobody_is_called(day: CentreDay) -> None:
    move_day(day, 6 * HOUR_MS)
    words = board()
    assert "the day begins at" in words
    assert "venues outstanding" not in words.split("received", 1)[1].split("As of")[0]
    assert "Silent for" not in words


def test_after_the_close_only_what_may_be_missing_is_called_for(day: CentreDay) -> None:
    from sync.server.ledger.models import Stream

    move_day(day, -8 * HOUR_MS)
    Stream.objects.filter(device=2).update(waiting=0)
    assert "Silent for 47 min" in board()
    Stream.objects.filter(device=3).update(waiting=0)
    words = board()
    assert "Silent for" not in words
    assert "1 venue outstanding" in words
    Stream.objects.filter(device=2).update(waiting=3)
    assert "The day is over and its kiosks still hold 3 entries" in board()


@pytest.mark.usefixtures("day")
def test_an_open_board_is_sent_again_only_when_something_moved() -> None:
    browser = browser_of("coordinator")
    for address in ("/watch/live", "/watch/said"):
        first = browser.get(address)
        assert browser.get(address, headers={"If-None-Match": first["ETag"]}).status_code in (200, 304)
        again = browser.get(address)
        assert browser.get(address, headers={"If-None-Match": again["ETag"]}).status_code == 304
    assert "2 venues outstanding: " in text_of(browser.get("/watch/said"))


@pytest.mark.usefixtures("day")
def test_a_venue_without_a_kiosk_is_outstanding_too() -> None:
    from sync.server.devices.models import Device

    Device.objects.filter(venue=LARKRISE).delete()
    assert "No kiosk has been enrolled here" in board()


@pytest.mark.usefixtures("day")
def test_whom_to_call_is_forgotten_with_everybody_else_of_the_event() -> None:
    from sync.server.calling.holding import HOLDING
    from sync.server.calling.models import Telephone
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.holdings import Kind, holdings
    from sync.server.erasing.models import Why

    write_down(HALL, NUMBER)
    Telephone.objects.create(event=7, venue=HALL, name="Of another event", number=NUMBER)
    assert HOLDING.count(1) == {Kind.TELEPHONES: 1}
    assert [counts[Kind.TELEPHONES] for each in holdings() if Kind.TELEPHONES in (counts := each.count(1))] == [1], "counted once"
    assert (HOLDING.erase_people(1, [b"x"]), HOLDING.told(1, b"x")) == ({}, {})
    erase_event(1, "Ruth", Why.DATE, 1)
    assert list(Telephone.objects.values_list("event", flat=True)) == [7]
