"""What stands behind the doors that somebody may try: one thing of the Rainbow Room for each address that names a thing.

Promise: each has a word of the Rainbow Room in its name, so that whoever reads it where they should not is found.
"""

from typing import Any

from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.site_pages import browser_of, now_ms


def add_things(day: CentreDay) -> None:
    """Add everything that ``test_site_doors`` knows by a number."""
    add_job(day)
    add_account_things()
    add_list(day)
    add_token(day)
    add_registration(day)
    add_webhook(day)
    add_board(day)
    add_decision()


def add_board(day: CentreDay) -> None:
    from sync.server.boards import making

    making.make(day.event, making.Wishes("Wall of the Rainbow Room", items=(1, 10)), "Ruth Adeyemi", day.now_ms)


def add_decision() -> None:
    """A flag of the Rainbow Room that the coordinator has explained."""
    from sync.server.ledger.models import RaisedFlag

    flag = RaisedFlag.objects.filter(venue=RAINBOW, settled_ms=None).order_by("-pk").first()
    assert flag is not None
    browser_of("coordinator").post("/flags/decide", {"flag": flag.pk, "tap": "once", "action": "explain", "reason": "14"})


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


def things_of_ours() -> dict[str, Any]:
    """A number of each thing that an address can name."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import get_user_model

    from sync.server.api.models import Token
    from sync.server.boards.models import Board
    from sync.server.deciding.models import Decision
    from sync.server.devices.models import Enrolment
    from sync.server.importing.models import RosterImport
    from sync.server.jobs.models import Job
    from sync.server.ledger.models import RaisedFlag
    from sync.server.people.models import Invitation
    from sync.server.publishing.models import RosterRow
    from sync.server.webhooks.models import Webhook

    things = {
        "account": get_user_model().objects.get(username="viewer").pk,
        "link": Invitation.objects.get(withdrawn_ms=None).pk,
        "passkey": Authenticator.objects.get().pk,
    }
    flag = RaisedFlag.objects.filter(venue=RAINBOW, settled_ms=None).first()
    asked = Enrolment.objects.filter(device=None, refused=False).first()
    assert flag is not None
    assert asked is not None
    lists = RosterImport.objects.get(stage="ready")
    job = Job.objects.get(is_cancelling=False)
    somebody = RosterRow.objects.filter(venue=RAINBOW, sort=1, body__isnull=False).order_by("pk").first()
    assert somebody is not None
    lead = RosterRow.objects.get(venue=RAINBOW, sort=3, body__isnull=False)
    things |= {"token": Token.objects.get(revoked_ms=None).pk, "webhook": Webhook.objects.get(off="").pk}
    things |= {"board": Board.objects.get(taken_back_ms=None).pk, "decision": Decision.objects.get(undone_by="").pk}
    things |= {"lead": int.from_bytes(bytes(lead.key)), "list": lists.pk, "job": job.pk, "key": bytes(somebody.key).hex()}
    return things | {"venue": RAINBOW, "device": 2, "flag": flag.pk, "asked": asked.pk}


def add_authenticator_app(account: str) -> None:
    """Let ``account`` use an app that shows six digits, too."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import get_user_model

    TOTP.activate(get_user_model().objects.get(username=account), generate_totp_secret())


def words_of_ours(day: CentreDay) -> dict[str, str]:
    """Make one of everything that a secret word opens; return the address by the name of its row among the doors."""
    from sync.domain.roster import Preferences
    from sync.server.boards import making
    from sync.server.certificates.achieved import of_venue
    from sync.server.certificates.issuing import issue
    from sync.server.certificates.models import Issued
    from sync.server.papers.passes import link_word
    from sync.server.people.inviting import Place, invite
    from sync.server.people.models import Role
    from sync.server.reading.event import event as published_event
    from sync.server.registering import taking
    from sync.server.registering.opening import switch

    published = published_event(day.event)
    assert published is not None
    board = making.make(day.event, making.Wishes("Many Hands in town", items=(1, 10)), "Ruth Adeyemi", day.now_ms)
    page = switch(day.event, RAINBOW, is_open=True, by="Ruth Adeyemi", now_ms=day.now_ms)
    somebody = taking.register(page, taking.Wish("Noor A.", "", _a_place(day), Preferences(), b"once"), "192.0.2.1", day.now_ms)
    assert not isinstance(somebody, taking.Refusal), somebody
    link = f"/pass/{day.event}/{link_word(day.event, somebody)}"
    achieved = of_venue(published, RAINBOW, day.now_ms)
    assert achieved is not None
    issue(published, achieved, "Ruth Adeyemi", "en", "http://localhost")
    code = Issued.objects.latest("pk").code
    _, invited = invite(_ruth(), "Somebody with a link", Place(Role.VIEWER), day.now_ms)
    return {
        "board": f"/board/{board.secret}/",
        "board-live": f"/board/{board.secret}/live",
        "board-json": f"/board/{board.secret}/board.json",
        "pass-on-phone": link,
        "pass-manifest": f"{link}/manifest.webmanifest",
        "register": f"/register/{page.word}/",
        "registered-change": f"{link}/change",
        "registered-withdraw": f"{link}/withdraw",
        "certificate-of": f"/certificate/{code}",
        "certificate-by-code": f"/CERTIFICATE/{code}",
        "join-with": f"/join/{invited}/",
    }


def _a_place(day: CentreDay) -> str:
    from sync.server.registering.places import offered, taken_at

    places = offered(day.definition, RAINBOW, taken_at(day.event, RAINBOW), day.now_ms)
    return next(place.value for place in places if not place.is_full)


def _ruth() -> Any:
    from django.contrib.auth import get_user_model

    from sync.server.audit.log import Actor
    from sync.server.people.organisations import organisation_of

    return Actor("Ruth Adeyemi", organisation_of(get_user_model().objects.get(username="coordinator").pk))
