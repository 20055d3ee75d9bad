"""Hostile and damaged texts: never read as something else, never raising."""

import string

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.codes import Mat, Pass, Unread, is_signed, make_mat, make_pass, read_code
from sync.domain.door_pass import DoorPass, is_signed_by_device, make_door_pass
from sync.domain.lead_card import LeadCard, is_signed_lead_card, make_lead_card
from sync.domain.spoken import read_spoken, spoken_code
from tests.support.day import EVENT, HATS, KEY_ID, KNITTING, MIRIAM, PASS_KEYS, SIGNING_KEY, TODAY, WARD

ALPHABET = string.ascii_uppercase + "234567"
GENUINE = [
    make_pass(Pass(EVENT, MIRIAM, 3, TODAY, KEY_ID), SIGNING_KEY),
    make_mat(Mat(EVENT, WARD, KNITTING, HATS, 10, 1, KEY_ID), SIGNING_KEY),
    make_door_pass(DoorPass(EVENT, MIRIAM, 3, TODAY), SIGNING_KEY),
    make_lead_card(LeadCard(EVENT, WARD, 3, 1, KEY_ID), SIGNING_KEY),
]

number_32 = st.integers(0, 2**32 - 1)
number_16 = st.integers(0, 2**16 - 1)
references = st.binary(min_size=8, max_size=8)
passes = st.builds(Pass, number_32, references, number_32, number_16, number_16)
begun = st.builds(str.__add__, st.sampled_from(("MH1P", "MH1W", "MH1M", "MH1L")), st.text(alphabet=ALPHABET))
door_passes = st.builds(DoorPass, number_32, references, number_32, number_16, st.booleans())
lead_cards = st.builds(LeadCard, number_32, number_32, number_32, number_32, number_16)
mats = st.builds(Mat, number_32, number_32, number_32, number_32, number_32, number_32, number_16)


@given(passes, st.booleans())
def test_every_pass_is_read_back_signed_in_either_case(made: Pass, lower: bool) -> None:  # noqa: FBT001 — hypothesis calls it
    text = make_pass(made, SIGNING_KEY)
    read = read_code(text.lower() if lower else text)
    assert isinstance(read, Pass)
    assert Pass(read.event, read.who, read.serial, read.expires_day, read.key_id) == made
    assert is_signed(read, {made.key_id: PASS_KEYS[KEY_ID]})


@given(mats)
def test_every_mat_is_read_back_signed(made: Mat) -> None:
    read = read_code(make_mat(made, SIGNING_KEY))
    assert isinstance(read, Mat)
    assert Mat(read.event, read.venue, read.activity, read.item, read.quantity, read.serial, read.key_id) == made
    assert is_signed(read, {made.key_id: PASS_KEYS[KEY_ID]})


@given(door_passes)
def test_every_pass_of_a_door_is_read_back_signed(made: DoorPass) -> None:
    read = read_code(make_door_pass(made, SIGNING_KEY))
    assert isinstance(read, DoorPass)
    assert DoorPass(read.event, read.who, read.device, read.expires_day, read.is_party) == made
    assert is_signed_by_device(read, {made.device: PASS_KEYS[KEY_ID]})


@given(lead_cards)
def test_every_lead_card_is_read_back_signed(made: LeadCard) -> None:
    read = read_code(make_lead_card(made, SIGNING_KEY))
    assert isinstance(read, LeadCard)
    assert LeadCard(read.event, read.venue, read.lead, read.serial, read.key_id) == made
    assert is_signed_lead_card(read, {made.key_id: PASS_KEYS[KEY_ID]})


@given(st.text() | st.text(alphabet=string.printable) | st.text(alphabet=ALPHABET).map(lambda tail: "MH1P" + tail) | begun)
def test_no_text_raises_and_none_is_accepted_by_chance(text: str) -> None:
    assert isinstance(read_code(text), Unread)
    read_spoken(text)


@given(st.sampled_from(GENUINE), st.data())
def test_a_genuine_code_with_changed_letters_is_never_accepted(text: str, data: st.DataObject) -> None:
    letters = list(text)
    for _ in range(data.draw(st.integers(1, 4))):
        letters[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.sampled_from(ALPHABET + "0189 é"))
    changed = "".join(letters)
    read = read_code(changed)
    assert changed.strip() == text or isinstance(read, Unread)


@given(st.sampled_from(GENUINE), st.data())
def test_a_genuine_code_cut_doubled_or_shuffled_is_never_accepted(text: str, data: st.DataObject) -> None:
    first, last = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    piece = text[first:last]
    for changed in (text[:first] + text[last:], text[:last] + piece + text[last:], piece + text, text[last:] + text[:last]):
        assert changed == text or isinstance(read_code(changed), Unread)


@given(references, st.integers(0, 9), st.integers(0, 9))
def test_a_spoken_code_with_two_digits_swapped_is_no_others_code_by_neighbours(who: bytes, place: int, other: int) -> None:
    code = list(spoken_code(EVENT, who))
    code[place], code[other] = code[other], code[place]
    changed = "".join(code)
    assert read_spoken(changed) is None or changed == spoken_code(EVENT, who) or abs(place - other) > 1
