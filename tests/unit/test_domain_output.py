"""What one entry adds, and to what."""

import pytest

from sync.domain.entry import Value
from sync.domain.facts import Arrived, Corrected, Counted, Delivered, Fact, ItemsLogged, Received, Voided
from sync.domain.output import Bucket, Measure, contribution, similar_logs, sums_of
from tests.support.day import CARDS, HATS, KNITTING, MIRIAM, SCHOOL, THERE, WARD, id_at, line

BUCKET = Bucket(WARD, KNITTING, HATS)


@pytest.mark.parametrize(
    ("fact", "measure"),
    [
        (ItemsLogged(KNITTING, HATS, 7), Measure.MADE),
        (Counted(KNITTING, HATS, 7), Measure.COUNTED),
        (Delivered(KNITTING, HATS, 7), Measure.DELIVERED),
        (Received(KNITTING, HATS, 7, id_at(9)), Measure.RECEIVED),
    ],
)
def test_each_kind_adds_to_its_own_measure(fact: Fact, measure: Measure) -> None:
    one = contribution(line(fact, 0, 1))
    assert one is not None
    assert (one.bucket, one.measure, one.quantity) == (BUCKET, measure, 7)


def test_a_check_in_and_a_shapeless_entry_add_nothing() -> None:
    assert contribution(line(Arrived(MIRIAM, KNITTING), 0, 1)) is None
    assert contribution(line(ItemsLogged(KNITTING, HATS, -1), 0, 1)) is None


def test_a_correction_changes_quantity_and_bucket_and_a_void_takes_it_back() -> None:
    logged = line(ItemsLogged(KNITTING, HATS, 7), 0, 1)
    corrected = line(Corrected(logged.id, Value(quantity=5, activity=CARDS)), 1, 2)
    one = contribution(logged, [corrected])
    assert one is not None
    assert (one.bucket, one.quantity) == (Bucket(WARD, CARDS, HATS), 5)
    assert contribution(logged, [corrected, line(Voided(logged.id), 2, 3)]) is None


def test_what_is_made_adds_up_and_of_counts_the_latest_is_the_figure() -> None:
    told = [
        line(ItemsLogged(KNITTING, HATS, 7), 0, 1),
        line(ItemsLogged(KNITTING, HATS, 3), 1, 2),
        line(Counted(KNITTING, HATS, 12), 9, 3),
        line(Counted(KNITTING, HATS, 8), 5, 4),
        line(Delivered(KNITTING, HATS, 4), 6, 5),
        line(Received(KNITTING, HATS, 4), 7, 6),
    ]
    for order in (told, told[::-1]):
        sums = sums_of(one for one in map(contribution, order) if one is not None)
        assert (sums.made, sums.counted, sums.delivered, sums.received) == ({BUCKET: 10}, {BUCKET: 12}, {BUCKET: 4}, {BUCKET: 4})


def test_equal_logs_on_two_kiosks_within_two_minutes_are_similar() -> None:
    here = line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 0, 1)
    there = line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 2, 1, THERE)
    assert similar_logs([there, here]) == (there.id,)


def test_later_other_or_own_logs_are_not_similar() -> None:
    here = line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 0, 1)
    for other in (
        line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 2.01, 1, THERE),
        line(ItemsLogged(KNITTING, HATS, 8, MIRIAM), 1, 1, THERE),
        line(ItemsLogged(KNITTING, HATS, 7), 1, 1, THERE),
        line(ItemsLogged(CARDS, HATS, 7, MIRIAM), 1, 1, THERE),
        line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 1, 1, THERE, venue=SCHOOL),
        line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 1, 2),
        line(Counted(KNITTING, HATS, 7), 1, 1, THERE),
    ):
        assert similar_logs([here, other]) == ()


def test_a_log_between_two_kiosks_hides_no_similar_one() -> None:
    here, again = line(ItemsLogged(KNITTING, HATS, 7), 0, 1), line(ItemsLogged(KNITTING, HATS, 7), 1.5, 2)
    there = line(ItemsLogged(KNITTING, HATS, 7), 1.6, 1, THERE)
    assert similar_logs([here, again, there]) == (there.id,)
