"""Does a batch stay within the limits of a bad line?"""

import random
import zlib

import pytest

from sync.client.sizing import Sizing, fitting
from sync.protocol.limits import BATCH_ENTRIES_MAX, BATCH_ENTRIES_START, BODY_COMPRESSED_BYTES_KIOSK, BODY_RAW_BYTES_KIOSK


def test_a_batch_grows_from_a_hundred_to_five_hundred_and_no_further() -> None:
    sizing = Sizing()
    sizes = [sizing.entries]
    for _ in range(5):
        sizing = sizing.carried(sizing.entries)
        sizes.append(sizing.entries)
    assert sizes == [BATCH_ENTRIES_START, 200, 400, 500, 500, 500]
    assert max(sizes) == BATCH_ENTRIES_MAX


def test_a_small_push_says_nothing_about_larger_ones() -> None:
    assert Sizing(100).carried(3) == Sizing(100)


@pytest.mark.parametrize(("size", "sent", "left"), [(100, 100, 50), (100, 7, 3), (3, 3, 1), (1, 1, 1)])
def test_a_failure_halves_what_was_sent_down_to_one(size: int, sent: int, left: int) -> None:
    assert Sizing(size).failed(sent) == Sizing(left)


def test_five_hundred_ordinary_entries_fit() -> None:
    dice = random.Random(1)
    assert fitting([dice.randbytes(45) for _ in range(BATCH_ENTRIES_MAX)]) == BATCH_ENTRIES_MAX


def test_large_entries_are_cut_to_what_a_body_holds() -> None:
    dice = random.Random(1)
    noise = [dice.randbytes(4_000) for _ in range(BATCH_ENTRIES_MAX)]
    fit = fitting(noise)
    assert 1 < fit < 20
    assert len(zlib.compress(b"".join(noise[:fit]))) < BODY_COMPRESSED_BYTES_KIOSK


def test_a_batch_that_fills_a_body_leaves_room_for_what_else_a_push_says() -> None:
    dice = random.Random(1)
    noise = [dice.randbytes(4_090) for _ in range(32)]
    fit = fitting(noise)
    assert len(zlib.compress(b"".join(noise[:fit]))) + 250 <= BODY_COMPRESSED_BYTES_KIOSK


def test_large_entries_that_compress_well_are_cut_by_their_raw_size() -> None:
    fit = fitting([b"a" * 4_000] * BATCH_ENTRIES_MAX)
    assert BODY_RAW_BYTES_KIOSK - 10_000 < fit * 4_000 < BODY_RAW_BYTES_KIOSK


def test_one_entry_always_goes_and_none_is_none() -> None:
    assert fitting([b"a" * (BODY_RAW_BYTES_KIOSK + 1)]) == 1
    assert fitting([]) == 0
