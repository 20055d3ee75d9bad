"""What is asked about an item kind, and about a beneficiary with their need card?

Promise: amounts are written as a person writes them; outcomes that were published keep their places.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import Any, ClassVar

import msgspec
from django import forms

from sync.domain.definition import OUTCOMES_MAX, Beneficiary, Definition, Event, ItemKind, Texts, Unit, Wanted
from sync.domain.definition import Part as KitPart
from sync.domain.succession import Part
from sync.places import assets_folder
from sync.server.drafting.forms.asking import PartForm, RowsIn, TextsIn, rows_answers, texts_answers, ticked, whole
from sync.server.drafting.merging import Answers
from sync.server.drafting.parts import name_of
from sync.server.site.written_amounts import amount_answer, amount_said, amounts_said

UNITS = [
    (Unit.ITEMS.value, "Things: hats, cards, meals"),
    (Unit.PEOPLE.value, "People: guests welcomed, listeners"),
    (Unit.MINUTES.value, "Time: gardening, practising"),
    (Unit.MONEY.value, "Money raised"),
]
STEPS_MAX = 6
"""More step buttons do not fit on the log page."""

NO_PICTURES = frozenset({"accepted", "unknown-card", "undo", "helper-coming", "closed", "kiosk", "welcome-card", "nothing-yet"})
"""Drawings in which the kiosk says something of its own."""


@cache
def pictures() -> tuple[str, ...]:
    """Return the drawings that can stand for a work or a thing."""
    return tuple(sorted(path.stem for path in (assets_folder() / "pictures").glob("*.svg") if path.stem not in NO_PICTURES))


def picture_field(now: str) -> forms.ChoiceField:
    """Return a field for a drawing; the present one stays a choice, even when it is none of ours."""
    names = [*pictures(), *([now] if now and now not in pictures() else [])]
    return forms.ChoiceField(label="Picture", choices=[(name, name.replace("-", " ").capitalize()) for name in names])


def outcome_picture_field(before: Part | Event | None) -> forms.ChoiceField:
    """Return a field for the drawing of one outcome; those that it has now stay choices."""
    now = before.outcome_pictures if isinstance(before, ItemKind) else ()
    names = dict.fromkeys((*pictures(), *filter(None, now)))
    choices = [("", "By itself"), *((name, name.replace("-", " ").capitalize()) for name in names)]
    return forms.ChoiceField(label="Picture", choices=choices, required=False)


def item_choices(definition: Definition, *, none: str) -> list[tuple[str, str]]:
    """Return the item kinds to choose from; closed ones stand last and say so."""
    items = sorted(definition.items, key=lambda item: not item.is_open)
    return [("", none), *((str(item.no), name_of(definition, item) + ("" if item.is_open else " (closed)")) for item in items)]


class ItemForm(PartForm):
    """What is counted."""

    texts: ClassVar = {
        "one": TextsIn("Word for one", "As in “1 hat”."),
        "many": TextsIn("Word for many", "As in “7 hats”. For time and money without the unit: “gardening”, “raised”."),
    }
    rows: ClassVar = {
        "parts": RowsIn(
            "Parts of a kit",
            {"quantity": lambda _: whole("How many", least=1)},
            {"name": TextsIn("Part")},
            "Only for kits: what goes into one bag. Leave it empty for everything else.",
        ),
        "outcomes": RowsIn(
            "Outcomes",
            {"picture": lambda form: outcome_picture_field(form.before)},
            {"name": TextsIn("Outcome")},
            help="Only where things end differently: mended, not mended. Each is counted on its own. At most eight. The picture tells them "
            "apart for somebody who cannot read: chosen by itself, the first is mended and the last could not be.",
            most=OUTCOMES_MAX,
        ),
    }
    unit = forms.ChoiceField(label="How it is counted", choices=UNITS, help_text="It stays once it is published.")
    steps = forms.CharField(label="Step buttons", max_length=80, help_text="What one tap adds, such as 1, 5, 10. Each gets a mat too.")
    packs = forms.CharField(label="Packs", max_length=80, required=False, help_text="Further mats, for what lies ready in tens.")
    sensible_max = forms.CharField(
        label="Ask “really?” above", max_length=30, help_text="More than this at once is asked about, never refused."
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
            self.add_error("steps", f"At most {STEPS_MAX} buttons fit on the screen.")
        for at, row in self.each_row("parts"):
            if bool(row.get("name_en")) != bool(row.get("quantity")) and f"parts-{at}-quantity" not in self.errors:
                self.add_error(f"parts-{at}-quantity", "Write both: the part, and how many of it.")
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
        "name": TextsIn("Name", "As in “7 hats for the neonatal unit”.", 120),
        "need": TextsIn(
            "What they ask for", "In words for volunteers: “Very small hats, green and yellow.”", 300, is_needed=False, is_long=True
        ),
        "enough": TextsIn("What they have enough of, or cannot take", "“red”", 200, is_needed=False, is_long=True),
    }
    rows: ClassVar = {
        "wanted": RowsIn(
            "How many they want",
            {
                "item": lambda form: forms.ChoiceField(label="What", required=False, choices=item_choices(form.definition, none="Nothing")),
                "quantity": lambda _: forms.CharField(label="How many", required=False, max_length=30),
            },
            help="Money in the event’s currency, time in minutes.",
        )
    }
    is_open = forms.BooleanField(
        label="They can still use more", required=False, help_text="Without it volunteers read that they have all they need."
    )
    asked = ("name", "need", "enough", "wanted", "is_open")

    def clean(self) -> dict[str, Any]:
        """Read the amounts, which depend on the item kind."""
        super().clean()
        for at, row in self.each_row("wanted"):
            if bool(row.get("item")) != bool(row.get("quantity")):
                self.add_error(f"wanted-{at}-quantity", "Choose both: what, and how many of it.")
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
