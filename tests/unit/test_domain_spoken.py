"""Ten digits for somebody without a readable card."""

from sync.domain.spoken import grouped, read_spoken, spoken_code, spoken_codes
from tests.support.day import AHMED, EVENT, MIRIAM, named

CODE = spoken_code(EVENT, MIRIAM)


def test_the_same_person_has_the_same_digits_and_another_has_others() -> None:
    assert spoken_code(EVENT, MIRIAM) == CODE
    assert len({CODE, spoken_code(EVENT, AHMED), spoken_code(EVENT + 1, MIRIAM), spoken_code(EVENT, MIRIAM, 1)}) == 4


def test_what_is_printed_is_read_back() -> None:
    assert read_spoken(grouped(CODE)) == read_spoken(CODE) == read_spoken(f"{CODE[:4]}-{CODE[4:]}") == CODE


def test_digits_of_any_script_are_digits() -> None:
    assert read_spoken(CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == CODE


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for place, right in enumerate(CODE):
        for digit in set("0123456789") - {right}:
            assert read_spoken(CODE[:place] + digit + CODE[place + 1 :]) is None
    for place in range(9):
        swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
        assert swapped == CODE or read_spoken(swapped) is None


def test_anything_else_is_not_a_code() -> None:
    for text in ("", "12345678", CODE + "1", "²" * 10, "hat hat ha"):
        assert read_spoken(text) is None


def test_no_two_people_of_an_event_share_their_digits() -> None:
    # 30,000 people among 10**8 numbers meet about four times: without turns this would fail.
    everybody = [named(str(number)) for number in range(30_000)]
    alone = [spoken_code(EVENT, who) for who in everybody]
    assert len(set(alone)) < len(alone)
    codes = spoken_codes(EVENT, everybody)
    assert len(set(codes.values())) == len(everybody)
    assert codes == spoken_codes(EVENT, reversed(everybody))
