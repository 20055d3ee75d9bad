"""Which columns may a sheet of venues and activities have?

Promise: a column is known by its heading in any case and order, and by what people call it instead.
"""

import msgspec

from sync.domain.names import folded


class Column(msgspec.Struct, frozen=True):
    """``heading`` as the template has it; ``also`` what else it may be called; ``example`` for the template's two lines."""

    key: str
    heading: str
    examples: tuple[str, str]
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("venue", "Venue", ("Alder Lane School", ""), ("place", "site", "location")),
    Column("town", "Town", ("Brannock", ""), ("city",)),
    Column("door", "Way in", ("Blue door, behind the library", ""), ("door", "entrance")),
    Column("activity", "Activity", ("Knitting hats", "Card making"), ("work", "project")),
    Column("where", "Room", ("Library", "Hall"), ("where",)),
    Column("item", "What is made", ("hats", "cards"), ("item kind", "item", "counted")),
    Column("target", "How many are hoped for", ("500", "300"), ("target", "goal")),
    Column("beneficiary", "For whom", ("", ""), ("beneficiary", "given to")),
    Column("places", "Places", ("30", ""), ("capacity",)),
)

_BY_WORDS = {folded(words): column for column in COLUMNS for words in (column.heading, *column.also)}


def column_of(heading: str) -> Column | None:
    """Return the column that ``heading`` stands for."""
    return _BY_WORDS.get(folded(heading))
