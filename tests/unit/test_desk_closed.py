"""Does the kiosk go on offering what the coordinators closed?"""

from msgspec.structs import replace

from kiosk.flow.people_events import PlacesTold
from kiosk.flow.requests import TellPlaces
from tests.support.day import CARDS, GARDENING, KITCHEN, SCHOOL, small_definition
from tests.support.desk import DeskDay, told_here


def test_a_closed_activity_is_offered_to_nobody_and_stays_in_the_leads_tally() -> None:
    definition = small_definition()
    activities = tuple(replace(activity, is_open=activity.no != CARDS) for activity in definition.activities)
    day = DeskDay(told_here(SCHOOL, replace(definition, activities=activities)))
    (told,) = day.desk.answer(TellPlaces())
    assert isinstance(told, PlacesTold)
    assert [place.no for place in told.places] == [GARDENING, KITCHEN]
    assert CARDS in [row.making.activity for row in day.desk._cards.tally()]
