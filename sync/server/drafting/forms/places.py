"""What is asked about the event itself, and about a venue?

Promise: times are those of the event's own zone; privacy choices say what follows from them.
"""

import datetime as dt
import re
import zoneinfo
from typing import Any, ClassVar

import msgspec
from django import forms

from sync.domain.definition import Definition, Event, Venue
from sync.eventfile.faults import YEARS
from sync.server.drafting.forms.asking import PartForm, TextsIn, number_answer, texts_answers, ticked, whole
from sync.server.drafting.words import LANGUAGES
from sync.server.tongues.saying import Said, later, say

TIMEZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/")))
LANGUAGE_CHOICES = list(LANGUAGES.items())
ADULTS_HELP = later("For venues where children come by number. The lead is told when there are more; nobody is turned away.")


def languages_field(label: Said, help_text: Said) -> forms.MultipleChoiceField:
    """Return a field for some of the kiosk's languages."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": later("Choose at least one language.")},
    )


def in_order(chosen: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages in the order in which they stood; the first is what a kiosk speaks by itself. New ones come last."""
    return (*(code for code in before if code in chosen), *(code for code in chosen if code not in before))


def day_field(label: Said, help_text: Said = "", *, is_needed: bool = True) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, required=is_needed, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def time_field(label: Said) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


def moment_answers(at_ms: int, timezone: str) -> tuple[str, str]:
    """Return (day, time) as such fields say a moment."""
    at = dt.datetime.fromtimestamp(at_ms / 1000, zoneinfo.ZoneInfo(timezone))
    return f"{at:%Y-%m-%d}", f"{at:%H:%M}"


def moment_of(day: dt.date, time: dt.time, timezone: str, before_ms: int | None) -> int:
    """Return the moment; a moment that was not touched keeps what its fields cannot say, such as its seconds."""
    if before_ms is not None and moment_answers(before_ms, timezone) == (f"{day:%Y-%m-%d}", f"{time:%H:%M}"):
        return before_ms
    return round(dt.datetime.combine(day, time, zoneinfo.ZoneInfo(timezone)).timestamp() * 1000)


class EventForm(PartForm):
    """The day."""

    texts: ClassVar = {"name": TextsIn(later("Name of the event"), characters_max=80)}
    day = day_field(later("Day"))
    opens = time_field(later("Opens at"))
    closes_day = day_field(later("Closes on"), later("Only when it is another day."), is_needed=False)
    closes = time_field(later("Closes at"))
    timezone = forms.ChoiceField(label=later("Time zone"), choices=[(name, name.replace("_", " ")) for name in TIMEZONES])
    currency = forms.CharField(
        label=later("Currency"),
        max_length=3,
        help_text=later("Three letters, such as GBP. It stays once something is published."),
        min_length=3,
    )
    languages = languages_field(later("Languages"), later("Texts that are not written in one of them are shown in English."))
    asked = ("name", "day", "opens", "closes", "closes_day", "timezone", "currency", "languages")

    def clean_currency(self) -> str:
        """Take small letters too."""
        currency: str = self.cleaned_data["currency"].upper()
        if not re.fullmatch("[A-Z]{3}", currency):
            raise forms.ValidationError(say("Write the currency’s three letters, such as GBP."))
        return currency

    def clean_timezone(self) -> str:
        """Take only what this machine knows."""
        timezone: str = self.cleaned_data["timezone"]
        return timezone

    def clean(self) -> dict[str, Any]:
        """See that it closes after it opens."""
        super().clean()
        for name in ("day", "closes_day"):
            day = self.cleaned_data.get(name)
            if day is not None and not YEARS[0] < day.year < YEARS[1]:
                self.add_error(name, say("Choose a day that somebody will see."))
        if not self.errors:
            event = self.part(1)
            if event.closes_ms <= event.opens_ms:
                self.add_error("closes", say("It closes before it opens. Does it close on the next day?"))
        return self.cleaned_data

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        del definition
        day, opens = moment_answers(part.opens_ms, part.timezone)
        closes_day, closes = moment_answers(part.closes_ms, part.timezone)
        return {
            **texts_answers("name", part.name),
            "day": (day,),
            "opens": (opens,),
            "closes_day": ("" if closes_day == day else closes_day,),
            "closes": (closes,),
            "timezone": (part.timezone,),
            "currency": (part.currency,),
            "languages": part.languages,
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        del owner
        return cls.answers_of(definition.event, definition) | texts_answers("name", {})

    def part(self, no: int) -> Event:
        said, before = self.cleaned_data, self.before if isinstance(self.before, Event) else None
        timezone = said["timezone"]
        # The same clock in another zone is another moment.
        kept = before if before is not None and before.timezone == timezone else None
        return Event(
            no,
            self.said("name", before.name if before else None),
            moment_of(said["day"], said["opens"], timezone, kept.opens_ms if kept else None),
            moment_of(said["closes_day"] or said["day"], said["closes"], timezone, kept.closes_ms if kept else None),
            timezone,
            said["currency"],
            in_order(said["languages"], before.languages if before else ()),
        )


class VenueForm(PartForm):
    """A place."""

    texts: ClassVar = {
        "name": TextsIn(later("Name of the venue"), characters_max=80),
        "door": TextsIn(
            later("Way in"), later("Where to go: “Blue door, behind the library”. It stands on the cards."), 120, is_needed=False
        ),
    }
    town = forms.CharField(label=later("Town"), max_length=80, required=False, widget=forms.TextInput({"dir": "auto"}))
    languages = languages_field(later("Languages at this venue"), later("The kiosk offers them on its first page."))
    children_per_adult = whole(later("Most children for each adult"), ADULTS_HELP, least=1, most=1000)
    search_allowed = forms.BooleanField(
        label=later("A volunteer without a card may look for their name"),
        required=False,
        help_text=later(
            "First names and one letter are shown, never more. Without it they say the digits on their card, or a helper looks."
        ),
    )
    asked = ("name", "town", "door", "languages", "search_allowed", "children_per_adult")

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        del definition
        return {
            **texts_answers("name", part.name),
            **texts_answers("door", part.door),
            "town": (part.town,),
            "languages": part.languages,
            "children_per_adult": number_answer(part.children_per_adult),
            "search_allowed": ticked(part.search_allowed),
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        del owner
        return {"languages": definition.event.languages, "search_allowed": ("on",)}

    def part(self, no: int) -> Venue:
        said = self.cleaned_data
        before = self.before if isinstance(self.before, Venue) else Venue(no, {})
        return msgspec.structs.replace(
            before,
            no=no,
            name=self.said("name", before.name),
            town=said["town"],
            door=self.said("door", before.door),
            languages=in_order(said["languages"], before.languages),
            search_allowed=said["search_allowed"],
            children_per_adult=said["children_per_adult"],
        )


class CopyForm(forms.Form):
    """What next year's event needs to know besides what this one says."""

    use_required_attribute = False
    name = forms.CharField(label=later("Name of the new event"), max_length=80)
    day = day_field(later("Its day"), later("Times stay as they are: what began at nine begins at nine."))

    def clean_day(self) -> dt.date:
        """Take only days that somebody will see."""
        day: dt.date = self.cleaned_data["day"]
        if not YEARS[0] < day.year < YEARS[1] - 1:
            raise forms.ValidationError(say("Choose a day that somebody will see."))
        return day
