"""What does a list of people never do, however it is made and whoever is quick? Touch others, pile up, or be two at once."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sync.domain.roster import Volunteer
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.lists import begin, choose, people, put_on, somebody, state_files, take_back
from tests.support.site_pages import centre_day

set_up_django()

TWO = b"Name,Number\nAda Moss,1\nBen Oak,2\n"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def read(day: CentreDay, content: bytes = TWO) -> Any:
    """A list that waits at its preview."""
    one = begin(day.event, content)
    assert choose(one, RAINBOW) == []
    return one


def staged(one: Any) -> int:
    from sync.server.importing.models import StagedRow

    return StagedRow.objects.filter(roster_import=one).count()


def test_of_endless_faults_some_are_kept_and_all_are_counted(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.importing.models import RowFault

    monkeypatch.setattr("sync.server.importing.reading.FAULTS_KEPT_MAX", 2)
    one = begin(day.event, b"Name,Venue\n" + b"Ada Moss,nowhere\n" * 5)
    choose(one)
    assert (RowFault.objects.filter(roster_import=one).count(), one.counts["faults"]) == (2, 5)


def test_two_lists_never_come_onto_the_roster_at_the_same_time(day: CentreDay) -> None:
    from sync.server.importing import lists

    one, other = read(day), read(day, b"Name,Number\nCleo Ng,3\n")
    lists.put_on_roster(one, somebody(), removes=False, merged=set(), shown=set())
    with pytest.raises(lists.NotNow, match="Another list is being put onto the roster"):
        lists.put_on_roster(other, somebody(), removes=False, merged=set(), shown=set())


def test_only_the_newest_list_is_taken_back_and_of_older_ones_nothing_is_kept(day: CentreDay) -> None:
    from sync.server.importing import lists

    older, newest = read(day), read(day, b"Name,Number\nCleo Ng,3\n")
    put_on(older)
    put_on(newest)
    assert staged(older) == 0
    with pytest.raises(lists.NotNow, match="Only the newest list"):
        take_back(older)
    take_back(newest)
    assert "Ada M." in people(day.event, RAINBOW)
    assert "Cleo N." not in people(day.event, RAINBOW)


def test_a_list_lies_where_nobody_else_reads_it(day: CentreDay) -> None:
    read(day)
    assert [file.parent.stat().st_mode & 0o077 for file in state_files()] == [0] * len(state_files())
    assert state_files()


def test_nobody_goes_whom_the_list_cannot_speak_of(day: CentreDay) -> None:
    """People of other venues, and newcomers whom a kiosk told of."""
    from sync.protocol.messages import RosterChange
    from sync.server.devices.models import Device
    from sync.server.publishing.newcomers import take_names

    day.enrol(2, RAINBOW, "Rainbow door")
    body = msgspec.msgpack.encode(Volunteer(b"walkedin", "Noor A.", RAINBOW))
    assert take_names(Device.objects.get(no=2), (RosterChange(1, b"walkedin", body),), day.now_ms) == 1
    others = people(day.event, SCHOOL)
    assert others
    assert len(people(day.event, RAINBOW)) > 1
    put_on(read(day), removes=True)
    assert set(people(day.event, RAINBOW)) == {"Ada M.", "Ben O.", "Noor A."}
    assert people(day.event, SCHOOL) == others


def test_nobody_gets_from_a_list_to_the_references_without_the_events_secret(day: CentreDay) -> None:
    from sync.server.importing.columns import Field
    from sync.server.importing.people import Reader
    from sync.server.publishing import keys

    put_on(read(day))
    ada = people(day.event, RAINBOW)["Ada M."]

    def reference(secret: bytes) -> bytes | None:
        person = Reader(day.definition, [Field.NAME, Field.IDENTIFIER], secret, venue=RAINBOW).person(["Ada Moss", "1"])
        return None if person is None else person.token

    assert reference(keys.reference_secret(day.event)) == ada.who
    assert reference(b"") != ada.who


def test_a_reading_that_was_begun_anew_is_not_done_twice(day: CentreDay) -> None:
    from sync.server.importing import lists
    from sync.server.importing.columns import Field
    from sync.server.jobs import asking
    from sync.server.jobs.models import Job, State
    from sync.server.jobs.worker import work_once

    one = begin(day.event, TWO)
    fields = [Field(field) for field in one.fields]
    lists.choose(one, fields, {"venue": RAINBOW}, somebody())
    first = Job.objects.latest("pk")
    Job.objects.filter(pk=first.pk).update(state=State.FAILED)
    one.refresh_from_db()
    lists.choose(lists.settled(one), fields, {"venue": RAINBOW}, somebody())
    assert asking.ask_again(first)
    while work_once():
        pass
    first.refresh_from_db()
    assert (first.state, first.said) == (State.FAILED, "Somebody looked at the columns once more meanwhile.")
    one.refresh_from_db()
    assert one.counts["rows"] == 2


@pytest.mark.parametrize("said", ["501", "0", "many"])
def test_a_number_of_people_that_no_group_has_is_told(day: CentreDay, said: str) -> None:
    from sync.server.importing.columns import Field
    from sync.server.importing.people import Fault, Reader

    with pytest.raises(Fault, match="from 1 to 500"):
        Reader(day.definition, [Field.GROUP, Field.HEADCOUNT], b"secret", venue=RAINBOW).person(["Walkers", said])
