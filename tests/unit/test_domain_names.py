"""Names as people type them: any script, no marks, one slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.names import as_on_a_card, beginning_with_slip, begins_with_slip, first_and_initial, folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Zoë", "zoe"),
        ("Łukasz", "lukasz"),
        ("Siân", "sian"),
        ("O’Brien", "obrien"),
        ("Jean-Luc", "jean luc"),
        ("STRASSE", "straße"),
        ("שָׁלוֹם", "שלום"),
        ("מרים", "מרימ"),
        ("אביגיל בן־דוד", "אביגיל בן דוד"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("فاطمة", "فاطمه"),
        ("مـحـمـد", "محمد"),
        ("زینب", "زينب"),
        ("کاشف", "كاشف"),
        ("  Ali   R. ", "ali r"),
    ],
)
def test_two_ways_of_writing_a_name_are_the_same_name(written: str, typed: str) -> None:
    assert folded(written) == folded(typed) != ""


def test_different_names_stay_different() -> None:
    assert len({folded(name) for name in ("Ali", "Ala", "עלי", "علي", "Али")}) == 5
    assert folded("!?") == ""


@pytest.mark.parametrize("typed", ["mir", "miri", "miriam", "mxriam", "mirriam", "mriam", "mirima", "imriam", "miriamm"])
def test_one_slip_still_finds(typed: str) -> None:
    assert begins_with_slip("miriam", typed)


@pytest.mark.parametrize("typed", ["mxrxam", "mx", "im", "ahmed", "miriamxy"])
def test_two_slips_or_too_few_letters_do_not(typed: str) -> None:
    assert not begins_with_slip("miriam", typed)


def test_a_slip_in_a_name_that_is_shorter_than_what_was_typed() -> None:
    assert begins_with_slip("ali", "alie")
    assert not begins_with_slip("al", "alixx")


def test_no_more_than_first_name_and_initial_is_shown() -> None:
    shown = [first_and_initial(name) for name in ("Miriam K.", "Miriam Kaufmann", "סבתא רבקה ל.", "Li", "Umm Kulthum Zahra")]
    assert shown == ["Miriam K.", "Miriam K.", "סבתא רבקה ל.", "Li", "Umm Z."]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("miriam k", "Miriam K."),
        ("mary-jane watson", "Mary-Jane W."),
        ("jean‑luc p", "Jean‑Luc P."),
        ("o'brien", "O'Brien"),
        ("d’arcy w", "D’Arcy W."),
        ("ya'akov l", "Ya'akov L."),
        ("vincent van g", "Vincent van G."),
        ("van", "Van"),
        ("McDonald", "McDonald"),
        ("Jean-luc P", "Jean-luc P."),
        ("אביגיל בן־דוד", "אביגיל ב."),
        ("عبد-الله", "عبد-الله"),
        ("3b", "3b"),
        ("--", ""),
    ],
)
def test_a_name_typed_in_small_letters_stands_as_its_owner_writes_it(typed: str, shown: str) -> None:
    assert as_on_a_card(typed) == shown


@given(st.lists(st.from_regex(r"[aboz]{1,4}([-'’][aboz]{1,4})?", fullmatch=True), min_size=1, max_size=3))
def test_a_card_changes_nothing_but_capitals_and_what_follows_an_initial(words: list[str]) -> None:
    shown = as_on_a_card(" ".join(words))
    assert shown.lower().startswith(words[0])
    assert shown.split()[-1].lower().rstrip(".") in {words[-1], words[-1][0]}
    assert as_on_a_card(shown) == shown, "typed as it stands it stays"


@given(st.lists(st.text("abc", max_size=6), max_size=60), st.text("abc", min_size=1, max_size=5))
def test_the_quick_look_over_many_words_finds_no_fewer_and_no_more(words: list[str], typed: str) -> None:
    assert beginning_with_slip(words, typed) == [word for word in words if begins_with_slip(word, typed)]
