"""Do pages together make the whole, wherever they are cut, and does every made-up cursor get a plain no?"""

import base64
import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.centre import set_up_django

set_up_django()
from sync.server.api.cursors import CURSOR_CHARACTERS_MAX, BadCursor, ordered, page_of  # noqa: E402 - its neighbours need Django to be set up
from sync.server.api.discretion import discreet  # noqa: E402 - the same

moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.sampled_from([dt.UTC])).map(  # noqa: DTZ001 - the strategy adds the zone
    lambda at: at.replace(microsecond=0)
)
keys = st.lists(st.tuples(st.integers(0, 2**62) | st.none(), st.text(max_size=20), moments | st.none()), unique=True)


@given(keys, st.integers(1, 7))
def test_pages_together_are_the_whole(rows: list[tuple[int | None, str, dt.datetime | None]], limit: int) -> None:
    table = ordered([{"a": a, "b": b, "c": c} for a, b, c in rows], ("a", "b", "c"))
    told = [(row["a"], row["b"], row["c"]) for row in table]
    found: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        part, cursor = page_of(told, cursor, limit)
        found += told[part]
        assert cursor is None or len(cursor) <= 1_000
    assert found == told


@given(keys.filter(lambda rows: len(rows) > 3), st.data())
def test_a_row_that_comes_or_goes_between_pages_neither_repeats_nor_hides_another(
    rows: list[tuple[int | None, str, dt.datetime | None]], data: st.DataObject
) -> None:
    table = [(row["a"], row["b"], row["c"]) for row in ordered([{"a": a, "b": b, "c": c} for a, b, c in rows], ("a", "b", "c"))]
    part, cursor = page_of(table, "", 2)
    gone = data.draw(st.sampled_from(table))
    rest = [row for row in table if row != gone]
    assert cursor is not None
    after, _ = page_of(rest, cursor, len(rows))
    assert [*table[part], *rest[after]] == [row for row in table if row != gone or row in table[part]]


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]{1,80}", fullmatch=True))
def test_a_made_up_cursor_is_told_or_leads_somewhere(cursor: str) -> None:
    try:
        part, _ = page_of([(1, "a"), (2, None)], cursor, 10)
    except BadCursor:
        return
    assert 0 <= part.start <= part.stop == 2


def test_a_cursor_of_another_question_is_told() -> None:
    _, cursor = page_of([(1,), (2,)], "", 1)
    assert cursor is not None
    with pytest.raises(BadCursor):
        page_of([(1, "a"), (2, "b")], cursor, 1)


def test_a_cursor_that_is_longer_than_any_of_ours_is_told() -> None:
    cursor = base64.urlsafe_b64encode(msgspec.msgpack.encode([(0, "x" * CURSOR_CHARACTERS_MAX)])).decode()
    with pytest.raises(BadCursor):
        page_of([("a",), ("b",)], cursor, 1)


@given(st.integers(-(10**12), 10**12), st.sampled_from([5, 60, 500]))
def test_what_is_told_is_nothing_or_whole_steps_and_never_more_than_there_is(number: int, step: int) -> None:
    told = discreet(number, step)
    if told is None:
        assert 0 < abs(number) < step
    else:
        assert told % step == 0
        assert abs(told) <= abs(number) < abs(told) + step


@pytest.mark.parametrize("number", [None, 0])
def test_nothing_may_be_said(number: int | None) -> None:
    assert discreet(number) == number
