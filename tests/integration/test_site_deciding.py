"""Can somebody decide about flags on the page, see before what changes, and take it back?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.facts import ItemsLogged
from sync.domain.flags import Flag
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.neighbours import other_lead
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()
KNITTING, HATS = 1, 1


def busy(day: CentreDay) -> CentreDay:
    """Two kiosks at the Rainbow Room with odd numbers of hats."""
    for no in (1, 2):
        kiosk = day.enrol(no, RAINBOW, f"Rainbow {no}")
        kiosk.add(ItemsLogged(KNITTING, HATS, 400 + no), day.now_ms - 60_000 * no)
        day.take(kiosk)
    return day


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield busy(day)


def flags() -> list[int]:
    from sync.server.ledger.models import RaisedFlag

    return list(RaisedFlag.objects.filter(settled_ms=None).order_by("pk").values_list("pk", flat=True))


def asked(numbers: list[int]) -> str:
    return "/flags/decide?" + "&".join(f"flag={no}" for no in numbers)


def press(browser: Any, numbers: list[int], **said: Any) -> Any:
    """Press a button of the page on which these flags are decided."""
    page = browser.get(asked(numbers)).content.decode()
    tap = re.search(r'name="tap" value="([0-9a-f]+)"', page)
    assert tap is not None
    return browser.post("/flags/decide", {"flag": numbers, "tap": tap[1], **said})


def hats(browser: Any) -> int:
    forget_pages()
    return int(next(item["made"] for item in browser.get("/totals.json").json()["items"] if item["no"] == HATS))


@pytest.mark.parametrize("kind", KINDS)
def test_what_would_change_is_said_before_and_true_after(kind: str) -> None:
    with centre_day(filled=False, kind=kind) as day:
        busy(day)
        browser = browser_of("coordinator")
        words = text_of(browser.get(asked(flags())))
        assert "2 flags at once" in words
        assert "hats: made Rainbow Room, St Brannoc’s Hospital · Knitting hats 803 0 \u2066−803\u2069" in words
        press(browser, flags(), action="void", reason="5")
        assert (hats(browser), flags()) == (0, [])
        assert "Taken out: 402 hats logged" in text_of(browser.get("/flags/decisions/"))


@pytest.mark.usefixtures("day")
def test_a_lead_decides_about_their_own_venue_and_takes_it_back() -> None:
    from sync.server.deciding.models import Decision

    lead = browser_of("venue_lead")
    first, second = flags()
    press(lead, [first], action="void", reason="5")
    assert (hats(lead), flags()) == (402, [second])
    no = Decision.objects.get().pk
    assert "Idris Morgan" in text_of(lead.get("/flags/decisions/"))
    for _ in range(2):
        assert lead.post(f"/flags/decisions/{no}/take-back", {"tap": "same"}).status_code == 302
    assert (hats(lead), flags()) == (803, [first, second])
    assert "Somebody took that back before you" in text_of(lead.post(f"/flags/decisions/{no}/take-back", {"tap": "x"}, follow=True))


def test_another_venues_lead_decides_nothing_here(day: CentreDay) -> None:
    from sync.server.deciding.models import Decision

    other_lead(day)
    press(browser_of("coordinator"), flags()[:1], action="explain", reason="14")
    other = browser_of("other_lead")
    assert other.get(asked(flags())).status_code == 403
    assert other.post("/flags/decide", {"flag": flags(), "tap": "x", "action": "void", "reason": "5"}).status_code == 403
    assert other.post(f"/flags/decisions/{Decision.objects.get().pk}/take-back").status_code == 403
    assert "Nothing decided yet" in text_of(other.get("/flags/decisions/"))
    assert hats(browser_of("coordinator")) == 803


@pytest.mark.usefixtures("day")
def test_a_number_is_put_right_and_what_is_no_number_is_said_beside_the_field() -> None:
    browser = browser_of("coordinator")
    first, second = flags()
    for wrong in ("many", "-1", "1e99", ""):
        answer = press(browser, [first], action="correct", reason="2", quantity=wrong)
        assert answer.status_code == 400
        assert "aria-invalid" in answer.content.decode()
    press(browser, [first], action="correct", reason="2", quantity="41")
    assert (hats(browser), flags()) == (443, [second])
    assert "The number is another" in text_of(browser.get(asked([second])))


@pytest.mark.usefixtures("day")
def test_the_same_press_twice_is_one_decision() -> None:
    from sync.server.deciding.models import Decision

    browser = browser_of("coordinator")
    said = {"flag": flags()[:1], "tap": "0011223344556677", "action": "void", "reason": "5"}
    for _ in range(3):
        assert browser.post("/flags/decide", said).status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.usefixtures("day")
def test_a_press_that_comes_late_decides_nothing_when_the_flag_is_open_again() -> None:
    from sync.server.deciding.models import Decision

    browser = browser_of("coordinator")
    said = {"flag": flags()[:1], "tap": "0011223344556677", "action": "explain", "reason": "13"}
    browser.post("/flags/decide", said)
    browser.post(f"/flags/decisions/{Decision.objects.get().pk}/take-back", {"tap": "another"})
    before = flags()
    assert len(before) == 2
    browser.post("/flags/decide", said | {"flag": before[:1]})
    assert (Decision.objects.count(), flags()) == (1, before)


@pytest.mark.usefixtures("day")
def test_only_what_waits_is_let_count() -> None:
    from sync.server.audit.models import AuditLine

    assert browser_of("coordinator").post(f"/flags/{flags()[0]}/accept").status_code == 404
    assert not AuditLine.objects.filter(deed="entries-accepted").exists()


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    "said",
    [
        {"action": "correct", "reason": "2", "quantity": "5"},
        {"action": "burn", "reason": "5"},
        {"action": "void", "reason": "14"},
        {"action": "void", "reason": "x"},
        {"action": "accept", "reason": "16"},
        {"action": "void", "reason": "5", "tap": ""},
    ],
)
def test_what_no_page_offers_is_not_there(said: dict[str, Any]) -> None:
    assert browser_of("coordinator").post("/flags/decide", {"flag": flags(), "tap": "x", **said}).status_code == 404


@pytest.mark.usefixtures("day")
def test_settling_leaves_an_entry_and_a_line_with_the_name() -> None:
    from sync.server.ledger.models import Stream

    browser = browser_of("coordinator")
    before = browser.get("/totals.json").json()["entries"]
    browser.post(f"/flags/{flags()[0]}/settle")
    assert Stream.objects.get(device=0).high == 1
    forget_pages()
    assert browser.get("/totals.json").json()["entries"] == before
    press(browser, flags(), action="void", reason="17")
    words = text_of(browser.get("/audit/"))
    assert "Taken out (it was a try, not the day): entry 1 of kiosk 2." in words


def test_kiosks_of_the_venue_are_told_of_it_and_of_the_key_that_sealed_it(day: CentreDay) -> None:
    from sync.protocol import envelope
    from sync.protocol.messages import Manifest, PullAsk
    from sync.protocol.seals import is_sealed_by
    from sync.server.ledger.opening import open_store
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import manifest_of
    from sync.server.wire.pull import answer_pull

    press(browser_of("coordinator"), flags()[:1], action="void", reason="5")
    day.enrol(9, SCHOOL, "School")
    ledger = open_store().reading()
    manifest = envelope.decode(manifest_of(Publication.objects.get()).body, Manifest)
    keys = {one.device: one.public_key for one in manifest.devices}
    ours = [part for part in answer_pull(ledger, PullAsk(2, b"", 0, 0, b"", ()), day.now_ms).parts if part.stream.device == 0]
    assert len(ours) == 1
    assert is_sealed_by(keys[0], ours[0].stream, ours[0].seals[-1])
    school = answer_pull(ledger, PullAsk(9, b"", 0, 0, b"", ()), day.now_ms).parts
    assert [part for part in school if part.stream.device == 0] == []


@pytest.mark.usefixtures("day")
def test_what_a_revoked_kiosk_sent_is_let_count_by_an_entry_that_cannot_be_taken_back(day: CentreDay) -> None:
    from sync.server.deciding.models import Decision
    from sync.server.ledger.models import RaisedFlag

    browser = browser_of("coordinator")
    browser.post("/devices/2/revoke")
    day.kiosks[2].add(ItemsLogged(KNITTING, HATS, 5), day.now_ms - 1_000)
    day.take(day.kiosks[2])
    browser.post(f"/flags/{RaisedFlag.objects.get(code=Flag.REVOKED_DEVICE).pk}/accept")
    assert hats(browser) == 808
    row = Decision.objects.get()
    assert row.action == "accept"
    assert "Take it back" not in text_of(browser.get("/flags/decisions/"))
    browser.post(f"/flags/decisions/{row.pk}/take-back", {"tap": "x"})
    row.refresh_from_db()
    assert (hats(browser), row.undone_by) == (808, "")


@pytest.mark.usefixtures("day")
def test_what_is_open_no_more_leads_back_to_the_list() -> None:
    answer = browser_of("coordinator").get("/flags/decide?flag=999999&flag=x&flag=", follow=True)
    assert "Nothing of that is open any more" in text_of(answer)
