"""At the desk: who is welcome, what a mat logs, and which page helps with everything else."""

import msgspec
import pytest
from nacl.signing import SigningKey

from sync.domain.codes import DAY_MS, Mat, Pass, Unread, Why, make_mat, make_pass, read_code
from sync.domain.definition import Shift
from sync.domain.entry import How
from sync.domain.judge import Accepted, AcceptedMat, Note, Refusal, Refused, accepted_row, judge
from sync.domain.known import KnownHere, known_here
from sync.domain.roster import Roster, Volunteer
from tests.support.day import (
    AHMED,
    CARDS,
    CLASS_3B,
    EVENT,
    HATS,
    KEY_ID,
    KNITTING,
    MIRIAM,
    PASS_KEYS,
    SCHOOL,
    SIGNING_KEY,
    TODAY,
    WARD,
    named,
    small_definition,
    small_roster,
)

STRANGER = named("somebody added an hour ago")
KNOWN = known_here(small_definition(), WARD, small_roster(), PASS_KEYS)
FORGER = SigningKey(bytes(32))


def a_pass(
    who: bytes = MIRIAM,
    *,
    event: int = EVENT,
    serial: int = 1,
    expires_day: int = TODAY,
    key_id: int = KEY_ID,
    key: SigningKey = SIGNING_KEY,
) -> Pass:
    read = read_code(make_pass(Pass(event, who, serial, expires_day, key_id), key))
    assert isinstance(read, Pass)
    return read


def a_mat(*, event: int = EVENT, venue: int = WARD, activity: int = KNITTING, item: int = HATS, key: SigningKey = SIGNING_KEY) -> Mat:
    read = read_code(make_mat(Mat(event, venue, activity, item, 10, 1, KEY_ID), key))
    assert isinstance(read, Mat)
    return read


def refusal(code: Pass | Mat | Unread, known: KnownHere = KNOWN, today: int | None = TODAY) -> Refusal | None:
    verdict = judge(code, known, today)
    return verdict.reason if isinstance(verdict, Refused) else None


def accepted(code: Pass, known: KnownHere = KNOWN, today: int | None = TODAY) -> Accepted:
    verdict = judge(code, known, today)
    assert isinstance(verdict, Accepted)
    return verdict


def test_somebody_on_the_roster_is_welcome_to_their_activity() -> None:
    verdict = accepted(a_pass())
    assert (verdict.who, verdict.how, verdict.activity, verdict.notes) == (MIRIAM, How.ROSTER, KNITTING, ())
    assert verdict.volunteer == small_roster().volunteers[0]
    assert verdict.party is None


def test_a_class_card_brings_up_the_class() -> None:
    verdict = accepted(a_pass(CLASS_3B), known_here(small_definition(), SCHOOL, small_roster(), PASS_KEYS))
    assert verdict.volunteer is None
    assert verdict.party is not None
    assert (verdict.party.expected_headcount, verdict.activity) == (30, CARDS)


def test_somebody_expected_elsewhere_is_welcome_and_chooses_an_activity_here() -> None:
    verdict = accepted(a_pass(AHMED))
    assert (verdict.notes, verdict.activity) == ((Note.EXPECTED_ELSEWHERE,), None)


def test_somebody_expected_anywhere_or_at_a_vanished_activity_is_welcome_and_chooses() -> None:
    for row in (Volunteer(MIRIAM, "Miriam K."), Volunteer(MIRIAM, "Miriam K.", WARD, 99)):
        verdict = accepted_row(row, WARD, small_definition(), How.TYPED)
        assert (verdict.notes, verdict.activity, verdict.how) == ((), None, How.TYPED)


def test_somebody_with_a_shift_is_told_when_they_come_on_another_day_than_their_own() -> None:
    definition = small_definition()
    opens_ms = definition.event.opens_ms
    week = msgspec.structs.replace(
        definition,
        event=msgspec.structs.replace(definition.event, closes_ms=opens_ms + 6 * DAY_MS),
        shifts=(Shift(7, KNITTING, opens_ms + 3 * DAY_MS, opens_ms + 3 * DAY_MS + 1),),
    )
    for shift, days in {7: {3, 4}, 8: {0, 3, 4, 5, 7}, None: {0, 3, 4, 5, 7}}.items():
        row = Volunteer(MIRIAM, "Miriam K.", WARD, KNITTING, pass_serial=1, shift=shift)
        known = known_here(week, WARD, Roster(1, (row,)), PASS_KEYS)
        verdicts = {day: accepted(a_pass(expires_day=TODAY + 9), known, TODAY + day) for day in (-1, 0, 3, 4, 5, 7, 8)}
        assert {day for day, verdict in verdicts.items() if Note.ANOTHER_DAY not in verdict.notes} == days


def test_an_expired_pass_of_somebody_on_the_roster_is_welcome() -> None:
    assert accepted(a_pass(), today=TODAY + 1).notes == (Note.CARD_EXPIRED,)
    assert accepted(a_pass(AHMED), today=TODAY + 1).notes == (Note.EXPECTED_ELSEWHERE, Note.CARD_EXPIRED)
    assert accepted(a_pass(), today=TODAY).notes == ()


def test_somebody_added_later_is_welcome_by_signature() -> None:
    verdict = accepted(a_pass(STRANGER))
    assert (verdict.how, verdict.volunteer, verdict.party, verdict.notes) == (How.SIGNED_PASS, None, None, (Note.NOT_ON_ROSTER,))


def test_an_expired_pass_of_a_stranger_opens_nothing_unless_the_clock_cannot_be_trusted() -> None:
    assert refusal(a_pass(STRANGER), today=TODAY + 1) is Refusal.EXPIRED
    assert refusal(a_pass(STRANGER), today=None) is None


def test_a_forged_pass_opens_nothing_even_for_somebody_on_the_roster() -> None:
    assert refusal(a_pass(STRANGER, key=FORGER)) is Refusal.BAD_SIGNATURE
    assert refusal(a_pass(MIRIAM, key=FORGER)) is Refusal.BAD_SIGNATURE


def test_a_key_that_this_kiosk_has_not_heard_of_does_not_close_the_door_to_the_roster() -> None:
    assert refusal(a_pass(MIRIAM, key_id=9, key=FORGER)) is None
    assert refusal(a_pass(STRANGER, key_id=9, key=FORGER)) is Refusal.UNKNOWN_PERSON


def test_a_reissued_card_opens_nothing_and_the_newer_one_does() -> None:
    assert refusal(a_pass(serial=0)) is Refusal.REISSUED
    assert refusal(a_pass(serial=2)) is None


def test_a_serial_that_the_roster_does_not_know_needs_a_signature() -> None:
    # Else an old card, rewritten with a higher serial and an invented key, would open again.
    assert refusal(a_pass(serial=2, key_id=9, key=FORGER)) is Refusal.BAD_SIGNATURE


def test_somebody_taken_off_the_roster_is_not_let_in_by_a_good_signature() -> None:
    withdrawn = msgspec.structs.replace(KNOWN, withdrawn=frozenset({STRANGER}))
    assert refusal(a_pass(STRANGER), withdrawn) is Refusal.REVOKED


def test_another_events_pass_and_mat_say_so() -> None:
    assert refusal(a_pass(event=EVENT + 1)) is Refusal.FOREIGN_EVENT
    assert refusal(a_mat(event=EVENT + 1)) is Refusal.FOREIGN_EVENT


def test_a_mat_of_this_venue_is_accepted() -> None:
    assert judge(a_mat(), KNOWN) == AcceptedMat(a_mat())


def test_mats_that_do_not_belong_here_say_why() -> None:
    assert refusal(a_mat(venue=SCHOOL, activity=CARDS)) is Refusal.MAT_OF_ANOTHER_VENUE
    assert refusal(a_mat(activity=99)) is Refusal.MAT_NOT_IN_EVENT
    assert refusal(a_mat(activity=CARDS)) is Refusal.MAT_NOT_IN_EVENT
    assert refusal(a_mat(item=99)) is Refusal.MAT_NOT_IN_EVENT


def test_a_home_made_mat_logs_nothing() -> None:
    assert refusal(a_mat(key=FORGER)) is Refusal.BAD_SIGNATURE


@pytest.mark.parametrize("why", list(Why))
def test_every_unreadable_text_has_a_refusal_of_its_own(why: Why) -> None:
    assert refusal(Unread(why)) is Refusal(why.value)
