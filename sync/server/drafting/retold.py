"""What does the history of a draft, which is kept in English, say in the page's language?

Promise: whatever `differences.py` and the pages write into it is said again; names stand as they were written then.
"""

from sync.server.drafting.differences import FIELD_WORDS
from sync.server.drafting.words import KINDS, LANGUAGES, UNITS
from sync.server.tongues.retelling import Retelling
from sync.server.tongues.saying import later

_VALUES = Retelling((later("none"), later("allowed"), later("not allowed"), later("empty"), *UNITS.values(), *LANGUAGES.values()))
_FIELDS = Retelling(word for word in FIELD_WORDS.values() if word)
_CHANGES = Retelling(
    (
        later("open again."),
        later("closed. It is offered no more; what was recorded stays."),
        later("{field} in {languages}."),
        later("{field} was {before}, now {after}."),
    ),
    {"field": _FIELDS.told, "languages": _VALUES.told, "before": _VALUES.told, "after": _VALUES.told},
)

told = Retelling(
    (
        later("The event: {change}"),
        later("{part}: new."),
        later("{part}: {change}"),
        later("{part}: removed."),
        *(words.reordered for words in KINDS.values()),
        later("Published for the first time."),
        later("Begun."),
        later("Begun from the file {file}."),
        later("Copied from {name} (event {no})."),
        later("The draft was given up for what is published."),
        later("… and {count} more."),
    ),
    {"part": Retelling(words.named for words in KINDS.values()).told, "change": _CHANGES.told},
).told
"""Return a line of the history in the page's language."""
