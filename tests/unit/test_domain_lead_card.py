"""A lead's card: who signed it, whom it names here, and that it opens nothing when it was taken back."""

import pytest
from msgspec.structs import replace
from nacl.signing import SigningKey

from sync.domain.codes import CODE_CHARACTERS_MAX, Unread, Why, read_code, without_additions
from sync.domain.judge import AcceptedLead, Refusal, Refused, judge
from sync.domain.known import KnownHere, known_here
from sync.domain.lead_card import LeadCard, is_signed_lead_card, make_lead_card
from sync.domain.roster import Lead
from tests.support.day import EVENT, KEY_ID, PASS_KEYS, SCHOOL, SIGNING_KEY, TODAY, WARD, small_definition, small_roster

FORGER = SigningKey(bytes([4]) * 32)
RUTH = Lead(3, "Sister Ruth", WARD, b"", card_serial=2)
OTHER = Lead(1, "Omar", WARD, b"")
CARD = LeadCard(EVENT, WARD, 3, 2, KEY_ID)


def lead_card(card: LeadCard = CARD, key: SigningKey = SIGNING_KEY) -> LeadCard:
    read = read_code(make_lead_card(card, key))
    assert isinstance(read, LeadCard)
    return read


def known(*leads: Lead) -> KnownHere:
    return known_here(small_definition(), WARD, replace(small_roster(), leads=leads or (RUTH, OTHER)), PASS_KEYS)


def test_it_is_digits_and_capitals_and_read_with_what_a_scanner_puts_around_it() -> None:
    text = make_lead_card(CARD, SIGNING_KEY)
    assert text == text.upper()
    assert text.isalnum()
    assert len(text) < CODE_CHARACTERS_MAX / 3
    assert read_code(text.lower()) == read_code(text)
    assert without_additions(f"]Q1{text.lower()}\r") == text


def test_only_the_events_key_signed_it() -> None:
    assert is_signed_lead_card(lead_card(), PASS_KEYS)
    assert not is_signed_lead_card(lead_card(key=FORGER), PASS_KEYS)
    assert not is_signed_lead_card(replace(lead_card(), lead=1), PASS_KEYS)
    assert not is_signed_lead_card(CARD, PASS_KEYS)


def test_it_names_its_lead_whatever_the_day() -> None:
    for today in (TODAY, TODAY + 300, None):
        assert judge(lead_card(), known(), today) == AcceptedLead(RUTH)
    assert judge(lead_card(replace(CARD, serial=3)), known()) == AcceptedLead(RUTH), "the centre is ahead of this roster"


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (lead_card(replace(CARD, event=EVENT + 1)), Refusal.FOREIGN_EVENT),
        (lead_card(key=FORGER), Refusal.BAD_SIGNATURE),
        (lead_card(replace(CARD, key_id=9)), Refusal.BAD_SIGNATURE),
        (lead_card(replace(CARD, venue=SCHOOL)), Refusal.LEAD_OF_ANOTHER_VENUE),
        (lead_card(replace(CARD, serial=1)), Refusal.LEAD_CARD_ENDED),
        (lead_card(replace(CARD, lead=7)), Refusal.LEAD_CARD_ENDED),
    ],
)
def test_what_names_no_lead_of_this_venue_opens_nothing(card: LeadCard, reason: Refusal) -> None:
    assert judge(card, known()) == Refused(reason)


def test_a_kiosk_that_does_not_know_such_cards_yet_says_that_it_may_be_a_newer_one() -> None:
    """What a kiosk of yesterday says to today's lead card is what ours says to a kind of tomorrow."""
    text = make_lead_card(CARD, SIGNING_KEY).replace("MH1L", "MH1Z")
    assert read_code(text) == Unread(Why.NEWER_VERSION)
    assert judge(read_code(text), known()) == Refused(Refusal.NEWER_VERSION)


def test_a_number_out_of_range_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="out of its range"):
        make_lead_card(replace(CARD, lead=2**32), SIGNING_KEY)
