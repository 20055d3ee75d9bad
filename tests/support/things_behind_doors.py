"""What stands behind the doors that somebody may try: one thing of the Rainbow Room for each address that names a thing.

Promise: each has a word of the Rainbow Room in its name, so that whoever reads it where they should not is found.
"""

from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.site_pages import now_ms


def add_things(day: CentreDay) -> None:
    """Add everything that ``test_site_doors`` knows by a number."""
    add_job(day)
    add_account_things()
    add_list(day)
    add_token(day)
    add_registration(day)
    add_webhook(day)


def add_job(day: CentreDay) -> None:
    from sync.server.jobs.models import Job, State

    title = "Passes for the Rainbow Room"
    Job.objects.create(event=day.event, work="passes", title=title, asked_by=0, asked_ms=day.now_ms, asked={}, state=State.RUNNING)


def add_list(day: CentreDay) -> None:
    from sync.server.importing.models import RosterImport, Stage

    counts = dict.fromkeys(("rows", "new", "changed", "same", "gone", "faults", "twins", "left_out", "repeated"), 0)
    options = {"layout": {"encoding": "utf-8-sig", "separator": ","}, "rows": 0}
    made = RosterImport(event=day.event, file="Helpers of the Rainbow Room.csv", made_ms=day.now_ms, stage=Stage.READY, counts=counts)
    made.options, made.columns, made.fields = options, ["Name"], ["name"]
    made.save()


def add_token(day: CentreDay) -> None:
    from sync.server.api.models import Token
    from sync.server.people.organisations import owner_of

    made = Token(organisation=owner_of(day.event), digest=bytes(32), ending="abcd", name="Dashboard of the Rainbow Room", event=day.event)
    made.made_ms, made.expires_ms = day.now_ms, day.now_ms + 86_400_000
    made.save()


def add_registration(day: CentreDay) -> None:
    from sync.server.registering.opening import switch

    switch(day.event, RAINBOW, is_open=True, by="Ruth Adeyemi", now_ms=day.now_ms)


def add_account_things() -> None:
    """An open link, and a passkey that is none of theirs who look."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import get_user_model

    from sync.server.audit.log import Actor
    from sync.server.people.inviting import Place, invite
    from sync.server.people.models import Role
    from sync.server.people.organisations import organisation_of

    owner = get_user_model().objects.create(username="Rainbow owner")
    coordinator = get_user_model().objects.get(username="coordinator")
    ours = Actor("Ruth Adeyemi", organisation_of(coordinator.pk))
    invite(ours, "Somebody for the Rainbow Room", Place(Role.VIEWER), now_ms())
    Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "A key of the Rainbow Room", "credential": {}})


def add_webhook(day: CentreDay) -> None:
    from sync.server.people.organisations import owner_of
    from sync.server.webhooks.models import Webhook

    owner, name = owner_of(day.event), "Wall of the Rainbow Room"
    Webhook.objects.create(
        organisation=owner, event=day.event, name=name, address="https://www.example.org/", secret=b"", made_ms=day.now_ms
    )
