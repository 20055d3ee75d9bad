"""A key that is held down types nothing and is told; a key is a key again as soon as it can be."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanning.holding import REPEATS_WITHIN_MS, STUCK_AFTER_MS, Held, stuck_ms, went_down, went_up

A, B = 4, 5
REPEAT_MS = 33


def held_for(for_ms: int, scancode: int = A) -> Held:
    """Somebody lays a book on a key at 0 ms."""
    held = Held()
    for now_ms in range(0, for_ms + 1, REPEAT_MS):
        held, is_repeat = went_down(held, scancode, now_ms)
        assert is_repeat == (now_ms > 0)
    return held


def test_the_same_letter_twice_is_two_letters() -> None:
    held, _first = went_down(Held(), A, 0)
    held, again = went_down(went_up(held, A), A, 4)
    assert not again


def test_a_key_whose_lifting_got_lost_is_pressed_anew_after_a_moment() -> None:
    held, _first = went_down(Held(), A, 0)
    assert went_down(held, A, REPEATS_WITHIN_MS)[1] is False


def test_other_keys_are_pressed_as_ever_while_one_is_stuck() -> None:
    held = held_for(60_000)
    held, is_repeat = went_down(held, B, 60_001)
    assert not is_repeat
    assert went_down(held, A, 60_020)[1] is True


def test_only_a_key_that_goes_on_for_seconds_is_called_stuck() -> None:
    assert stuck_ms(Held(), 0) == 0
    assert stuck_ms(held_for(STUCK_AFTER_MS - REPEAT_MS), STUCK_AFTER_MS) == 0
    assert stuck_ms(held_for(12_000), 12_000) > 11_900


def test_a_key_that_was_lifted_or_unplugged_is_stuck_no_more() -> None:
    held = held_for(12_000)
    assert stuck_ms(went_up(held, A), 12_000) == 0
    assert stuck_ms(held, 12_000 + REPEATS_WITHIN_MS) == 0


@given(st.lists(st.tuples(st.integers(0, 511), st.booleans(), st.integers(0, 3_000)), max_size=60))
def test_whatever_is_pressed_and_lifted_every_key_answers_again_after_a_moment(keys: list[tuple[int, bool, int]]) -> None:
    held, now_ms = Held(), 0
    for scancode, is_down, wait_ms in keys:
        now_ms += wait_ms
        held = went_down(held, scancode, now_ms)[0] if is_down else went_up(held, scancode)
    now_ms += REPEATS_WITHIN_MS
    assert [code for code in range(512) if went_down(held, code, now_ms)[1]] == []
