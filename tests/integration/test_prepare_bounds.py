"""What is never published, and which file is never kept, whoever is quick and whatever a form says?"""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sync.domain.definition import Definition
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.preparing import bring, draft, take
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

SHEET = b"Venue,Town,Activity\nThe Boat House,Brannock,Painting oars\n"


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def ruth(day: CentreDay) -> Any:
    from sync.server.audit.log import Actor
    from sync.server.drafting.keeping import Author
    from sync.server.people.organisations import owner_of

    return Author("Ruth Adeyemi", Actor("Ruth Adeyemi", owner_of(day.event), day.event), day.now_ms)


def kept(day: CentreDay, after: Definition) -> int:
    """Make ``after`` the draft as no form would; return its revision."""
    from sync.server.drafting.keeping import keep

    keep(day.event, draft().revision, after, ruth(day))
    return int(draft().revision)


def without_a_venue(definition: Definition) -> Definition:
    gone = definition.venues[0].no
    return msgspec.structs.replace(
        definition,
        venues=definition.venues[1:],
        activities=tuple(one for one in definition.activities if one.venue != gone),
        shifts=(),
    )


def without_an_open_one(definition: Definition) -> Definition:
    closed = tuple(msgspec.structs.replace(venue, is_open=False) for venue in definition.venues)
    return msgspec.structs.replace(definition, venues=closed)


@pytest.mark.parametrize("broken", [without_a_venue, without_an_open_one])
def test_what_would_change_the_meaning_of_what_was_recorded_or_lets_nobody_in_is_not_published(day: CentreDay, broken: Any) -> None:
    from sync.server.drafting.release import release
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import Unpublishable

    before = bytes(Publication.objects.get().manifest)
    revision = kept(day, broken(draft().definition))
    with pytest.raises(Unpublishable):
        release(day.event, revision, ruth(day))
    assert bytes(Publication.objects.get().manifest) == before


def test_a_draft_that_somebody_changed_meanwhile_is_not_given_up(day: CentreDay) -> None:
    from sync.server.drafting.keeping import ChangedMeanwhile
    from sync.server.drafting.release import begin_again

    revision = kept(day, without_an_open_one(draft().definition))
    with pytest.raises(ChangedMeanwhile):
        begin_again(day.event, revision - 1, ruth(day))
    assert not any(venue.is_open for venue in draft().definition.venues)
    begin_again(day.event, revision, ruth(day))
    assert any(venue.is_open for venue in draft().definition.venues)


def test_who_changed_and_who_published_stands_in_the_audit_log(day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine
    from sync.server.drafting.release import release

    event = msgspec.structs.replace(draft().definition.event, name={"en": "A day in spring"})
    release(day.event, kept(day, msgspec.structs.replace(draft().definition, event=event)), ruth(day))
    published, changed = AuditLine.objects.filter(event=day.event).order_by("-pk")[:2]
    assert (changed.deed, changed.who, "A day in spring" in changed.what) == ("event-drafted", "Ruth Adeyemi", True)
    assert (published.deed, published.what.startswith("Published A day in spring, version")) == ("event-published", True)


def test_what_was_looked_at_for_one_event_is_not_kept_for_another(day: CentreDay) -> None:
    from sync.server.drafting.keeping import begin

    client = browser_of("coordinator")
    other = begin(day.definition, "Begun.", ruth(day))
    event = msgspec.structs.replace(draft().definition.event, name={"en": "A day in spring"})
    kept(day, msgspec.structs.replace(draft().definition, event=event))
    assert draft(other).revision == draft().revision
    shown = bring(client, "venues.csv", SHEET)
    before = draft(other).revision
    assert "The draft changed since the file was looked at" in text_of(take(client, shown, other))
    assert draft(other).revision == before
    assert "The file is in the draft" in text_of(take(client, shown))


@pytest.mark.usefixtures("day")
def test_a_preview_that_was_left_open_is_shown_anew_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of("coordinator")
    shown = bring(client, "venues.csv", SHEET)
    monkeypatch.setattr("sync.server.drafting.pages.bringing.CONFIRM_WITHIN_S", -1)
    assert "choose the file again" in text_of(take(client, shown))


@pytest.mark.usefixtures("day")
def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.drafting.sheets.reading import FILE_BYTES_MAX, SheetFault, read_rows

    with pytest.raises(SheetFault, match="larger than 1 MB"):
        read_rows("venues.csv", b"x" * (FILE_BYTES_MAX + 1))
    monkeypatch.setattr("sync.server.drafting.pages.bringing.FILE_BYTES_MAX", len(SHEET) - 1)
    client = browser_of("coordinator")
    assert "larger than 1 MB" in text_of(bring(client, "venues.csv", SHEET))
    whole = {"file": SimpleUploadedFile("event.toml", SHEET)}
    assert "larger than 1 MB" in text_of(client.post("/prepare/from-file", whole, follow=True))
