"""What does a coordinator say about somebody, and what does somebody say who takes an invitation up?

Promise: a venue lead has a venue, nobody else has one; every fault stands at its field and says what to do.
"""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import QueryDict

from sync.domain.definition import Definition
from sync.server.people.inviting import Place
from sync.server.people.models import Role
from sync.server.reading.people import PersonRow
from sync.server.site import amounts
from sync.server.tongues.saying import later, say

MEANINGS = {
    Role.COORDINATOR: later("does everything: devices, flags, events, accounts"),
    Role.AUDITOR: later("sees everything, changes nothing, reads the audit log"),
    Role.VIEWER: later("sees totals and venues"),
    Role.VENUE_LEAD: later("sees their own venues and settles their flags"),
}


class PlaceForm(forms.Form):
    """A role, where it holds, and a lead's venues in the present event (``definition`` none: there is no event yet)."""

    role = forms.ChoiceField(label=later("Role"), widget=forms.RadioSelect, error_messages={"required": later("Choose what they may do.")})
    everywhere = forms.ChoiceField(
        label=later("Where it holds"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("all", later("In every event")), ("present", later("In this event"))],
    )
    venues = forms.MultipleChoiceField(label=later("Venues of a lead"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, given: QueryDict | None, *, definition: Definition | None, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial)
        self.definition = definition
        roles = [role for role in Role if definition is not None or role is not Role.VENUE_LEAD]
        self.fields["role"].choices = [(role.value, f"{str(role.label).capitalize()}: {MEANINGS[role]}") for role in roles]  # type: ignore[attr-defined]  # a field that has choices
        venues = () if definition is None else definition.venues
        self.fields["venues"].choices = [(str(venue.no), amounts.named(venue.name)) for venue in venues]  # type: ignore[attr-defined]  # the same
        if definition is None:
            del self.fields["everywhere"]

    def clean(self) -> dict[str, Any]:
        """Hold the venues against the role."""
        said: dict[str, Any] = super().clean() or {}
        is_lead = said.get("role") == Role.VENUE_LEAD
        if is_lead and not said.get("venues"):
            self.add_error("venues", say("A venue lead needs a venue: tick at least one."))
        if not is_lead and said.get("venues"):
            self.add_error("venues", say("Only a venue lead has venues: take the ticks away, or choose “Venue lead”."))
        return said

    def place(self) -> Place:
        """Return what was said, after ``is_valid``."""
        said, role = self.cleaned_data, Role(self.cleaned_data["role"])
        is_everywhere = self.definition is None or (role is not Role.VENUE_LEAD and said.get("everywhere") != "present")
        event = None if is_everywhere or self.definition is None else self.definition.event.no
        return Place(role, event, tuple(int(no) for no in said["venues"]))


class InviteForm(PlaceForm):
    """Whom to invite, as what."""

    shown_name = forms.CharField(
        label=later("Their name, as everybody sees it"),
        max_length=150,
        error_messages={"required": later("Write whom the link is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=later("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=later("At least ten characters."),
    )
    again = forms.CharField(
        label=later("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Hold the password to the same rules as every other."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", say("The two are not the same. Type the second one again."))
        elif said.get("password"):
            try:
                validate_password(said["password"], get_user_model()(username=said.get("username", "")))
            except ValidationError as fault:
                self.add_error("password", fault)
        return said


class JoinForm(PasswordForm):
    """The name to sign in with, and a password."""

    username = forms.CharField(
        label=later("The name that you sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=later("Letters, digits and @ . + - _ only, for example ruth.adeyemi."),
    )
    field_order = ("username", "password", "again")

    def clean_username(self) -> str:
        """Return a name that nobody has, whatever its capitals."""
        name: str = self.cleaned_data["username"]
        UnicodeUsernameValidator()(name)
        if get_user_model().objects.filter(username__iexact=name).exists():
            raise ValidationError(say("Somebody signs in with that name already. Choose another."))
        return name


def said_of(row: PersonRow, event: int | None) -> dict[str, Any]:
    """Return what the form shows at first for an account that there is already."""
    present = [one for one in row.held if one.event in (None, event)]
    strongest = next((role for role in Role if any(one.role is role for one in present)), None)
    return {
        "role": "" if strongest is None else strongest.value,
        "everywhere": "all" if all(one.event is None for one in present if one.role is strongest) else "present",
        "venues": [str(one.venue) for one in present if one.role is Role.VENUE_LEAD],
    }
