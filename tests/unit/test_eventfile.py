"""An event in one TOML file: the demo is whole, and faults are named where a person can find them."""

import datetime as dt
from pathlib import Path

import pytest
from nacl import pwhash

from sync.domain.definition import Unit
from sync.domain.spoken import read_spoken
from sync.eventfile import EventFile, EventFileFault, argon2id, load_event
from sync.paper.event_paper import issued_mats, issued_passes
from sync.paper.typefaces import missing_letters
from sync.places import assets_folder
from tests.support.day import SIGNING_KEY

DEMO = assets_folder() / "events" / "demo.toml"
DAY = dt.date(2026, 11, 22)
LANGUAGES = {"en", "he", "ar", "ur", "cy", "pl", "fr"}


def plain(pin: str) -> bytes:
    return f"hash of {pin}".encode()


@pytest.fixture(scope="module")
def demo() -> EventFile:
    return load_event(DEMO, DAY, hash_pin=plain)


def test_the_demo_has_every_kind_of_work_of_the_day(demo: EventFile) -> None:
    made = {
        (activity.name["en"], item.many["en"])
        for activity in demo.definition.activities
        for output in activity.outputs
        if (item := demo.definition.item(output.item)) is not None
    }
    assert made >= {
        ("Knitting hats", "hats"),
        ("Card making", "cards"),
        ("Gift wrapping", "gifts wrapped"),
        ("Letter writing", "letters"),
        ("Packing gift bags", "gift bags"),
        ("Gardening", "gardening"),
        ("Gardening", "bulbs planted"),
        ("Sign language and a song", "people who learnt to sign"),
        ("Sign language and a song", "signing sessions"),
        ("Sign language and a song", "performances"),
        ("Tea with visitors", "guests welcomed"),
        ("Music for residents", "performances"),
        ("Music for residents", "listeners"),
        ("Soup kitchen", "meals served"),
        ("Mending and upcycling", "objects"),
        ("Fundraising", "raised"),
    }


def test_the_demo_has_all_units_a_kit_outcomes_and_every_language(demo: EventFile) -> None:
    items = demo.definition.items
    assert {item.unit for item in items} == set(Unit)
    assert any(item.parts for item in items)
    assert any(item.outcomes for item in items)
    assert all(set(activity.name) == LANGUAGES for activity in demo.definition.activities)
    assert len(demo.definition.venues) >= 3


def test_every_drawing_that_the_demo_names_is_there(demo: EventFile) -> None:
    named = {activity.picture for activity in demo.definition.activities} | {item.picture for item in demo.definition.items}
    assert [name for name in sorted(named) if not (assets_folder() / "pictures" / "png" / f"{name}-512.png").is_file()] == []


def test_the_demos_people_have_references_spoken_codes_and_printable_names(demo: EventFile) -> None:
    volunteers = [volunteer for roster in demo.rosters.values() for volunteer in roster.volunteers]
    parties = [party for roster in demo.rosters.values() for party in roster.parties]
    everybody = [*(volunteer.who for volunteer in volunteers), *(party.who for party in parties)]
    assert len(volunteers) >= 60
    assert len(set(everybody)) == len(everybody)
    assert {len(who) for who in everybody} == {8}
    spoken = [*(volunteer.spoken_code for volunteer in volunteers), *(party.spoken_code for party in parties)]
    assert len(set(spoken)) == len(everybody)
    assert all(read_spoken(code) == code for code in spoken)
    assert [volunteer.shown_name for volunteer in volunteers if missing_letters(volunteer.shown_name)] == []
    assert {party.kind.value for party in parties} == {"family", "class", "group"}
    families = {party.who: party.expected_headcount for party in parties if party.kind.value == "family"}
    assert families == {who: sum(volunteer.party == who for volunteer in volunteers) for who in families}


def test_the_demo_prints_a_pass_for_everybody_and_a_mat_for_every_step(demo: EventFile) -> None:
    passes, mats = list(issued_passes(demo, SIGNING_KEY)), list(issued_mats(demo.definition, SIGNING_KEY))
    assert len(passes) == sum(len(roster.volunteers) + len(roster.parties) for roster in demo.rosters.values())
    assert len({one.key for one in passes} | {one.key for one in mats}) == len(passes) + len(mats)
    assert {one.card.where for one in passes} >= {"Library, blue door", "הספרייה, הדלת הכחולה", "Larkrise House"}
    assert {"10 cards", "£10", "30 min of gardening"} <= {one.card.says for one in mats}


def test_the_demo_is_today_in_local_time(demo: EventFile) -> None:
    opens = dt.datetime.fromtimestamp(demo.definition.event.opens_ms / 1000, dt.UTC)
    assert opens == dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC)
    in_summer = load_event(DEMO, dt.date(2026, 7, 1), hash_pin=plain).definition.event.opens_ms
    assert dt.datetime.fromtimestamp(in_summer / 1000, dt.UTC) == dt.datetime(2026, 7, 1, 7, 30, tzinfo=dt.UTC)


def test_loading_again_gives_the_same_and_another_secret_other_references(demo: EventFile) -> None:
    assert load_event(DEMO, DAY, hash_pin=plain) == demo
    other = load_event(DEMO, DAY, b"a secret of one centre", plain)
    assert other.definition == demo.definition
    assert not {one.who for one in other.rosters[1].volunteers} & {one.who for one in demo.rosters[1].volunteers}


def test_pins_are_hashed_and_only_the_demo_keeps_them_in_clear(demo: EventFile) -> None:
    assert [lead.pin_hash for lead in demo.rosters[1].leads] == [b"hash of 2468"]
    assert demo.pins[1] == "2468"


@pytest.mark.slow
def test_a_pin_is_checked_against_its_hash() -> None:
    assert pwhash.verify(argon2id("2468"), b"2468")


GOOD = """
[event]
no = 7
key = "tiny"
day = 2026-11-15
name = { en = "Tiny Day" }
opens = 09:00:00
closes = 17:00:00
[[venues]]
no = 1
key = "hall"
name = { en = "Hall" }
[[leads]]
no = 1
name = "Owen T."
venue = "hall"
pin = "2468"
[[volunteers]]
key = "miriam"
name = "Miriam K."
venue = "hall"
"""


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "tiny.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EventFileFault) as caught:
        load_event(path, DAY, hash_pin=plain)
    assert all(line.startswith("tiny.toml: ") for line in str(caught.value).splitlines())
    return caught.value.faults


def test_a_day_in_the_file_goes_before_the_day_it_is_loaded_for(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_event(path, DAY, hash_pin=plain).definition.event.opens_ms == dt.datetime(2026, 11, 15, 9, tzinfo=dt.UTC).timestamp() * 1000


def test_a_file_as_editors_of_other_systems_leave_it_is_read_or_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_event(path, DAY, hash_pin=plain).definition.venues
    path.write_bytes(GOOD.replace("Hall", "Küche").encode("latin-1"))
    with pytest.raises(EventFileFault, match=r"this is no text in UTF-8\. Save it as UTF-8"):
        load_event(path, DAY, hash_pin=plain)


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("no = 7", 'no = "seven"', "table event, key no: needs a whole number, not a text in quotes."),
        ('key = "tiny"\n', "", 'table event: "key" is missing.'),
        ('key = "miriam"', 'key = "miriam"\ncolour = "red"', 'table volunteers, number 1: "colour" is not a key that goes here.'),
        (
            'name = { en = "Hall" }',
            "name = { en = 5 }",
            "table venues, number 1, key name, entry: needs a text in quotes, not a whole number.",
        ),
        ('key = "miriam"', 'key = "miriam"\nshift = 9', "table volunteers, miriam, key shift: 9 is no shift of this file."),
        ("opens = 09:00:00", 'opens = "nine"', "table event, key opens: "),
        ("[event]", "[event", "this is not TOML: "),
        ("[event]", "[events]", 'the file: "events" is not a key that goes here.'),
        ('pin = "2468"', 'pin = "12"', "table leads, number 1, key pin: needs 4 to 8 digits."),
        ('pin = "2468"', 'pin = "٢٤٦٨"', "table leads, number 1, key pin: needs 4 to 8 digits."),
        ('{ en = "Hall" }', '{ cy = "Neuadd" }', "table venues, hall, key name: needs a text in English (en)."),
        ('venue = "hall"\npin', 'venue = "hell"\npin', 'table leads, number 1, key venue: "hell" is not among the venues of this file.'),
        ("no = 7", 'no = 7\ntimezone = "Mars"', 'table event, key timezone: "Mars" is no time zone; write for instance Europe/London.'),
        (
            'key = "miriam"',
            'key = "miriam"\npreferences = { calm = "yes" }',
            "table volunteers, number 1, key preferences, key calm: needs true or false, not a text in quotes.",
        ),
        (
            "[[volunteers]]",
            '[[parties]]\nkey = "p"\nname = "P"\nkind = "tribe"\nvenue = "hall"\n[[volunteers]]',
            "table parties, number 1, key kind: ",
        ),
        ("closes = 17:00:00", "closes = 08:00:00", "The event closes before it opens."),
    ],
)
def test_a_fault_names_table_and_key_in_plain_words(tmp_path: Path, right: str, wrong: str, fault: str) -> None:
    assert right in GOOD
    [said] = faults(tmp_path, GOOD.replace(right, wrong, 1))
    assert said.startswith(fault)


def test_all_faults_of_content_are_told_at_once(tmp_path: Path) -> None:
    wrong = (
        GOOD + GOOD[GOOD.index("[[volunteers]]") :] + 'activity = "x"\nparty = "y"\n' + '[[activities]]\nno = 1\nkey = "a"\nvenue = "v"\n'
    )
    wrong += 'name = { en = "A" }\npicture = "hat"\noutputs = [{ item = "i", beneficiary = "b" }]\n'
    assert faults(tmp_path, wrong) == (
        'table parties and volunteers, key key: "miriam" is given twice.',
        'table activities, a, key venue: "v" is not among the venues of this file.',
        'table activities, a, key outputs.item: "i" is not among the items of this file.',
        'table activities, a, key outputs.beneficiary: "b" is not among the beneficiaries of this file.',
        'table volunteers, miriam, key activity: "x" is not among the activities of this file.',
        'table volunteers, miriam, key party: "y" is not among the parties of this file.',
    )


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(EventFileFault, match=r"nowhere\.toml: cannot be read: No such file"):
        load_event(tmp_path / "nowhere.toml", DAY)
