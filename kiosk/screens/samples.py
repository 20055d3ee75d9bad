"""What can every page look like? Examples of each, from the everyday to the extreme; the gallery, the tests and a designer draw them.

Promise: plain values like those of a real day, made without a clock: the monotonic clock of a sample stands at `NOW_MS`.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Done
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Cleaning,
    Enrolling,
    Farewell,
    Gathering,
    Headcount,
    HeadsField,
    Leaving,
    Logging,
    Look,
    PleaseLook,
    Present,
    ShowingHow,
    StillThere,
    Thanks,
    Welcome,
    Wishing,
)
from kiosk.flow.values import Added, Board, Expected, Heads, Member, Undo, Visitor
from kiosk.screens.act_samples import act_states
from kiosk.screens.newcomer_samples import newcomers
from kiosk.screens.paper_samples import paper_states
from kiosk.screens.sample_staff import staff_states
from kiosk.screens.sample_texts import texts
from kiosk.screens.sample_values import (
    ARABIC_NAME,
    BOARD,
    BUSY,
    CARDS,
    CLASS,
    GARDEN,
    HATS,
    HEBREW_NAME,
    HUGE,
    KNITTING,
    LONG,
    LONG_NAME,
    MEALS,
    MIRIAM,
    MONEY,
    MOVING,
    NOW_MS,
    PLACES,
    UNDO,
    URDU_NAME,
    greeting,
    named,
    talk,
)
from kiosk.screens.work_samples import HATS as NEEDED
from kiosk.screens.work_samples import work

__all__ = [
    "ARABIC_NAME",
    "BOARD",
    "HATS",
    "HEBREW_NAME",
    "LONG_NAME",
    "MIRIAM",
    "NOW_MS",
    "every_state",
    "greeting",
    "named",
    "talk",
]


def every_state() -> dict[str, Conversation]:
    """Every example by name; names are file names."""
    return dict([*_at_the_door(), *_together(), *_newcomers(), *_at_work(), *_asked_for(), *_looks(), *staff_states(), *_on_paper()])


def _at_the_door() -> Iterator[tuple[str, Conversation]]:
    yield "enrolling-asking", talk(Enrolling(stage="asking", centre="https://centre.example.org"))
    yield "enrolling-waiting", talk(Enrolling(stage="waiting", digits="407193", centre="https://centre.example.org"))
    yield "enrolling-expired", talk(Enrolling(stage="expired"))
    yield "enrolling-no-centre", talk(Enrolling(stage="no-centre"))
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
    yield "showing-how", talk(ShowingHow(until_ms=NOW_MS))
    yield "greeting", greeting(MIRIAM)
    yield "greeting-again", greeting(MIRIAM, undo=None)
    yield "greeting-again-long", greeting(LONG, undo=None)
    yield "greeting-long", greeting(LONG)
    yield "greeting-hebrew", greeting(named(HEBREW_NAME))
    yield "greeting-arabic", greeting(named(ARABIC_NAME))
    yield "greeting-urdu", greeting(named(URDU_NAME))
    yield "greeting-class", greeting(CLASS)
    elsewhere = Expected(texts("Riverside Hospital"))
    yield "greeting-expected-elsewhere", greeting(replace(MIRIAM, expected=elsewhere))
    yield "greeting-another-day", greeting(replace(MIRIAM, expected=Expected(day="2026-11-22")))
    yield (
        "choosing-expected-elsewhere",
        talk(Choosing(visitor=replace(named("Ali"), expected=elsewhere), places=PLACES[:5], moving=False, tap_id=b"", until_ms=NOW_MS)),
    )
    yield "greeting-no-place", greeting(Visitor(who=b"x" * 8, shown_name="Jo"), undo=None)
    for count in (2, 3, 5, 8):
        yield (
            f"choosing-{count}",
            talk(Choosing(visitor=named("Ali"), places=PLACES[:count], moving=count == MOVING, tap_id=b"", until_ms=NOW_MS)),
        )
    full = tuple(replace(place, places_left=0) for place in PLACES[:3])
    yield "choosing-full", talk(Choosing(visitor=named("Ali"), places=full, moving=False, tap_id=b"", until_ms=NOW_MS))
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
    elsewhere = Expected(texts("Riverside Hospital"))
    yield "gathering-expected-elsewhere", talk(Gathering(replace(MIRIAM, expected=elsewhere), family, (b"\0" * 8,), (), b"", NOW_MS))
    yield "gathering-nobody", talk(Gathering(MIRIAM, family, (), (), b"", NOW_MS))
    heads = Headcount(CLASS, Heads(28, 2), (), is_here=False, tap_id=b"", until_ms=NOW_MS)
    yield "headcount", talk(heads)
    yield "headcount-keypad", talk(replace(heads, keypad=HeadsField.CHILDREN, heads=Heads(999, 999)))
    yield "headcount-here", talk(replace(heads, is_here=True, visitor=replace(CLASS, shown_name=LONG_NAME, place=None)))
    yield "headcount-expected-elsewhere", talk(replace(heads, visitor=replace(CLASS, expected=elsewhere)))
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
    yield "searching-digits-only", talk(Searching("", "digits", (), b"", NOW_MS, digits_only=True))
    yield "searching-digits", talk(Searching("1234 5678", "digits", found[:1], b"", NOW_MS))
    for layout, typed in {"he": "מרים", "ar": "محمد", "ur": "زینب", "cy": "siâ", "pl": "łuk", "fr": "zoé"}.items():
        yield f"searching-{layout}", talk(Searching(typed, layout, found[:3], b"", NOW_MS))
    yield "present-newcomer", talk(Present(visitor=replace(MIRIAM, is_newcomer=True), tap_id=b"", until_ms=NOW_MS))
    yield "present-class", talk(Present(visitor=CLASS, tap_id=b"", until_ms=NOW_MS))


def _newcomers() -> Iterator[tuple[str, Conversation]]:
    visitors = {"": named("Ali K."), "-long": named(LONG_NAME), "-hebrew": named(HEBREW_NAME), "-arabic": named(ARABIC_NAME)}
    group = replace(CLASS, shown_name="", heads=Heads(9, 3), headcount=12)
    for name, page in newcomers(PLACES, visitors | {"-group": group}, UNDO):
        yield name, talk(page)


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
        yield (
            name,
            talk(
                Farewell(
                    visitor=leaver, minutes=minutes, made=things, shown_ms=UNDO.shown_ms, until_ms=UNDO.until_ms, undo=UNDO, slip="MH1S"
                )
            ),
        )
    many = (*made, Added(GARDEN, 90), Added(HUGE, 5_000), Added(HATS, 1), Added(CARDS, 12))
    yield "farewell-many", talk(Farewell(MIRIAM, 135, many, UNDO.shown_ms, UNDO.until_ms, UNDO, slip="MH1S"))
    yield "ask-who", talk(AskWho(added=Added(making=HATS, quantity=7), for_table=True, tap_id=b"", until_ms=NOW_MS))
    yield "ask-who-card-only", talk(AskWho(added=Added(making=HUGE, quantity=5000), for_table=False, tap_id=b"", until_ms=NOW_MS))
    acts = act_states(MIRIAM, Added(HATS, 10), (Added(CARDS, 25), Added(MEALS, 3)), UNDO)
    yield from ((name, talk(page)) for name, page in acts)
    yield "still-there", talk(StillThere(logging, NOW_MS))
    yield "cleaning", talk(Cleaning(shown_ms=NOW_MS - 9_000, until_ms=NOW_MS + 21_000))
    yield "leaving", talk(Leaving())


def _asked_for() -> Iterator[tuple[str, Conversation]]:
    yield "welcome-needed", talk(Welcome(), replace(BOARD, needed=NEEDED))
    far = replace(NEEDED, beneficiary=texts("the neonatal unit, St Brannoc’s Hospital"))
    yield "welcome-needed-long", talk(Welcome(), replace(BOARD, needed=far))
    for name, page in work(KNITTING, UNDO):
        yield name, talk(page)


def _on_paper() -> Iterator[tuple[str, Conversation]]:
    yield from paper_states({"": MIRIAM, "-long": LONG}, UNDO)


def _looks() -> Iterator[tuple[str, Conversation]]:
    for look in Look:
        yield f"look-{look.value.replace('_', '-')}", talk(PleaseLook(look=look, until_ms=NOW_MS))
