"""What do jobs, and faults in lists, say in the page's language? They were written down in English, once, by whoever worked at them.

Promise: every title, outcome and fault that the rooms write stands here; a test compares them.
"""

from sync.server.exports.columns import TABLES
from sync.server.importing.columns import WORDS
from sync.server.tongues.retelling import Retelling
from sync.server.tongues.saying import later

_TITLES = (
    later("Reading {file}"),
    later("Putting {file} onto the roster"),
    later("Taking back {file}"),
    later("Passes for all venues"),
    later("Passes for {venue}"),
    later("Mats and cards for all venues"),
    later("Mats and cards for {venue}"),
    later("Lead cards for all venues"),
    later("Lead cards for {venue}"),
    later("Certificates for a group"),
    later("Certificates for all venues"),
    later("Certificates for {venue}"),
    later("Erasing what is kept of people"),
    later("Workbook: {table}"),
)
_OUTCOMES = (
    later("Cancelled."),
    later("This could not be done because of a mistake in the program; the centre’s log says more to whoever runs the centre."),
    later("A file could not be written: {why}. Ask whoever runs the centre to make room, then try once more."),
    later("The centre stopped three times while this was being done. Try a smaller part, or ask whoever runs the centre."),
    later("Rows read: {rows}. New: {new}, changed: {changed}, as before: {same}."),
    later("Rows read: {rows}. New: {new}, changed: {changed}, as before: {same}. Cannot be used: {faults}."),
    later("Changes on the roster: {count}. Kiosks have them within a minute."),
    later("The roster is as it was before {file}."),
    later("The roster is as it was before {file}. Changed by somebody since, and left as they are: {kept}."),
    later("Somebody looked at the columns once more meanwhile."),
    later("The letters of this file do not fit its encoding. Choose another one beside the columns."),
    later("Passes drawn: {count}."),
    later("Mats and cards drawn: {count}."),
    later("Lead cards drawn: {count}."),
    later("Certificates drawn: {count}."),
    later("Nobody is on this roster yet. Bring a list of people first."),
    later("Nobody leads here yet. Leads come with the file of the event."),
    later("Nobody of them has come yet, so there is nothing to certify. Try again when they have checked in."),
    later("Rows written: {count}."),
    later("This event is no longer published."),
    later("Erased, things that were kept of people: {count}. Figures and entries stay."),
)
_FAULTS = (
    later("Say which venue: one of {venues}."),
    later("There is no name in this row. Write one, or remove the row."),
    later("There is no venue “{said}” here. Did you mean “{near}”?"),
    later("There is no venue “{said}” here. There are: {known}."),
    later("There is no activity “{said}” here. Did you mean “{near}”?"),
    later("There is no activity “{said}” here. There are: {known}."),
    later("There is no language “{said}” here. Did you mean “{near}”?"),
    later("There is no language “{said}” here. There are: {known}."),
    later("There is no shift “{said}” for this venue. Write when it begins, like 10:00."),
    later("There is no shift “{said}” for {activity}. Write when it begins, like 10:00."),
    later("Several activities have a shift “{said}”. Say which activity."),
    later("Several shifts begin at “{said}”. Write its number instead: {numbers}."),
    later("“{said}” is no number of people. Write a number from 1 to {most}."),
)
_SHORT_COLUMNS = (later("What tells people apart"), later("Reaches the lower half"))

_TABLE = Retelling(table.title for table in TABLES.values())

told = Retelling((*_TITLES, *_OUTCOMES, *_FAULTS, *_SHORT_COLUMNS, *WORDS.values()), {"table": _TABLE.told}).told
"""Return a title, an outcome or a fault in the page's language."""
