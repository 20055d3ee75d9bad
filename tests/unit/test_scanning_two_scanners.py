"""Two scanners that type at once are one keyboard: nobody is checked in by what comes of it, and the next good code is read (K20)."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanning.wedge import ENTER, QUIET_FRAMES, QUIET_MS, US_KEYS, Burst, frame_drawn, key_pressed
from sync.domain.codes import Pass, Unread, is_signed, make_pass, read_shown
from tests.support.day import EVENT, KEY_ID, MIRIAM, PASS_KEYS, SIGNING_KEY, TODAY

SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}
AHMED = b"ahmed---"
FIRST, SECOND, NEXT = (
    make_pass(Pass(EVENT, who, serial, TODAY, KEY_ID), SIGNING_KEY) for who, serial in ((MIRIAM, 3), (AHMED, 5), (MIRIAM, 4))
)

turns = st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=40)
"""Which of the two types next, and how many keys."""


def keys_of(text: str, *, ends: bool) -> list[int]:
    return [*(SCANCODE[letter] for letter in text), *([ENTER] if ends else [])]


def together(first: list[int], second: list[int], order: list[tuple[bool, int]]) -> list[int]:
    """Return the keys of both as one keyboard's, each scanner's in their own order."""
    waiting, typed = [list(first), list(second)], []
    for is_second, count in order:
        typed += waiting[is_second][:count]
        del waiting[is_second][:count]
    return [*typed, *waiting[0], *waiting[1]]


def heard_of(*typed: list[int]) -> list[str]:
    """Return what is read of one run of keys after the other, with a moment of quiet after each."""
    burst, heard = Burst(), []
    for keys in typed:
        for scancode in keys:
            burst, text = key_pressed(burst, scancode, shift=False, now_ms=0)
            heard.append(text)
        for _frame in range(QUIET_FRAMES):
            burst, text = frame_drawn(burst, QUIET_MS)
            heard.append(text)
    return [text for text in heard if text is not None]


def people_in(texts: list[str]) -> set[bytes]:
    """Return who would be let in by ``texts``."""
    people = set()
    for text in texts:
        read = read_shown(text)
        assert isinstance(read, Pass | Unread), "two passes are nothing else than passes"
        if isinstance(read, Pass) and is_signed(read, PASS_KEYS):
            people.add(read.who)
    return people


@given(turns, st.booleans(), st.booleans())
def test_two_codes_typed_into_each_other_let_in_nobody_else_and_the_next_good_code_is_read(
    order: list[tuple[bool, int]],
    first_ends: bool,  # noqa: FBT001 - hypothesis calls it
    second_ends: bool,  # noqa: FBT001 - hypothesis calls it
) -> None:
    garbled = together(keys_of(FIRST, ends=first_ends), keys_of(SECOND, ends=second_ends), order)
    heard = heard_of(garbled, keys_of(NEXT, ends=True))
    assert people_in(heard) <= {MIRIAM, AHMED}, "who held up a card comes in, or is asked to look again"
    assert heard[-1] == NEXT


@given(turns)
def test_the_very_next_scan_is_read_without_waiting_for_quiet_when_both_scanners_send_enter(order: list[tuple[bool, int]]) -> None:
    garbled = together(keys_of(FIRST, ends=True), keys_of(SECOND, ends=True), order)
    assert heard_of([*garbled, *keys_of(NEXT, ends=True)])[-1] == NEXT


def test_letter_by_letter_nobody_at_all_comes_in() -> None:
    garbled = together(keys_of(FIRST, ends=True), keys_of(SECOND, ends=True), [(False, 1), (True, 1)] * 200)
    assert people_in(heard_of(garbled)) == set()


def test_the_same_card_under_both_scanners_is_never_somebody_else() -> None:
    twice = keys_of(FIRST, ends=True)
    for at in range(len(twice)):
        assert people_in(heard_of(together(twice, twice, [(False, at), (True, 200)]))) <= {MIRIAM}
