"""What does a coordinator say about a webhook?

Promise: an address that nothing may be sent to is told before it is kept.
"""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from sync.server.tongues.saying import later, say
from sync.server.webhooks.guard import ADDRESS_CHARACTERS_MAX, NotAllowed, target_of


class WebhookForm(forms.Form):
    """Who hears, where, and how much."""

    name = forms.CharField(
        label=later("Who hears?"),
        max_length=100,
        help_text=later("For example: the council’s dashboard."),
        error_messages={"required": later("Write who hears, so that everybody knows later whom to ask.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label=later("Its address"),
        help_text=later("Begins with https:// and leads to a public server, at port 443 or 8443."),
        error_messages={"required": later("Write the address that messages go to.")},
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    small = forms.BooleanField(
        label=later("With small numbers"),
        required=False,
        help_text=later(
            "Without the tick, figures below 5 are left out and the others rounded down, so that no number can be about somebody."
        ),
    )

    def clean_address(self) -> str:
        """Return an address that messages may go to."""
        address: str = self.cleaned_data["address"]
        try:
            target_of(address, is_tried_out=settings.DEBUG or settings.DEMO)
        except NotAllowed as refused:
            longest = ADDRESS_CHARACTERS_MAX
            said = say("Nothing can be sent there. Write it like https://www.example.org/hook, up to {longest} letters.", longest=longest)
            raise ValidationError(said) from refused
        return address
