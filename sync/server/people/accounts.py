"""Who may open an account? Nobody by themselves: coordinators make them.

Promise: allauth's sign-up answers "closed", whatever else its pages can do.
"""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth as it is, with the door for new accounts shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False
