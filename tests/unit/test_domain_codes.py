"""Passes and mats as text: what is read, what is refused, and why."""

import base64
import struct
import zlib

import msgspec
import pytest
from nacl.signing import SigningKey

from sync.domain.codes import CODE_CHARACTERS_MAX, Mat, Pass, Unread, Why, is_signed, make_mat, make_pass, read_code
from tests.support.day import EVENT, HATS, KEY_ID, KNITTING, MIRIAM, PASS_KEYS, SIGNING_KEY, TODAY, WARD

PASS = Pass(EVENT, MIRIAM, 3, TODAY, KEY_ID)
MAT = Mat(EVENT, WARD, KNITTING, HATS, 10, 1, KEY_ID)
PASS_TEXT = make_pass(PASS, SIGNING_KEY)
MAT_TEXT = make_mat(MAT, SIGNING_KEY)


def test_a_pass_says_what_it_was_made_of() -> None:
    read = read_code(PASS_TEXT)
    assert isinstance(read, Pass)
    assert msgspec.structs.replace(read, signature=b"") == PASS


def test_a_mat_says_what_it_was_made_of() -> None:
    read = read_code(MAT_TEXT)
    assert isinstance(read, Mat)
    assert msgspec.structs.replace(read, signature=b"") == MAT


@pytest.mark.parametrize("text", [PASS_TEXT, MAT_TEXT])
def test_a_code_is_digits_and_capitals_and_reads_the_same_with_caps_lock(text: str) -> None:
    assert text.isalnum()
    assert text.isascii()
    assert text == text.upper()
    assert read_code(text.lower()) == read_code(text) == read_code(f"\t {text}\r\n")


def test_the_same_content_and_key_give_the_same_text() -> None:
    assert make_pass(PASS, SIGNING_KEY) == PASS_TEXT


def test_what_the_events_key_signed_is_signed() -> None:
    for text in (PASS_TEXT, MAT_TEXT):
        read = read_code(text)
        assert isinstance(read, Pass | Mat)
        assert is_signed(read, PASS_KEYS)


def test_a_strangers_key_an_unknown_key_and_no_signature_are_not_signed() -> None:
    read = read_code(make_pass(PASS, SigningKey(bytes(32))))
    assert isinstance(read, Pass)
    assert not is_signed(read, PASS_KEYS)
    genuine = read_code(PASS_TEXT)
    assert isinstance(genuine, Pass)
    assert not is_signed(genuine, {KEY_ID + 1: PASS_KEYS[KEY_ID]})
    assert not is_signed(PASS, PASS_KEYS)


@pytest.mark.parametrize(
    "change", [{"event": EVENT + 1}, {"who": bytes(8)}, {"serial": 4}, {"expires_day": TODAY + 1}], ids=lambda change: next(iter(change))
)
def test_a_pass_that_was_rewritten_is_not_signed(change: dict[str, int | bytes]) -> None:
    read = read_code(PASS_TEXT)
    assert isinstance(read, Pass)
    assert not is_signed(msgspec.structs.replace(read, **change), PASS_KEYS)


def test_codes_that_were_printed_stay_what_they_are() -> None:
    # Cards and mats lie in drawers for a year: fields, check, purposes and alphabet may not change under version 1.
    assert PASS_TEXT == (
        "MH1PAAAAAB6556LT5YHGW34AAAAAANISWAABIWIQ7ZY5CPRL2MOOV5MXN5NY26ZGA5VCPHI4INLTM3E2"
        "TUMOVQB4ACGGEFKIOSGGD4QAI3BJBJ6RY3V4ORIQGX3X3PKGNR7TA4FDSSI6A4GQO"
    )
    assert MAT_TEXT == (
        "MH1MAAAAABYAAAAAEAAAAAAQAAAAAEAAAAAKAAAAAAIAAHTHFBS3EWSC6NVOTUVNNDT42DS4GUU6NLIK"
        "MWURP77E6NH42L7EDB6LCD4I3WXHQGN45AB4TIGS535Y4ACT3DMKDQHCRTXIYK7YUEDDRDNIMBA"
    )


def test_a_signature_of_one_purpose_is_none_for_another() -> None:
    fields = struct.pack(">I8sIHH", EVENT, MIRIAM, 3, TODAY, KEY_ID)
    for purpose, stands in ((b"manyhands pass 1\x00", True), (b"manyhands mat 1\x00", False), (b"", False)):
        signed = msgspec.structs.replace(PASS, signature=SIGNING_KEY.sign(purpose + fields).signature)
        assert is_signed(signed, PASS_KEYS) is stands


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY),
        (" \r\n", Why.EMPTY),
        ("A" * (CODE_CHARACTERS_MAX + 1), Why.TOO_LONG),
        (" " * (CODE_CHARACTERS_MAX + 1), Why.TOO_LONG),
        ("https://example.org/MH1P", Why.WEB_ADDRESS),
        ("www.example.org", Why.WEB_ADDRESS),
        ("upi://pay", Why.WEB_ADDRESS),
        ("5000159407236", Why.PRODUCT_BARCODE),
        ("036000291452", Why.PRODUCT_BARCODE),
        ("96385074", Why.PRODUCT_BARCODE),
        ("5000159407237", Why.NOT_OURS),
        ("0360002914524", Why.NOT_OURS),
        ("12345", Why.NOT_OURS),
        ("WIFI:S:hall;;", Why.NOT_OURS),
        ("MH", Why.NOT_OURS),
        ("MHXP", Why.NOT_OURS),
        ("MH2PABC", Why.NEWER_VERSION),
        ("mh1qabc", Why.NEWER_VERSION),
        ("MH1P", Why.DAMAGED),
        ("MH1M", Why.DAMAGED),
        ("MH1P" + "é" * 20, Why.NOT_OURS),
        ("١٢٣٤٥٦٧٨", Why.NOT_OURS),
    ],
)
def test_every_other_text_is_refused_with_its_reason(text: str, why: Why) -> None:
    assert read_code(text) == Unread(why)


@pytest.mark.parametrize("text", [PASS_TEXT, MAT_TEXT])
def test_a_code_that_is_cut_or_lengthened_is_damaged(text: str) -> None:
    damaged = Unread(Why.DAMAGED)
    assert all(read_code(text[:length]) == damaged for length in range(4, len(text)))
    assert read_code(text + "A") == read_code(text + text) == read_code(text + "=") == damaged


def test_a_letter_that_only_looks_like_ours_in_capitals_is_not_ours() -> None:
    # "ı" and "ſ" become I and S when capitalised: folding them would give one code many spellings.
    for lookalike, capital in (("ı", "I"), ("ſ", "S")):
        assert capital in PASS_TEXT[4:] or capital in MAT_TEXT[4:]
        for text in (PASS_TEXT, MAT_TEXT):
            if capital in text:
                assert read_code(text.replace(capital, lookalike)) == Unread(Why.NOT_OURS)


def test_a_code_has_one_spelling() -> None:
    # 88 bytes are 704 bits in 141 letters of 5: one bit of the last letter says nothing and must be zero.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    other = PASS_TEXT[:-1] + alphabet[alphabet.index(PASS_TEXT[-1]) + 1]
    padded = "=" * (-len(other[4:]) % 8)
    assert base64.b32decode(other[4:] + padded) == base64.b32decode(PASS_TEXT[4:] + padded)
    assert read_code(other) == Unread(Why.DAMAGED)


def test_what_a_number_may_have_around_it_no_code_may() -> None:
    assert PASS_TEXT.startswith("MH1PAA")
    for zero in ("0A", "+A", "-A", " A", "A_"):
        assert read_code(PASS_TEXT.replace("MH1PAA", "MH1P" + zero)) == Unread(Why.DAMAGED)


def test_a_pass_relabelled_as_a_mat_is_damaged() -> None:
    raw = bytes(30) + bytes(64)
    text = base64.b32encode(raw[:26] + struct.pack(">I", zlib.crc32(b"MH1P" + raw[:26] + raw[30:])) + raw[30:]).decode().rstrip("=")
    assert read_code("MH1M" + text) == Unread(Why.DAMAGED)


def test_a_field_out_of_its_range_is_our_mistake_and_not_a_code() -> None:
    with pytest.raises(AssertionError):
        make_pass(msgspec.structs.replace(PASS, who=b"short"), SIGNING_KEY)
    with pytest.raises(AssertionError):
        make_pass(msgspec.structs.replace(PASS, expires_day=1 << 16), SIGNING_KEY)
    with pytest.raises(AssertionError):
        make_mat(msgspec.structs.replace(MAT, quantity=-1), SIGNING_KEY)
