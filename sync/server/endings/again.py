"""A backup came back: what has to be ended once more?

Promise: no kiosk, token, webhook, board, link or account that was ended before opens anything again, as far as the record beside the
database knows; each is a line in the audit log; called once more it does nothing. Run it before the centre answers anybody.
"""

from collections.abc import Iterator

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
from sync.server.people import changing, inviting
from sync.server.people.models import Invitation
from sync.server.people.organisations import organisation_of
from sync.server.webhooks import making
from sync.server.webhooks.models import Webhook


def reapply() -> int:
    """End what was ended, as of then; return how many there were."""
    endings = Endings()
    rooms = (_kiosks, _tokens, _webhooks, _boards, _links, _accounts)
    return sum(len(list(room(endings))) for room in rooms)


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
        if endings.when(Kind.ACCOUNT, *changing.identity(user)):
            # Also the last coordinator, whom another one had removed: whoever runs the centre makes a new one.
            changing.let_go(_by(organisation_of(user.pk)), user)
            yield
