"""Whose is an account, and whose is an event?

Promise: while there is one organisation, everything is its own and nobody has to name it. The moment a second one begins, everything
there is gets an owner in the same transaction; from then on, what has no owner is nobody's and shown to nobody.
"""

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db import transaction

from sync.server.people.models import Account, Membership, Organisation, Ownership, Role
from sync.server.publishing.models import Publication


class NotYours(Exception):
    """The event belongs to another organisation."""


def only_organisation() -> int | None:
    """Return the number of the only organisation; none when there are several."""
    numbers = list(Organisation.objects.values_list("pk", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else None


def organisation_of(account: int) -> int | None:
    """Return whose the account is."""
    found = Account.objects.filter(pk=account).values_list("organisation", flat=True).first()
    return only_organisation() if found is None else found


def owner_of(event: int) -> int | None:
    """Return whose the event is."""
    found = Ownership.objects.filter(pk=event).values_list("organisation", flat=True).first()
    return only_organisation() if found is None else found


def events_of(organisation: int) -> Sequence[int]:
    """Return the published events of an organisation, the last published first."""
    owned = dict(Ownership.objects.values_list("event", "organisation"))
    only = only_organisation()
    published = Publication.objects.order_by("-loaded_ms", "-event").values_list("event", flat=True)
    return [event for event in published if owned.get(event, only) == organisation]


@transaction.atomic
def claim(event: int, organisation: int) -> None:
    """Make ``event`` the organisation's own, before it is published. Raises ``NotYours``."""
    row, _ = Ownership.objects.get_or_create(event=event, defaults={"organisation_id": _owner_so_far(event) or organisation})
    if row.organisation_id != organisation:
        raise NotYours


@transaction.atomic
def begin(name: str) -> Organisation:
    """Begin another organisation; what had no owner so far is its present one's."""
    present = only_organisation()
    if present is not None:
        owned = Ownership.objects.values("event")
        Ownership.objects.bulk_create(
            Ownership(event=event, organisation_id=present)
            for event in Publication.objects.exclude(event__in=owned).values_list("event", flat=True)
        )
        Account.objects.bulk_create(
            Account(user_id=pk, organisation_id=present)
            for pk in get_user_model().objects.filter(account=None).values_list("pk", flat=True)
        )
    return Organisation.objects.create(name=name)


def is_last_coordinator(user: int) -> bool:
    """Return whether an organisation would be without a coordinator of the whole if this one went."""
    coordinators = set(Membership.objects.filter(role=Role.COORDINATOR, event=None).values_list("user", flat=True))
    return user in coordinators and not any(organisation_of(one) == organisation_of(user) for one in coordinators - {user})


def account_of(user: int) -> Account:
    """Return the account's row, made where there was none. Asked only of whom ``organisation_of`` knows."""
    organisation = organisation_of(user)
    assert organisation is not None, "an account of nobody has no row"
    return Account.objects.get_or_create(user_id=user, defaults={"organisation_id": organisation})[0]


def _owner_so_far(event: int) -> int | None:
    """Return whose an event without a row is: one that was published before, the only organisation's."""
    return only_organisation() if Publication.objects.filter(event=event).exists() else None
