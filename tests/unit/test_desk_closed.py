"""Does the kiosk go on offering what the coordinators closed?"""

from msgspec.structs import replace

from kiosk.flow.people_events import PlacesTold
from kiosk.flow.requests import TellPlaces
from tests.support.day import CARDS, GARDENING, KITCHEN, KNITTING, MIRIAM, SCHOOL, WARD, small_definition
from tests.support.desk import DeskDay, told_here


def test_a_closed_activity_is_offered_to_nobody_and_stays_in_the_leads_tally() -> None:
    definition = small_definition()
    activities = tuple(replace(activity, is_open=activity.no != CARDS) for activity in definition.activities)
    day = DeskDay(told_here(SCHOOL, replace(definition, activities=activities)))
    (told,) = day.desk.answer(TellPlaces())
    assert isinstance(told, PlacesTold)
    assert [place.no for place in told.places] == [GARDENING, KITCHEN]
    assert CARDS in [row.making.activity for row in day.desk._cards.tally()]


def test_whoever_was_expected_at_a_closed_activity_is_asked_where_they_like_to_go() -> None:
    definition = small_definition()
    assert DeskDay(told_here(WARD, definition)).desk._receiving.parties.activity_of(MIRIAM) == KNITTING
    activities = tuple(replace(activity, is_open=activity.no != KNITTING) for activity in definition.activities)
    day = DeskDay(told_here(WARD, replace(definition, activities=activities)))
    assert day.desk._receiving.parties.activity_of(MIRIAM) is None
