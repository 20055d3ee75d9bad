"""Who may open an account? Nobody by themselves: whoever runs the centre makes them (`manyhands centre create-account`).

Promise: allauth's sign-up answers "closed", whatever else its pages can do.
"""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth as it is, with the door for new accounts shut and our words at the open one."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "That name and that password do not fit together. Please try once more.",
        "incorrect_password": "That is not your present password. Please try once more.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False
