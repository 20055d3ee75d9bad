"""What does a coordinator say about a token?

Promise: a token never opens more than its maker looks after; every fault stands at its field and says what to do.
"""

from typing import Any

from django import forms
from django.http import QueryDict

from sync.domain.definition import Definition
from sync.server.api.tokens import Scope
from sync.server.site import amounts
from sync.server.tongues.saying import later, say

EVERY, PRESENT, SOME = "every", "present", "some"
LASTS = {"30": later("A month"), "90": later("Three months"), "365": later("A year"), "730": later("Two years")}
LASTS_USUALLY = "365"


class TokenForm(forms.Form):
    """Who reads, how much of it, and until when."""

    name = forms.CharField(
        label=later("What is it for?"),
        max_length=100,
        help_text=later("So that everybody knows later what stops when it is taken back. For example: the council’s dashboard."),
        error_messages={"required": later("Write what it is for, so that everybody knows what stops when it is taken back.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reach = forms.ChoiceField(
        label=later("What it opens"), widget=forms.RadioSelect, error_messages={"required": later("Choose what it opens.")}
    )
    venues = forms.MultipleChoiceField(label=later("Venues"), widget=forms.CheckboxSelectMultiple, required=False)
    small = forms.BooleanField(
        label=later("With small numbers"),
        required=False,
        help_text=later(
            "Without the tick, figures below 5 are left out and the others rounded down, so that no number can be about somebody."
        ),
    )
    lasts = forms.ChoiceField(label=later("How long it opens"), choices=list(LASTS.items()))

    def __init__(self, given: QueryDict | None, *, definition: Definition, is_wide: bool) -> None:
        super().__init__(given, initial={"reach": PRESENT, "lasts": LASTS_USUALLY})
        self._event = definition.event.no
        reaches = [(PRESENT, say("This event")), (SOME, say("Some venues of this event"))]
        if is_wide:
            reaches.append((EVERY, say("Every event, next year’s too")))
        self.fields["reach"].choices = reaches  # type: ignore[attr-defined]  # a field that has choices
        self.fields["venues"].choices = [(str(one.no), amounts.named(one.name)) for one in definition.venues]  # type: ignore[attr-defined]  # the same

    def clean(self) -> dict[str, Any]:
        """Hold the venues against what it opens."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("reach") == SOME and not said.get("venues") and "venues" not in self.errors:
            self.add_error("venues", say("Tick at least one venue, or choose “This event”."))
        if said.get("reach") in (EVERY, PRESENT) and said.get("venues"):
            self.add_error("venues", say("Take the ticks away, or choose “Some venues of this event”."))
        return said

    def scope(self) -> Scope:
        """Return what was said, after ``is_valid``."""
        said = self.cleaned_data
        venues = tuple(int(no) for no in said["venues"])
        return Scope(None if said["reach"] == EVERY else self._event, venues, bool(said["small"]))

    def expires_ms(self, now_ms: int) -> int:
        """Return when it ends."""
        return now_ms + int(self.cleaned_data["lasts"]) * amounts.DAY_MS
