"""Who may open an account? Nobody by themselves: whoever runs the centre makes them (`manyhands centre create-account`).

Promise: allauth's sign-up answers "closed", whatever else its pages can do. Signing in and every change of how an account is kept safe is
a line in the audit log; no letter is sent.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.people.address import address_of
from sync.server.people.ending import give_password
from sync.server.people.organisations import organisation_of
from sync.server.tongues.saying import later

if TYPE_CHECKING:
    from allauth.usersessions.models import UserSession

CHANGED = {
    "account/email/password_changed": (Deed.PASSWORD_CHANGED, "Changed their own password."),
    "mfa/email/totp_activated": (Deed.SECOND_STEP_CHANGED, "Set an authenticator app up."),
    "mfa/email/totp_deactivated": (Deed.SECOND_STEP_CHANGED, "Took the authenticator app off."),
    "mfa/email/recovery_codes_generated": (Deed.SECOND_STEP_CHANGED, "Made new recovery codes."),
    "mfa/email/webauthn_added": (Deed.SECOND_STEP_CHANGED, "Added a passkey."),
    "mfa/email/webauthn_removed": (Deed.SECOND_STEP_CHANGED, "Removed a passkey."),
}
"""What allauth would write a letter about, by the letter's name."""

NO_ADDRESS = "::"
"""What stands for an address that nothing says, where a list of sessions must have one."""


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth as it is, with the door for new accounts shut and our words at the open one."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": later("That name and that password do not fit together. Please try once more."),
        "incorrect_password": later("That is not your present password. Please try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: object) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **more)
        did(_actor(user, request), Deed.SIGNED_IN, "Signed in.")
        return answer

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Let them have it; the one before comes back with no backup."""
        give_password(user, password)
        user.save()

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or NO_ADDRESS

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *_given: object, **_more: object) -> None:
        """Write down what allauth would write a letter about."""
        deed, what = CHANGED.get(template_prefix, (Deed.SECOND_STEP_CHANGED, f"Changed how the account is kept safe ({template_prefix})."))
        did(_actor(user, self.request), deed, what)


class Sessions(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth has no types
    """Ending other sessions is a line in the audit log too."""

    def end_sessions(self, sessions: "Iterable[UserSession]") -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            did(_actor(ended[0].user, context.request), Deed.SESSIONS_ENDED, "Signed out everywhere else.")


def _actor(user: AbstractBaseUser, request: HttpRequest) -> Actor:
    name, signs_in_as = getattr(user, "get_full_name", str)(), user.get_username()
    who = f"{name} ({signs_in_as})" if name else signs_in_as
    return Actor(who, organisation_of(user.pk), None, user.pk, address_of(request))
