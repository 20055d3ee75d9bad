"""Tables that are taken away: the same figures as on the pages, on both databases, and names only for those who may see them."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.entry import Value
from sync.domain.facts import Arrived, Corrected, Delivered, ItemsLogged, Received, Voided
from sync.domain.identity import EntryId, Seq
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.day import MINUTE_MS
from tests.support.site_pages import browser_of, centre_day

set_up_django()
HATS, KNITTING = 1, 1


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        add_known_people(day)
        add_corrections(day)
        yield day


def add_known_people(day: CentreDay) -> None:
    """Let two of the roster come, one of a family, whose name a spreadsheet would calculate."""
    from sync.domain.roster import Party, Volunteer
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of

    kiosk, opens_ms = day.kiosks[2], day.definition.event.opens_ms
    import msgspec

    row = next(
        row for row in RosterRow.objects.filter(event=day.event, venue=RAINBOW, sort=VOLUNTEER) if isinstance(person_of(row), Volunteer)
    )
    person = person_of(row)
    assert isinstance(person, Volunteer)
    group = Party(b"family01", "-Family", _family(), RAINBOW)
    RosterRow.objects.create(event=day.event, venue=RAINBOW, sort=PARTY, key=group.who, body=msgspec.msgpack.encode(group), version=1)
    named = msgspec.structs.replace(person, shown_name="=Ruth()", party=group.who)
    RosterRow.objects.filter(pk=row.pk).update(body=msgspec.msgpack.encode(named))
    kiosk.add(Arrived(person.who, KNITTING), opens_ms + 30 * MINUTE_MS)
    day.take(kiosk)


def _family() -> Any:
    from sync.domain.roster import PartyKind

    return PartyKind.FAMILY


def add_corrections(day: CentreDay) -> None:
    """Log 40 hats that were 4, 9 that were none, and a delivery with its receipt."""
    kiosk, opens_ms = day.kiosks[2], day.definition.event.opens_ms

    def add(fact: Any, minute: int) -> EntryId:
        kiosk.add(fact, opens_ms + minute * MINUTE_MS)
        return EntryId(kiosk.stream.device, kiosk.stream.incarnation, Seq(len(kiosk._bodies)))

    mistyped = add(ItemsLogged(KNITTING, HATS, 40), 210)
    undone = add(ItemsLogged(KNITTING, HATS, 9), 211)
    add(Corrected(mistyped, Value(quantity=4)), 212)
    add(Voided(undone), 213)
    given = add(Delivered(KNITTING, HATS, 50), 214)
    add(Received(KNITTING, HATS, 48, given), 215)
    day.take(kiosk)


def rows_of(address: str, role: str = "coordinator") -> list[dict[str, str]]:
    answer = browser_of(role).get(address)
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def sums(rows: list[dict[str, str]], column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row["item"]] += int(row[column] or 0)
    return +found


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("cut", ["event", "venue", "activity", "outcome", "beneficiary", "hour", "hour&by=venue&by=outcome"])
def test_the_totals_are_the_same_however_they_are_cut(cut: str) -> None:
    page = {str(item["no"]): item for item in browser_of("coordinator").get("/totals.json").json()["items"]}
    rows = rows_of(f"/reports/files/totals.csv?by={cut}")
    for measure in ("made", "delivered", "received"):
        assert sums(rows, measure) == +Counter({no: item[measure] for no, item in page.items()}), measure


@pytest.mark.usefixtures("day")
def test_counted_stands_beside_made() -> None:
    (hats,) = [row for row in rows_of("/reports/files/counts.csv") if (row["venue"], row["item"]) == (str(RAINBOW), str(HATS))]
    assert hats["counted"] == "314"
    assert int(hats["difference"]) == 314 - int(hats["made"])


@pytest.mark.usefixtures("day")
def test_a_receipt_names_the_delivery_that_it_confirms() -> None:
    rows = rows_of("/reports/files/deliveries.csv")
    receipt = next(row for row in rows if row["sort"] == "received")
    delivery = next(row for row in rows if row["entry"] == receipt["confirms"])
    assert (delivery["sort"], delivery["quantity"], receipt["quantity"]) == ("delivered", "50", "48")


def test_everybody_stands_in_the_table_once_for_each_stay(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.projector.models import Stay

    monkeypatch.setattr("sync.server.reading.stays.BATCH_STAYS", 7)
    rows = rows_of("/reports/files/attendance.csv")
    there = Stay.objects.filter(event=day.event)
    assert Counter(row["person"] for row in rows) == Counter(bytes(who).hex() for who in there.values_list("who", flat=True))
    hours = rows_of("/reports/files/hours.csv")
    assert sorted(row["person"] for row in hours) == sorted({row["person"] for row in rows})
    assert abs(sum(int(row["minutes"]) for row in hours) - sum(int(row["minutes"]) for row in rows)) <= len(rows)


def test_somebody_whose_day_is_folded_anew_meanwhile_is_told_once(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.projector.models import Stay
    from sync.server.reading.stays import stays

    monkeypatch.setattr("sync.server.reading.stays.BATCH_STAYS", 5)
    reading = stays(day.event)
    told = [next(reading) for _ in range(5)]
    for stay in Stay.objects.filter(event=day.event):  # as the projector does: gone, and there again under a new number
        stay.delete()
        stay.pk = None
        stay.save()
    told += reading
    assert Counter(one.who for one in told) == Counter(bytes(who) for who in Stay.objects.values_list("who", flat=True))


@pytest.mark.usefixtures("day")
def test_names_are_there_only_when_asked_for_and_no_formula_is_among_them() -> None:
    assert "name" not in rows_of("/reports/files/hours.csv")[0]
    rows = rows_of("/reports/files/hours.csv?names=1")
    assert ("'=Ruth()", "'-Family") in {(row["name"], row["group"]) for row in rows}
    assert {row["sort"] for row in rows} == {"volunteer", "unknown"}
    groups = rows_of("/reports/files/groups.csv?names=1")
    assert [(row["name"], row["kind"], row["people"]) for row in groups] == [("'-Family", "family", "1")]


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("role", ["auditor"])
def test_others_who_ask_for_names_get_the_table_without(role: str) -> None:
    assert "name" not in rows_of("/reports/files/hours.csv?names=1", role)[0]


def test_a_lead_takes_only_what_is_of_their_venue(day: CentreDay) -> None:
    del day
    for table in ("totals", "counts", "people", "attendance", "deliveries", "flags"):
        found = {row["venue"] for row in rows_of(f"/reports/files/{table}.csv", "venue_lead")}
        assert found <= {str(RAINBOW), ""}, table
    assert browser_of("venue_lead").get(f"/reports/files/attendance.csv?venue={SCHOOL}").status_code == 404
    assert {row["venues"] for row in rows_of("/reports/files/hours.csv?names=1", "venue_lead")} == {str(RAINBOW)}


@pytest.mark.usefixtures("day")
def test_every_file_is_written_down_before_it_is_sent() -> None:
    from sync.server.audit.models import AuditLine

    before = AuditLine.objects.count()
    answer = browser_of("coordinator").get(f"/reports/files/attendance.csv?names=1&venue={RAINBOW}")
    line = AuditLine.objects.order_by("-pk").first()
    assert (AuditLine.objects.count(), line.deed, line.venue) == (before + 1, "names-seen", RAINBOW)  # type: ignore[union-attr]  # just counted
    answer.close()
    browser_of("viewer").get("/reports/files/totals.json").close()
    line = AuditLine.objects.order_by("-pk").first()
    assert (line.deed, "Press office" in line.who) == ("exported", True)  # type: ignore[union-attr]  # the same


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("table", ["totals", "counts", "people", "attendance", "hours", "groups", "deliveries", "flags"])
def test_a_table_has_the_same_rows_in_every_form(table: str) -> None:
    rows = rows_of(f"/reports/files/{table}.csv")
    answer = browser_of("coordinator").get(f"/reports/files/{table}.json")
    told = json.loads(b"".join(answer.streaming_content))
    assert [list(row) for row in told["rows"]] == [list(row) for row in rows]
    assert told["timezone"] == "Europe/London"
    book = browser_of("coordinator").get(f"/reports/files/{table}.xlsx")
    assert b"".join(book.streaming_content)[:2] == b"PK"


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("address", ["nothing.csv", "totals.parquet", "totals.csv?venue=99", "totals.csv?venue=x"])
def test_what_is_not_there_is_said_so(address: str) -> None:
    assert browser_of("coordinator").get(f"/reports/files/{address}").status_code == 404


@pytest.mark.usefixtures("day")
def test_a_viewer_is_offered_what_they_may_take() -> None:
    page = browser_of("viewer").get("/reports/files/").content.decode()
    assert "People in numbers" in page
    assert "Attendance with times" not in page
    assert "With names" not in page
    assert "With names" in browser_of("venue_lead").get("/reports/files/").content.decode()
