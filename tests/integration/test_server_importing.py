"""Does a list of people become the roster: as it comes, after a look, without loss, and off again?"""

import shutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.centre import KINDS, set_up_django, state_folder
from tests.support.centre_day import RAINBOW, SCHOOL, CentreDay
from tests.support.lists import (
    EVENTBRITE,
    GOOGLE_FORMS,
    PRETIX,
    SCHOOL_OFFICE,
    as_xlsx,
    begin,
    choose,
    people,
    put_on,
    state_files,
    take_back,
)
from tests.support.site_pages import centre_day

set_up_django()


@pytest.fixture(autouse=True)
def _no_lists_of_other_tests() -> None:
    shutil.rmtree(state_folder() / "imports", ignore_errors=True)


KNITTING, TEA = 1, 2


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(filled=False, kind=request.param) as day:
        yield day


@pytest.fixture
def quick_day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def roster_rows() -> list[tuple[object, ...]]:
    from sync.server.publishing.models import RosterRow

    return sorted((row.venue, bytes(row.key), bytes(row.body)) for row in RosterRow.objects.filter(body__isnull=False))


def test_an_export_of_eventbrite_comes_onto_the_roster_and_off_again(day: CentreDay) -> None:
    from sync.server.reading import imports as reading

    before = roster_rows()
    one = begin(day.event, EVENTBRITE.encode(), "report.csv")
    assert [field for field in one.fields if field] == [
        "first_name",
        "last_name",
        "identifier",
        "activity",
        "identifier",
        "group",
        "status",
    ]
    assert choose(one, RAINBOW) == []
    assert one.stage == "ready"
    assert (one.counts["new"], one.counts["faults"], one.counts["left_out"]) == (3, 1, 1)
    (fault,) = reading.faults(one)
    assert (fault.line, fault.column) == (6, "Ticket Type")
    assert fault.said == "There is no activity “Kniting hats” here. Did you mean “Knitting hats”?"
    assert roster_rows() == before, "nothing changes before somebody decides"
    put_on(one)
    there = people(day.event, RAINBOW)
    assert there["Ada M."].activity == KNITTING
    assert there["Ada M."].who != there["Ben M."].who
    assert there["Ada M."].spoken_code
    assert one.stage == "applied"
    take_back(one)
    assert roster_rows() == before
    assert one.stage == "undone"


def test_the_same_list_again_changes_nothing_and_a_later_one_says_what_it_changes(day: CentreDay) -> None:
    from sync.server.importing.models import Change
    from sync.server.reading import imports as reading

    first = begin(day.event, EVENTBRITE.encode())
    choose(first, RAINBOW)
    put_on(first)
    ada = people(day.event, RAINBOW)["Ada M."]
    again = begin(day.event, as_xlsx(EVENTBRITE), "report.xlsx")
    choose(again, RAINBOW)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 3)
    later = begin(day.event, EVENTBRITE.replace("Ada,Moss", "Adah,Moss").encode())
    choose(later, RAINBOW)
    assert (later.counts["new"], later.counts["changed"]) == (0, 1)
    (change,) = reading.differences(later, Change.CHANGED, day.definition)
    assert (change.line, change.name, change.what) == (2, "Adah M.", "was called Ada M.")
    assert people(day.event, RAINBOW)["Ada M."] == ada


def test_a_change_is_said_in_words_and_keeps_pass_and_digits(quick_day: CentreDay) -> None:
    from sync.server.importing.models import Change
    from sync.server.reading import imports as reading

    event = quick_day.event
    first = begin(event, b"Name,Number,Activity,Language\nAda Moss,7,Knitting hats,en\nBen Oak,8,Knitting hats,\n")
    choose(first, RAINBOW)
    put_on(first)
    before = people(event, RAINBOW)["Ada M."]
    second = begin(event, b"Number;Name;Place;Large text\n7;Adah Moss;Alder Lane Primary School;yes\n")
    choose(second)
    (change,) = reading.differences(second, Change.CHANGED, quick_day.definition)
    assert change.what == "was called Ada M.; was at Rainbow Room, St Brannoc’s Hospital; wishes: en, large text"
    put_on(second)
    now = people(event, SCHOOL)["Adah M."]
    assert (now.who, now.spoken_code, now.pass_serial) == (before.who, before.spoken_code, before.pass_serial)
    assert now.preferences.large_text
    assert now.preferences.language == "en", "what the list does not speak of stays"
    assert "Ada M." not in people(event, RAINBOW)
    take_back(second)
    assert people(event, RAINBOW)["Ada M."] == before
    assert "Adah M." not in people(event, SCHOOL)


def test_an_export_of_pretix_tells_people_apart_by_order_and_position(quick_day: CentreDay) -> None:
    one = begin(quick_day.event, PRETIX.encode("utf-8-sig"), "pretix.csv")
    assert one.options["layout"]["separator"] == ";"
    assert choose(one, RAINBOW) == []
    assert (one.counts["new"], one.counts["left_out"]) == (2, 1)
    put_on(one)
    assert {"Łukasz Ż.", "Zofia Ż."} <= set(people(quick_day.event, RAINBOW))


def test_answers_of_a_google_form_keep_siblings_apart_and_find_the_shift(quick_day: CentreDay) -> None:
    one = begin(quick_day.event, GOOGLE_FORMS.encode())
    assert choose(one, RAINBOW) == []
    assert (one.counts["new"], one.counts["faults"]) == (2, 0)
    put_on(one)
    there = people(quick_day.event, RAINBOW)
    assert (there["Amal H."].shift, there["Sami H."].shift) == (1, 2), "the first begins at 10:00, the second at 13:00"
    assert there["Amal H."].preferences.large_text
    assert not there["Sami H."].preferences.large_text


def test_a_list_that_says_nothing_of_shifts_leaves_them_as_long_as_they_fit(quick_day: CentreDay) -> None:
    first = begin(quick_day.event, b"Name,Number,Activity,Shift\nAmal Haddad,7,Knitting hats,10:00\nSami Haddad,8,Knitting hats,1\n")
    assert choose(first, RAINBOW) == []
    put_on(first)
    assert people(quick_day.event, RAINBOW)["Sami H."].shift == 1
    again = begin(quick_day.event, b"Name,Number,Activity\nAmal Haddad,7,Knitting hats\nSami Haddad,8,\n")
    assert choose(again, RAINBOW) == []
    put_on(again)
    there = people(quick_day.event, RAINBOW)
    assert (there["Amal H."].shift, there["Sami H."].shift) == (1, None), "another activity has other shifts"


def test_two_shifts_of_one_hour_are_told_apart_by_number(quick_day: CentreDay) -> None:
    from sync.server.publishing.publish import publish

    definition = quick_day.definition
    first, week_ms = definition.shifts[0], 7 * 86_400_000
    twice = msgspec.structs.replace(first, no=77, starts_ms=first.starts_ms + week_ms, ends_ms=first.ends_ms + week_ms)
    publish(msgspec.structs.replace(definition, shifts=(*definition.shifts, twice)), {}, quick_day.now_ms)
    one = begin(quick_day.event, b"Name,Activity,Shift\nAmal Haddad,Knitting hats,10:00\nSami Haddad,Knitting hats,77\n")
    choose(one, RAINBOW)
    assert "Write its number instead: 1, 77." in one.faults.get().said
    put_on(one)
    assert people(quick_day.event, RAINBOW)["Sami H."].shift == 77


def test_a_class_of_a_school_office_is_a_party_with_its_members(quick_day: CentreDay) -> None:
    one = begin(quick_day.event, as_xlsx(SCHOOL_OFFICE, ";"), "5b.xlsx")
    assert choose(one) == []
    put_on(one)
    there = people(quick_day.event, SCHOOL)
    assert (there["5B"].kind, there["5B"].expected_headcount) == ("class", 2)
    assert there["Rivka C."].party == there["Tom A."].party == there["5B"].who
    assert there["Tom A."].preferences.low_layout
    by_number = begin(quick_day.event, b"Class,How many\n6A,29\n")
    choose(by_number, SCHOOL)
    put_on(by_number)
    assert people(quick_day.event, SCHOOL)["6A"].expected_headcount == 29


@pytest.mark.parametrize(
    ("encoding", "languages", "name"), [("cp1255", ("he",), "רבקה כהן"), ("cp1250", ("pl",), "Łucja Żak"), ("utf-16", (), "نور حداد")]
)
def test_the_usual_encodings_are_read(quick_day: CentreDay, encoding: str, languages: tuple[str, ...], name: str) -> None:
    one = begin(quick_day.event, f"Name\tNumber\n{name}\t1\n".encode(encoding), languages=languages)
    assert one.options["layout"]["separator"] == "\t"
    choose(one, RAINBOW, is_short=False)
    put_on(one)
    assert name in people(quick_day.event, RAINBOW)


def test_who_may_be_there_twice_is_proposed_and_a_person_decides(quick_day: CentreDay) -> None:
    event = quick_day.event
    first = begin(event, b"Name\nIda Stone\nIda Stone\nAbe Stone\n")
    choose(first, RAINBOW)
    assert first.counts["twins"] == 1
    put_on(first)
    ida = people(event, RAINBOW)["Ida S."]
    second = begin(event, b"Name,Number\nIda Stone,1\nIna Stone,2\n")
    choose(second, RAINBOW)
    assert second.counts["twins"] == 1
    put_on(second, removes=True, merged={row.pk for row in second.rows.filter(twin__isnull=False)})
    there = people(event, RAINBOW)
    assert there["Ida S."].who == ida.who, "the pass that was printed goes on to work"
    assert {"Ina S.", "Ida S."} == set(there), "who was not in the list was removed, as asked"
    take_back(second)
    assert people(event, RAINBOW)["Ida S."] == ida


def test_two_of_one_name_stay_two_when_a_person_says_so(quick_day: CentreDay) -> None:
    from sync.server.publishing.models import RosterRow

    before = RosterRow.objects.filter(venue=RAINBOW, body__isnull=False).count()
    one = begin(quick_day.event, b"Name\nIda Stone\nIda Stone\n")
    choose(one, RAINBOW)
    put_on(one, merged=set())
    assert RosterRow.objects.filter(venue=RAINBOW, body__isnull=False).count() == before + 1 + 1


def test_taking_back_leaves_who_was_erased_or_changed_since(quick_day: CentreDay) -> None:
    from sync.server.publishing.models import Publication, RosterRow

    event = quick_day.event
    one = begin(event, b"Name,Number\nAda Moss,1\nBen Oak,2\n")
    choose(one, RAINBOW)
    put_on(one)
    ada = people(event, RAINBOW)["Ada M."]
    later = begin(event, b"Name,Number\nAdah Moss,1\n")
    choose(later, RAINBOW)
    put_on(later)
    Publication.objects.filter(event=event).update(roster_version=99)
    RosterRow.objects.filter(event=event, key=ada.who).update(body=None, version=99)
    take_back(later)
    assert "Ada M." not in people(event, RAINBOW), "the erased stay erased"
    assert "Ben O." in people(event, RAINBOW)


def test_reading_goes_on_where_it_was_stopped(quick_day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.importing import lists, reading
    from sync.server.importing.columns import Field
    from sync.server.jobs.worker import work_once
    from tests.support.lists import somebody, work

    monkeypatch.setattr(reading, "CHUNK_ROWS", 10)
    text = "\n\nName,Number\n" + "".join(f"Person {number:03d},{number}\n" for number in range(95))
    one = begin(quick_day.event, text.encode())
    lists.choose(one, [Field(field) for field in one.fields], {"venue": RAINBOW, "is_short": False}, somebody())
    looks = iter(range(1000))
    assert work_once(lambda: next(looks) >= 4)
    assert one.rows.count() == 40
    work()
    one.refresh_from_db()
    assert (one.rows.exclude(change="gone").count(), one.counts["rows"], one.counts["new"]) == (95, 95, 95)


def test_nothing_of_a_list_is_kept_but_what_the_roster_has(quick_day: CentreDay) -> None:
    from django.db import connection

    one = begin(quick_day.event, EVENTBRITE.encode())
    assert state_files()
    choose(one, RAINBOW)
    put_on(one)
    assert state_files() == []
    dump = "\n".join(connection.connection.iterdump())
    # What the table of columns remembers are headings, and no cell.
    for personal in ("example.org", "8123456789", "10001", "Moss", b"Moss".hex()):
        assert personal.casefold() not in dump.casefold(), personal


def test_a_list_left_at_the_preview_is_swept_after_a_week_by_the_next_import_and_the_next_job(quick_day: CentreDay) -> None:
    from sync.server.importing.lists import LEFT_MS
    from sync.server.importing.models import RosterImport, Stage, StagedRow
    from sync.server.jobs.worker import work_until

    left, again, fresh = (begin(quick_day.event, EVENTBRITE.encode()) for _ in range(3))
    choose(left, RAINBOW)
    RosterImport.objects.filter(pk=left.pk).update(made_ms=left.made_ms - LEFT_MS - 60_000)
    last = begin(quick_day.event, EVENTBRITE.encode())
    left.refresh_from_db()
    assert (left.stage, StagedRow.objects.filter(roster_import=left).exists()) == (Stage.DROPPED, False)
    assert [is_kept(one) for one in (left, again, fresh, last)] == [False, True, True, True]
    RosterImport.objects.filter(pk=again.pk).update(made_ms=again.made_ms - LEFT_MS - 60_000)
    work_until(lambda: False, lambda _: None, idle_s=0)
    assert [is_kept(one) for one in (again, fresh, last)] == [False, True, True]


def is_kept(one: Any) -> bool:
    """Whether the list still lies in the state folder."""
    from sync.server.importing.uploads import file_of

    return file_of(one.pk).parent.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"PK\x03\x04 broken", "cannot be opened as a spreadsheet"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(quick_day: CentreDay, content: bytes, said: str) -> None:
    from sync.server.importing.models import RosterImport
    from sync.server.importing.sheets import NotASheet

    with pytest.raises(NotASheet, match=said):
        begin(quick_day.event, content)
    assert not RosterImport.objects.exists()
    assert state_files() == []


def test_the_columns_are_remembered_for_the_same_headings(quick_day: CentreDay) -> None:
    one = begin(quick_day.event, b"Wer,Wo\nAda Moss,1\n")
    assert one.fields == ["", ""]
    assert choose(one, RAINBOW) == ["Say which column holds the name."]
    assert choose(one, RAINBOW, Wer="name") == []
    again = begin(quick_day.event, b"WER,Wo\nBen Oak,1\n")
    assert again.fields == ["name", ""]
    assert again.options["is_remembered"]
