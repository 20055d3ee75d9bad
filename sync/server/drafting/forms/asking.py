"""How does a form ask for one part of an event: texts in seven languages, rows of things, single fields?

Promise: what a form says about a part, read back, is that part; English is asked for first and the other languages are folded away.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import msgspec
from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict

from sync.domain.definition import Definition, Event, Texts, untold
from sync.domain.succession import Part
from sync.eventfile.tables import QUANTITY_MAX
from sync.server.drafting.merging import Answers
from sync.server.drafting.words import LANGUAGES
from sync.server.tongues.languages import RIGHT_TO_LEFT
from sync.server.tongues.saying import Said, later, say

BLANK_ROWS = 2
"""Rows to write into without asking for more: saving gives as many again."""

ROWS_MAX = 40
ENGLISH = "en"


class TextsIn(msgspec.Struct, frozen=True):
    """A text for people, in every language. ``is_long`` ones get a box of several lines."""

    label: Said
    help: Said = ""
    characters_max: int = 120
    is_needed: bool = True
    is_long: bool = False


class RowsIn(msgspec.Struct, frozen=True):
    """Several things of the same shape: a column for each field, and a text in every language where ``texts`` names one."""

    label: Said
    columns: dict[str, Callable[["PartForm"], forms.Field]] = {}
    texts: dict[str, TextsIn] = {}
    help: Said = ""
    most: int = ROWS_MAX


class TextsBlock(msgspec.Struct, frozen=True):
    """A text as the page shows it: the English field, then the others."""

    label: Said
    help: Said
    first: BoundField
    others: list[BoundField]
    written: int

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong in a language that is folded away."""
        return any(field.errors for field in self.others)


class RowsBlock(msgspec.Struct, frozen=True):
    """Rows as the page shows them."""

    name: str
    label: Said
    help: Said
    heads: list[str]
    rows: list[list[BoundField | TextsBlock]]


class PartForm(forms.Form):
    """One part of ``definition``. A subclass says what is asked (``asked``, in order) and how it is read and written."""

    texts: ClassVar[Mapping[str, TextsIn]] = {}
    rows: ClassVar[Mapping[str, RowsIn]] = {}
    asked: ClassVar[tuple[str, ...]] = ()

    def __init__(self, definition: Definition, answers: Answers, before: Part | Event | None = None) -> None:
        self.definition, self.before = definition, before
        self.row_counts = {name: _rows_in(name, answers, rows.most) for name, rows in self.rows.items()}
        super().__init__(
            MultiValueDict({name: list(values) for name, values in answers.items()}), auto_id="%s", use_required_attribute=False
        )
        for name, asked in self.texts.items():
            self._add_texts(name, asked)
        for name, rows in self.rows.items():
            for at in range(self.row_counts[name]):
                for column, make in rows.columns.items():
                    self.fields[f"{name}-{at}-{column}"] = make(self)
                for column, asked in rows.texts.items():
                    self._add_texts(f"{name}-{at}-{column}", asked, is_row=True)

    def _add_texts(self, name: str, asked: TextsIn, *, is_row: bool = False) -> None:
        for code, language in LANGUAGES.items():
            attributes = {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr", "autocomplete": "off"}
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=asked.label if code == ENGLISH else say("{label} in {language}", label=asked.label, language=language),
                required=asked.is_needed and code == ENGLISH and not is_row,
                max_length=asked.characters_max,
                widget=forms.Textarea({**attributes, "rows": 2}) if asked.is_long else forms.TextInput(attributes),
                error_messages={"required": say("Write it in English: {what}.", what=str(asked.label).lower())},
            )

    def blocks(self) -> Iterator[BoundField | TextsBlock | RowsBlock]:
        """Yield what the page shows, in order."""
        for name in self.asked:
            if name in self.texts:
                yield self._texts_block(name, self.texts[name])
            elif name in self.rows:
                yield self._rows_block(name, self.rows[name])
            else:
                yield self[name]

    def _texts_block(self, name: str, asked: TextsIn) -> TextsBlock:
        others = [self[f"{name}_{code}"] for code in LANGUAGES if code != ENGLISH]
        written = sum(bool(field.value()) for field in others)
        return TextsBlock(asked.label, asked.help, self[f"{name}_{ENGLISH}"], others, written)

    def _rows_block(self, name: str, asked: RowsIn) -> RowsBlock:
        rows: list[list[BoundField | TextsBlock]] = []
        for at in range(self.row_counts[name]):
            shown: list[BoundField | TextsBlock] = [
                self._texts_block(f"{name}-{at}-{column}", each) for column, each in asked.texts.items()
            ]
            rows.append([*shown, *(self[f"{name}-{at}-{column}"] for column in asked.columns)])
        heads = [str(each.label) for each in asked.texts.values()] + [str(self[f"{name}-0-{column}"].label) for column in asked.columns]
        return RowsBlock(name, asked.label, asked.help, heads, rows)

    def said(self, name: str, before: Texts | None = None) -> Texts:
        """Return what was written for a text, without the languages that were left out; other languages than ours are kept."""
        foreign = {code: text for code, text in (before or {}).items() if code not in LANGUAGES}
        written = {code: self.cleaned_data.get(f"{name}_{code}", "").strip() for code in LANGUAGES}
        return {**untold(), **{code: text for code, text in written.items() if text}, **foreign}

    def each_row(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (place, cleaned fields) of each row; what was not cleaned is left out."""
        for at in range(self.row_counts[name]):
            start = f"{name}-{at}-"
            yield at, {key.removeprefix(start): value for key, value in self.cleaned_data.items() if key.startswith(start)}

    def clean(self) -> dict[str, Any]:
        """Ask for English where another language was written."""
        for name, asked in self.texts.items():
            if not asked.is_needed:
                self._need_english(name)
        for name, rows in self.rows.items():
            for at in range(self.row_counts[name]):
                for column in rows.texts:
                    self._need_english(f"{name}-{at}-{column}")
        return self.cleaned_data

    def _need_english(self, name: str) -> None:
        written = any(self.cleaned_data.get(f"{name}_{code}", "").strip() for code in LANGUAGES if code != ENGLISH)
        if written and not self.cleaned_data.get(f"{name}_{ENGLISH}", "").strip():
            self.add_error(f"{name}_{ENGLISH}", say("Write it in English too: whoever reads none of the other languages needs it."))

    @classmethod
    def answers_of(cls, part: Any, definition: Definition) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - each form has a kind of part of its own
        """Return what the form says about ``part``."""
        raise NotImplementedError

    @classmethod
    def new_answers(cls, definition: Definition, owner: int | None) -> dict[str, tuple[str, ...]]:
        """Return what the form of a new part says; ``owner`` is the venue or activity it is added to."""
        raise NotImplementedError

    def part(self, no: int) -> Part | Event:
        """Return the part that a form without faults says, under ``no``; what no form asks for is kept from before."""
        raise NotImplementedError


def texts_answers(name: str, texts: Texts) -> dict[str, tuple[str, ...]]:
    """Return what the fields of a text say."""
    return {f"{name}_{code}": (texts.get(code, ""),) for code in LANGUAGES}


def rows_answers(name: str, rows: list[dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Return what the fields of rows say."""
    return {f"{name}-{at}-{key}": values for at, row in enumerate(rows) for key, values in row.items()}


def posted_answers(data: MultiValueDict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what a browser sent, without the line ends that it makes of its own and the spaces around."""
    return {name: tuple(_plain(value) for value in data.getlist(name)) for name in data}


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def whole(label: Said, help_text: Said = "", *, least: int = 0, is_needed: bool = False, most: int = QUANTITY_MAX) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=is_needed,
        min_value=least,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": later("Write a whole number, such as 30.")},
    )


def number_answer(number: int | None) -> tuple[str, ...]:
    """Return a number as such a field says it."""
    return ("" if number is None else str(number),)


def ticked(is_so: bool) -> tuple[str, ...]:  # noqa: FBT001 - the one thing that it is about
    """Return what a box says."""
    return ("on",) if is_so else ()


def _rows_in(name: str, answers: Answers, most: int) -> int:
    """How many rows there are to show: those that say something, and some to write into."""
    used = -1
    for key, values in answers.items():
        start, _, rest = key.partition("-")
        at, _, _ = rest.partition("-")
        if start == name and at.isascii() and at.isdigit() and len(at) <= len(str(ROWS_MAX)) and any(values):
            used = max(used, int(at))
    return min(used + 1 + BLANK_ROWS, most)
