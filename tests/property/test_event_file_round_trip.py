"""Does every definition come back from its event file as it was? And does no text, however strange, end the reading badly?"""

import datetime as dt

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sync.domain.definition import (
    OUTCOMES_MAX,
    Activity,
    Beneficiary,
    Definition,
    Event,
    ItemKind,
    Output,
    Part,
    Shift,
    Unit,
    Venue,
    Wanted,
)
from sync.eventfile import EventFileFault, read_definition, written_event

DAY = dt.date(2026, 11, 22)
YEAR_2000_MS, YEAR_2100_MS = 946_684_800_000, 4_102_444_800_000
HOUR_MS = 3_600_000

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
codes = st.sampled_from(["he", "ar", "ur", "cy", "pl", "fr", "de", "x y", "é"])
quantities = st.integers(1, 10**9)
numbers = st.integers(1, 9_999)


def texts(*, is_needed: bool = True) -> st.SearchStrategy[dict[str, str]]:
    some = st.builds(lambda en, others: {"en": en, **others}, words, st.dictionaries(codes, words, max_size=2))
    return some if is_needed else st.one_of(st.just({"en": ""}), some)


def numbered(most: int = 4) -> st.SearchStrategy[list[int]]:
    return st.lists(numbers, unique=True, max_size=most)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    zone = draw(st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]))
    opens_ms = draw(st.integers(YEAR_2000_MS, YEAR_2100_MS))
    closes_ms = opens_ms + draw(st.integers(1, 60 * HOUR_MS))
    event = Event(draw(numbers), draw(texts()), opens_ms, closes_ms, zone, draw(st.sampled_from(["GBP", "JPY"])), ("en", "he"))
    venues = tuple(
        Venue(
            no,
            draw(texts()),
            draw(words),
            draw(texts(is_needed=False)),
            ("en",),
            draw(st.booleans()),
            draw(st.none() | quantities),
            draw(st.booleans()),
        )
        for no in draw(numbered())
    )
    items = tuple(_item(draw, no) for no in draw(numbered()))
    item_nos = [item.no for item in items]
    beneficiaries = tuple(
        Beneficiary(
            no,
            draw(texts()),
            draw(texts(is_needed=False)),
            draw(texts(is_needed=False)),
            tuple(Wanted(item, draw(quantities)) for item in item_nos[:2]),
            draw(st.booleans()),
        )
        for no in draw(numbered())
    )
    given_to = st.none() | st.sampled_from([one.no for one in beneficiaries]) if beneficiaries else st.none()
    activities = tuple(
        Activity(
            no,
            draw(st.sampled_from([venue.no for venue in venues])),
            draw(texts()),
            draw(words),
            draw(texts(is_needed=False)),
            tuple(Output(item, draw(st.none() | quantities), draw(given_to)) for item in item_nos[:3]),
            draw(st.none() | quantities),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for no in (draw(numbered()) if venues else [])
    )
    shift_nos = iter(draw(st.lists(numbers, unique=True, min_size=8, max_size=8)))
    shifts = []
    for activity in activities:
        starts_ms = opens_ms + draw(st.integers(-48 * HOUR_MS, 48 * HOUR_MS))
        shifts.append(
            Shift(
                next(shift_nos),
                activity.no,
                starts_ms,
                starts_ms + draw(st.integers(1, 30 * HOUR_MS)),
                draw(st.none() | quantities),
                draw(st.booleans()),
            )
        )
    return Definition(1, event, venues, activities, items, beneficiaries, tuple(shifts))


def _item(draw: st.DrawFn, no: int) -> ItemKind:
    return ItemKind(
        no,
        draw(texts()),
        draw(texts()),
        draw(st.sampled_from(list(Unit))),
        draw(words),
        tuple(draw(st.lists(quantities, min_size=1, max_size=3))),
        draw(quantities),
        tuple(Part(draw(texts()), draw(quantities)) for _ in range(draw(st.integers(0, 2)))),
        tuple(draw(st.lists(texts(), max_size=min(3, OUTCOMES_MAX)))),
        tuple(draw(st.lists(quantities, max_size=2))),
        draw(st.booleans()),
    )


# Half past one comes twice in this night, and a night begins on one day and ends on the next.
TWICE = Definition(1, Event(3, {"en": 'Night \x7f of "tea" \\ \u2028'}, 1_792_891_800_000, 1_792_895_400_001))


@settings(max_examples=60, deadline=None)
@given(definitions())
@example(TWICE)
def test_a_definition_comes_back_from_its_file_as_it_was(definition: Definition) -> None:
    again, people = read_definition("event.toml", written_event(definition).encode(), DAY)
    assert again == definition
    assert people == 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@example(b"[event]\nno = 99999999999999999999999999\n")
@example(b"a = " + b"[" * 5000)
@example(b"[event]\nno=1\nkey='k'\nopens=08:00:00\nopens_at=0001-01-01T00:00:00+23:59\ncloses=25:00:00\n")
def test_no_text_ends_the_reading_badly(text: bytes) -> None:
    _read_or_told(text)


@settings(max_examples=100, deadline=None)
@given(definitions(), st.data())
def test_no_change_of_one_value_ends_the_reading_badly(definition: Definition, data: st.DataObject) -> None:
    lines = written_event(definition).splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    value = data.draw(
        st.sampled_from(
            ["-1", "0", "1e400", "99999999999999999999", "true", '"x"', "[]", "{}", "00:00:00", "0001-01-01", "nan", "9999-12-31T23:59:59Z"]
        )
    )
    key = lines[at].partition(" = ")[0]
    lines[at] = f"{key} = {value}"
    _read_or_told("\n".join(lines).encode())


def _read_or_told(text: bytes) -> None:
    """What can be read can be kept; everything else is told in sentences."""
    try:
        read, _ = read_definition("event.toml", text, DAY)
    except EventFileFault as fault:
        told = fault.faults
    else:
        told = ()
        msgspec.msgpack.encode(read)
    assert all(told)
