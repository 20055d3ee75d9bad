"""Do the pages say what the ledger holds, and do they say it kindly?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.facts import Arrived, ItemsLogged, Left
from tests.support.centre import django_on, fresh_database, set_up_django
from tests.support.centre_day import HALL, LARKRISE, PASSWORD, RAINBOW, SCHOOL, CentreDay, Kiosk, reference
from tests.support.day import MINUTE_MS
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()

HATS, KNITTING = 1, 1


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


@pytest.fixture
def own_day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def test_the_totals_page_shows_the_figures_of_the_ledger(day: CentreDay) -> None:
    from sync.server.reading.event import present_event
    from sync.server.reading.totals import totals

    published = present_event()
    assert published is not None
    held = totals(published, day.now_ms)
    coordinator = browser_of("coordinator")
    page, told = text_of(coordinator.get("/")), coordinator.get("/totals.json").json()
    assert f"{held.people.here} people are helping now" in page
    assert told["people"]["here"] == held.people.here > 0
    assert {item["no"]: item["made"] for item in told["items"]} == {no: figures.made for no, figures in held.by_item.items()}
    assert re.search(r"320 hats of 500 64 % \S for the neonatal unit, St Brannoc’s Hospital", page)
    assert "£492 raised" in page


@pytest.mark.usefixtures("day")
def test_the_totals_for_machines_are_as_described() -> None:
    from openapi_schema_validator import OAS31Validator

    from sync.server.openapi import description

    described = description()
    told = browser_of("coordinator").get("/totals.json").json()
    schema = {"$ref": "#/components/schemas/Totals", "components": described["components"]}
    OAS31Validator(schema).validate(told)


def test_a_push_moves_the_totals_and_nothing_is_sent_before(own_day: CentreDay) -> None:
    coordinator = browser_of("coordinator")
    kiosk = own_day.enrol(1, RAINBOW, "Rainbow door")
    first = coordinator.get("/totals/live")
    again = coordinator.get("/totals/live", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    kiosk.add(ItemsLogged(KNITTING, HATS, 7), own_day.now_ms - 60_000)
    own_day.take(kiosk)
    forget_pages()
    moved = coordinator.get("/totals/live", headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200
    assert "7 hats" in text_of(moved)


@pytest.mark.usefixtures("day")
def test_a_silent_venue_comes_first_and_says_for_how_long() -> None:
    page = text_of(browser_of("coordinator").get("/venues/"))
    assert "Silent for 47 min" in page
    assert page.index("Tanner Street") < page.index("Alder Lane")
    assert "Not heard yet" in page


def test_silence_after_the_close_alarms_nobody(own_day: CentreDay) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.reading.event import present_event
    from sync.server.reading.venues import Contact, venues
    from sync.server.site.totals import is_silent
    from sync.server.site.visitors import visitor_of

    kiosk = own_day.enrol(1, RAINBOW, "Rainbow door")
    kiosk.add(ItemsLogged(KNITTING, HATS, 1), own_day.now_ms)
    own_day.take(kiosk)
    published = present_event()
    assert published is not None
    person = get_user_model().objects.get(username="coordinator")
    visitor = visitor_of(person, published)
    assert visitor is not None
    event = published.definition.event
    later = {
        at_ms: next(row for row in venues(published, at_ms) if row.venue.no == RAINBOW) for at_ms in (event.closes_ms - 1, event.closes_ms)
    }
    assert all(row.contact is Contact.SILENT for row in later.values())
    assert [is_silent(row, visitor, at_ms) for at_ms, row in later.items()] == [True, False]


@pytest.mark.usefixtures("day")
def test_made_and_counted_stand_side_by_side() -> None:
    page = text_of(browser_of("coordinator").get(f"/venues/{RAINBOW}/"))
    assert "cards Card making 528 528 the same 600 0 " in text_of(browser_of("coordinator").get(f"/venues/{SCHOOL}/"))
    assert "hats Knitting hats 320 314 −6 500 120 " in page


@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.slow), "sqlite"])
def test_the_curve_shows_who_was_here_at_each_quarter_of_an_hour(kind: str) -> None:
    from sync.server.reading.curve import Point, curve

    with centre_day(filled=False, kind=kind) as day:
        opens_ms = day.definition.event.opens_ms
        kiosk = day.enrol(1, RAINBOW, "Rainbow door")
        kiosk.add(Arrived(reference("early"), KNITTING), opens_ms - 5 * MINUTE_MS)
        kiosk.add(Arrived(reference("one"), KNITTING), opens_ms + 10 * MINUTE_MS)
        kiosk.add(Arrived(reference("three"), KNITTING, headcount=3), opens_ms + 30 * MINUTE_MS)
        kiosk.add(Left(reference("one")), opens_ms + 40 * MINUTE_MS)
        day.take(kiosk)
        expected = [Point(opens_ms + minute * MINUTE_MS, people) for minute, people in ((0, 1), (15, 2), (30, 5), (45, 4), (50, 4))]
        assert curve(day.event, opens_ms, opens_ms + 50 * MINUTE_MS) == expected
        assert curve(day.event, opens_ms, opens_ms + 50 * MINUTE_MS, (RAINBOW,)) == expected
        assert {point.people for point in curve(day.event, opens_ms, opens_ms + 50 * MINUTE_MS, (SCHOOL,))} == {0}
        assert curve(day.event, opens_ms, opens_ms) == []


@pytest.mark.slow
def test_the_pages_stand_on_postgresql_as_well() -> None:
    with centre_day(kind="postgresql"):
        for address, answer in _answers().items():
            assert answer.status_code == 200, address
        coordinator = browser_of("coordinator")
        assert "320 hats" in text_of(coordinator.get("/"))
        assert "Most at once" in coordinator.get("/totals/curve").content.decode()


@pytest.mark.usefixtures("day")
def test_the_curve_is_a_picture_with_a_title_words_and_a_table() -> None:
    page = browser_of("coordinator").get("/totals/curve").content.decode()
    assert "<title" in page
    assert "<desc" in page
    assert "Most at once" in page
    assert "<caption" in page


def test_a_machine_that_asks_shows_the_digits_of_its_own_screen(own_day: CentreDay) -> None:
    from sync.protocol.digits import digits_of
    from sync.server.devices.models import Enrolment
    from sync.server.publishing import keys

    own_day.ask("Spare kiosk", 901)
    asked = Enrolment.objects.get()
    digits = digits_of(bytes(asked.public_key), bytes(keys.server_key().verify_key), bytes(asked.salt))
    page = text_of(browser_of("coordinator").get("/devices/"))
    assert f"{digits[:3]} {digits[3:]} Spare kiosk" in page
    assert digits[:3] not in text_of(browser_of("venue_lead").get("/devices/"))


def test_approving_makes_a_device_of_the_chosen_venue_once(own_day: CentreDay) -> None:
    from sync.server.devices.models import Device, Enrolment

    own_day.ask("Spare kiosk", 901)
    asked, coordinator = Enrolment.objects.get(), browser_of("coordinator")
    without = text_of(coordinator.post(f"/devices/asking/{asked.pk}/approve", {"venue": "77"}, follow=True))
    assert "Choose the venue first" in without
    approved = text_of(coordinator.post(f"/devices/asking/{asked.pk}/approve", {"venue": str(HALL)}, follow=True))
    assert "Spare kiosk is now kiosk 1 at Tanner Street Community Hall" in approved
    again = text_of(coordinator.post(f"/devices/asking/{asked.pk}/approve", {"venue": str(SCHOOL)}, follow=True))
    assert "no longer waiting" in again
    assert [(device.venue, device.revoked_ms) for device in Device.objects.all()] == [(HALL, None)]


def test_refusing_makes_no_device(own_day: CentreDay) -> None:
    from sync.server.devices.models import Device, Enrolment

    own_day.ask("Spare kiosk", 901)
    page = browser_of("coordinator").post(f"/devices/asking/{Enrolment.objects.get().pk}/refuse", follow=True)
    assert "Nobody is asking to join" in text_of(page)
    assert not Device.objects.exists()


def test_revoking_says_what_it_does_before_it_does_it(own_day: CentreDay) -> None:
    from sync.server.devices.models import Device

    own_day.enrol(1, RAINBOW, "Rainbow door")
    coordinator = browser_of("coordinator")
    asked = text_of(coordinator.get("/devices/1/revoke"))
    assert "What comes later is kept, not counted" in asked
    assert Device.objects.get().revoked_ms is None
    assert "Kiosk 1 is revoked" in text_of(coordinator.post("/devices/1/revoke", follow=True))
    assert Device.objects.get().revoked_ms is not None
    assert coordinator.get("/devices/1/revoke").status_code == 404


def test_what_a_revoked_kiosk_sent_counts_when_a_person_accepts_it(own_day: CentreDay) -> None:
    from sync.server.ledger.models import RaisedFlag

    kiosk = own_day.enrol(1, RAINBOW, "Rainbow door")
    coordinator = browser_of("coordinator")
    coordinator.post("/devices/1/revoke")
    kiosk.add(ItemsLogged(KNITTING, HATS, 5), own_day.now_ms - 60_000)
    own_day.take(kiosk)
    made = {item["no"]: item["made"] for item in coordinator.get("/totals.json").json()["items"]}
    assert made[HATS] == 0
    page = text_of(coordinator.get("/flags/"))
    assert "From a kiosk without the right 5 hats logged · Knitting hats" in page
    flag = RaisedFlag.objects.get()
    assert "1 entry counts from now on" in text_of(coordinator.post(f"/flags/{flag.pk}/accept", follow=True))
    made = {item["no"]: item["made"] for item in coordinator.get("/totals.json").json()["items"]}
    assert made[HATS] == 5


def test_what_is_unusual_about_a_kiosk_is_said_in_sentences(own_day: CentreDay) -> None:
    from sync.server.ledger.models import Found

    kiosk = own_day.enrol(1, RAINBOW, "Rainbow door")
    copy = Kiosk(1, RAINBOW, own_day.event, own_day.definition.event.opens_ms)
    anew = Kiosk(1, RAINBOW, own_day.event, own_day.definition.event.opens_ms, incarnation=0xABCD)
    for journal, hats in ((kiosk, 1), (copy, 2), (anew, 3)):
        journal.add(ItemsLogged(KNITTING, HATS, hats), own_day.now_ms - 60_000)
        own_day.take(journal)
    Found.objects.create(digest=bytes(32), device=1, incarnation=1, seq=1, body=b"?", received_ms=own_day.now_ms)
    coordinator = browser_of("coordinator")
    page = text_of(coordinator.get("/devices/"))
    assert "It has begun a new journal once" in page
    assert "1 batch in quarantine: it told two different stories" in page
    assert "1 entry in lost and found" in page
    assert "2 journals" in page
    assert "0000ABCD" in page
    assert "Two stories from one kiosk" in text_of(coordinator.get("/flags/"))
    assert "4 hats" in text_of(coordinator.get("/"))


def test_settling_a_flag_keeps_the_filter_and_changes_no_figure(own_day: CentreDay) -> None:
    from sync.server.ledger.models import RaisedFlag

    kiosk = own_day.enrol(1, RAINBOW, "Rainbow door")
    kiosk.add(ItemsLogged(KNITTING, HATS, 51), own_day.now_ms - 60_000)
    own_day.take(kiosk)
    lead = browser_of("venue_lead")
    before = lead.get("/totals.json").json()
    assert "Unusually many 51 hats logged" in text_of(lead.get("/flags/"))
    settled = lead.post(f"/flags/{RaisedFlag.objects.get().pk}/settle", {"kind": "13", "venue": "x"})
    assert settled["Location"] == "/flags/?kind=13"
    assert "Nothing needs a second look" in text_of(lead.get("/flags/"))
    assert {**lead.get("/totals.json").json(), "as_of": 0} == {**before, "as_of": 0, "to_look_at": 0}
    assert (before["to_look_at"], browser_of("viewer").get("/totals.json").json()["to_look_at"]) == (1, None)


@pytest.mark.parametrize("asked", ["?kind=x", "?venue=-1", "?before=٣", "?kind=" + "9" * 40, "?venue=77&kind=13&before=1"])
@pytest.mark.usefixtures("day")
def test_a_strange_filter_breaks_nothing(asked: str) -> None:
    assert browser_of("coordinator").get("/flags/" + asked).status_code == 200


@pytest.mark.usefixtures("own_day")
def test_empty_pages_teach() -> None:
    coordinator = browser_of("coordinator")
    assert "0 people are helping now" in text_of(coordinator.get("/"))
    assert "Waiting for the first kiosk to speak" in text_of(coordinator.get("/"))
    assert "No kiosk yet Start Many Hands on the machine" in text_of(coordinator.get("/devices/"))
    assert "No venue has spoken yet" in text_of(coordinator.get("/venues/"))
    assert "Nothing needs a second look" in text_of(coordinator.get("/flags/"))
    assert "The line of the day begins when the first person checks in" in text_of(coordinator.get("/totals/curve"))
    assert "Nothing here needs a second look" in text_of(coordinator.get(f"/venues/{LARKRISE}/"))


def test_a_centre_without_an_event_says_how_to_load_one() -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role

    with fresh_database("sqlite") as database, django_on(database):
        coordinator = get_user_model().objects.create(username="coordinator")
        Membership.objects.create(user=coordinator, role=Role.COORDINATOR)
        page = text_of(browser_of("coordinator").get("/"))
        assert "manyhands centre load-event" in page


@pytest.mark.usefixtures("own_day")
def test_signing_in_and_out_by_the_form() -> None:
    someone = browser_of(None)
    asked = someone.get("/venues/", follow=True)
    assert "Good to see you" in text_of(asked)
    inside = someone.post("/accounts/login/?next=/venues/", {"login": "viewer", "password": PASSWORD}, follow=True)
    assert inside.redirect_chain[-1][0] == "/venues/"
    assert "Press office Viewer" in text_of(inside)
    assert "Good to see you" in text_of(someone.post("/accounts/logout/", follow=True))


@pytest.mark.usefixtures("own_day")
def test_too_many_wrong_passwords_lead_to_a_short_rest_in_kind_words() -> None:
    someone = browser_of(None)
    assert "do not fit together" in text_of(someone.post("/accounts/login/", {"login": "viewer", "password": "wrong"}))
    answers = [someone.post("/accounts/login/", {"login": "viewer", "password": f"wrong {turn}"}) for turn in range(8)]
    assert "A short rest" in text_of(answers[-1])
    assert answers[-1].status_code == 429
    held = someone.post("/accounts/login/", {"login": "viewer", "password": PASSWORD})
    assert "A short rest" in text_of(held)


@pytest.mark.usefixtures("own_day")
def test_the_own_password_can_be_changed() -> None:
    viewer = browser_of("viewer")
    fresh = "four-balls-of-green-wool"
    viewer.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert browser_of(None).post("/accounts/login/", {"login": "viewer", "password": fresh}).status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/logout/", "/accounts/reauthenticate/"],
)
@pytest.mark.usefixtures("day")
def test_account_pages_stand_in_our_frame(address: str) -> None:
    answer = browser_of("coordinator").get(address, follow=True)
    assert answer.status_code == 200
    assert 'class="rail"' in answer.content.decode()


@pytest.mark.usefixtures("day")
def test_a_page_that_is_not_there_is_a_kind_page() -> None:
    answer = browser_of("coordinator").get("/venues/77/")
    assert answer.status_code == 404
    assert "We cannot find this page" in text_of(answer)


@pytest.mark.usefixtures("day")
def test_the_look_is_kept_and_written_into_the_page_by_the_server() -> None:
    someone = browser_of("viewer")
    assert "data-appearance" not in someone.get("/").content.decode()
    answer = someone.post("/appearance", {"appearance": "night", "back": "/venues/"})
    assert answer["Location"] == "/venues/"
    assert 'data-appearance="night"' in someone.get("/").content.decode()
    someone.post("/appearance", {"appearance": "<script>", "back": "/"})
    assert 'data-appearance="night"' in someone.get("/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
@pytest.mark.usefixtures("day")
def test_choosing_a_look_leads_to_no_other_host(back: str) -> None:
    assert browser_of(None).post("/appearance", {"appearance": "day", "back": back})["Location"] == "/"


def _answers() -> dict[str, Any]:
    coordinator = browser_of("coordinator")
    addresses = [
        "/",
        "/venues/",
        f"/venues/{SCHOOL}/",
        "/devices/",
        "/devices/1/revoke",
        "/flags/",
        "/flags/?kind=9",
        "/accounts/password/change/",
    ]
    return {address: coordinator.get(address) for address in addresses} | {"door": browser_of(None).get("/accounts/login/")}


@pytest.mark.usefixtures("day")
def test_no_page_is_kept_for_whoever_sits_down_next() -> None:
    for address, answer in _answers().items():
        if "accounts" not in address and address != "door":  # these say nothing about the event
            assert "no-store" in answer["Cache-Control"], address


@pytest.mark.usefixtures("day")
def test_the_content_policy_lets_nothing_in_from_elsewhere_or_from_the_page_itself() -> None:
    for address, answer in _answers().items():
        policy = answer["Content-Security-Policy"]
        assert not re.search(r"unsafe|http:|\*", policy), address
        for said in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "connect-src 'self'"):
            assert said in policy, address


@pytest.mark.usefixtures("day")
def test_no_page_holds_an_inline_style_or_script_or_another_host() -> None:
    for address, answer in _answers().items():
        page = answer.content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*(?:\bsrc=|application/json))", page), address
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page), address


@pytest.mark.usefixtures("day")
def test_every_field_has_a_label_and_every_page_one_first_heading() -> None:
    for address, answer in _answers().items():
        page = answer.content.decode()
        assert len(re.findall(r"<h1\b", page)) == 1, address
        for field in re.findall(r"<(?:input|select)\b[^>]*>", page):
            if 'type="hidden"' in field:
                continue
            (name,) = re.findall(r'\bid="([^"]+)"', field)
            assert f'for="{name}"' in page or re.search(rf'<label class="tick">\s*<input[^>]*id="{name}"', page), (address, field)
        for picture in re.findall(r"<img\b[^>]*>", page):
            assert "alt=" in picture, address
