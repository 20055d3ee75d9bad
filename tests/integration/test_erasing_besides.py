"""What else of somebody goes when they are erased: what lists said, what is being drawn, what kiosks were told, what a backup brings?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.lists import begin, choose, people, put_on, somebody
from tests.support.site_pages import centre_day

set_up_django()

LIST = "Name,Number,Venue\nZebulonia Quill,7701,\nTarquin Ost,7702,\nZebulonia Quill junior,7703,the Quills’ house\n"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[CentreDay]:
    from django.test.utils import override_settings

    with centre_day(filled=False) as day, override_settings(STATE_FOLDER=tmp_path):
        yield day


def brought(day: CentreDay) -> bytes:
    """A list on the roster, one of whose rows could not be used; return who is to go."""
    one = begin(day.event, LIST.encode(), "Zebulonia’s friends.csv")
    choose(one, RAINBOW, is_short=False)
    put_on(one)
    return bytes(people(day.event, RAINBOW)["Zebulonia Quill"].who)


def erase(day: CentreDay, key: bytes) -> None:
    from sync.server.erasing.erase import erase_people

    erase_people(day.event, [key], "Ruth Adeyemi", day.now_ms)


def test_what_was_wrong_in_a_list_goes_with_whoever_it_may_name(day: CentreDay) -> None:
    from sync.server.importing.models import RowFault

    key = brought(day)
    assert "Quills" in RowFault.objects.get().said
    erase(day, key)
    assert not RowFault.objects.exists()


def test_what_jobs_were_called_goes_with_the_event(day: CentreDay) -> None:
    from sync.server.erasing.erase import erase_event
    from sync.server.erasing.models import Why
    from sync.server.jobs.models import Job

    brought(day)
    assert any("Zebulonia" in job.title for job in Job.objects.all())
    erase_event(day.event, "Ruth Adeyemi", Why.ASKED, day.now_ms)
    assert not any("Zebulonia" in f"{job.title} {job.said}" for job in Job.objects.all())


def test_what_is_about_to_be_drawn_is_not_drawn(day: CentreDay) -> None:
    from sync.server.jobs.asking import ask
    from sync.server.jobs.models import Job, State

    key = brought(day)
    job = ask(day.event, "passes", "Passes for everybody", by=somebody(), asked={"whose": "everybody", "sheet": "a4"})
    erase(day, key)
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED


def test_kiosks_are_told_who_was_erased(day: CentreDay) -> None:
    from sync.server.publishing.models import Publication
    from sync.server.publishing.roster import roster_page

    key = brought(day)
    version = Publication.objects.get().roster_version
    erase(day, key)
    page = roster_page(day.event, RAINBOW, version, b"")
    assert page is not None
    assert [(change.key, change.body) for change in page.changes] == [(key, None)]


def test_a_list_that_a_backup_brings_back_forgets_them_again(day: CentreDay) -> None:
    """They are on no roster, but a list that waits for its look names them."""
    from sync.server.erasing import ledger
    from sync.server.erasing.again import reapply
    from sync.server.importing.models import StagedRow
    from sync.server.publishing.models import RosterRow

    key = brought(day)
    again = begin(day.event, LIST.encode())
    choose(again, RAINBOW, is_short=False)
    RosterRow.objects.filter(key=key).update(body=None)
    StagedRow.objects.exclude(roster_import=again).delete()
    assert StagedRow.objects.filter(key=key).exists()
    ledger.write_down(day.event, [key], day.now_ms)
    reapply(day.now_ms)
    assert not StagedRow.objects.filter(key=key).exists()


def test_what_could_not_be_overwritten_at_once_is_an_hour_later(day: CentreDay) -> None:
    from sync.server.erasing.due import ask_for_due
    from sync.server.erasing.models import Erasure

    erase(day, brought(day))
    assert Erasure.objects.get().wiped_ms is None
    assert ask_for_due(day.now_ms) == 0
    assert Erasure.objects.get().wiped_ms == day.now_ms
