"""Two organisations on one server: the lively day of the first, and a second one beside it with an event and people of its own.

Promise: nothing of the second has a word of the first, so that a page of one can be searched for the other.
"""

from typing import Any

import msgspec

from tests.support.centre_day import LARKRISE, CentreDay

ELSEWHERE_EVENT, ELSEWHERE_VENUE, ELSEWHERE_DEVICE = 4_242, 50, 60
ELSEWHERE = "The Quarry Trust"

WORDS_OF_OURS = (
    "Alder Lane",
    "Rainbow",
    "Tanner Street",
    "Larkrise",
    "Front hall",
    "Hall, left",
    "Ruth Adeyemi",
    "Naomi Blackwood",
    "St Brannoc",
)
WORDS_OF_OTHER_VENUES = {
    "venue_lead": ("Alder Lane Primary", "Front hall", "Tanner Street", "Hall, left", "Larkrise desk"),
    "other_lead": ("Rainbow", "Alder Lane Primary", "Front hall", "Tanner Street", "Hall, left"),
}
"""What no page says to a lead of the Rainbow Room, and to one of Larkrise. Beneficiaries are called after venues: they are not here."""

WORDS_OF_THEIRS = ("Quarry", "Slate shed", "Gwen Pritchard")


def add_neighbours(day: CentreDay) -> None:
    """Begin the second organisation, with ``elsewhere_…`` for each role, and give the first a lead of another venue."""
    from sync.server.people.organisations import begin, claim
    from sync.server.publishing.publish import publish

    organisation = begin(ELSEWHERE)
    claim(ELSEWHERE_EVENT, organisation.pk)
    publish(_definition(day), {}, day.now_ms + 1)
    _device(day)
    _people(organisation)


def other_lead(day: CentreDay) -> None:
    """Make a lead of Larkrise, who has nothing to do with the Rainbow Room."""
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role

    person = get_user_model().objects.create(username="other_lead")
    Membership.objects.create(user=person, role=Role.VENUE_LEAD, event=day.event, venue=LARKRISE)


def _definition(day: CentreDay) -> Any:
    theirs = msgspec.structs.replace(day.definition.event, no=ELSEWHERE_EVENT, name={"en": "Quarry Day"})
    venue = msgspec.structs.replace(day.definition.venues[0], no=ELSEWHERE_VENUE, name={"en": "Slate shed, Quarry"}, town="Bethesda")
    activity = msgspec.structs.replace(
        day.definition.activities[0], venue=ELSEWHERE_VENUE, name={"en": "Quarry walls"}, outputs=(), where={}
    )
    return msgspec.structs.replace(
        day.definition, event=theirs, venues=(venue,), activities=(activity,), items=(), beneficiaries=(), shifts=()
    )


def _device(day: CentreDay) -> None:
    from sync.server.devices.models import Device

    Device.objects.create(
        no=ELSEWHERE_DEVICE, name="Slate shed", event=ELSEWHERE_EVENT, venue=ELSEWHERE_VENUE, public_key=bytes(32), enrolled_ms=day.now_ms
    )


def _people(organisation: Any) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Account, Membership, Role

    for role in Role:
        person = get_user_model().objects.create(username=f"elsewhere_{role.value}", first_name="Gwen", last_name="Pritchard")
        Account.objects.create(user=person, organisation=organisation)
        place = {"event": ELSEWHERE_EVENT, "venue": ELSEWHERE_VENUE} if role is Role.VENUE_LEAD else {}
        Membership.objects.create(user=person, role=role, **place)
