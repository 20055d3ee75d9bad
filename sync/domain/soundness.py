"""Do the parts of an event fit together?

Promise: everything that does not is named in plain words, for the coordinator, before it is published; nothing else stops an event.
"""

import re
from collections.abc import Iterator

from sync.domain.definition import OUTCOMES_FROM, OUTCOMES_MAX, Definition


def faults_of(definition: Definition) -> tuple[str, ...]:
    """Return every way in which the parts do not fit together, each a sentence for the coordinator; empty means sound."""
    return tuple(_faults(definition))


def _faults(definition: Definition) -> Iterator[str]:
    yield from _repeated_numbers(definition)
    if not re.fullmatch("[A-Z]{3}", definition.event.currency):
        yield f'"{definition.event.currency}" is no currency: write its three letters, such as GBP.'
    if definition.event.closes_ms <= definition.event.opens_ms:
        yield "The event closes before it opens."
    yield from _faults_of_activities(definition)
    yield from _faults_of_items(definition)
    yield from _faults_of_beneficiaries(definition)
    for shift in definition.shifts:
        if definition.activity(shift.activity) is None:
            yield f"Shift {shift.no} belongs to activity {shift.activity}, which is not in the event."
        if shift.ends_ms <= shift.starts_ms:
            yield f"Shift {shift.no} ends before it starts."


def _faults_of_items(definition: Definition) -> Iterator[str]:
    for item in definition.items:
        which = f"Item kind {item.no} ({item.many['en']})"
        if not item.steps or min(item.steps) < 1:
            yield f"{which} needs at least one step button, each of 1 or more."
        if min(item.packs, default=1) < 1:
            yield f"{which} has a pack of less than 1."
        if item.no >= OUTCOMES_FROM:
            yield f"{which} needs a number below {OUTCOMES_FROM:,}: those above stand for outcomes."
        if len(item.outcomes) > OUTCOMES_MAX:
            yield f"{which} has {len(item.outcomes)} outcomes; {OUTCOMES_MAX} fit on a screen."
        if len(item.outcome_pictures) > len(item.outcomes):
            yield f"{which} has {len(item.outcome_pictures)} pictures for {len(item.outcomes)} outcomes."
        if any(part.quantity < 1 for part in item.parts):
            yield f"{which} is a kit: each of its parts needs a quantity of 1 or more."


def _faults_of_beneficiaries(definition: Definition) -> Iterator[str]:
    for beneficiary in definition.beneficiaries:
        which = f"Beneficiary {beneficiary.no} ({beneficiary.name['en']})"
        for wanted in beneficiary.wanted:
            if definition.item(wanted.item) is None:
                yield f"{which} asks for item kind {wanted.item}, which is not in the event."
            if wanted.quantity < 1:
                yield f"{which} asks for {wanted.quantity}: leave it out, or name 1 or more."


def _faults_of_activities(definition: Definition) -> Iterator[str]:
    for activity in definition.activities:
        which = f"Activity {activity.no} ({activity.name['en']})"
        if definition.venue(activity.venue) is None:
            yield f"{which} is at venue {activity.venue}, which is not in the event."
        for output in activity.outputs:
            if definition.item(output.item) is None:
                yield f"{which} makes item kind {output.item}, which is not in the event."
            if output.beneficiary is not None and definition.beneficiary(output.beneficiary) is None:
                yield f"{which} gives to beneficiary {output.beneficiary}, which is not in the event."


def _repeated_numbers(definition: Definition) -> Iterator[str]:
    kinds = {
        "Venue": [venue.no for venue in definition.venues],
        "Activity": [activity.no for activity in definition.activities],
        "Item kind": [item.no for item in definition.items],
        "Beneficiary": [beneficiary.no for beneficiary in definition.beneficiaries],
        "Shift": [shift.no for shift in definition.shifts],
    }
    for word, numbers in kinds.items():
        for number in sorted({number for number in numbers if numbers.count(number) > 1}):
            yield f"{word} number {number} is given twice."
