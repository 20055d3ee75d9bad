"""Which columns may a sheet of venues and activities have?

Promise: a column is known by its heading in any case and order, in every language of the pages, and by what people call it instead.
"""

from functools import cache

import msgspec
from django.utils.translation import override

from sync.domain.names import folded
from sync.server.tongues.languages import TONGUES
from sync.server.tongues.saying import Said, later


class Column(msgspec.Struct, frozen=True):
    """``heading`` as the template has it; ``also`` what else it may be called; ``example`` for the template's two lines."""

    key: str
    heading: Said
    examples: tuple[str, str]
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("venue", later("Venue"), ("Alder Lane School", ""), ("place", "site", "location")),
    Column("town", later("Town"), ("Brannock", ""), ("city",)),
    Column("door", later("Way in"), ("Blue door, behind the library", ""), ("door", "entrance")),
    Column("activity", later("Activity"), ("Knitting hats", "Card making"), ("work", "project")),
    Column("where", later("Room"), ("Library", "Hall"), ("where",)),
    Column("item", later("What is made"), ("hats", "cards"), ("item kind", "item", "counted")),
    Column("target", later("How many are hoped for"), ("500", "300"), ("target", "goal")),
    Column("beneficiary", later("For whom"), ("", ""), ("beneficiary", "given to")),
    Column("places", later("Places"), ("30", ""), ("capacity",)),
)


def column_of(heading: str) -> Column | None:
    """Return the column that ``heading`` stands for."""
    return _by_words().get(folded(heading))


@cache
def _by_words() -> dict[str, Column]:
    # Made at the first question: modules are read before there is a language.
    found = {folded(words): column for column in COLUMNS for words in column.also}
    for tongue in TONGUES:
        with override(tongue.code):
            found |= {folded(str(column.heading)): column for column in COLUMNS}
    return found
