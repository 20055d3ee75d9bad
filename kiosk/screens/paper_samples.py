"""What can the pages look like where there is a printer? That part of the samples.

Promise: as ``kiosk.screens.samples``.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.newcomer_pages import PassShown, Searching
from kiosk.flow.pages import Farewell, Section, Staff
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.values import Added, Member, PersonHere, Undo, Visitor
from kiosk.screens.newcomer_samples import CODE
from kiosk.screens.sample_values import BOARD, HATS, HEBREW_NAME, MONEY, NOW_MS, PLACES, UTC_NOW_MS, talk
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq

WITH_PRINTER = replace(BOARD, printer=True, prints=True)
FOUND = (Member(b"1" * 8, "Miriam K."), Member(b"2" * 8, "Mirela-Anastazja O."), Member(b"3" * 8, HEBREW_NAME, is_here=True))

LEFT = EntryId(DeviceNo(2), Incarnation(1), Seq(3))


def paper_states(visitors: dict[str, Visitor], undo: Undo) -> Iterator[tuple[str, Conversation]]:
    """Yield every state by name; ``visitors`` are a usual one and one with a long name, by how their sample is called."""
    made = (Added(HATS, 7), Added(MONEY, 1250))
    for name, visitor in visitors.items():
        leaving = Farewell(visitor, 135, made, undo.shown_ms, undo.until_ms, undo, slip="MH1S")
        yield f"farewell-printer{name}", talk(leaving, WITH_PRINTER)
        yield f"farewell-printed{name}", talk(replace(leaving, is_printed=True), WITH_PRINTER)
    yield "pass-printer", talk(PassShown(visitors[""], CODE, NOW_MS, undo), WITH_PRINTER)
    yield "searching-lead", talk(Searching("", "en", (), b"", NOW_MS, lead=1), WITH_PRINTER)
    yield "searching-lead-found", talk(Searching("mir", "en", FOUND, b"", NOW_MS, lead=1), WITH_PRINTER)
    yield "searching-lead-nobody", talk(Searching("mirmir", "en", (), b"", NOW_MS, lead=1), WITH_PRINTER)
    for name, member in (("", FOUND[0]), ("-long", FOUND[1]), ("-hebrew", FOUND[2])):
        yield f"reprinting{name}", talk(Reprinting(1, member, NOW_MS, has_card=bool(name)), WITH_PRINTER)
    for name, person in (("", 0), ("-long", 1), ("-hebrew", 2)):
        asked = SigningOff(1, PersonHere(FOUND[person].who, FOUND[person].shown_name, PLACES[0].name, UTC_NOW_MS), b"", NOW_MS)
        yield f"signing-off{name}", talk(asked, BOARD)
        yield f"signing-off-done{name}", talk(replace(asked, undo=replace(undo, entries=(LEFT,))), BOARD)
    here = tuple(PersonHere(each.who, each.shown_name, PLACES[0].name, UTC_NOW_MS, can_print=True) for each in FOUND)
    yield "staff-here-printer", talk(Staff(1, Section.HERE, NOW_MS, here=here, told=True), WITH_PRINTER)
    yield "staff-here-nobody-printer", talk(Staff(1, Section.HERE, NOW_MS, told=True), WITH_PRINTER)
