"""Are people forgotten when their date comes or when they ask, and does that outlive a backup? On both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.protocol.limits import NAME_CHARACTERS_MAX
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.lists import begin, choose, people, put_on, work
from tests.support.site_pages import centre_day

set_up_django()

DAY_MS = 24 * 3_600_000
LIST = "Name,Number\nZebulonia Quill,7701\nTarquin Ost,7702\n"


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentreDay]:
    """A day with a state folder of its own, since erasures are written down there."""
    from django.test.utils import override_settings

    with centre_day(filled=False, kind=request.param) as day, override_settings(STATE_FOLDER=tmp_path):
        yield day


def bring(day: CentreDay) -> Any:
    one = begin(day.event, LIST.encode(), "helpers.csv")
    choose(one, RAINBOW, is_short=False)
    put_on(one)
    return one


def somebody_called(day: CentreDay, name: str) -> bytes:
    return bytes(people(day.event, RAINBOW)[name].who)


def everybody(day: CentreDay) -> int:
    from sync.server.publishing.models import RosterRow

    return RosterRow.objects.filter(event=day.event, body__isnull=False).count()


def test_everybody_of_an_event_is_forgotten_and_kiosks_learn_of_it(day: CentreDay) -> None:
    from sync.server.erasing.erase import erase_event, kept
    from sync.server.erasing.holdings import Kind
    from sync.server.erasing.models import Erasure, Why
    from sync.server.publishing.models import KeyPair, Publication, Purpose, RosterRow
    from sync.server.publishing.roster import roster_page

    bring(day)
    before, version = everybody(day), Publication.objects.get().roster_version
    told = kept(day.event)
    gone = erase_event(day.event, "Ruth Adeyemi", Why.ASKED, day.now_ms)
    assert everybody(day) == 0
    assert gone[Kind.VOLUNTEERS] + gone[Kind.PARTIES] + gone[Kind.LEADS] == before
    assert told == {kind: count for kind, count in gone.items() if kind is not Kind.SECRETS}
    page = roster_page(day.event, RAINBOW, version, b"")
    assert page is not None
    assert {change.body for change in page.changes} == {None}
    assert len(page.changes) == RosterRow.objects.filter(venue=RAINBOW).count()
    record = Erasure.objects.get()
    assert (record.by, record.why, record.counts[Kind.VOLUNTEERS.value]) == ("Ruth Adeyemi", Why.ASKED, gone[Kind.VOLUNTEERS])
    assert kept(day.event) == {}
    assert not KeyPair.objects.filter(purpose=Purpose.REFERENCES).exists(), "no list tells any more who was who"


def test_one_person_goes_and_the_same_list_does_not_bring_them_back(day: CentreDay) -> None:
    from sync.server.erasing.erase import erase_people
    from sync.server.importing.models import StagedRow

    one = bring(day)
    key = somebody_called(day, "Zebulonia Quill")
    erase_people(day.event, [key], "Ruth Adeyemi", day.now_ms)
    assert "Zebulonia Quill" not in people(day.event, RAINBOW)
    assert "Tarquin Ost" in people(day.event, RAINBOW)
    assert not StagedRow.objects.filter(roster_import=one, key=key).exists()
    again = begin(day.event, LIST.encode(), "helpers again.csv")
    choose(again, RAINBOW, is_short=False)
    assert again.counts["left_out"] == 1
    assert not StagedRow.objects.filter(roster_import=again, key=key).exists(), "the preview does not show them either"
    put_on(again)
    assert "Zebulonia Quill" not in people(day.event, RAINBOW)


def test_who_is_erased_while_a_list_waits_does_not_come_with_it(day: CentreDay) -> None:
    from sync.server.erasing import ledger

    bring(day)
    key = somebody_called(day, "Zebulonia Quill")
    again = begin(day.event, LIST.replace("Quill", "Quills").encode(), "helpers again.csv")
    choose(again, RAINBOW, is_short=False)
    ledger.write_down(day.event, [key], day.now_ms)
    put_on(again)
    assert "Zebulonia Quills" not in people(day.event, RAINBOW)


def test_an_event_file_does_not_bring_back_who_was_erased(day: CentreDay) -> None:
    from sync.server.erasing.erase import erase_people

    name, person = next(iter(people(day.event, RAINBOW).items()))
    erase_people(day.event, [bytes(person.who)], "Ruth Adeyemi", day.now_ms)
    day.publish()
    assert name not in people(day.event, RAINBOW)
    assert len(people(day.event, RAINBOW)) > 1


def test_a_family_that_is_erased_leaves_its_members_who_stay(day: CentreDay) -> None:
    from sync.domain.roster import Party
    from sync.server.erasing.erase import erase_people
    from sync.server.erasing.roster import members_of

    family = next(one for venue in (1, 2, 3) for one in people(day.event, venue).values() if isinstance(one, Party))
    parties = [one for venue in (1, 2, 3, 4) for one in people(day.event, venue).values() if isinstance(one, Party)]
    family = next(one for one in parties if members_of(day.event, one.who))
    members = members_of(day.event, family.who)
    erase_people(day.event, [family.who], "Ruth Adeyemi", day.now_ms)
    left = {one.who: one for venue in (1, 2, 3, 4) for one in people(day.event, venue).values()}
    assert family.who not in left
    assert [left[member].party for member in members] == [None] * len(members)


def restored(day: CentreDay) -> None:
    """What a backup of this morning has: everybody on the roster, and nothing of what was erased since."""
    from sync.server.erasing.models import Erased

    Erased.objects.all().delete()
    day.publish()


def test_a_restored_backup_forgets_again_one_person_and_no_other(day: CentreDay) -> None:
    from sync.server.erasing.again import reapply
    from sync.server.erasing.erase import erase_people
    from sync.server.erasing.holdings import Kind

    before = people(day.event, RAINBOW)
    name, person = next(iter(before.items()))
    erase_people(day.event, [bytes(person.who)], "Ruth Adeyemi", day.now_ms)
    restored(day)
    assert name in people(day.event, RAINBOW), "the backup has them"
    assert reapply(day.now_ms) == {Kind.VOLUNTEERS: 1}
    assert people(day.event, RAINBOW).keys() == before.keys() - {name}
    assert reapply(day.now_ms) == {}


def test_a_restored_backup_forgets_a_whole_event_again(day: CentreDay) -> None:
    from sync.server.erasing.again import reapply
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.models import Why

    erase_event(day.event, "Ruth Adeyemi", Why.ASKED, day.now_ms + 1)
    restored(day)
    assert everybody(day) > 0
    reapply(day.now_ms + 2)
    assert everybody(day) == 0


def test_an_event_that_was_published_after_an_erasing_is_another_one(day: CentreDay) -> None:
    from sync.server.erasing.again import reapply
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.models import Why

    erase_event(day.event, "Ruth Adeyemi", Why.ASKED, day.now_ms - 1)
    restored(day)
    reapply(day.now_ms)
    assert everybody(day) > 0


def test_a_ledger_with_a_half_line_is_read_and_a_lost_one_is_written_anew(day: CentreDay) -> None:
    from sync.server.erasing import ledger
    from sync.server.erasing.again import reapply
    from sync.server.erasing.outside import lines_of

    ledger.write_down(day.event, [b"12345678"], 1)
    with ledger.ledger_file().open("ab") as file:
        file.write(b'{"mark":"half')
    ledger.write_down(day.event, [b"87654321"], 2)
    assert list(ledger.lines_outside()) == []
    assert [line.at_ms for line in lines_of(ledger.ledger_file(), ledger.Line)] == [1, 2], "a line begins on a line of its own"
    assert ledger.ledger_file().stat().st_mode & 0o077 == 0
    ledger.ledger_file().unlink()
    reapply(day.now_ms)
    assert len([line for line in ledger.ledger_file().read_text().splitlines() if line]) == 2
    assert [word for word in ("12345678", b"12345678".hex()) if word in ledger.ledger_file().read_text()] == []


def test_people_are_forgotten_on_the_date_by_whoever_does_the_jobs(day: CentreDay) -> None:
    from sync.server.erasing.due import ask_for_due, due
    from sync.server.erasing.models import Erasure, Why
    from sync.server.erasing.retention import term_of
    from sync.server.jobs.models import Job

    date_ms = term_of(day.definition).erase_ms
    assert 28 * DAY_MS < date_ms - day.definition.event.closes_ms <= 30 * DAY_MS
    assert due(date_ms - 1) == []
    assert ask_for_due(date_ms) == 1
    assert ask_for_due(date_ms) == 0, "it is asked for already"
    work()
    assert everybody(day) == 0
    record = Erasure.objects.get()
    assert record.why == Why.DATE
    assert record.wiped_ms is not None
    assert due(date_ms) == []
    assert ask_for_due(date_ms + 1) == 0
    assert "Erased" in Job.objects.get().said


def test_a_ledger_that_cannot_be_written_does_not_keep_what_is_due(day: CentreDay, caplog: pytest.LogCaptureFixture) -> None:
    from sync.server.erasing import ledger
    from sync.server.erasing.due import ask_for_due
    from sync.server.erasing.retention import term_of

    ledger.ledger_file().mkdir()
    assert ask_for_due(term_of(day.definition).erase_ms) == 1
    assert "cannot be read or written" in caplog.text


def test_a_kiosk_from_a_cupboard_brings_nobody_after_the_date(day: CentreDay) -> None:
    import msgspec

    from sync.domain.roster import Volunteer
    from sync.protocol.messages import RosterChange
    from sync.server.devices.models import Device
    from sync.server.erasing.retention import term_of
    from sync.server.publishing.newcomers import take_names

    day.enrol(2, RAINBOW, "Rainbow door")
    body = msgspec.msgpack.encode(Volunteer(b"tap-one-", "Zebulonia"[:NAME_CHARACTERS_MAX], RAINBOW))
    change = RosterChange(1, b"tap-one-", body)
    assert take_names(Device.objects.get(), (change,), term_of(day.definition).erase_ms) == 0
    assert take_names(Device.objects.get(), (change,), day.now_ms) == 1


def test_the_date_can_be_moved_with_a_reason_and_not_for_ever(day: CentreDay) -> None:
    import datetime as dt

    from sync.server.erasing.retention import NotThen, latest, move, term_of

    last = latest(day.definition)
    moved = move(day.definition, last, "The schools still ask for certificates.", "Ruth", day.now_ms)
    assert moved == term_of(day.definition)
    assert not moved.is_usual
    today = dt.datetime.fromtimestamp(day.now_ms / 1000, dt.UTC).date()
    for date, reason, said in (
        (last + dt.timedelta(days=1), "The schools still ask.", "a year"),
        (today, "The schools still ask.", "still to come"),
        (last, "so", "in a few words why"),
        (last, "so " * 200, "letters at most"),
    ):
        with pytest.raises(NotThen, match=said):
            move(day.definition, date, reason, "Ruth", day.now_ms)
    assert moved == term_of(day.definition)


def test_the_command_erases_what_is_due_and_says_so(day: CentreDay, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    from sync.server.commands import erasing
    from sync.server.erasing.models import Retention

    assert erasing.run(argparse.Namespace(command="erase-due")) == 0
    assert "Nothing is due." in capsys.readouterr().out
    Retention.objects.create(event=day.event, erase_ms=1, reason="a test", by="Ruth", at_ms=1)
    assert erasing.run(argparse.Namespace(command="erase-due")) == 0
    assert f"Event {day.event}: erased" in capsys.readouterr().out
    assert everybody(day) == 0
    restored(day)
    Retention.objects.all().delete()
    from sync.server.publishing.models import Publication

    Publication.objects.update(loaded_ms=1)
    assert erasing.run(argparse.Namespace(command="reapply-erasures")) == 0
    assert "once more" in capsys.readouterr().out
    assert everybody(day) == 0
    assert erasing.run(argparse.Namespace(command="reapply-erasures")) == 0
    assert "Nobody who was erased is back." in capsys.readouterr().out
