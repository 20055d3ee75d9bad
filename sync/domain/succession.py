"""May this definition follow the one that was published?

Promise: whatever was recorded keeps its meaning: nothing that was published vanishes, changes its unit, or becomes part of something
else; every breach is a sentence for the coordinator that says what to do instead.
"""

from collections.abc import Iterable, Iterator, Mapping

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Shift, Venue

Part = Venue | Activity | ItemKind | Beneficiary | Shift


def faults_of_succession(published: Definition, draft: Definition) -> tuple[str, ...]:
    """Return why ``draft`` may not be published after ``published``, each a sentence; empty means it may."""
    return tuple(_faults(published, draft))


def _faults(published: Definition, draft: Definition) -> Iterator[str]:
    if published.event.no != draft.event.no:
        yield "This is another event: its number is not the one that was published."
    if published.event.currency != draft.event.currency:
        yield f"Amounts were recorded in {published.event.currency}: the currency stays as it was published."
    yield from _vanished("Venue", published.venues, draft.venues)
    yield from _vanished("Activity", published.activities, draft.activities)
    yield from _vanished("Item kind", published.items, draft.items)
    yield from _vanished("Beneficiary", published.beneficiaries, draft.beneficiaries)
    yield from _vanished("Shift", published.shifts, draft.shifts)
    yield from _changed_items(published, draft)
    for activity in published.activities:
        now = draft.activity(activity.no)
        if now is not None and now.venue != activity.venue:
            yield f"Activity {activity.no} ({activity.name['en']}) stays at its venue: close it, and add one at the other venue."
    activity_of = {shift.no: shift.activity for shift in draft.shifts}
    for shift in published.shifts:
        if activity_of.get(shift.no, shift.activity) != shift.activity:
            yield f"Shift {shift.no} stays at its activity: close it, and add one at the other activity."


def _changed_items(published: Definition, draft: Definition) -> Iterator[str]:
    for item in published.items:
        now, which = draft.item(item.no), f"Item kind {item.no} ({item.many['en']})"
        if now is None:
            continue
        if now.unit is not item.unit:
            yield f"{which} is counted in {item.unit.value}, as it was published: close it, and add one with the other unit."
        if len(now.outcomes) < len(item.outcomes):
            yield f"{which} has {len(item.outcomes)} outcomes that may have been logged: rename them, but leave none out."


def _vanished(word: str, before: Iterable[Part], after: Iterable[Part]) -> Iterator[str]:
    left: Mapping[int, Part] = {part.no: part for part in after}
    for part in before:
        if part.no not in left:
            yield f"{word} {part.no} was published and may have been recorded: close it instead of removing it."
