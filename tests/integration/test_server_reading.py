"""Do pages get the right plain values? From pushes over the projector to what every reading function says, on both databases."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.entry import Line
from sync.domain.facts import Arrived, Counted, Delivered, ItemsLogged, Left, Moved
from sync.domain.flags import Flag
from sync.domain.identity import entry_id
from sync.domain.roster import Lead, Roster, Volunteer
from sync.domain.tally import tally
from sync.protocol import canon, paths, signing
from sync.protocol.messages import PullAsk, PullReply, PushReply
from tests.support.centre import KINDS
from tests.support.day import (
    CARDS,
    CARDS_MADE,
    CHILDREN,
    CLASS_3B,
    CLOSES_MS,
    EVENT,
    HATS,
    HOUR_MS,
    KNITTING,
    MINUTE_MS,
    MIRIAM,
    NEONATAL,
    OPENS_MS,
    SCHOOL,
    WARD,
    small_roster,
)
from tests.support.pushing import NOW_MS, Pusher, sample_at
from tests.support.wiring import WiredCentre, add_device, signed_by, wired_centre

ELSEWHERE = 77
"""An activity that the small event does not have: whoever moves there moved all the same."""

LEAD = Lead(3, "Rosa", WARD, b"hash", "01")


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    rosters = {WARD: msgspec.structs.replace(small_roster(), leads=(LEAD,)), SCHOOL: Roster(1)}
    with wired_centre(request.param, rosters) as centre:
        add_device(1, WARD)
        add_device(2, SCHOOL)
        yield centre


def take(centre: WiredCentre, *kiosks: Pusher, now_ms: int = NOW_MS) -> None:
    from sync.server.ledger.opening import open_store
    from sync.server.projector.follow import catch_up

    centre.now_ms = now_ms
    for kiosk in kiosks:
        centre.ask(paths.PUSH, kiosk.push(sent=sample_at(now_ms)), signing.PUSH_REPLY, PushReply)
    catch_up(open_store(), now_ms)


def published() -> Any:
    from sync.server.reading.event import present_event

    found = present_event()
    assert found is not None
    return found


def a_day(centre: WiredCentre) -> tuple[Pusher, Pusher]:
    ward, school = Pusher(1, venue=WARD), Pusher(2, venue=SCHOOL)
    ward.add(Arrived(MIRIAM, KNITTING), 0)
    ward.add(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 60)
    ward.add(Counted(KNITTING, HATS, 6), 70)
    ward.add(Delivered(KNITTING, HATS, 6), 80)
    school.add(Arrived(CLASS_3B, CARDS, 28), 30)
    school.add(ItemsLogged(CARDS, CARDS_MADE, 60, CLASS_3B), 60)
    school.add(Left(CLASS_3B, headcount=28), 90)
    take(centre, ward, school)
    return ward, school


def test_totals_show_made_counted_and_delivered_against_the_target(centre: WiredCentre) -> None:
    from sync.server.reading.totals import Figures, totals

    a_day(centre)
    found = totals(published(), NOW_MS)
    assert found.by_item[HATS] == Figures(made=7, counted=6, delivered=6, target=500)
    assert found.by_item[CARDS_MADE] == Figures(made=60, target=300)
    assert found.by_beneficiary[NEONATAL, HATS].made == 7
    assert found.by_beneficiary[CHILDREN, CARDS_MADE].made == 60
    assert (found.people.here, found.people.arrived, found.people.minutes) == (1, 29, 240 + 28 * 60)
    assert found.entries == 7
    row = next(row for row in found.rows if row.item_no == HATS)
    assert row.activity is not None
    assert (row.venue, row.activity.no, row.beneficiary) == (WARD, KNITTING, NEONATAL)


def test_people_who_came_are_counted_once_however_often_they_move(centre: WiredCentre) -> None:
    from sync.server.commands.recount import recount
    from sync.server.ledger.opening import open_store
    from sync.server.reading.totals import people_by_venue, totals

    ward, school = Pusher(1, venue=WARD), Pusher(2, venue=SCHOOL)
    ward.add(Arrived(MIRIAM, KNITTING), 0)
    ward.add(Moved(MIRIAM, ELSEWHERE), 10)
    ward.add(Moved(MIRIAM, KNITTING), 20)
    ward.add(Left(MIRIAM), 30)
    ward.add(Arrived(MIRIAM, KNITTING), 40)
    school.add(Arrived(CLASS_3B, CARDS, 28), 30)
    school.add(Moved(CLASS_3B, ELSEWHERE), 40)
    school.add(Arrived(MIRIAM, CARDS), 60)
    take(centre, ward, school)
    assert {venue: people.arrived for venue, people in people_by_venue(EVENT, NOW_MS).items()} == {WARD: 1, SCHOOL: 29}
    shown = totals(published(), NOW_MS)
    lines = [
        Line(entry_id(kiosk.stream, at), at, canon.decode(body)) for kiosk in (ward, school) for at, body in enumerate(kiosk.bodies, 1)
    ]
    assert shown.people.arrived == tally(lines, published().definition).helped == 29
    with open_store().transaction() as ledger:
        ledger.run("UPDATE projector_attendance SET arrived = arrived + 1 WHERE scope = 3")  # type: ignore[attr-defined]  # a plain statement, to do damage
    (difference,) = recount(NOW_MS)
    assert "arrived=30" in difference
    assert "arrived=29" in difference


def test_a_page_of_flags_is_read_with_as_many_questions_as_a_flag(centre: WiredCentre) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sync.server.reading.flags import open_flags

    kiosk = Pusher(1)
    asked = []
    for minute in range(12):
        kiosk.add(ItemsLogged(KNITTING, 99, 1), minute)
        take(centre, kiosk)
        with CaptureQueriesContext(connection) as questions:
            found = open_flags(EVENT)
        assert all(flag.entry is not None and flag.entry.item == 99 for flag in found)
        asked.append(len(questions))
    assert len(found) >= 12
    assert set(asked) == {2}


def test_a_lead_sees_the_totals_of_their_own_venue(centre: WiredCentre) -> None:
    from sync.server.reading.totals import totals

    a_day(centre)
    found = totals(published(), NOW_MS, (SCHOOL,))
    assert HATS not in found.by_item
    assert (found.people.here, found.people.arrived, found.entries) == (0, 28, 3)


def test_of_two_kiosks_that_counted_one_box_the_later_count_is_shown(centre: WiredCentre) -> None:
    from sync.server.reading.totals import totals

    first, second = Pusher(1), Pusher(2)
    first.add(Counted(KNITTING, HATS, 90), 20)
    second.add(Counted(KNITTING, HATS, 80), 10)
    take(centre, first, second)
    assert totals(published(), NOW_MS).by_item[HATS].counted == 90


def test_what_the_definition_does_not_know_is_shown_all_the_same(centre: WiredCentre) -> None:
    from sync.server.reading.totals import totals

    kiosk = Pusher(1)
    kiosk.add(ItemsLogged(77, 88, 5))
    take(centre, kiosk)
    row = next(row for row in totals(published(), NOW_MS).rows if row.item_no == 88)
    assert (row.figures.made, row.activity, row.item, row.beneficiary) == (5, None, None, None)


def test_who_is_here_is_known_by_name(centre: WiredCentre) -> None:
    from sync.server.reading.venues import Present, present_at

    ward, _ = a_day(centre)
    ward.add(Arrived(b"walkedin", None, 2), 100)
    take(centre, ward)
    assert present_at(EVENT, WARD) == [
        Present(MIRIAM, "Miriam K.", KNITTING, 1, OPENS_MS),
        Present(b"walkedin", "", None, 2, OPENS_MS + 100 * MINUTE_MS),
    ]
    assert present_at(EVENT, SCHOOL) == []


def test_somebody_who_moves_and_arrives_elsewhere_is_in_one_place(centre: WiredCentre) -> None:
    from sync.server.reading.totals import people_by_activity, people_by_venue
    from sync.server.reading.venues import present_at

    ward, school = Pusher(1, venue=WARD), Pusher(2, venue=SCHOOL)
    ward.add(Arrived(MIRIAM, KNITTING), 0)
    school.add(Arrived(MIRIAM, CARDS), 60)
    school.add(Moved(MIRIAM, 3), 70)
    take(centre, school)
    take(centre, ward)
    by_venue = people_by_venue(EVENT, NOW_MS)
    assert (by_venue[WARD].here, by_venue[WARD].minutes, by_venue[SCHOOL].here) == (0, 60, 1)
    assert people_by_activity(EVENT, NOW_MS)[SCHOOL, CARDS].minutes == 10
    assert [one.activity for one in present_at(EVENT, SCHOOL)] == [3]


def test_who_never_checked_out_is_closed_by_rule_when_the_event_is_over(centre: WiredCentre) -> None:
    from sync.server.ledger.opening import open_store
    from sync.server.projector.follow import catch_up
    from sync.server.reading.flags import open_flags
    from sync.server.reading.totals import totals

    a_day(centre)
    later_ms = CLOSES_MS + HOUR_MS
    assert catch_up(open_store(), later_ms) > 0
    assert catch_up(open_store(), later_ms) == 0
    people = totals(published(), later_ms).people
    assert (people.here, people.minutes) == (0, 8 * 60 + 28 * 60)
    assert [row.flag for row in open_flags(EVENT)] == [Flag.CLOSED_BY_RULE]


def test_every_venue_says_how_it_is(centre: WiredCentre) -> None:
    from sync.server.reading.venues import Contact, silent_venues, venue, venues

    rows = {row.venue.no: row for row in venues(published(), NOW_MS)}
    assert {row.contact for row in rows.values()} == {Contact.NEVER_HEARD}
    ward, _ = a_day(centre)
    rows = {row.venue.no: row for row in venues(published(), NOW_MS)}
    assert (rows[WARD].contact, rows[WARD].entries, rows[WARD].devices) == (Contact.IN_TOUCH, len(ward.bodies), 1)
    assert rows[WARD].newest_ms == OPENS_MS + 80 * MINUTE_MS
    later_ms = NOW_MS + HOUR_MS
    ask = PullAsk(2, b"nonce", 0, 0, b"", (), sample_at(later_ms), "1.1", 12)
    centre.now_ms = later_ms
    centre.ask(paths.PULL, signed_by(2, signing.PULL, ask), signing.PULL_REPLY, PullReply)
    assert [row.venue.no for row in silent_venues(published(), later_ms)] == [WARD]
    page = venue(published(), SCHOOL, later_ms)
    assert page is not None
    assert (page.row.waiting, page.devices[0].version, page.row.contact) == (12, "1.1", Contact.IN_TOUCH)
    assert venue(published(), 99, later_ms) is None


@pytest.mark.usefixtures("centre")
def test_a_venue_without_a_kiosk_says_so() -> None:
    from sync.server.devices.enrolment import revoke
    from sync.server.reading.venues import Contact, venue

    revoke(1, NOW_MS)
    page = venue(published(), WARD, NOW_MS)
    assert page is not None
    assert page.row.contact is Contact.NO_DEVICE
    assert page.leads == (LEAD,)


def test_devices_are_listed_with_what_they_sent(centre: WiredCentre) -> None:
    from sync.server.reading.devices import device, devices

    kiosk = Pusher(1)
    kiosk.add(ItemsLogged(KNITTING, HATS, 1))
    clone = kiosk.branch(0)
    clone.add(ItemsLogged(KNITTING, HATS, 2))
    take(centre, kiosk, clone)
    rows = devices(EVENT)
    assert [(row.no, row.entries, row.streams, row.quarantined) for row in rows] == [(1, 1, 1, 1), (2, 0, 0, 0)]
    assert [row.no for row in devices(EVENT, SCHOOL)] == [2]
    assert (rows[0].heard_ms, rows[1].heard_ms) == (NOW_MS, None)
    assert device(9) is None


def test_flags_come_newest_first_with_what_their_entries_say(centre: WiredCentre) -> None:
    from sync.server.reading.flags import count_open, flag, open_flags

    kiosk = Pusher(1)
    kiosk.add(ItemsLogged(KNITTING, HATS, 500), 5)
    kiosk.add_bytes(b"\xc1")
    take(centre, kiosk)
    rows = open_flags(EVENT)
    assert [row.flag for row in rows] == [Flag.UNREADABLE, Flag.IMPLAUSIBLE_AMOUNT]
    unreadable, amount = rows
    assert (unreadable.entry, unreadable.venue) == (None, WARD)
    assert amount.entry is not None
    assert (amount.entry.quantity, amount.at_ms, amount.entry_id.seq) == (500, OPENS_MS + 5 * MINUTE_MS, 1)
    assert [row.id for row in open_flags(EVENT, before=unreadable.id)] == [amount.id]
    assert (count_open(EVENT), count_open(EVENT, (SCHOOL,))) == (2, 0)
    assert flag(amount.id) == amount


@pytest.mark.usefixtures("centre")
def test_a_person_who_is_told_of_nowhere_sees_nothing_and_roles_see_theirs() -> None:
    from django.contrib.auth.models import AnonymousUser, User

    from sync.server.people.models import Membership, Role
    from sync.server.people.rights import rights_of

    assert not rights_of(AnonymousUser(), EVENT).sees_something
    person = User.objects.create(username="rosa")
    assert not rights_of(person, EVENT).sees_something
    Membership.objects.create(user=person, role=Role.VENUE_LEAD, event=EVENT, venue=WARD)
    lead = rights_of(person, EVENT)
    assert (lead.shown_venues, lead.sees_venue(WARD), lead.sees_venue(SCHOOL)) == (frozenset({WARD}), True, False)
    assert (lead.may_settle(WARD), lead.may_settle(SCHOOL), lead.may_settle(None)) == (True, False, False)
    assert not rights_of(person, EVENT + 1).sees_something
    Membership.objects.create(user=person, role=Role.COORDINATOR)
    assert rights_of(person, EVENT).may_settle(None)
    assert rights_of(person, EVENT).shown_venues is None


@pytest.mark.usefixtures("centre")
def test_an_event_that_was_never_published_is_none() -> None:
    from sync.server.publishing.publish import publish
    from sync.server.reading.event import event

    assert event(99) is None
    again = event(EVENT)
    assert again is not None
    other = msgspec.structs.replace(again.definition, event=msgspec.structs.replace(again.definition.event, no=8))
    publish(other, {8: Roster(1, (Volunteer(MIRIAM, "M."),))}, NOW_MS + 1)
    assert published().no == 8
