"""A pass that a kiosk gave at the door: who signed it, whom it speaks for, and what a stolen kiosk can do with it."""

import pytest
from msgspec.structs import replace
from nacl.signing import SigningKey

from sync.domain.codes import CODE_CHARACTERS_MAX, Unread, Why, read_code
from sync.domain.door_pass import DoorPass, is_signed_by_device, make_door_pass
from sync.domain.entry import How
from sync.domain.judge import Accepted, Note, Refusal, Refused, judge
from sync.domain.known import KnownHere, known_here
from sync.domain.names import as_on_a_card
from sync.domain.party import reference_of
from sync.domain.roster import Party, PartyKind, Volunteer
from tests.support.day import CARDS, EVENT, PASS_KEYS, SCHOOL, TODAY, named, small_definition, small_roster
from tests.support.desk import with_people

KIOSK, KEY, FORGER = 3, SigningKey(bytes([3]) * 32), SigningKey(bytes([4]) * 32)
ALI = named("Ali, who walked in")
PASS = DoorPass(EVENT, ALI, KIOSK, TODAY)


def door_pass(pass_: DoorPass = PASS, key: SigningKey = KEY) -> DoorPass:
    read = read_code(make_door_pass(pass_, key))
    assert isinstance(read, DoorPass)
    return read


def known(*rows: Volunteer | Party, revoked: bool = False, withdrawn: bool = False, has_key: bool = True) -> KnownHere:
    base = known_here(small_definition(), SCHOOL, with_people(small_roster(), *rows), PASS_KEYS, frozenset({ALI} if withdrawn else ()))
    keys = {KIOSK: bytes(KEY.verify_key)} if has_key else {}
    return replace(base, device_keys=keys, revoked_devices=frozenset({KIOSK} if revoked else ()))


ROW = Volunteer(ALI, "Ali K.", SCHOOL, CARDS)


def test_it_is_digits_and_capitals_and_far_within_the_limit() -> None:
    text = make_door_pass(PASS, KEY)
    assert text == text.upper()
    assert text.isalnum()
    assert len(text) < CODE_CHARACTERS_MAX / 3
    assert read_code(text.lower()) == read_code(text)


def test_only_its_own_kiosk_signed_it() -> None:
    keys = {KIOSK: bytes(KEY.verify_key)}
    assert is_signed_by_device(door_pass(), keys)
    assert not is_signed_by_device(door_pass(key=FORGER), keys)
    assert not is_signed_by_device(door_pass(replace(PASS, device=9)), keys)
    assert not is_signed_by_device(PASS, keys)


def test_a_sort_that_is_still_to_come_is_not_read_as_one_of_today() -> None:
    text = make_door_pass(replace(PASS, is_party=2), KEY)
    assert read_code(text) == Unread(Why.DAMAGED)


def test_a_newcomer_whom_nothing_else_speaks_for_is_welcome_by_the_kiosks_word() -> None:
    accepted = judge(door_pass(), known(), TODAY)
    assert accepted == Accepted(ALI, How.WALK_IN, notes=(Note.NOT_ON_ROSTER,))
    group = judge(door_pass(replace(PASS, is_party=True)), known(), None)
    assert isinstance(group, Accepted)
    assert group.party == Party(ALI, "", PartyKind.GROUP)


def test_a_newcomer_whose_name_came_is_welcome_with_it() -> None:
    for day in (known(ROW), known(ROW, revoked=True), known(ROW, has_key=False)):
        accepted = judge(door_pass(), day, TODAY + 3)
        assert isinstance(accepted, Accepted)
        assert (accepted.volunteer, accepted.activity, accepted.how) == (ROW, CARDS, How.WALK_IN)


@pytest.mark.parametrize(
    ("pass_", "day", "today", "refusal"),
    [
        (door_pass(replace(PASS, event=EVENT + 1)), known(), TODAY, Refusal.FOREIGN_EVENT),
        (door_pass(key=FORGER), known(ROW), TODAY, Refusal.BAD_SIGNATURE),
        (door_pass(), known(ROW, withdrawn=True), TODAY, Refusal.REVOKED),
        (door_pass(), known(has_key=False), TODAY, Refusal.UNKNOWN_PERSON),
        (door_pass(), known(revoked=True), TODAY, Refusal.REVOKED),
        (door_pass(), known(), TODAY + 1, Refusal.EXPIRED),
    ],
    ids=["another event", "a forger", "erased", "an unknown kiosk", "a withdrawn kiosk", "another day"],
)
def test_what_opens_nothing(pass_: DoorPass, day: KnownHere, today: int, refusal: Refusal) -> None:
    assert judge(pass_, day, today) == Refused(refusal)


def test_a_reference_is_the_taps_own_and_says_nothing_of_it() -> None:
    assert reference_of(b"tap-one-") == reference_of(b"tap-one-") != reference_of(b"tap-two-")
    assert b"tap" not in reference_of(b"tap-one-")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ali", "Ali"),
        ("miriam kaplan", "Miriam K."),
        ("miriam k", "Miriam K."),
        ("  zoë   l ", "Zoë L."),
        ("mary ann k", "Mary Ann K."),
        ("o'brien-smith", "O'Brien-Smith"),
        ("מרים כ", "מרים כ."),
        ("محمد عبدالله", "محمد ع."),
        ("", ""),
        ("- '", ""),
        ("123", ""),
    ],
)
def test_a_typed_name_is_shown_as_a_card_shows_it(typed: str, shown: str) -> None:
    assert as_on_a_card(typed) == shown
