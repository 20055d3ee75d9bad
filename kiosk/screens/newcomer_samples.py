"""What can the pages of newcomers look like? The part of the samples that shows somebody coming in who was never registered.

Promise: as ``kiosk.screens.samples``.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.pages import Choosing, Headcount, HeadsField, Page
from kiosk.flow.values import Heads, Member, Newcomer, Place, Undo, Visitor

UNTIL_MS = 1_000_000
CODE = "MH1W" + "AAAAAEMFTGM6JYXKPIAAAAABGYZQBZ3PCQ" + "A2B3C4D5E6F7" * 9
"""As long as a pass is; nobody signed it."""

TYPED = {"en": "ali k", "he": "אביגיל ב", "ar": "محمد ع", "ur": "زینب چ", "cy": "siân j", "pl": "łukasz ż", "fr": "zoé l"}
SOMEBODY = Visitor(b"", "")


def newcomers(places: tuple[Place, ...], visitors: Mapping[str, Visitor], undo: Undo) -> Iterator[tuple[str, Page]]:
    """Yield every state; ``visitors`` are who has just come in, by how their sample is called."""
    person = Newcomer("ali k", "en", places=places)
    group = Newcomer("", "en", Heads(9, 3), places, places[0].no)
    yield "introducing", Introducing(replace(person, typed=""), b"", UNTIL_MS)
    for layout, typed in TYPED.items():
        yield f"introducing-{layout}", Introducing(replace(person, typed=typed, layout=layout), b"", UNTIL_MS)
    yield "introducing-group", Introducing(group, b"", UNTIL_MS)
    yield "introducing-group-named", Introducing(replace(group, typed="walkers of upper wharfedale"), b"", UNTIL_MS)
    yield "choosing-newcomer", Choosing(replace(SOMEBODY, shown_name="Ali K."), places[:5], False, b"", UNTIL_MS, newcomer=person)
    yield "choosing-group", Choosing(SOMEBODY, places[:5], False, b"", UNTIL_MS, newcomer=group)
    yield "consenting", Consenting(replace(person, activity=places[0].no), b"", UNTIL_MS)
    with_family = replace(person, activity=places[0].no, party=Member(b"f" * 8, "The Montgomery-Fitzwilliam family"))
    yield "consenting-family", Consenting(with_family, b"", UNTIL_MS)
    names = ("The Cohen family", "Class 4B, St Anne’s", "משפחת לוי", "Walkers")
    parties = tuple(Member(bytes([no]) * 8, name) for no, name in enumerate(names))
    yield "searching-group", Searching("", "en", parties, b"", UNTIL_MS, newcomer=person)
    yield "searching-group-nobody", Searching("xy", "en", (), b"", UNTIL_MS, newcomer=person)
    yield "consenting-long", Consenting(replace(person, typed="maximiliana-theodora wolfe", activity=places[5].no), b"", UNTIL_MS)
    yield "consenting-no-place", Consenting(replace(person, typed=TYPED["he"], places=()), b"", UNTIL_MS)
    counting = Headcount(SOMEBODY, Heads(0), (), False, b"", UNTIL_MS, newcomer=replace(group, heads=Heads(0)))
    yield "headcount-group", counting
    yield "headcount-group-keypad", replace(counting, heads=Heads(12, 3), keypad=HeadsField.CHILDREN)
    for name, visitor in visitors.items():
        yield f"pass{name}", PassShown(visitor, CODE, UNTIL_MS, undo)
    yield "pass-again", PassShown(next(iter(visitors.values())), CODE, UNTIL_MS, None)
