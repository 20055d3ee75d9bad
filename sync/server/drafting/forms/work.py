"""What is asked about an activity with what it makes, and about a shift?

Promise: a target is written in the unit of what it counts; times are those of the event's own zone.
"""

import datetime as dt
from typing import Any, ClassVar

import msgspec
from django import forms

from sync.domain.definition import Activity, Definition, Event, Output, Shift, Unit
from sync.domain.succession import Part
from sync.server.drafting.forms.asking import PartForm, RowsIn, TextsIn, number_answer, rows_answers, texts_answers, ticked, whole
from sync.server.drafting.forms.drawings import picture_field, pictures
from sync.server.drafting.forms.places import day_field, moment_answers, moment_of, time_field
from sync.server.drafting.forms.things import item_choices
from sync.server.drafting.merging import Answers
from sync.server.drafting.words import name_of
from sync.server.site.written_amounts import amount_answer, amount_said
from sync.server.tongues.saying import later, say

HOUR_MS = 3_600_000
YEAR_DAYS = 366


def _items(form: PartForm) -> forms.ChoiceField:
    return forms.ChoiceField(label=later("What is made"), required=False, choices=item_choices(form.definition, none=later("Nothing")))


def _beneficiaries(form: PartForm) -> forms.ChoiceField:
    known = [(str(one.no), name_of(form.definition, one)) for one in form.definition.beneficiaries]
    return forms.ChoiceField(label=later("For whom"), required=False, choices=[("", later("Nobody named")), *known])


class ActivityForm(PartForm):
    """A kind of work at a venue."""

    texts: ClassVar = {
        "name": TextsIn(later("Name of the activity"), later("As on its tile: “Knitting hats”."), 80),
        "where": TextsIn(later("Room"), later("“Library, blue door”."), 80, is_needed=False),
    }
    rows: ClassVar = {
        "outputs": RowsIn(
            later("What is made here"),
            {
                "item": _items,
                "target": lambda _: forms.CharField(label=later("How many are hoped for"), required=False, max_length=30),
                "beneficiary": _beneficiaries,
            },
            help=later("The first one is what the kiosk opens with. Money in the event’s currency, time in minutes; no number: no target."),
        )
    }
    places = whole(later("Places"), later("How many can take part at the same time. Empty: as many as come."), least=1, most=1_000_000)
    logs_for_table = forms.BooleanField(
        label=later("A mat alone may log for the whole table"),
        required=False,
        help_text=later("Then nobody has to hold up a card first."),
    )
    asked = ("venue", "name", "where", "picture", "outputs", "places", "logs_for_table")

    def __init__(self, definition: Definition, answers: Answers, before: Part | Event | None = None) -> None:
        super().__init__(definition, answers, before)
        self.fields["picture"] = picture_field(before.picture if isinstance(before, Activity) else "")
        venues = [(str(venue.no), name_of(definition, venue)) for venue in definition.venues]
        self.fields["venue"] = forms.ChoiceField(label=later("Venue"), choices=venues, help_text=later("It stays once it is published."))

    def clean(self) -> dict[str, Any]:
        """Read the targets, which depend on the item kind."""
        super().clean()
        for at, row in self.each_row("outputs"):
            name, item = f"outputs-{at}-target", self.definition.item(int(row["item"])) if row.get("item") else None
            if item is None and (row.get("target") or row.get("beneficiary")):
                self.add_error(f"outputs-{at}-item", say("Choose what is made, or leave the whole row empty."))
            elif item is not None and row.get("target"):
                try:
                    self.cleaned_data[name] = amount_said(row["target"], item.unit, self.definition.event.currency)
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        return self.cleaned_data

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        def row(output: Output) -> dict[str, tuple[str, ...]]:
            item = definition.item(output.item)
            unit = item.unit if item else Unit.ITEMS
            target = "" if output.target is None else amount_answer(output.target, unit, definition.event.currency)
            return {"item": (str(output.item),), "target": (target,), "beneficiary": number_answer(output.beneficiary)}

        return {
            **texts_answers("name", part.name),
            **texts_answers("where", part.where),
            "venue": (str(part.venue),),
            "picture": (part.picture,),
            "places": number_answer(part.places),
            "logs_for_table": ticked(part.logs_for_table),
            **rows_answers("outputs", [row(output) for output in part.outputs]),
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        venue = owner if definition.venue(owner) else next((venue.no for venue in definition.venues), None)
        return {"venue": number_answer(venue), "logs_for_table": ("on",), "picture": (pictures()[0],)}

    def part(self, no: int) -> Activity:
        said = self.cleaned_data
        before = self.before if isinstance(self.before, Activity) else Activity(no, 0, {}, "")
        outputs = tuple(
            Output(
                int(row["item"]), row["target"] if row["target"] != "" else None, int(row["beneficiary"]) if row["beneficiary"] else None
            )
            for _, row in self.each_row("outputs")
            if row["item"]
        )
        return msgspec.structs.replace(
            before,
            no=no,
            venue=int(said["venue"]),
            name=self.said("name", before.name),
            where=self.said("where", before.where),
            picture=said["picture"],
            outputs=outputs,
            places=said["places"],
            logs_for_table=said["logs_for_table"],
        )


class ShiftForm(PartForm):
    """A piece of time at an activity."""

    day = day_field(later("Day"))
    starts = time_field(later("Begins at"))
    ends = time_field(later("Ends at"))
    places = whole(later("Places"), later("How many can come. Empty: as many as like."), least=1, most=1_000_000)
    asked = ("activity", "day", "starts", "ends", "places")

    def __init__(self, definition: Definition, answers: Answers, before: Part | Event | None = None) -> None:
        super().__init__(definition, answers, before)
        names = {venue.no: name_of(definition, venue) for venue in definition.venues}
        activities = [(str(each.no), f"{name_of(definition, each)}, {names.get(each.venue, '')}") for each in definition.activities]
        self.fields["activity"] = forms.ChoiceField(
            label=later("Activity"), choices=activities, help_text=later("It stays once it is published.")
        )

    def clean_day(self) -> dt.date:
        """Take only days that there are; a shift lies around the event."""
        day: dt.date = self.cleaned_data["day"]
        opens = dt.datetime.fromtimestamp(self.definition.event.opens_ms / 1000, dt.UTC).date()
        if abs((day - opens).days) > YEAR_DAYS:
            raise forms.ValidationError(say("That is more than a year away from the event. Is the year right?"))
        return day

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        day, starts = moment_answers(part.starts_ms, definition.event.timezone)
        _, ends = moment_answers(part.ends_ms, definition.event.timezone)
        return {
            "activity": (str(part.activity),),
            "day": (day,),
            "starts": (starts,),
            "ends": (ends,),
            "places": number_answer(part.places),
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        day, starts = moment_answers(definition.event.opens_ms, definition.event.timezone)
        activity = owner if definition.activity(owner) else next((each.no for each in definition.activities), None)
        later = moment_answers(min(definition.event.opens_ms + 2 * HOUR_MS, definition.event.closes_ms), definition.event.timezone)
        return {"activity": number_answer(activity), "day": (day,), "starts": (starts,), "ends": (later[1],)}

    def part(self, no: int) -> Shift:
        said = self.cleaned_data
        before = self.before if isinstance(self.before, Shift) else Shift(no, 0, 0, 0)
        starts_ms, ends_ms = self._times(before)
        return msgspec.structs.replace(
            before, no=no, activity=int(said["activity"]), starts_ms=starts_ms, ends_ms=ends_ms, places=said["places"]
        )

    def _times(self, before: Shift) -> tuple[int, int]:
        """A shift whose times were not touched keeps them, also one that fields of one day cannot say."""
        said, timezone = self.cleaned_data, self.definition.event.timezone
        if before.ends_ms:
            written = self.answers_of(before, self.definition)
            if all(self.data.get(name) == written[name][0] for name in ("day", "starts", "ends")):
                return before.starts_ms, before.ends_ms
        ends_day = said["day"] if said["ends"] > said["starts"] else said["day"] + dt.timedelta(days=1)
        return moment_of(said["day"], said["starts"], timezone, None), moment_of(ends_day, said["ends"], timezone, None)
