"""What is asked about an item kind, and about a beneficiary with their need card?

Promise: amounts are written as a person writes them; outcomes that were published keep their places.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, ClassVar

import msgspec
from django import forms

from sync.domain.definition import OUTCOMES_MAX, Beneficiary, Definition, Event, ItemKind, Texts, Unit, Wanted
from sync.domain.definition import Part as KitPart
from sync.domain.succession import Part
from sync.server.drafting.forms.asking import PartForm, RowsIn, TextsIn, rows_answers, texts_answers, ticked, whole
from sync.server.drafting.forms.drawings import outcome_picture_field, picture_field, pictures
from sync.server.drafting.merging import Answers
from sync.server.drafting.words import name_of
from sync.server.site.written_amounts import amount_answer, amount_said, amounts_said
from sync.server.tongues.saying import Said, later, say

UNITS = [
    (Unit.ITEMS.value, later("Things: hats, cards, meals")),
    (Unit.PEOPLE.value, later("People: guests welcomed, listeners")),
    (Unit.MINUTES.value, later("Time: gardening, practising")),
    (Unit.MONEY.value, later("Money raised")),
]
STEPS_MAX = 6
"""More step buttons do not fit on the log page."""


def item_choices(definition: Definition, *, none: Said) -> list[tuple[str, Said]]:
    """Return the item kinds to choose from; closed ones stand last and say so."""
    items = sorted(definition.items, key=lambda item: not item.is_open)
    return [
        ("", none),
        *(
            (str(item.no), name_of(definition, item) if item.is_open else say("{name} (closed)", name=name_of(definition, item)))
            for item in items
        ),
    ]


class ItemForm(PartForm):
    """What is counted."""

    texts: ClassVar = {
        "one": TextsIn(later("Word for one"), later("As in “1 hat”.")),
        "many": TextsIn(later("Word for many"), later("As in “7 hats”. For time and money without the unit: “gardening”, “raised”.")),
    }
    rows: ClassVar = {
        "parts": RowsIn(
            later("Parts of a kit"),
            {"quantity": lambda _: whole(later("How many"), least=1)},
            {"name": TextsIn(later("Part"))},
            later("Only for kits: what goes into one bag. Leave it empty for everything else."),
        ),
        "outcomes": RowsIn(
            later("Outcomes"),
            {"picture": lambda form: outcome_picture_field(form.before)},
            {"name": TextsIn(later("Outcome"))},
            help=later(
                "Only where things end differently: mended, not mended. Each is counted on its own. At most eight. The picture tells them "
                "apart for somebody who cannot read: chosen by itself, the first is mended and the last could not be."
            ),
            most=OUTCOMES_MAX,
        ),
    }
    unit = forms.ChoiceField(label=later("How it is counted"), choices=UNITS, help_text=later("It stays once it is published."))
    steps = forms.CharField(
        label=later("Step buttons"), max_length=80, help_text=later("What one tap adds, such as 1, 5, 10. Each gets a mat too.")
    )
    packs = forms.CharField(
        label=later("Packs"), max_length=80, required=False, help_text=later("Further mats, for what lies ready in tens.")
    )
    sensible_max = forms.CharField(
        label=later("Ask “really?” above"), max_length=30, help_text=later("More than this at once is asked about, never refused.")
    )
    asked = ("one", "many", "unit", "picture", "steps", "packs", "sensible_max", "parts", "outcomes")

    def __init__(self, definition: Definition, answers: Answers, before: Part | Event | None = None) -> None:
        super().__init__(definition, answers, before)
        self.fields["picture"] = picture_field(before.picture if isinstance(before, ItemKind) else "")

    def clean(self) -> dict[str, Any]:
        """Read the amounts, which depend on the unit."""
        super().clean()
        unit, currency = Unit(self.cleaned_data.get("unit", Unit.ITEMS)), self.definition.event.currency
        for name in ("steps", "packs"):
            self._read(name, lambda text: amounts_said(text, unit, currency))
        self._read("sensible_max", lambda text: amount_said(text, unit, currency))
        if len(self.cleaned_data.get("steps", ())) > STEPS_MAX:
            self.add_error("steps", say("At most {most} buttons fit on the screen.", most=STEPS_MAX))
        for at, row in self.each_row("parts"):
            if bool(row.get("name_en")) != bool(row.get("quantity")) and f"parts-{at}-quantity" not in self.errors:
                self.add_error(f"parts-{at}-quantity", say("Write both: the part, and how many of it."))
        return self.cleaned_data

    def _read(self, name: str, reading: Callable[[str], object]) -> None:
        if name in self.cleaned_data:
            try:
                self.cleaned_data[name] = reading(self.cleaned_data[name])
            except forms.ValidationError as fault:
                self.add_error(name, fault)

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        def several(quantities: tuple[int, ...]) -> tuple[str, ...]:
            return (", ".join(amount_answer(each, part.unit, definition.event.currency) for each in quantities),)

        return {
            **texts_answers("one", part.one),
            **texts_answers("many", part.many),
            "unit": (part.unit.value,),
            "picture": (part.picture,),
            "steps": several(part.steps),
            "packs": several(part.packs),
            "sensible_max": several((part.sensible_max,)),
            **rows_answers("parts", [{**texts_answers("name", each.name), "quantity": (str(each.quantity),)} for each in part.parts]),
            **rows_answers("outcomes", [{**texts_answers("name", each), "picture": (given,)} for each, given in _with_pictures(part)]),
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        del definition, owner
        return {"unit": (Unit.ITEMS.value,), "steps": ("1, 5, 10",), "sensible_max": ("100",), "picture": (pictures()[0],)}

    def part(self, no: int) -> ItemKind:
        said = self.cleaned_data
        before = self.before if isinstance(self.before, ItemKind) else ItemKind(no, {}, {}, Unit.ITEMS, "")
        return msgspec.structs.replace(
            before,
            no=no,
            one=self.said("one", before.one),
            many=self.said("many", before.many),
            unit=Unit(said["unit"]),
            picture=said["picture"],
            steps=said["steps"],
            packs=said["packs"],
            sensible_max=said["sensible_max"],
            parts=tuple(KitPart(self.said(f"parts-{at}-name"), row["quantity"]) for at, row in self.each_row("parts") if row["name_en"]),
            outcomes=tuple(self.said(f"outcomes-{at}-name") for at, row in self.each_row("outcomes") if row["name_en"]),
            outcome_pictures=_given(row["picture"] for _at, row in self.each_row("outcomes") if row["name_en"]),
        )


def _with_pictures(item: ItemKind) -> Iterator[tuple[Texts, str]]:
    """Yield each outcome with the drawing that it was given, if any."""
    return zip_longest(item.outcomes, item.outcome_pictures, fillvalue="")  # type: ignore[arg-type] # never more pictures than outcomes


def _given(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return what was chosen, nothing when nothing was: an event without pictures stays as it was."""
    pictures_chosen = tuple(chosen)
    return pictures_chosen if any(pictures_chosen) else ()


class BeneficiaryForm(PartForm):
    """Who is given what was made, and their need card."""

    texts: ClassVar = {
        "name": TextsIn(later("Name"), later("As in “7 hats for the neonatal unit”."), 120),
        "need": TextsIn(
            later("What they ask for"),
            later("In words for volunteers: “Very small hats, green and yellow.”"),
            300,
            is_needed=False,
            is_long=True,
        ),
        "enough": TextsIn(later("What they have enough of, or cannot take"), later("“red”"), 200, is_needed=False, is_long=True),
    }
    rows: ClassVar = {
        "wanted": RowsIn(
            later("How many they want"),
            {
                "item": lambda form: forms.ChoiceField(
                    label=later("What"), required=False, choices=item_choices(form.definition, none=later("Nothing"))
                ),
                "quantity": lambda _: forms.CharField(label=later("How many"), required=False, max_length=30),
            },
            help=later("Money in the event’s currency, time in minutes."),
        )
    }
    is_open = forms.BooleanField(
        label=later("They can still use more"), required=False, help_text=later("Without it volunteers read that they have all they need.")
    )
    asked = ("name", "need", "enough", "wanted", "is_open")

    def clean(self) -> dict[str, Any]:
        """Read the amounts, which depend on the item kind."""
        super().clean()
        for at, row in self.each_row("wanted"):
            if bool(row.get("item")) != bool(row.get("quantity")):
                self.add_error(f"wanted-{at}-quantity", say("Choose both: what, and how many of it."))
            elif row.get("item") and (item := self.definition.item(int(row["item"]))) is not None:
                name = f"wanted-{at}-quantity"
                try:
                    self.cleaned_data[name] = amount_said(row["quantity"], item.unit, self.definition.event.currency)
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        return self.cleaned_data

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        def quantity(wanted: Wanted) -> str:
            item = definition.item(wanted.item)
            return amount_answer(wanted.quantity, item.unit if item else Unit.ITEMS, definition.event.currency)

        return {
            **texts_answers("name", part.name),
            **texts_answers("need", part.need),
            **texts_answers("enough", part.enough),
            **rows_answers("wanted", [{"item": (str(each.item),), "quantity": (quantity(each),)} for each in part.wanted]),
            "is_open": ticked(part.is_open),
        }

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        del definition, owner
        return {"is_open": ("on",)}

    def part(self, no: int) -> Beneficiary:
        before = self.before if isinstance(self.before, Beneficiary) else Beneficiary(no, {})
        return msgspec.structs.replace(
            before,
            no=no,
            name=self.said("name", before.name),
            need=self.said("need", before.need),
            enough=self.said("enough", before.enough),
            wanted=tuple(Wanted(int(row["item"]), row["quantity"]) for _, row in self.each_row("wanted") if row["item"]),
            is_open=self.cleaned_data["is_open"],
        )
