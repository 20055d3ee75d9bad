"""What do other programs read? Tokens with a scope, tables with stable columns, pages, 304, and a plain no."""

import base64
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import HALL, RAINBOW, SCHOOL, CentreDay
from tests.support.neighbours import ELSEWHERE, ELSEWHERE_EVENT, WORDS_OF_OURS, WORDS_OF_THEIRS, add_neighbours
from tests.support.programs import ask, rows, token
from tests.support.site_pages import centre_day, now_ms

set_up_django()
HATS = 1


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    from sync.server.projector.models import Attendance
    from sync.server.projector.scope import Scope

    with centre_day(kind=request.param) as day:
        handful = Attendance.objects.filter(event=day.event, scope=Scope.ACTIVITY).earliest("activity")
        Attendance.objects.filter(pk=handful.pk).update(arrived=3, here=2)
        yield day


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Nobody has asked anything this minute yet."""
    from django.core.cache import cache

    cache.clear()


def addresses(day: CentreDay) -> list[str]:
    from sync.server.api.tables import API_TABLES

    return [table.address.removeprefix("/api/v1/").replace("{event}", str(day.event)) for table in API_TABLES]


def described(answer: Any, address: str, day: CentreDay) -> None:
    """Hold an answer to its description."""
    from sync.server.api.description import description

    whole = json.loads(json.dumps(description()))
    path = "/api/v1/" + address.split("?", maxsplit=1)[0].replace(f"events/{day.event}/", "events/{event}/")
    told = whole["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    sort = answer["Content-Type"].split(";")[0]
    OAS31Validator({**told[sort]["schema"], "components": whole["components"]}).validate(answer.json())


def test_every_table_is_what_its_description_says(day: CentreDay) -> None:
    for secret in (token(day.event, shows_small=True), token(None)):
        for address in [*addresses(day), f"events/{day.event}/totals?by=venue&by=hour&by=outcome&by=beneficiary&by=activity&by=event"]:
            answer = ask(secret, address)
            assert answer.status_code == 200, answer.content
            assert answer.json()["rows"]
            described(answer, address, day)


def test_totals_are_the_same_as_on_the_pages_whatever_they_are_cut_by(day: CentreDay) -> None:
    from sync.server.reading.event import event
    from sync.server.reading.totals import totals

    published = event(day.event)
    assert published is not None
    made = {no: figures.made for no, figures in totals(published, now_ms()).by_item.items()}
    secret = token(day.event, shows_small=True)
    for cut in ("", "?by=venue", "?by=hour&by=outcome", "?by=activity&by=beneficiary"):
        told: dict[int, int] = {}
        for row in rows(secret, f"events/{day.event}/totals{cut}"):
            told[row["item"]] = told.get(row["item"], 0) + row["made"]
        assert {no: sum_ for no, sum_ in told.items() if sum_} == {no: sum_ for no, sum_ in made.items() if sum_}, cut


def test_columns_are_called_as_in_the_files(day: CentreDay) -> None:
    from sync.server.exports.columns import PEOPLE, totals_by

    secret = token(day.event)
    assert tuple(rows(secret, f"events/{day.event}/totals?by=venue&by=activity")[0]) == totals_by({"venue", "activity"}).header()
    assert tuple(rows(secret, f"events/{day.event}/people")[0]) == PEOPLE.header()


def test_progress_says_how_far_it_is(day: CentreDay) -> None:
    hats = next(row for row in rows(token(day.event, shows_small=True), f"events/{day.event}/progress") if row["item"] == HATS)
    assert hats["percent"] == 100 * hats["made"] // hats["target"] > 0


def test_venues_say_whether_they_reported(day: CentreDay) -> None:
    secret = token(day.event)
    told = {row["venue"]: row for row in rows(secret, f"events/{day.event}/venues")}
    assert len(told) == len(day.definition.venues)
    assert told[RAINBOW]["is_reporting"] == 1
    summary = rows(secret, f"events/{day.event}/summary")[0]
    assert summary["venues_reporting"] == sum(row["is_reporting"] for row in told.values())
    assert summary["changed_at"] is not None


def test_as_csv_the_first_column_says_as_of_when(day: CentreDay) -> None:
    answer = ask(token(day.event), f"events/{day.event}/totals?by=venue&format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(table) > 5
    assert all(row["as_of"] for row in table)
    assert answer["As-Of"].endswith("Z")


def test_pages_together_are_the_whole_table(day: CentreDay) -> None:
    secret = token(day.event, shows_small=True)
    for address in (f"events/{day.event}/totals?by=venue&by=outcome", f"events/{day.event}/people?", f"events/{day.event}/venues?"):
        whole, found, cursor = rows(secret, address), [], ""
        while True:
            answer = ask(secret, f"{address}&limit=3{f'&cursor={cursor}' if cursor else ''}").json()
            found += answer["rows"]
            cursor = answer["next"]
            if cursor is None:
                break
        assert [key(row) for row in found] == [key(row) for row in whole]
        assert len(found) > 3


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a row is about: its minutes go on while it is read."""
    return tuple(cell for name, cell in row.items() if name not in ("minutes", "here"))


def test_the_next_page_stands_in_a_header_too(day: CentreDay) -> None:
    secret = token(day.event)
    answer = ask(secret, f"events/{day.event}/venues?limit=1&format=csv")
    address = answer["Link"].split(">")[0].removeprefix("<http://localhost/api/v1/")
    assert "limit=1&format=csv&cursor=" in address
    assert ask(secret, address).status_code == 200
    assert "Link" not in ask(secret, f"events/{day.event}/venues")


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "kQ", "k8A", "%00", "gqFhAQ", base64.urlsafe_b64encode(b"\x91\x92\x00\xa1x").decode(), "ééé"]
)
def test_a_cursor_that_we_never_gave_out_is_told(day: CentreDay, cursor: str) -> None:
    answer = ask(token(day.event), f"events/{day.event}/venues?cursor={cursor}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "next" in answer.json()["detail"]


def test_what_has_not_changed_is_sent_once(day: CentreDay) -> None:
    secret = token(day.event)
    first = ask(secret, f"events/{day.event}/progress")
    again = ask(secret, f"events/{day.event}/progress", **{"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["As-Of"]
    assert first["Vary"] == again["Vary"] == "Authorization", "what one token hears is kept for no other"
    as_csv = ask(secret, f"events/{day.event}/progress?format=csv", **{"If-None-Match": first["ETag"]})
    assert as_csv.status_code == 200, "the same figures in another form are another answer"


def test_a_change_is_another_answer(day: CentreDay) -> None:
    from django.db.models import F

    from sync.server.ledger.models import Subtotal

    secret = token(day.event, shows_small=True)
    first = ask(secret, f"events/{day.event}/progress")
    Subtotal.objects.filter(event=day.event, item=HATS).update(amount=F("amount") + 1)
    changed = ask(secret, f"events/{day.event}/progress", **{"If-None-Match": first["ETag"]})
    Subtotal.objects.filter(event=day.event, item=HATS).update(amount=F("amount") - 1)
    assert changed.status_code == 200


def test_without_small_numbers_nothing_small_is_told_or_can_be_worked_out(day: CentreDay) -> None:
    secret, open_ = token(day.event), token(day.event, shows_small=True)
    address = f"events/{day.event}/people"
    told, real = rows(secret, address), rows(open_, address)
    assert any(0 < row["arrived"] < 5 for row in real), "the day has somewhere with a handful of people"
    for shown, is_ in zip(told, real, strict=True):
        assert shown["arrived"] == (None if 0 < is_["arrived"] < 5 else is_["arrived"] // 5 * 5)
        assert (shown["minutes"] is None) == (shown["arrived"] is None or 0 < is_["minutes"] < 60)
    for row in rows(secret, f"events/{day.event}/totals?by=venue&by=activity"):
        step = {"items": 5, "people": 5, "minutes": 60, "money": 500}.get(row["unit"], 5)
        assert all(row[name] is None or row[name] % step == 0 for name in ("made", "delivered", "received", "counted"))


def test_a_token_for_some_venues_tells_of_no_other(day: CentreDay) -> None:
    secret = token(day.event, venues=(RAINBOW, SCHOOL), shows_small=True)
    assert {row["venue"] for row in rows(secret, f"events/{day.event}/venues")} == {RAINBOW, SCHOOL}
    assert {row["venue"] for row in rows(secret, f"events/{day.event}/totals?by=venue")} == {RAINBOW, SCHOOL}
    assert {row["venue"] for row in rows(secret, f"events/{day.event}/people")} <= {RAINBOW, SCHOOL, None}
    whole = rows(token(day.event, shows_small=True), f"events/{day.event}/summary")[0]
    part = rows(secret, f"events/{day.event}/summary")[0]
    assert (part["venues"], part["entries"] < whole["entries"], part["arrived"] < whole["arrived"]) == (2, True, True)
    answer = ask(secret, f"events/{day.event}/totals?venue={HALL}")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    described(answer, f"events/{day.event}/totals", day)
    assert {row["venue"] for row in rows(secret, f"events/{day.event}/totals?by=venue&venue={SCHOOL}")} == {SCHOOL}
    assert ask(secret, f"events/{day.event}/totals?venue=777").status_code == 404


def test_no_answer_has_a_name_or_a_reference_of_a_person(day: CentreDay) -> None:
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import person_of

    names = [getattr(person_of(row), "shown_name", "") for row in RosterRow.objects.filter(event=day.event, body__isnull=False)]
    keys = [bytes(row.key).hex() for row in RosterRow.objects.filter(event=day.event)]
    assert len([name for name in names if name]) > 10
    secret = token(day.event, shows_small=True)
    for address in addresses(day):
        said = ask(secret, address).content.decode()
        assert [word for word in [*names, *keys] if word and word in said] == [], address


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=" + "9" * 40, "limit"),
        ("format=xlsx", "format"),
        ("by=person", "person"),
        ("bye=venue", "bye"),
        ("venue=all", "venue"),
        ("venue=%D9%A3", "venue"),
        ("names=1", "names"),
        ("venue=" + "9" * 5_000, "venue"),
        ("cursor=" + "A" * 1001, "cursor"),
    ],
)
def test_what_means_nothing_is_told_and_not_passed_over(day: CentreDay, query: str, word: str) -> None:
    answer = ask(token(day.event), f"events/{day.event}/totals?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert word in answer.json()["detail"]
    described(answer, f"events/{day.event}/totals", day)


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("address", ["nothing", "events/x/summary", "events/1%0A2/summary", "%0A", "events/1/summary/%0D%0A"])
def test_an_address_that_is_none_of_ours_is_told_to_programs_in_their_own_words(address: str) -> None:
    answer = Client(SERVER_NAME="127.0.0.1").get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_nothing_can_be_changed_here(day: CentreDay) -> None:
    secret = token(day.event)
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)("/api/v1/events", headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET, HEAD", "application/problem+json"), method


def test_a_token_may_come_as_a_password_from_a_spreadsheet(day: CentreDay) -> None:
    for name in ("anything", ""):
        basic = base64.b64encode(f"{name}:{token(day.event)}".encode()).decode()
        assert ask(None, "events", Authorization=f"Basic {basic}").status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic", "Basic !!", "Basic w6k=", "Digest x", "Bearer mh_", "Bearer " + "x" * 9_000, "Bearer é"]
)
def test_who_brings_no_token_hears_how_to_get_one(day: CentreDay, header: str) -> None:
    answer = ask(None, "events", **({"Authorization": header} if header else {}))
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert "Bearer" in answer["WWW-Authenticate"]
    assert "a coordinator makes one" in answer.json()["detail"]
    described(answer, "events", day)


def test_a_token_in_the_address_opens_nothing(day: CentreDay) -> None:
    assert ask(None, f"events?token={token(day.event)}").status_code == 401


def test_being_signed_in_opens_nothing(day: CentreDay) -> None:
    from tests.support.site_pages import browser_of

    del day
    assert browser_of("coordinator").get("/api/v1/events").status_code == 401


def test_a_token_that_was_taken_back_or_expired_says_so(day: CentreDay) -> None:
    from sync.server.api.models import Token
    from sync.server.api.tokens import revoke
    from sync.server.audit.log import Actor

    for end, word in ((lambda row: revoke(Actor("Ruth", row.organisation), row, now_ms()), "taken back"), (expire, "expired")):
        secret = token(day.event)
        assert ask(secret, "events").status_code == 200
        end(Token.objects.latest("pk"))
        answer = ask(secret, "events")
        assert answer.status_code == 401
        assert word in answer.json()["detail"]


def expire(row: Any) -> None:
    from sync.server.api.models import Token

    Token.objects.filter(pk=row.pk).update(expires_ms=now_ms())


def test_who_asks_too_often_waits_and_nobody_else(day: CentreDay) -> None:
    from sync.server.api.throttle import ASKED_A_MINUTE_MAX, wait_s

    busy, other = token(day.event), token(day.event)
    from sync.server.api.models import Token

    row = Token.objects.order_by("-pk")[1]
    at_ms = now_ms()
    for minute in (at_ms, at_ms + 60_000):  # should the clock turn meanwhile
        wait_s(row.pk, ASKED_A_MINUTE_MAX, minute)
    answer = ask(busy, "events")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert 1 <= int(answer["Retry-After"]) <= 60
    described(answer, "events", day)
    assert ask(other, "events").status_code == 200


def test_the_last_use_is_kept_to_the_minute(day: CentreDay) -> None:
    from sync.server.api.models import Token

    secret = token(day.event)
    assert Token.objects.latest("pk").used_ms is None
    ask(secret, "events")
    first = Token.objects.latest("pk").used_ms
    assert first is not None
    ask(secret, "events")
    assert Token.objects.latest("pk").used_ms == first


def test_a_token_is_kept_as_a_digest_only_and_stands_in_the_audit_log(day: CentreDay) -> None:
    from sync.server.api.models import Token
    from sync.server.audit.models import AuditLine

    secret = token(day.event)
    row = Token.objects.latest("pk")
    assert secret not in str([getattr(row, field.name) for field in Token._meta.fields])
    assert secret.encode() not in bytes(row.digest)
    line = AuditLine.objects.filter(deed="token-made").latest("pk")
    assert secret not in line.what
    assert row.ending in line.what


def test_organisations_never_see_each_others() -> None:
    from sync.server.people.models import Organisation

    with centre_day() as day:
        add_neighbours(day)
        theirs = Organisation.objects.get(name=ELSEWHERE).pk
        ours, other = token(None), token(None, organisation=theirs)
        assert [row["event"] for row in rows(ours, "events")] == [day.event]
        assert [row["event"] for row in rows(other, "events")] == [ELSEWHERE_EVENT]
        for secret, no, words in ((ours, ELSEWHERE_EVENT, WORDS_OF_THEIRS), (other, day.event, WORDS_OF_OURS)):
            for end in ("summary", "totals", "people", "venues", "progress"):
                answer, nothing = ask(secret, f"events/{no}/{end}"), ask(secret, f"events/999999/{end}")
                assert answer.status_code == nothing.status_code == 404
                assert answer.json()["detail"].replace(f"event {no} ", "event 999999 ") == nothing.json()["detail"], "not even that it is"
            assert [word for word in words if word in ask(secret, "events").content.decode()] == []
        narrow = token(day.event + 1)
        assert rows(narrow, "events") == []
        assert ask(narrow, f"events/{day.event}/totals").status_code == 403
        assert ask(narrow, f"events/{ELSEWHERE_EVENT}/totals").status_code == 404
