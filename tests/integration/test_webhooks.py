"""Do addresses hear of totals: signed, at most once in half a minute, again when they were away, and no more when they never hear?"""

import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.neighbours import add_neighbours
from tests.support.receivers import Receiver, receiver
from tests.support.site_pages import browser_of, centre_day, now_ms, text_of

set_up_django()
from sync.server.webhooks import making, outbox  # noqa: E402 - their models need Django to be set up
from sync.server.webhooks.keeping import send_due  # noqa: E402 - the same
from sync.server.webhooks.models import Delivery, Heard, Off, Webhook  # noqa: E402 - the same
from sync.server.webhooks.outbox import AGAIN_FIRST_MS, GIVEN_UP_MAX, KEPT_MAX, SEND_EACH_MS, TRIES_MAX  # noqa: E402 - the same
from sync.server.webhooks.posting import Outcome, Ways  # noqa: E402 - the same
from sync.server.webhooks.signing import HEADER, TOLERANCE_S, is_ours  # noqa: E402 - the same

HATS = 1
TRIED_OUT = Ways(is_tried_out=True)
AN_HOUR_MS = 3_600_000


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        yield day


@pytest.fixture
def kept() -> Iterator[Receiver]:
    with receiver() as kept:
        yield kept


def hears(day: CentreDay, kept: Receiver | None = None, *, shows_small: bool = True) -> tuple[Webhook, str]:
    """A webhook of the day's event that leads to ``kept``."""
    from sync.server.audit.log import Actor
    from sync.server.people.organisations import owner_of

    by = Actor("Ruth Adeyemi", owner_of(day.event), day.event)
    port = 9 if kept is None else kept.port
    return making.make(by, "the council’s wall", f"http://127.0.0.1:{port}/hook", shows_small=shows_small, now_ms=day.now_ms)


def send(at_ms: int) -> int:
    """Send what is due at ``at_ms``, for real."""
    with ThreadPoolExecutor(4) as senders:
        return send_due(senders, TRIED_OUT, lambda: at_ms)


def more_hats() -> None:
    from django.db.models import F

    from sync.server.ledger.models import Subtotal

    Subtotal.objects.filter(item=HATS).update(amount=F("amount") + 10)


def test_a_change_is_told_signed_with_version_moment_and_totals(day: CentreDay, kept: Receiver) -> None:
    _, secret = hears(day, kept)
    at_ms = now_ms()
    assert (outbox.look(at_ms), send(at_ms)) == (1, 1)
    headers, body = kept.heard[0]
    assert is_ours(secret, headers[HEADER], body, at_ms // 1000)
    assert not is_ours(secret, headers[HEADER], body + b" ", at_ms // 1000)
    assert not is_ours(secret + "x", headers[HEADER], body, at_ms // 1000)
    assert not is_ours(secret, headers[HEADER], body, at_ms // 1000 + TOLERANCE_S + 1), "an old message is no news"
    at_s = at_ms // 1000
    by_the_book = hmac.new(secret.encode(), f"{at_s}.".encode() + body, "sha256").hexdigest()
    assert headers[HEADER] == f"t={at_s},v1={by_the_book}", "as the README tells receivers"
    assert not is_ours(secret, headers[HEADER].replace(f"t={at_s}", f"t={at_s + 1}"), body, at_s), "the time is signed, too"
    told = json.loads(body)
    assert (told["type"], told["event"], told["version"], headers["Many-Hands-Delivery"]) == ("totals.changed", day.event, 1, told["id"])
    assert told["as_of"].endswith("Z")
    assert next(row for row in told["totals"] if row["item"] == HATS)["made"] > 0
    assert told["summary"]["arrived"] > 0


def test_a_message_is_what_the_description_says(day: CentreDay) -> None:
    from openapi_schema_validator import OAS31Validator

    from sync.server.api.description import description
    from sync.server.webhooks.telling import message

    told = json.loads(json.dumps(description()))["webhooks"]["totals"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    for shows_small in (True, False):
        row, _ = hears(day, shows_small=shows_small)
        for is_test in (True, False):
            made = message(row, "a" * 32, 1, now_ms(), is_test=is_test)
            assert made is not None
            OAS31Validator(told).validate(json.loads(made.body))


def test_what_has_not_changed_is_not_told_again_and_a_change_waits_half_a_minute(day: CentreDay, kept: Receiver) -> None:
    hears(day, kept)
    at_ms = now_ms()
    outbox.look(at_ms)
    send(at_ms)
    assert outbox.look(at_ms + SEND_EACH_MS) == 0, "hours grow by themselves and are no news"
    more_hats()
    assert outbox.look(at_ms + SEND_EACH_MS - 1) == 0
    assert outbox.look(at_ms + SEND_EACH_MS) == 1
    send(at_ms + SEND_EACH_MS)
    assert [json.loads(body)["version"] for _, body in kept.heard] == [1, 2]


def test_while_a_message_waits_to_be_heard_no_other_is_made(day: CentreDay) -> None:
    hears(day)
    at_ms = now_ms()
    outbox.look(at_ms)
    send(at_ms)
    more_hats()
    assert outbox.look(at_ms + SEND_EACH_MS) == 0
    row = Delivery.objects.get()
    assert (row.outcome, row.tries) == (Heard.NOT_THERE, 1)


def test_what_was_not_heard_is_tried_again_later_each_time(day: CentreDay) -> None:
    hears(day)
    at_ms = now_ms()
    outbox.look(at_ms)
    waits = []
    for tries in range(1, TRIES_MAX + 1):
        row = outbox.claimed(at_ms)[0]
        assert row.tries == tries
        outbox.write_down(row, Outcome(Heard.SLOW), at_ms, lambda: 0.5)
        due_ms = Delivery.objects.get().due_ms
        if due_ms is not None:
            assert outbox.claimed(due_ms - 1) == []
            waits.append(due_ms - at_ms)
            at_ms = due_ms
    assert waits == [AGAIN_FIRST_MS * 3**place for place in range(TRIES_MAX - 1)]
    assert Delivery.objects.get().due_ms is None
    assert Webhook.objects.get().failures == 1


def test_the_wait_is_drawn_so_that_not_everybody_comes_back_at_once(day: CentreDay) -> None:
    hears(day)
    at_ms = now_ms()
    outbox.look(at_ms)
    row = outbox.claimed(at_ms)[0]
    waits = []
    for drawn in ([0.0], [1.0]):
        outbox.write_down(row, Outcome(Heard.SLOW), at_ms, drawn.pop)
        waits.append((Delivery.objects.get().due_ms or 0) - at_ms)
    assert waits == [AGAIN_FIRST_MS // 2, AGAIN_FIRST_MS * 3 // 2]


def test_what_was_given_up_is_told_anew_with_the_figures_of_then(day: CentreDay) -> None:
    hears(day)
    at_ms = give_up(now_ms())
    assert outbox.look(at_ms) == 1, "the last figures of the day must arrive although they change no more"


def give_up(at_ms: int) -> int:
    """Make a message and try it to its end; return when another may be made."""
    outbox.look(at_ms)
    for _ in range(TRIES_MAX):
        at_ms += AN_HOUR_MS
        outbox.write_down(outbox.claimed(at_ms)[0], Outcome(Heard.STATUS, 500), at_ms)
    return at_ms + SEND_EACH_MS


def test_an_address_that_never_hears_is_switched_off_and_its_page_says_why(day: CentreDay) -> None:
    row, _ = hears(day)
    at_ms = now_ms()
    for _ in range(GIVEN_UP_MAX):
        assert Webhook.objects.get().off == Off.ON
        at_ms = give_up(at_ms)
    assert Webhook.objects.get().off == Off.FAILURES
    assert outbox.look(at_ms) == 0
    page = text_of(browser_of("coordinator").get(f"/reports/webhooks/{row.pk}/"))
    assert "It switched itself off: 5 messages in a row were not heard, each tried 6 times" in page
    assert "answered 500 and not 2xx" in page
    again = text_of(browser_of("coordinator").post(f"/reports/webhooks/{row.pk}/switch", follow=True))
    assert "hears of totals again" in again
    assert outbox.look(at_ms) == 1


def test_one_that_is_heard_begins_the_count_anew(day: CentreDay) -> None:
    hears(day)
    at_ms = give_up(now_ms())
    outbox.look(at_ms)
    outbox.write_down(outbox.claimed(at_ms)[0], Outcome(Heard.HEARD, 204), at_ms)
    assert Webhook.objects.get().failures == 0


def test_an_address_that_wants_no_more_gets_no_more(day: CentreDay, kept: Receiver) -> None:
    row, _ = hears(day, kept)
    kept.status = 410
    at_ms = now_ms()
    outbox.look(at_ms)
    send(at_ms)
    assert Webhook.objects.get().off == Off.GONE
    assert "wants no more" in text_of(browser_of("coordinator").get(f"/reports/webhooks/{row.pk}/"))
    more_hats()
    assert outbox.look(at_ms + AN_HOUR_MS) == 0


def test_a_message_is_sent_by_one_of_two_processes_and_again_when_that_one_was_stopped(day: CentreDay) -> None:
    hears(day)
    at_ms = now_ms()
    outbox.look(at_ms)
    assert len(outbox.claimed(at_ms)) == 1
    assert outbox.claimed(at_ms) == []
    assert [row.tries for row in outbox.claimed(at_ms + outbox.LEASE_MS)] == [2]


def test_of_two_processes_that_see_a_message_in_the_same_moment_one_sends_it(day: CentreDay) -> None:
    from django.db import connection

    hears(day)
    at_ms = now_ms()
    outbox.look(at_ms)
    quicker: list[list[Delivery]] = []

    def another_is_quicker(execute: Any, statement: str, *more: Any) -> Any:
        if statement.startswith("UPDATE") and not quicker:
            quicker.append([])
            quicker[0] = outbox.claimed(at_ms)
        return execute(statement, *more)

    with connection.execute_wrapper(another_is_quicker):
        assert outbox.claimed(at_ms) == []
    assert len(quicker[0]) == 1


def test_a_message_on_its_way_for_the_first_time_is_said_to_be_on_its_way(day: CentreDay) -> None:
    row, _ = hears(day)
    page = f"/reports/webhooks/{row.pk}/"
    outbox.look(now_ms())
    assert "not tried yet" in text_of(browser_of("coordinator").get(page))
    outbox.claimed(now_ms())
    shown = text_of(browser_of("coordinator").get(page))
    assert "being sent now" in shown
    assert "not tried yet" not in shown
    assert "next try" not in shown


def test_without_small_numbers_messages_have_none(day: CentreDay, kept: Receiver) -> None:
    hears(day, kept, shows_small=False)
    at_ms = now_ms()
    outbox.look(at_ms)
    send(at_ms)
    told = json.loads(kept.heard[0][1])
    assert all(row["made"] is None or row["made"] % 5 == 0 for row in told["totals"])
    assert told["summary"]["arrived"] % 5 == 0


def test_only_so_many_messages_are_kept(day: CentreDay) -> None:
    row, _ = hears(day)
    for _ in range(KEPT_MAX + 3):
        made = outbox.try_out(row, now_ms())
        assert made is not None
        outbox.write_down(made, Outcome(Heard.HEARD, 204), now_ms())
    assert Delivery.objects.count() == KEPT_MAX


def test_another_organisations_event_is_never_told_of(day: CentreDay) -> None:
    row, _ = hears(day)
    add_neighbours(day)
    theirs = browser_of("elsewhere_coordinator")
    assert "the council" not in text_of(theirs.get("/reports/webhooks/"))
    assert theirs.post(f"/reports/webhooks/{row.pk}/try").status_code == 404
    from sync.server.people.models import Organisation

    Webhook.objects.update(organisation=Organisation.objects.latest("pk").pk)
    assert outbox.look(now_ms()) == 0, "a row that says otherwise tells nothing either"


# On the pages


@pytest.mark.usefixtures("settings_of_a_demo")
def test_a_coordinator_lets_somebody_hear_and_tries_it_out(day: CentreDay, kept: Receiver) -> None:
    from sync.server.audit.models import AuditLine

    del day
    browser = browser_of("coordinator")
    address = f"http://127.0.0.1:{kept.port}/hook?key=sesame"
    page = browser.post("/reports/webhooks/make", {"name": "the council’s wall", "address": address})
    assert not AuditLine.objects.filter(what__contains="sesame").exists(), "what may be secret in an address is not told"
    assert "It is shown now and never again" in text_of(page)
    row = Webhook.objects.get()
    after = text_of(browser.post(f"/reports/webhooks/{row.pk}/try", follow=True))
    assert "A test message is on its way" in after
    assert "about to be sent" in after
    assert send(now_ms()) == 1
    assert json.loads(kept.heard[0][1])["type"] == "test"
    assert "heard, answered 204" in text_of(browser.get(f"/reports/webhooks/{row.pk}/log"))
    assert b"mhs_" not in browser.get(f"/reports/webhooks/{row.pk}/").content


@pytest.fixture
def settings_of_a_demo() -> Iterator[None]:
    from django.test.utils import override_settings

    with override_settings(DEMO=True):
        yield


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"name": ""}, "Write who hears"),
        ({"address": ""}, "Write the address"),
        ({"address": "http://www.example.org/"}, "Nothing can be sent there"),
        ({"address": "http://127.0.0.1:8080/"}, "Nothing can be sent there"),
        ({"address": "https://www.example.org:22/"}, "Nothing can be sent there"),
        ({"address": "javascript:alert(1)"}, "Nothing can be sent there"),
    ],
)
def test_a_form_that_is_not_right_says_what_to_do(day: CentreDay, given: dict[str, str], word: str) -> None:
    del day
    form = {"name": "the council’s wall", "address": "https://www.example.org/hook"} | given
    answer = browser_of("coordinator").post("/reports/webhooks/make", form)
    assert word in text_of(answer)
    assert Webhook.objects.count() == 0


def test_an_event_has_only_so_many(day: CentreDay) -> None:
    row, _ = hears(day)
    Webhook.objects.bulk_create([copy_of(row) for _ in range(making.OF_EVENT_MAX - 1)])
    answer = browser_of("coordinator").post("/reports/webhooks/make", {"name": "one more", "address": "https://www.example.org/"})
    assert "20 addresses hear of this event already" in text_of(answer)


def copy_of(row: Webhook) -> Any:
    return Webhook(organisation=row.organisation, event=row.event, name=row.name, address=row.address, secret=b"", made_ms=row.made_ms)


def test_removing_says_first_what_it_does_and_forgets_the_secret(day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine

    row, secret = hears(day)
    outbox.look(now_ms())
    browser = browser_of("coordinator")
    assert "It cannot be undone" in text_of(browser.get(f"/reports/webhooks/{row.pk}/remove"))
    assert "hears nothing any more" in text_of(browser.post(f"/reports/webhooks/{row.pk}/remove", follow=True))
    gone = Webhook.objects.get()
    assert (bytes(gone.secret), Delivery.objects.count()) == (b"", 0)
    outbox.try_out(row, now_ms())
    assert outbox.claimed(now_ms()) == [], "somebody tried it out in the moment in which it was removed"
    assert browser.get(f"/reports/webhooks/{row.pk}/").status_code == 404
    lines = [(line.deed, line.what) for line in AuditLine.objects.filter(deed__startswith="webhook").order_by("pk")]
    assert [deed for deed, _ in lines] == ["webhook-made", "webhook-removed"]
    assert secret not in str(lines)


def test_a_secret_is_kept_sealed(day: CentreDay) -> None:
    row, secret = hears(day)
    assert secret.encode() not in bytes(Webhook.objects.get(pk=row.pk).secret)


def test_every_outcome_has_its_words() -> None:
    from sync.server.site.webhooked import SAID, off_in_words

    assert set(SAID) == set(Heard)
    assert all(off_in_words(off) for off in Off if off is not Off.ON)


def test_a_centre_that_serves_speaks_to_nobody_on_its_own_machine(day: CentreDay, kept: Receiver) -> None:
    from django.test.utils import override_settings

    from sync.server.webhooks.keeping import keep

    hears(day, kept)
    looks = iter([False, True])
    with override_settings(DEMO=False, DEBUG=False):
        keep(lambda: next(looks), lambda _: None)
    assert (kept.heard, Delivery.objects.get().outcome) == ([], Heard.NOT_ALLOWED)


@pytest.mark.usefixtures("settings_of_a_demo")
def test_the_thread_looks_and_sends_until_it_is_stopped(day: CentreDay, kept: Receiver) -> None:
    from sync.server.webhooks.keeping import keep

    hears(day, kept)
    looks = iter([False, False, True])
    keep(lambda: next(looks), lambda _: None)
    assert len(kept.heard) == 1
