"""Can a kiosk be named, moved and set from afar, by whoever may, and what does the file about it hold?"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sync.protocol import envelope
from sync.protocol.messages import Manifest, PullAsk
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import HALL, RAINBOW, SCHOOL, CentreDay
from tests.support.neighbours import other_lead
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()
ALL = {"volume": "20", "colours": "night", "language": "cy", "search": "off"}


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def manifest() -> Manifest:
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import manifest_of

    return envelope.decode(manifest_of(Publication.objects.get()).body, Manifest)


def wishes() -> dict[int, Any]:
    return dict(manifest().wishes)


def lines() -> list[str]:
    from sync.server.audit.models import AuditLine

    return list(AuditLine.objects.filter(deed="device-changed").order_by("pk").values_list("what", flat=True))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_lead_sets_reaches_their_kiosk_with_the_signed_manifest(kind: str) -> None:
    with centre_day(kind=kind):
        lead = browser_of("venue_lead")
        before = manifest().version
        assert lead.post("/devices/2/settings", ALL).status_code == 302
        assert wishes() == {2: {"volume": 20, "colours": "night", "language": "cy", "search": False}}
        assert manifest().version == before + 1
        assert lead.post("/devices/2/settings", ALL).status_code == 302
        assert manifest().version == before + 1
        assert "it takes it up at its next contact" in text_of(lead.get("/devices/2/"))
        lead.post("/devices/2/settings", {})
        assert wishes() == {}
        assert lines() == [
            "Set on kiosk 2 from afar: volume 20, colours night, language cy, search False.",
            "Set on kiosk 2 from afar: nothing, it is as its own file says.",
        ]


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("said", [{"volume": "101"}, {"volume": "-1"}, {"colours": "pink"}, {"language": "../x"}, {"search": "maybe"}])
def test_what_no_page_offers_is_not_set(said: dict[str, str]) -> None:
    browser_of("coordinator").post("/devices/2/settings", said)
    assert wishes() == {}


def test_nobody_sets_or_names_a_kiosk_of_another_venue(day: CentreDay) -> None:
    other_lead(day)
    for role in ("venue_lead", "other_lead"):
        browser = browser_of(role)
        foreign = 1 if role == "venue_lead" else 2
        assert browser.post(f"/devices/{foreign}/settings", ALL).status_code == 404
        assert browser.post(f"/devices/{foreign}/name", {"name": "Mine"}).status_code == 404
        assert browser.get(f"/devices/{foreign}/").status_code == 404
        assert browser.post("/devices/2/venue", {"venue": str(HALL)}).status_code == 403
    assert browser_of("auditor").post("/devices/2/settings", ALL).status_code == 403
    assert wishes() == {}


@pytest.mark.usefixtures("day")
def test_a_kiosk_is_named_and_an_empty_name_is_asked_for_again() -> None:
    lead = browser_of("venue_lead")
    lead.post("/devices/2/name", {"name": "  The   table by the window  "})
    assert "The table by the window" in text_of(lead.get("/devices/2/"))
    assert "Write a name first" in text_of(lead.post("/devices/2/name", {"name": " "}, follow=True))
    assert lines() == ["Called kiosk 2 The table by the window."]


def test_a_moved_kiosk_is_told_its_venue_and_the_people_there(day: CentreDay) -> None:
    from sync.server.ledger.opening import open_store
    from sync.server.wire.pull import answer_pull

    coordinator = browser_of("coordinator")
    coordinator.post("/devices/2/venue", {"venue": str(SCHOOL)})
    assert {one.device: one.venue for one in manifest().devices}[2] == SCHOOL
    reply = answer_pull(open_store().reading(), PullAsk(2, b"", 0, 0, b"", ()), day.now_ms)
    assert reply.manifest is not None
    assert reply.roster is not None
    entries = {part.stream.device for part in reply.parts}
    assert 1 in entries
    assert lines() == [f"Moved kiosk 2 from venue {RAINBOW} to Alder Lane Primary School."]
    assert "stands there already" in text_of(coordinator.post("/devices/2/venue", {"venue": str(SCHOOL)}, follow=True))
    assert coordinator.post("/devices/2/venue", {"venue": "77"}).status_code == 404


@pytest.mark.usefixtures("day")
def test_a_revoked_kiosk_is_shown_and_set_no_more() -> None:
    coordinator = browser_of("coordinator")
    coordinator.post("/devices/2/settings", ALL)
    coordinator.post("/devices/2/revoke")
    assert wishes() == {}
    assert "Set from afar" not in text_of(coordinator.get("/devices/2/"))
    assert coordinator.post("/devices/2/settings", ALL).status_code == 404
    assert coordinator.post("/devices/2/venue", {"venue": "1"}).status_code == 404


@pytest.mark.usefixtures("day")
def test_the_file_about_a_kiosk_names_nobody() -> None:
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import person_of

    answer = browser_of("auditor").get("/devices/2/diagnostics.json")
    told = json.loads(answer.content)
    assert told["device"]["no"] == 2
    assert told["journals"][0]["high"] > 0
    assert told["journals"][0]["newest_entry"]["at_ms"] > 0
    people = [person_of(row) for row in RosterRow.objects.exclude(body=None)]
    words = answer.content.decode()
    assert [one for one in people if one is not None and one.shown_name in words] == []
    references = [bytes(key).hex() for key in RosterRow.objects.values_list("key", flat=True)]
    assert [one for one in references if one in words] == []


@pytest.mark.usefixtures("day")
def test_the_page_says_when_the_kiosk_has_taken_it_up() -> None:
    from sync.server.devices.models import Device

    coordinator = browser_of("coordinator")
    coordinator.post("/devices/2/settings", ALL)
    Device.objects.filter(no=2).update(heard_ms=2**52)
    assert "has taken it up" in text_of(coordinator.get("/devices/2/"))


@pytest.mark.usefixtures("day")
def test_the_centre_itself_is_no_kiosk_on_the_page() -> None:
    from sync.server.deciding.pen import pen_for

    pen_for(1, RAINBOW)
    coordinator = browser_of("coordinator")
    assert coordinator.get("/devices/0/").status_code == 404
    assert "The centre" not in text_of(coordinator.get("/devices/")).split("Kiosks", 1)[1]
