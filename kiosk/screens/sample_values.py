"""Who and what stands in the samples? People, places, makings and a board like those of a real day.

Promise: plain values, made without a clock: the monotonic clock of a sample stands at `NOW_MS`.
"""

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Greeting, Page
from kiosk.flow.values import Board, Heads, Making, Place, Undo, Visitor
from kiosk.screens.sample_texts import texts
from sync.domain.definition import Unit

NOW_MS = 1_000_000
UTC_NOW_MS = 1_795_345_440_000  # Sunday 22 November 2026, 11:04 UTC: shown, never computed with
MOVING = 5  # the choice among so many places is one to change
WITHOUT_PLACE = (3, 7)
LONG_NAME = "Maximiliana Wolfeschlegelsteinhausen-Featherstonehaugh Smyth"
HEBREW_NAME = "אביגיל בן־דוד"
ARABIC_NAME = "محمد عبد الرحمن"
URDU_NAME = "زینب چوہدری"


KNITTING = Place(no=1, name=texts("Knitting"), where=texts("Library, blue door"), picture="knitting", places_left=6)
PLACES = (
    KNITTING,
    Place(no=2, name=texts("Card making"), where=texts("Hall, left side"), picture="card"),
    Place(no=3, name=texts("Gift wrapping"), where=texts("Hall, right side"), picture="gift", places_left=0),
    Place(no=4, name=texts("Soup kitchen"), where=texts("Kitchen"), picture="soup", places_left=1),
    Place(no=5, name=texts("Gardening"), where=texts("Garden"), picture="gardening", places_left=12),
    Place(no=6, name=texts("Learning sign language together"), where=texts("Room 4"), picture="signing", places_left=20),
    Place(no=7, name=texts("Upcycling"), where=texts("Workshop"), picture="upcycling", places_left=5),
    Place(no=8, name=texts("Tea and company"), where=texts("Foyer"), picture="tea"),
)


def making(item: int, nouns: tuple[str, str], picture: str, made: int, target: int | None, **more: object) -> Making:
    """A making of one activity, in items unless ``more`` says otherwise."""
    known = {"unit": Unit.ITEMS, "steps": (1, 5, 10), "sensible_max": 1000} | more
    return Making(activity=1, item=item, one=texts(nouns[0]), many=texts(nouns[1]), picture=picture, made=made, target=target, **known)  # type: ignore[arg-type]  # by name


HATS = making(1, ("hat", "hats"), "hat", 312, 500, beneficiary=texts("the neonatal ward"))
CARDS = making(2, ("card", "cards"), "card", 1043, 1200, beneficiary=texts("the children’s ward"))
MEALS = making(3, ("meal", "meals"), "meal", 86, 400)
MONEY = making(4, ("raised", "raised"), "coin-jar", 123_450, 500_000, unit=Unit.MONEY, steps=(100, 500, 1000))
GARDEN = making(5, ("gardening", "gardening"), "minutes", 1230, None, unit=Unit.MINUTES, steps=(15, 30, 60))
HUGE = making(6, ("letter with drawings", "letters with drawings"), "letter", 1_234_567, 2_000_000)

MIRIAM = Visitor(who=b"m" * 8, shown_name="Miriam K.", place=KNITTING, makings=(HATS,))
BUSY = Visitor(who=b"b" * 8, shown_name="Sam", place=KNITTING, makings=(HATS, CARDS, GARDEN))
LONG = Visitor(who=b"l" * 8, shown_name=LONG_NAME, place=PLACES[5], makings=(HUGE,))
CLASS = Visitor(who=b"c" * 8, shown_name="Class 4B, St Anne’s", place=PLACES[1], makings=(CARDS,), headcount=30, heads=Heads(28, 2))
BOARD = Board(
    venue=texts("St Anne’s School"),
    event=texts("Many Hands Day"),
    makings=(HATS, CARDS, MEALS),
    helping=184,
    languages=("en", "he", "ar"),
)
UNDO = Undo(entries=(), shown_ms=NOW_MS - 3_000, until_ms=NOW_MS + 7_000)


def talk(page: Page, board: Board = BOARD, language: str = "en") -> Conversation:
    """A conversation that is at ``page``."""
    return Conversation(page=page, board=board, language=language)


def greeting(visitor: Visitor, *, undo: Undo | None = UNDO) -> Conversation:
    return talk(Greeting(visitor=visitor, shown_ms=NOW_MS - 900, until_ms=NOW_MS + 2_100, undo=undo))


def named(name: str) -> Visitor:
    return Visitor(who=b"n" * 8, shown_name=name, place=KNITTING, makings=(HATS,))
