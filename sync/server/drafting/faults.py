"""What do the rules of an event, and the reading of an event file, say in the page's language?

Promise: every sentence of `sync.domain.soundness`, `sync.domain.succession` and `sync.eventfile` stands here; a test compares them.
"""

from sync.server.tongues.retelling import Retelling
from sync.server.tongues.saying import later

_SOUNDNESS = (
    later('"{currency}" is no currency: write its three letters, such as GBP.'),
    later("The event closes before it opens."),
    later("Shift {no} belongs to activity {activity}, which is not in the event."),
    later("Shift {no} ends before it starts."),
    later("Item kind {no} ({name}) needs at least one step button, each of 1 or more."),
    later("Item kind {no} ({name}) has a pack of less than 1."),
    later("Item kind {no} ({name}) needs a number below {most}: those above stand for outcomes."),
    later("Item kind {no} ({name}) has {count} outcomes; {most} fit on a screen."),
    later("Item kind {no} ({name}) has {pictures} pictures for {count} outcomes."),
    later("Item kind {no} ({name}) is a kit: each of its parts needs a quantity of 1 or more."),
    later("Beneficiary {no} ({name}) asks for item kind {item}, which is not in the event."),
    later("Beneficiary {no} ({name}) asks for {quantity}: leave it out, or name 1 or more."),
    later("Activity {no} ({name}) is at venue {venue}, which is not in the event."),
    later("Activity {no} ({name}) makes item kind {item}, which is not in the event."),
    later("Activity {no} ({name}) gives to beneficiary {whom}, which is not in the event."),
    later("Venue number {no} is given twice."),
    later("Activity number {no} is given twice."),
    later("Item kind number {no} is given twice."),
    later("Beneficiary number {no} is given twice."),
    later("Shift number {no} is given twice."),
)
_SUCCESSION = (
    later("This is another event: its number is not the one that was published."),
    later("Amounts were recorded in {currency}: the currency stays as it was published."),
    later("Activity {no} ({name}) stays at its venue: close it, and add one at the other venue."),
    later("Shift {no} stays at its activity: close it, and add one at the other activity."),
    later("Item kind {no} ({name}) is counted in items, as it was published: close it, and add one with the other unit."),
    later("Item kind {no} ({name}) is counted in people, as it was published: close it, and add one with the other unit."),
    later("Item kind {no} ({name}) is counted in minutes, as it was published: close it, and add one with the other unit."),
    later("Item kind {no} ({name}) is counted in money, as it was published: close it, and add one with the other unit."),
    later("Item kind {no} ({name}) has {count} outcomes that may have been logged: rename them, but leave none out."),
    later("Venue {no} was published and may have been recorded: close it instead of removing it."),
    later("Activity {no} was published and may have been recorded: close it instead of removing it."),
    later("Item kind {no} was published and may have been recorded: close it instead of removing it."),
    later("Beneficiary {no} was published and may have been recorded: close it instead of removing it."),
    later("Shift {no} was published and may have been recorded: close it instead of removing it."),
)
_FILE = (
    # For translators: {place} is a place in a file, in the file's own English words: table venues, number 1, key name.
    later("{place}: needs a text in English (en)."),
    later("{place}: needs its text in English (en) too."),
    later("{place}: needs {least} to {most} digits."),
    later("{place}: needs either {key} (a local time) or {moment} (a moment with its offset)."),
    later("{place}: {key} is a local time such as 08:30:00, {moment} a moment such as 2026-11-22T08:30:00Z."),
    later("{place}: {day} is no day that anybody will see."),
    later('{place}: "{zone}" is no time zone; write for instance Europe/London.'),
    later('{place}: "{key}" is given twice.'),
    later('{place}: "{key}" is not among the {table} of this file.'),
    later("{place}: {shift} is no shift of this file."),
    later("this is not TOML: {why}"),
    later("this is nested too deeply, or holds a number that is too large."),
    later('{place}: "{key}" is missing.'),
    later('{place}: "{key}" is not a key that goes here.'),
    later("{place}: needs a number that is at least {least}."),
    later("{place}: needs a number that is at most {most}."),
    later("{place}: needs {wanted}, not {found}."),
)

told = Retelling((*_SOUNDNESS, *_SUCCESSION, *_FILE)).told
"""Return a fault in the page's language."""
