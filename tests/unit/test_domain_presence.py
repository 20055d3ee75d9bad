"""One person's day: the table of the protocol's section 5, row by row."""

from sync.domain.amend import Flagged
from sync.domain.entry import Line
from sync.domain.facts import Arrived, Fact, ItemsLogged, Left, Moved
from sync.domain.flags import Flag
from sync.domain.presence import (
    DAY_MS,
    NIGHT_MS,
    End,
    PersonDay,
    day_began_ms,
    forgotten_ms,
    last_visit,
    minutes_of,
    person_day,
    person_ms_of,
    rule_ends_ms,
)
from tests.support.day import (
    AHMED,
    CARDS,
    CLASS_3B,
    CLOSES_MS,
    GARDENING,
    HATS,
    HERE,
    KNITTING,
    MINUTE_MS,
    MIRIAM,
    OPENS_MS,
    SCHOOL,
    THERE,
    WARD,
    id_at,
    line,
)


def day(*told: tuple[float, Fact] | tuple[float, Fact, int], who: bytes = MIRIAM, closing_ms: int | None = None) -> PersonDay:
    """The day of (minute, fact[, venue]); the facts' seqs count from 1."""
    lines = [line(one[1], one[0], seq, venue=one[2] if len(one) == 3 else WARD) for seq, one in enumerate(told, 1)]
    return person_day(who, lines, closing_ms)


def stays(of: PersonDay) -> list[tuple[int | None, float, float | None, int, End]]:
    """(activity, from minute, to minute, headcount, end)."""
    return [
        (
            stay.activity,
            (stay.started_ms - OPENS_MS) / MINUTE_MS,
            None if stay.ended_ms is None else (stay.ended_ms - OPENS_MS) / MINUTE_MS,
            stay.headcount,
            stay.ended,
        )
        for stay in of.stays
    ]


def flags(of: PersonDay) -> list[tuple[int, Flag]]:
    return [(flagged.id.seq, flagged.flag) for flagged in of.flags]


def test_nobody_has_an_empty_day() -> None:
    empty = day()
    assert (empty.present, empty.people, minutes_of(empty)) == (None, 0, 0)


def test_come_and_go_is_one_stay() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING)), (90, Left(MIRIAM)))
    assert stays(told) == [(KNITTING, 0, 90, 1, End.LEFT)]
    assert (minutes_of(told), told.present, told.people, flags(told)) == (90, None, 1, [])


def test_who_is_still_here_has_no_end_and_no_guessed_hours() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING)))
    assert told.present == told.stays[0]
    assert told.present is not None
    assert (told.present.ended_ms, minutes_of(told)) == (None, 0)


def test_a_check_in_while_present_makes_no_new_interval() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING)), (1.9, Arrived(MIRIAM, KNITTING)), (60, Left(MIRIAM)))
    assert stays(told) == [(KNITTING, 0, 60, 1, End.LEFT)]
    assert flags(told) == []


def test_a_check_in_while_present_over_two_minutes_later_is_flagged() -> None:
    assert flags(day((0, Arrived(MIRIAM)), (2, Arrived(MIRIAM)))) == []
    told = day((0, Arrived(MIRIAM)), (2.1, Arrived(MIRIAM)))
    assert flags(told) == [(2, Flag.REPEATED_ARRIVAL)]
    assert len(told.stays) == 1


def test_the_two_minutes_count_from_the_last_time_the_card_was_held_up() -> None:
    assert flags(day((0, Arrived(MIRIAM)), (1.5, Arrived(MIRIAM)), (3, Arrived(MIRIAM)))) == []
    assert flags(day((0, Arrived(MIRIAM)), (10, Moved(MIRIAM, KNITTING)), (11, Arrived(MIRIAM)))) == []


def test_a_repeat_at_another_kiosk_of_the_venue_is_a_repeat() -> None:
    lines = [line(Arrived(MIRIAM, KNITTING), 0, 1), line(Arrived(MIRIAM, KNITTING), 5, 1, THERE)]
    told = person_day(MIRIAM, lines)
    assert len(told.stays) == 1
    assert told.flags == (Flagged(id_at(1, THERE), Flag.REPEATED_ARRIVAL),)


def test_a_second_check_in_that_chooses_an_activity_moves_there() -> None:
    told = day((0, Arrived(MIRIAM)), (1, Arrived(MIRIAM, KNITTING)), (31, Left(MIRIAM)))
    assert stays(told) == [(None, 0, 1, 1, End.MOVED), (KNITTING, 1, 31, 1, End.LEFT)]
    assert stays(day((0, Arrived(MIRIAM, KNITTING)), (1, Arrived(MIRIAM)))) == [(KNITTING, 0, None, 1, End.STILL_HERE)]


def test_a_check_out_without_a_check_in_is_flagged_and_makes_no_hours() -> None:
    told = day((10, Left(MIRIAM)))
    assert (told.stays, flags(told)) == ((), [(1, Flag.LEFT_WITHOUT_ARRIVAL)])
    assert flags(day((0, Arrived(MIRIAM)), (5, Left(MIRIAM)), (6, Left(MIRIAM)))) == [(3, Flag.LEFT_WITHOUT_ARRIVAL)]


def test_a_check_out_at_another_venue_than_where_they_are_ends_nothing() -> None:
    told = day((0, Arrived(MIRIAM), WARD), (60, Arrived(MIRIAM), SCHOOL), (70, Left(MIRIAM), WARD))
    assert told.present is not None
    assert told.present.venue == SCHOOL
    assert (3, Flag.LEFT_WITHOUT_ARRIVAL) in flags(told)


def test_coming_back_begins_another_stay_without_any_flag() -> None:
    told = day((0, Arrived(MIRIAM)), (30, Left(MIRIAM)), (60, Arrived(MIRIAM)), (75, Left(MIRIAM)))
    assert (minutes_of(told), len(told.stays), flags(told)) == (45, 2, [])


def test_changing_activity_splits_the_stay_and_keeps_the_hours() -> None:
    told = day((0, Arrived(MIRIAM, CARDS)), (20, Moved(MIRIAM, GARDENING)), (60, Left(MIRIAM)))
    assert stays(told) == [(CARDS, 0, 20, 1, End.MOVED), (GARDENING, 20, 60, 1, End.LEFT)]
    assert minutes_of(told) == 60


def test_moving_to_where_one_is_changes_nothing() -> None:
    assert stays(day((0, Arrived(MIRIAM, CARDS)), (20, Moved(MIRIAM, CARDS)))) == [(CARDS, 0, None, 1, End.STILL_HERE)]


def test_somebody_who_is_moved_without_having_arrived_is_listed_as_here_and_flagged() -> None:
    told = day((20, Moved(MIRIAM, CARDS)))
    assert told.present is not None
    assert flags(told) == [(1, Flag.MOVED_WITHOUT_ARRIVAL)]


def test_arriving_elsewhere_closes_the_earlier_presence_and_keeps_both() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING), WARD), (60, Arrived(MIRIAM, CARDS), SCHOOL))
    assert stays(told) == [(KNITTING, 0, 60, 1, End.ELSEWHERE), (CARDS, 60, None, 1, End.STILL_HERE)]
    assert flags(told) == [(2, Flag.PRESENT_ELSEWHERE)]


def test_moving_at_another_venue_is_arriving_there() -> None:
    told = day((0, Arrived(CLASS_3B, KNITTING, 30), WARD), (60, Moved(CLASS_3B, CARDS), SCHOOL), who=CLASS_3B)
    assert stays(told) == [(KNITTING, 0, 60, 30, End.ELSEWHERE), (CARDS, 60, None, 30, End.STILL_HERE)]
    assert flags(told) == [(2, Flag.PRESENT_ELSEWHERE)]


def test_the_closing_rule_ends_what_is_open_and_says_that_it_is_an_estimate() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING)), closing_ms=CLOSES_MS)
    assert stays(told) == [(KNITTING, 0, 480, 1, End.RULE)]
    assert flags(told) == [(1, Flag.CLOSED_BY_RULE)]
    assert told.present is None


def test_the_closing_rule_leaves_real_ends_and_later_arrivals_alone() -> None:
    left_late = day((0, Arrived(MIRIAM)), (500, Left(MIRIAM)), closing_ms=CLOSES_MS)
    assert (minutes_of(left_late), flags(left_late)) == (500, [])
    came_late = day((500, Arrived(MIRIAM)), closing_ms=CLOSES_MS)
    assert came_late.present is not None
    assert stays(day((480, Arrived(MIRIAM)), closing_ms=CLOSES_MS))[0][2] is None


def test_a_class_counts_by_its_headcount_and_a_rescan_adjusts_it() -> None:
    told = day((0, Arrived(CLASS_3B, CARDS, 28)), (10, Arrived(CLASS_3B, CARDS, 30)), (60, Left(CLASS_3B, headcount=30)), who=CLASS_3B)
    assert stays(told) == [(CARDS, 0, 10, 28, End.ADJUSTED), (CARDS, 10, 60, 30, End.LEFT)]
    assert (minutes_of(told), told.people, flags(told)) == (28 * 10 + 30 * 50, 30, [])


def test_a_rescan_can_adjust_and_move_at_once() -> None:
    told = day((0, Arrived(CLASS_3B, CARDS, 28)), (10, Arrived(CLASS_3B, GARDENING, 20)), who=CLASS_3B)
    assert stays(told) == [(CARDS, 0, 10, 28, End.ADJUSTED), (GARDENING, 10, None, 20, End.STILL_HERE)]


def test_some_of_a_party_can_leave_and_the_rest_stays() -> None:
    told = day((0, Arrived(CLASS_3B, CARDS, 30)), (30, Left(CLASS_3B, headcount=4)), (60, Left(CLASS_3B, headcount=99)), who=CLASS_3B)
    assert stays(told) == [(CARDS, 0, 30, 30, End.ADJUSTED), (CARDS, 30, 60, 26, End.LEFT)]


def test_a_party_of_nobody_is_not_here() -> None:
    assert day((0, Arrived(CLASS_3B, CARDS, 0)), who=CLASS_3B).stays == ()
    told = day((0, Arrived(CLASS_3B, CARDS, 30)), (5, Arrived(CLASS_3B, CARDS, 0)), who=CLASS_3B)
    assert told.present is None
    assert stays(day((0, Arrived(CLASS_3B, CARDS, 30)), (5, Left(CLASS_3B, headcount=0)), who=CLASS_3B))[0][2:] == (
        None,
        30,
        End.STILL_HERE,
    )


def test_other_peoples_and_other_kinds_of_lines_do_no_harm() -> None:
    told = day(
        (0, Arrived(MIRIAM)),
        (1, ItemsLogged(KNITTING, HATS, 3, MIRIAM)),
        (2, Left(AHMED)),
        (3, Moved(AHMED, CARDS)),
        (4, Arrived(AHMED)),
        (10, Left(MIRIAM)),
    )
    assert (minutes_of(told), flags(told)) == (10, [])


def test_the_order_of_telling_and_repeats_do_not_matter() -> None:
    lines: list[Line] = [
        line(Arrived(MIRIAM, KNITTING), 0, 1, HERE),
        line(Moved(MIRIAM, CARDS), 9, 2, HERE),
        line(Left(MIRIAM), 20, 1, THERE),
    ]
    assert person_day(MIRIAM, lines) == person_day(MIRIAM, [*reversed(lines), *lines])


def test_milliseconds_add_up_before_they_are_rounded_to_minutes() -> None:
    told = day((0, Arrived(MIRIAM)), (0.75, Left(MIRIAM)), (1, Arrived(MIRIAM)), (1.75, Left(MIRIAM)))
    assert (person_ms_of(told), minutes_of(told)) == (90_000, 1)


YESTERDAY_MIN, NEXT_MORNING_MIN = -20 * 60, 10
CLOSING_MS = CLOSES_MS


def test_who_forgot_to_check_out_yesterday_left_by_the_rule_yesterday_and_begins_anew_today() -> None:
    lines = [line(Arrived(MIRIAM, 1), YESTERDAY_MIN, 1), line(Arrived(MIRIAM, 1), NEXT_MORNING_MIN, 2)]
    day = person_day(MIRIAM, lines, closes_ms=CLOSING_MS)
    yesterday, today = day.stays
    assert (yesterday.ended, yesterday.ended_ms) == (End.RULE, CLOSING_MS - DAY_MS)
    assert day.present == today
    assert today.started_ms == OPENS_MS + NEXT_MORNING_MIN * MINUTE_MS
    assert [flagged.flag for flagged in day.flags] == [Flag.CLOSED_BY_RULE], "an estimate, never silently"


def test_without_the_rule_yesterdays_stay_would_swallow_today() -> None:
    lines = [line(Arrived(MIRIAM, 1), YESTERDAY_MIN, 1), line(Arrived(MIRIAM, 1), NEXT_MORNING_MIN, 2)]
    assert len(person_day(MIRIAM, lines).stays) == 1


def test_a_departure_that_somebody_says_a_night_later_ends_by_the_rule_and_not_a_day_later() -> None:
    lines = [line(Arrived(MIRIAM, KNITTING), 0, 1), line(Left(MIRIAM), (CLOSING_MS + NIGHT_MS - OPENS_MS) / MINUTE_MS, 2)]
    (stay,) = person_day(MIRIAM, lines, closes_ms=CLOSING_MS).stays
    assert (stay.ended_ms, stay.ended) == (CLOSING_MS, End.RULE)
    (open_end,) = person_day(MIRIAM, lines).stays
    assert open_end.ended is End.LEFT, "without a closing there is no rule"


def test_the_rule_ends_a_stay_at_the_first_closing_after_it_and_none_that_began_after_the_last() -> None:
    assert rule_ends_ms(CLOSING_MS - 1, CLOSING_MS) == CLOSING_MS
    assert rule_ends_ms(CLOSING_MS - DAY_MS, CLOSING_MS) == CLOSING_MS
    assert rule_ends_ms(CLOSING_MS - DAY_MS - 1, CLOSING_MS) == CLOSING_MS - DAY_MS
    assert rule_ends_ms(CLOSING_MS, CLOSING_MS) is None


def test_who_stays_to_sweep_up_after_closing_is_still_here_and_leaves_like_anybody() -> None:
    after_closing = (CLOSING_MS - OPENS_MS) // MINUTE_MS + 20
    lines = [line(Arrived(MIRIAM, 1), 0, 1), line(Arrived(MIRIAM, 1), after_closing, 2)]
    assert len(person_day(MIRIAM, lines, closes_ms=CLOSING_MS).stays) == 1
    left = person_day(MIRIAM, [*lines, line(Left(MIRIAM), after_closing + 5, 3)], closes_ms=CLOSING_MS)
    assert [stay.ended for stay in left.stays] == [End.LEFT]
    assert forgotten_ms(OPENS_MS, CLOSING_MS, CLOSING_MS + NIGHT_MS - 1) is None
    assert forgotten_ms(OPENS_MS, CLOSING_MS, CLOSING_MS + NIGHT_MS) == CLOSING_MS


def test_a_card_that_is_held_up_again_before_closing_is_still_the_same_stay() -> None:
    lines = [line(Arrived(MIRIAM, 1), 0, 1), line(Arrived(MIRIAM, 1), 1, 2)]
    assert len(person_day(MIRIAM, lines, closes_ms=CLOSING_MS).stays) == 1


def test_a_stay_is_of_an_earlier_day_exactly_when_the_closing_rule_would_have_ended_it() -> None:
    edges = (0, 1, NIGHT_MS - 1, NIGHT_MS, NIGHT_MS + 1, DAY_MS - 1)
    for now_ms in (CLOSING_MS + days * DAY_MS + edge for days in (-3, -1, 0, 2) for edge in edges):
        began_ms = day_began_ms(CLOSING_MS, now_ms)
        for started_ms in (CLOSING_MS + days * DAY_MS + edge for days in (-4, -3, -1, 0) for edge in (-1, 0, 1)):
            assert (started_ms < began_ms) == (forgotten_ms(started_ms, CLOSING_MS, now_ms) is not None)


def test_a_visit_goes_from_place_to_place_and_begins_anew_after_a_gap() -> None:
    told = day((0, Arrived(MIRIAM, KNITTING)), (60, Left(MIRIAM)), (90, Arrived(MIRIAM, KNITTING)), (95, Moved(MIRIAM, CARDS)))
    assert last_visit(told.stays) == told.stays[1:]
    assert len(told.stays) == 3
    assert last_visit(()) == ()
