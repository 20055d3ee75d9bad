"""Which accounts does the demo have, so that a stranger can look at a venue lead's pages?

Promise: made in the demo only; the password is made of the lead's own PIN from the sample file and is printed, because it guards nothing.
"""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import transaction

from sync.eventfile import EventFile
from sync.server.people.models import Account, Membership, Role
from sync.server.people.organisations import owner_of


@transaction.atomic
def make_sample_leads(event: EventFile) -> list[tuple[str, str, int]]:
    """Make the account of every lead of a sample event, once; return (name, password, venue) of each."""
    return list(_made(event))


def _made(event: EventFile) -> Iterator[tuple[str, str, int]]:
    people = get_user_model()
    for venue, roster in sorted(event.rosters.items()):
        for lead in roster.leads:
            name, password = f"lead-{lead.no}", f"sample-{event.pins.get(lead.no, '')}-{lead.no}"
            person, is_new = people.objects.get_or_create(username=name, defaults={"first_name": lead.shown_name[:150]})
            if is_new:
                person.set_password(password)
                person.save()
                organisation = owner_of(event.definition.event.no)
                assert organisation is not None, "an event is loaded for an organisation"
                Account.objects.create(user=person, organisation_id=organisation)
            Membership.objects.get_or_create(user=person, role=Role.VENUE_LEAD, event=event.definition.event.no, venue=venue)
            yield name, password, venue
