"""Two coordinators wrote different things into the same fields: how do they settle it?

Promise: both values stand side by side; what only one of them changed is kept without a question; nothing is lost until somebody chose.
"""

import msgspec
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.server.drafting.forms import FORMS
from sync.server.drafting.merging import Answers
from sync.server.drafting.parts import Kind
from sync.server.drafting.saving import Disputed, Filled
from sync.server.reading.drafts import Drafted, changes_since, part_at
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.tongues.saying import say

CHOICE = "choose:"
"""Before a field's name: which of both shall stand."""

THEIRS = "theirs"


class DisputedField(msgspec.Struct, frozen=True):
    """One field with both values, in words."""

    name: str
    label: str
    theirs: str
    mine: str


def conflict_page(request: HttpRequest, drafted: Drafted, filled: Filled, disputed: Disputed) -> HttpResponse:
    """Show both values of each disputed field; everything else of the form goes along unseen."""
    changes = changes_since(drafted.event, filled.kind, filled.no or 0, filled.revision)
    shown = {
        "drafted": drafted,
        "kind": filled.kind,
        "no": filled.no,
        "revision": disputed.revision,
        "fields": [_field(disputed, name) for name in disputed.merged.disputed],
        "answers": [(name, value) for name, values in disputed.merged.answers.items() for value in values],
        "theirs_kept": len(disputed.merged.theirs_kept),
        "who": changes[0].who if changes else say("Somebody else"),
        "ago": amounts.ago(now_ms() - changes[0].at_ms) if changes else "",
    }
    return render(request, "drafting/conflict.html", shown)


def settled(drafted: Drafted, kind: Kind, no: int | None, answers: Answers) -> Answers:
    """Return what was filled in, with theirs where theirs was chosen on the page above."""
    said = {name: values for name, values in answers.items() if not name.startswith(CHOICE)}
    chosen = [name.removeprefix(CHOICE) for name, values in answers.items() if name.startswith(CHOICE) and values == (THEIRS,)]
    # The revision of that page is the one at which theirs stood.
    revision = answers.get("settled", ("",))[0]
    said.pop("settled", None)
    if no is None or not chosen or not (revision.isascii() and revision.isdigit()) or len(revision) > len(str(2**53)):
        return said
    theirs = part_at(drafted.event, kind, no, int(revision))
    if theirs is not None:
        stood = FORMS[kind].answers_of(theirs, drafted.definition)
        said |= {name: stood.get(name, ()) for name in chosen}
    return said


def _field(disputed: Disputed, name: str) -> DisputedField:
    form = disputed.form if name in disputed.form.fields else disputed.theirs
    label = str(form[name].label or name)
    row = name.split("-")
    if len(row) > 1 and row[1].isdigit():
        label = say("{label} (row {row})", label=label, row=int(row[1]) + 1)
    return DisputedField(name, label, _words(disputed.theirs, name), _words(disputed.form, name))


def _words(form: object, name: str) -> str:
    fields = getattr(form, "fields", {})
    if name not in fields:
        return ""
    bound: BoundField = form[name]  # type: ignore[index]  # a form with fields
    value = bound.value()
    choices = {str(key): str(words) for key, words in getattr(fields[name], "choices", [])}
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return ", ".join(choices.get(str(each), str(each)) for each in value)
    text = "" if value is None else str(value)
    return choices.get(text, text) if text else ""
