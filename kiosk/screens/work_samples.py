"""What can the pages of work look like: what is asked for, kits, outcomes, a full target? A part of the samples.

Promise: as ``kiosk.screens.samples``.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.flow.pages import Logging, Page, Section, Staff, Thanks
from kiosk.flow.values import Added, Asked, Making, Outcome, Place, TallyRow, Undo, Visitor
from kiosk.screens.sample_texts import texts
from sync.domain.definition import Part, Unit

UNTIL_MS = 1_000_000
_WARD = texts("the neonatal ward")
_SMALL_GREEN = Asked(texts("Very small hats, green and yellow."), texts("red"), wanted=500)

HATS = Making(
    1, 1, texts("hat"), texts("hats"), Unit.ITEMS, "hat", (1, 2, 5), 50, made=312, target=500, beneficiary=_WARD, asked=_SMALL_GREEN
)
CARDS = replace(HATS, item=2, one=texts("card"), many=texts("cards"), picture="card", made=40, target=600, asked=None)
BAGS = replace(
    HATS,
    item=7,
    one=texts("gift bag"),
    many=texts("gift bags"),
    picture="gift-bag",
    steps=(1, 5, 10),
    made=120,
    target=300,
    beneficiary=texts("families abroad"),
    asked=Asked(texts("Complete bags: all parts in each."), texts("sweets: they melt on the way"), wanted=350),
    parts=tuple(Part(texts(name), quantity) for name, quantity in (("bars of soap", 2), ("towel", 1), ("pencils", 3), ("knitted toy", 1))),
)
OUTCOMES = (
    Outcome(10_064, texts("mended"), 12, "mended"),
    Outcome(10_065, texts("made into something new"), 5, "made-new"),
    Outcome(10_066, texts("beyond saving"), picture="not-mended"),
)
OBJECTS = replace(
    HATS, item=8, one=texts("object"), many=texts("objects"), picture="upcycling", made=17, target=60, asked=None, outcomes=OUTCOMES
)
FULL = replace(HATS, made=512)
DINARS = Making(
    1, 9, texts("raised"), texts("raised"), Unit.MONEY, "coin-jar", (500, 1000, 5000), 100_000, made=45_250, target=200_000, currency="KWD"
)
SIGNERS = replace(
    HATS, item=10, unit=Unit.PEOPLE, one=texts("listener"), many=texts("listeners"), picture="music", steps=(1, 5, 30), asked=None
)


def work(place: Place, undo: Undo) -> Iterator[tuple[str, Page]]:
    """Yield every state."""
    visitor = Visitor(b"m" * 8, "Miriam K.", place, (HATS,))

    def log(making: Making, amount: int, *makings: Making) -> Logging:
        return Logging(replace(visitor, makings=(making, *makings)), making, amount, b"", UNTIL_MS)

    yield "logging-asked", log(HATS, 7)
    yield "logging-asked-keypad", replace(log(HATS, 48), keypad=True)
    yield "logging-kit", log(BAGS, 10)
    yield "logging-full", log(FULL, 2, CARDS)
    yield "logging-full-alone", log(FULL, 2)
    yield "logging-closed", log(replace(HATS, asked=replace(_SMALL_GREEN, is_open=False)), 2)
    yield "logging-people", log(SIGNERS, 30)
    yield "logging-dinars", replace(log(DINARS, 12_500), keypad=True)
    yield "logging-outcomes", log(OBJECTS, 1)
    yield "logging-outcomes-many", log(replace(OBJECTS, outcomes=(OUTCOMES[0], *(OUTCOMES[1],) * 6, OUTCOMES[2])), 1)
    yield "logging-outcome", replace(log(OBJECTS, 3), outcome=OUTCOMES[1])
    yield "logging-really-money", replace(log(DINARS, 12_500_000), really=True)
    reached = replace(HATS, made=501)
    yield "thanks-full", Thanks(visitor, Added(reached, 2), undo.shown_ms, undo.until_ms, undo)
    rows = (TallyRow(place.name, OBJECTS, 16), TallyRow(place.name, HATS))
    yield "staff-tally-outcomes", Staff(lead=1, section=Section.TALLY, until_ms=UNTIL_MS, tally=rows, told=True)
    yield (
        "staff-counting-really",
        Staff(lead=1, section=Section.TALLY, until_ms=UNTIL_MS, tally=rows, told=True, counting=1, amount=48_000, really=True),
    )
