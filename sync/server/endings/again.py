"""A backup came back: what has to be ended once more?

Promise: no kiosk, token, webhook, board, link, account, role, password, second step, pass or lead card that was ended before opens
anything again, as far as the record beside the database knows; each is a line in the audit log; called once more it does nothing. Run it
before the centre answers anybody.
"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model

from sync.domain.identity import CENTRE
from sync.server.api import tokens
from sync.server.api.models import Token
from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.boards.making import take_back
from sync.server.boards.models import Board
from sync.server.devices.enrolment import revoke
from sync.server.devices.models import Device
from sync.server.endings.ledger import Endings, Kind
from sync.server.papers import leads, passes
from sync.server.people import changing, inviting
from sync.server.people.ending import identity, password_identity, step_identity
from sync.server.people.models import Invitation, Membership, Role
from sync.server.people.organisations import organisation_of
from sync.server.tongues.saying import english
from sync.server.webhooks import making
from sync.server.webhooks.models import Webhook


def reapply() -> int:
    """End what was ended, as of then; return how many there were."""
    endings = Endings()
    rooms = (_kiosks, _tokens, _webhooks, _boards, _links, _accounts, _roles, _ways_in)
    whoever = _by(None)
    papers = passes.issue_anew_again(whoever, endings) + leads.renew_again(whoever, endings)
    return papers + sum(len(list(room(endings))) for room in rooms)


def _by(organisation: int | None, event: int | None = None) -> Actor:
    return Actor("Whoever runs the centre", organisation, event)


def _kiosks(endings: Endings) -> Iterator[None]:
    for row in Device.objects.filter(revoked_ms=None).exclude(no=CENTRE):
        if at_ms := endings.when(Kind.KIOSK, bytes(row.public_key)):
            revoke(row.no, at_ms)
            did(_by(None, row.event), Deed.DEVICE_REVOKED, f"Revoked kiosk {row.no}, which a backup had brought back.", row.venue)
            yield


def _tokens(endings: Endings) -> Iterator[None]:
    for row in Token.objects.filter(revoked_ms=None):
        if at_ms := endings.when(Kind.TOKEN, bytes(row.digest)):
            tokens.revoke(_by(row.organisation), row, at_ms)
            yield


def _webhooks(endings: Endings) -> Iterator[None]:
    for row in Webhook.objects.filter(removed_ms=None):
        if at_ms := endings.when(Kind.WEBHOOK, *making.identity(row)):
            making.remove(_by(row.organisation, row.event), row, at_ms)
            yield


def _boards(endings: Endings) -> Iterator[None]:
    for row in Board.objects.filter(taken_back_ms=None):
        if at_ms := endings.when(Kind.BOARD, row.secret):
            take_back(row, at_ms)
            did(_by(None, row.event), Deed.BOARD_TAKEN_BACK, f"Took the public board “{row.title}” back, which a backup had brought back.")
            yield


def _links(endings: Endings) -> Iterator[None]:
    for row in Invitation.objects.filter(used_ms=None, withdrawn_ms=None):
        if at_ms := endings.when(Kind.LINK, bytes(row.code)):
            inviting.withdraw(_by(row.organisation_id), row.organisation_id, row.pk, at_ms)
            yield


def _accounts(endings: Endings) -> Iterator[None]:
    for user in get_user_model().objects.all():
        if endings.when(Kind.ACCOUNT, *identity(user)):
            # Also the last coordinator, whom another one had removed: whoever runs the centre makes a new one.
            changing.let_go(_by(organisation_of(user.pk)), user)
            yield


def _roles(endings: Endings) -> Iterator[None]:
    for row in Membership.objects.select_related("user"):
        if endings.when(Kind.ROLE, *identity(row.user), row.role, row.event, row.venue):
            by, role = _by(organisation_of(row.user_id)), english(Role(row.role).label)
            did(by, Deed.ROLE_CHANGED, f"Took a role off {row.user.get_username()} that a backup had brought back: {role}.")
            row.delete()
            yield


def _ways_in(endings: Endings) -> Iterator[None]:
    """Whoever has lost their password or their last second step needs a link, or whoever runs the centre, to come in again."""
    for user in get_user_model().objects.all():
        by, steps = _by(organisation_of(user.pk)), list(Authenticator.objects.filter(user=user))
        gone = [step for step in steps if endings.when(Kind.SECOND_STEP, *step_identity(step))]
        for step in gone:
            did(by, Deed.SECOND_STEP_CHANGED, f"Took a second step off for {user.get_username()} that a backup had brought back.")
            step.delete()
            yield
        left = {step.type for step in steps if step not in gone} - {Authenticator.Type.RECOVERY_CODES}
        if user.has_usable_password() and (endings.when(Kind.PASSWORD, *password_identity(user)) or (gone and not left)):
            name = user.get_username()
            did(
                by,
                Deed.PASSWORD_CHANGED,
                f"Took the password of {name} off that a backup had brought back; a link lets them choose another one.",
            )
            user.set_unusable_password()
            user.save(update_fields=["password"])
            yield
