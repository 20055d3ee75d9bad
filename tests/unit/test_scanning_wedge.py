"""A wedge scanner types; whatever it types, the next good code is read."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanning.wedge import ENTER, KEPT_KEYS_MAX, QUIET_FRAMES, QUIET_MS, US_KEYS, Burst, frame_drawn, key_pressed, without_ends

SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}
CODE = "MH1P0123456789ABCXYZ"


def typed(burst: Burst, text: str, now_ms: int = 0) -> Burst:
    for letter in text:
        burst, ended = key_pressed(burst, SCANCODE[letter], shift=False, now_ms=now_ms)
        assert ended is None
    return burst


def entered(burst: Burst) -> str | None:
    burst, text = key_pressed(burst, ENTER, shift=False, now_ms=0)
    assert burst == Burst()
    return text


def frames(burst: Burst, count: int, now_ms: int) -> tuple[Burst, list[str]]:
    heard = []
    for _ in range(count):
        burst, text = frame_drawn(burst, now_ms)
        heard += [text] if text is not None else []
    return burst, heard


def test_a_code_with_enter_is_read_whole() -> None:
    assert entered(typed(Burst(), CODE)) == CODE


def test_shift_or_caps_lock_changes_no_letter_and_no_digit() -> None:
    burst = Burst()
    for letter in CODE:
        burst, _ = key_pressed(burst, SCANCODE[letter], shift=letter.isalpha(), now_ms=0)
    assert entered(burst) == CODE


def test_a_code_without_enter_ends_when_it_has_been_quiet() -> None:
    burst, heard = frames(typed(Burst(), CODE), QUIET_FRAMES, now_ms=QUIET_MS)
    assert heard == [CODE]
    assert burst == Burst()


def test_a_stalled_screen_does_not_cut_a_code_in_two() -> None:
    half = typed(Burst(), CODE[:10])
    half, heard = frames(half, QUIET_FRAMES - 1, now_ms=60_000)
    assert heard == []
    assert entered(typed(half, CODE[10:])) == CODE


def test_frames_that_rush_by_do_not_cut_a_code_in_two() -> None:
    half, heard = frames(typed(Burst(), CODE[:10], now_ms=0), 1_000, now_ms=QUIET_MS - 1)
    assert heard == []
    assert entered(typed(half, CODE[10:])) == CODE


def test_an_elbow_on_a_keyboard_is_nothing() -> None:
    burst, heard = frames(typed(Burst(), "ASD"), QUIET_FRAMES, now_ms=QUIET_MS)
    assert heard == []
    assert entered(typed(burst, CODE)) == CODE


def test_enter_alone_is_nothing() -> None:
    assert entered(Burst()) is None


def test_two_thousand_characters_are_bounded_and_the_next_code_is_read() -> None:
    burst = typed(Burst(), "A" * 2_000)
    assert len(burst.text) == KEPT_KEYS_MAX
    assert entered(burst) == "A" * KEPT_KEYS_MAX
    assert entered(typed(Burst(), CODE)) == CODE


def test_what_the_venues_scanner_adds_is_taken_off() -> None:
    assert without_ends("]Q1" + CODE + "$", "]q1", "$") == CODE
    assert without_ends(CODE, "", "") == CODE
    assert without_ends(CODE, "XX", "YY") == CODE


@given(st.lists(st.tuples(st.integers(0, 300), st.booleans(), st.integers(0, 2_000))))
def test_after_any_keys_at_all_the_next_good_code_is_read(keys: list[tuple[int, bool, int]]) -> None:
    burst, now_ms = Burst(), 0
    for scancode, shift, wait_ms in keys:
        now_ms += wait_ms
        burst, _ = key_pressed(burst, scancode, shift=shift, now_ms=now_ms)
    burst, _ = frames(burst, QUIET_FRAMES, now_ms + QUIET_MS)
    assert entered(typed(burst, CODE)) == CODE
