"""What can every page look like? Examples of each, from the everyday to the extreme; the gallery, the tests and a designer draw them.

Promise: plain values like those of a real day, made without a clock: the monotonic clock of a sample stands at `NOW_MS`.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Done
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Cleaning,
    Enrolling,
    Farewell,
    Gathering,
    Greeting,
    Headcount,
    HeadsField,
    Leaving,
    Logging,
    Look,
    Page,
    PinPad,
    PleaseLook,
    Present,
    Searching,
    Section,
    Staff,
    StillThere,
    Thanks,
    TryingScanner,
    Welcome,
    Wishing,
)
from kiosk.flow.values import Added, Board, Carried, Finding, Heads, Making, Manner, Member, PersonHere, Place, TallyRow, Undo, Visitor
from kiosk.screens.act_samples import act_states
from kiosk.screens.sample_texts import texts
from sync.domain.definition import Unit
from sync.domain.scanner_card import Judged, Verdict

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
MANNER = Manner(without_enter=True, other_layout=True, caps_lock=True, key_is_stuck=True)
UNDO = Undo(entries=(), shown_ms=NOW_MS - 3_000, until_ms=NOW_MS + 7_000)


def talk(page: Page, board: Board = BOARD, language: str = "en") -> Conversation:
    """A conversation that is at ``page``."""
    return Conversation(page=page, board=board, language=language)


def greeting(visitor: Visitor, *, undo: Undo | None = UNDO) -> Conversation:
    return talk(Greeting(visitor=visitor, shown_ms=NOW_MS - 900, until_ms=NOW_MS + 2_100, undo=undo))


def named(name: str) -> Visitor:
    return Visitor(who=b"n" * 8, shown_name=name, place=KNITTING, makings=(HATS,))


def every_state() -> dict[str, Conversation]:
    """Every example by name; names are file names."""
    return dict([*_at_the_door(), *_together(), *_at_work(), *_looks(), *_staff()])


def _at_the_door() -> Iterator[tuple[str, Conversation]]:
    yield "enrolling-asking", talk(Enrolling(stage="asking", centre="https://centre.example.org"))
    yield "enrolling-waiting", talk(Enrolling(stage="waiting", digits="407193", centre="https://centre.example.org"))
    yield "enrolling-expired", talk(Enrolling(stage="expired"))
    yield "enrolling-unreachable", talk(Enrolling(stage="unreachable", centre="https://centre.example.org"))
    yield "welcome", talk(Welcome())
    yield (
        "welcome-camera",
        talk(Welcome(), Board(venue=BOARD.venue, event=BOARD.event, makings=(HATS, MONEY), helping=1, camera=True, lamp="waiting")),
    )
    yield "welcome-camera-sleeps", talk(Welcome(), replace(BOARD, camera=True, camera_sleeps=True))
    yield (
        "welcome-nothing-yet",
        talk(Welcome(), Board(venue=texts("Riverside Hospital"), event=texts("Many Hands Day"), languages=("en", "he"))),
    )
    huge = Board(
        venue=texts("The Federation of Interfaith Community Centres of Upper Wharfedale"),
        event=texts("Many Hands 2026"),
        makings=(HUGE, MONEY, GARDEN),
        helping=54_321,
        lamp="look",
        languages=("en", "he", "ar", "ur", "cy", "pl", "fr"),
    )
    yield "welcome-huge", talk(Welcome(), huge)
    for name, visitor in (("", MIRIAM), ("-long", LONG), ("-hebrew", named(HEBREW_NAME)), ("-table", None)):
        undo = Undo(entries=(), shown_ms=NOW_MS - 4_000, until_ms=NOW_MS + 6_000)
        yield f"welcome-undo{name}", replace(talk(Welcome()), done=(Done(undo, visitor),))
    yield "wishing", talk(Wishing(until_ms=NOW_MS), huge)
    yield "wishing-two-languages", talk(Wishing(until_ms=NOW_MS), Board(venue=BOARD.venue, event=BOARD.event, languages=("en", "cy")))
    yield "greeting", greeting(MIRIAM)
    yield "greeting-long", greeting(LONG)
    yield "greeting-hebrew", greeting(named(HEBREW_NAME))
    yield "greeting-arabic", greeting(named(ARABIC_NAME))
    yield "greeting-urdu", greeting(named(URDU_NAME))
    yield "greeting-class", greeting(CLASS)
    yield "greeting-no-place", greeting(Visitor(who=b"x" * 8, shown_name="Jo"), undo=None)
    for count in (2, 3, 5, 8):
        yield (
            f"choosing-{count}",
            talk(Choosing(visitor=named("Ali"), places=PLACES[:count], moving=count == MOVING, tap_id=b"", until_ms=NOW_MS)),
        )
    yield "choosing-long", talk(Choosing(visitor=named(LONG_NAME), places=PLACES, moving=False, tap_id=b"", until_ms=NOW_MS))


def _together() -> Iterator[tuple[str, Conversation]]:
    family = tuple(
        Member(bytes([index]) * 8, name, is_here=index == 1)
        for index, name in enumerate(("Abdur R.", "Salma R.", "Ibrahim R.", "Zaynab R."))
    )
    yield "gathering", _gathering(family)
    hebrew = tuple(
        Member(bytes([index]) * 8, name) for index, name in enumerate(("חנה ל.", "דוד ל.", "נועה ל.", "יוסף ל.", "סבתא רבקה ל."))
    )
    yield "gathering-hebrew", _gathering(hebrew)
    names = ("Maximiliana-Theodora W.", *(f"Walker {number} W." for number in range(1, 14)))
    walkers = tuple(Member(bytes([index]) * 8, name, is_here=index % 5 == 1) for index, name in enumerate(names))
    yield "gathering-many", _gathering(walkers)
    yield "gathering-nobody", talk(Gathering(MIRIAM, family, (), (), b"", NOW_MS))
    heads = Headcount(CLASS, Heads(28, 2), (), is_here=False, tap_id=b"", until_ms=NOW_MS)
    yield "headcount", talk(heads)
    yield "headcount-keypad", talk(replace(heads, keypad=HeadsField.CHILDREN, heads=Heads(999, 999)))
    yield "headcount-here", talk(replace(heads, is_here=True, visitor=replace(CLASS, shown_name=LONG_NAME, place=None)))
    yield "headcount-nobody", talk(replace(heads, heads=Heads(0)))
    found = (
        Member(b"1" * 8, "Miriam K."),
        Member(b"2" * 8, "Mirela-Anastazja O."),
        Member(b"3" * 8, "מרים ב."),
        Member(b"4" * 8, "Miriam S.", is_here=True),
        Member(b"5" * 8, "Class 4B, St Anne’s"),
        Member(b"6" * 8, ARABIC_NAME),
    )
    yield "searching", talk(Searching("", "en", (), b"", NOW_MS))
    yield "searching-found", talk(Searching("mir", "en", found, b"", NOW_MS))
    yield "searching-nobody", talk(Searching("Maximiliana Wolfeschlegel", "en", (), b"", NOW_MS))
    yield "searching-digits", talk(Searching("1234 5678", "digits", found[:1], b"", NOW_MS))
    for layout, typed in {"he": "מרים", "ar": "محمد", "ur": "زینب", "cy": "siâ", "pl": "łuk", "fr": "zoé"}.items():
        yield f"searching-{layout}", talk(Searching(typed, layout, found[:3], b"", NOW_MS))
    yield "present-class", talk(Present(visitor=CLASS, tap_id=b"", until_ms=NOW_MS))


def _gathering(members: tuple[Member, ...]) -> Conversation:
    return talk(Gathering(MIRIAM, members, tuple(each.who for each in members if not each.is_here), (), b"", NOW_MS))


def _at_work() -> Iterator[tuple[str, Conversation]]:
    for name, visitor in {"present": MIRIAM, "present-busy": BUSY, "present-long": LONG, "present-hebrew": named(HEBREW_NAME)}.items():
        yield name, talk(Present(visitor=visitor, tap_id=b"", until_ms=NOW_MS))
    logging = Logging(visitor=MIRIAM, making=HATS, amount=7, tap_id=b"", until_ms=NOW_MS)
    yield "logging", talk(logging)
    yield "logging-nothing", talk(Logging(visitor=MIRIAM, making=GARDEN, amount=0, tap_id=b"", until_ms=NOW_MS))
    yield "logging-keypad", talk(Logging(visitor=MIRIAM, making=HATS, amount=128, tap_id=b"", until_ms=NOW_MS, keypad=True))
    yield "logging-money", talk(Logging(visitor=MIRIAM, making=MONEY, amount=123_456, tap_id=b"", until_ms=NOW_MS, keypad=True))
    yield "logging-huge", talk(Logging(visitor=LONG, making=HUGE, amount=9_999_999, tap_id=b"", until_ms=NOW_MS))
    yield "logging-really", talk(Logging(visitor=MIRIAM, making=HATS, amount=1200, tap_id=b"", until_ms=NOW_MS, really=True))
    thanks: tuple[tuple[str, Visitor | None, Added], ...] = (
        ("thanks", MIRIAM, Added(making=HATS, quantity=7)),
        ("thanks-one", named(ARABIC_NAME), Added(making=CARDS, quantity=1)),
        ("thanks-money", None, Added(making=MONEY, quantity=1_250)),
        ("thanks-huge", LONG, Added(making=HUGE, quantity=9_999_999)),
    )
    for name, who, added in thanks:
        yield name, talk(Thanks(visitor=who, added=added, shown_ms=UNDO.shown_ms, until_ms=UNDO.until_ms, undo=UNDO))
    made = (
        Added(making=HATS, quantity=7),
        Added(making=CARDS, quantity=1),
        Added(making=MONEY, quantity=1250),
        Added(making=MEALS, quantity=3),
    )
    for name, leaver, minutes, things in (("farewell", MIRIAM, 135, made), ("farewell-long", LONG, 0, ())):
        yield name, talk(Farewell(visitor=leaver, minutes=minutes, made=things, shown_ms=UNDO.shown_ms, until_ms=UNDO.until_ms, undo=UNDO))
    yield "ask-who", talk(AskWho(added=Added(making=HATS, quantity=7), for_table=True, tap_id=b"", until_ms=NOW_MS))
    yield "ask-who-card-only", talk(AskWho(added=Added(making=HUGE, quantity=5000), for_table=False, tap_id=b"", until_ms=NOW_MS))
    acts = act_states(MIRIAM, Added(HATS, 10), (Added(CARDS, 25), Added(MEALS, 3)), UNDO)
    yield from ((name, talk(page)) for name, page in acts)
    yield "still-there", talk(StillThere(logging, NOW_MS))
    yield "cleaning", talk(Cleaning(shown_ms=NOW_MS - 9_000, until_ms=NOW_MS + 21_000))
    yield "leaving", talk(Leaving())


def _looks() -> Iterator[tuple[str, Conversation]]:
    for look in Look:
        yield f"look-{look.value.replace('_', '-')}", talk(PleaseLook(look=look, until_ms=NOW_MS, lead_told=look is not Look.TRY_AGAIN))


def _staff() -> Iterator[tuple[str, Conversation]]:
    yield "pin", talk(PinPad(digits="40", until_ms=NOW_MS))
    yield "pin-wrong", talk(PinPad(digits="", until_ms=NOW_MS, wrong=True))
    yield "pin-full", talk(PinPad(digits="40719300", until_ms=NOW_MS))
    yield "pin-resting", talk(PinPad(digits="", until_ms=NOW_MS, wrong=True, wait_until_ms=NOW_MS + 30_000))
    people = ("Miriam K.", ARABIC_NAME, "Class 4B, St Anne’s", HEBREW_NAME, LONG_NAME, "Ali", "Sam", URDU_NAME, "Jo", "Zoë")
    here = tuple(
        PersonHere(
            who=bytes(8),
            shown_name=name,
            place=PLACES[index % 8].name if index not in WITHOUT_PLACE else None,
            since_ms=UTC_NOW_MS - (index + 1) * 780_000,
            headcount=30 if "Class" in name else 1,
        )
        for index, name in enumerate(people)
    )
    yield "staff-here", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, here=here, told=True))
    yield "staff-here-nobody", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, told=True))
    yield "staff-here-looking", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS))
    rows = tuple(
        TallyRow(place=PLACES[index % 8].name, making=each, counted=each.made - 2 if index % 2 else None)
        for index, each in enumerate((HATS, CARDS, MEALS, MONEY, GARDEN, HUGE))
    )
    tally = Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True)
    yield "staff-tally", talk(tally)
    yield "staff-counting", talk(Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True, counting=0, amount=310))
    yield (
        "staff-counting-money",
        talk(Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True, counting=3, amount=123_450)),
    )
    carried = Carried(recorded=1_243, sent=1_100, waiting=140, flagged=3, last_contact_ms=UTC_NOW_MS - 240_000)
    yield "staff-carried", talk(Staff(lead=1, section=Section.CARRIED, until_ms=NOW_MS, carried=carried, told=True))
    findings = (
        Finding(name="Disk", well=True, words="12.4 GB free."),
        Finding(name="Scanner", well=True, words="Last code 2 minutes ago."),
        Finding(name="Camera", well=False, words="No picture for 40 seconds.", remedy="Unplug it, wait a moment, plug it in again."),
        Finding(name="Clock", well=False, words="It says 1970.", remedy="Check-in goes on; the centre puts the times right."),
        Finding(name="Journal", well=True, words="1,243 entries, whole and in order."),
    )
    yield "staff-doctor", talk(Staff(lead=1, section=Section.DOCTOR, until_ms=NOW_MS, findings=findings, told=True))
    yield "scanner-waiting", talk(TryingScanner(lead=1, until_ms=NOW_MS))
    for verdict in Verdict:
        tried = Judged(verdict, "]Q1" if verdict is Verdict.ADDED else "")
        yield f"scanner-{verdict.value}", talk(TryingScanner(1, NOW_MS, tried, MANNER))
    yield "staff-leaving", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, leaving=True))
