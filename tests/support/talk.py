"""One talk at the kiosk for tests of the conversation: people, places and makings, and a driver whose clock and taps the test can read."""

from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import Event, TimePassed
from kiosk.flow.pages import Page, Welcome
from kiosk.flow.requests import PrepareTap, Request
from kiosk.flow.step import next_moment_ms, step
from kiosk.flow.values import Added, Board, Heads, Making, Member, Outcome, Place, Visitor
from sync.domain.definition import Unit
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from sync.domain.roster import Preferences

KNITTING = Place(1, {"en": "Knitting"}, {"en": "Library"}, "wool")
KITCHEN = Place(2, {"en": "Soup kitchen"}, {"en": "Hall"}, "ladle", places_left=0)
HATS = Making(1, 1, {"en": "hat"}, {"en": "hats"}, Unit.ITEMS, "hat", (1, 5, 10), 200, made=312, target=500)
PENCE = Making(1, 4, {"en": "pound"}, {"en": "pounds"}, Unit.MONEY, "coins", (100, 500), 100_000, made=0)
MENDED, LOST = Outcome(10_040, {"en": "mended"}, 3), Outcome(10_041, {"en": "beyond saving"})
OBJECTS = Making(1, 5, {"en": "object"}, {"en": "objects"}, Unit.ITEMS, "upcycling", (1, 5, 10), 40, 3, 500, outcomes=(MENDED, LOST))
MIRIAM = Visitor(b"miriam--", "Miriam K.", KNITTING, (HATS, PENCE), has_logged=True)
AHMED = Visitor(b"ahmed---", "Ahmed R.", KNITTING, (HATS,), Preferences(language="ar", large_text=True))
NEWCOMER = Visitor(b"newcomer", "Sam")
CLASS_4B = Visitor(b"class-4b", "Class 4B", KNITTING, (HATS,), headcount=30, heads=Heads(28, 2))
FAMILY = (Member(MIRIAM.who, "Miriam K."), Member(b"david---", "David K."), Member(b"noa-----", "Noa K.", is_here=True))
SEVEN_HATS = Added(HATS, 7)
BOARD = Board({"en": "Greenfield School"}, {"en": "Many Hands Day"}, languages=("en", "ar"))
RINGS_MAX = 10
CARD, MAT = "MH1PCARD", "MH1MMAT"


def entry_no(seq: int) -> EntryId:
    return EntryId(DeviceNo(1), Incarnation(11), Seq(seq))


class Talk:
    """Feeds events to ``step`` and remembers what was asked for. Time is ``now_ms`` and moves only when the test says so."""

    def __init__(self, page: Page | None = None, now_ms: int = 1_000_000) -> None:
        self.conversation = Conversation(page=page or Welcome(), board=BOARD)
        self.now_ms = now_ms
        self.requests: list[Request] = []
        self._taps = 0

    @property
    def page(self) -> Page:
        return self.conversation.page

    @property
    def is_welcome(self) -> bool:
        return self.conversation.page == Welcome()

    @property
    def asked(self) -> bytes:
        return self.conversation.asked

    def hears(self, event: Event, after_ms: int = 0) -> tuple[Request, ...]:
        """Let ``event`` come ``after_ms`` later; return what is asked for, without the preparing of taps."""
        self.now_ms += after_ms
        self._taps += 1
        stepped = step(self.conversation, event, Moment(self.now_ms, self._taps.to_bytes(8, "big")))
        self.conversation = stepped.conversation
        self.requests.extend(stepped.requests)
        return tuple(request for request in stepped.requests if not isinstance(request, PrepareTap))

    def waits(self, for_ms: int) -> None:
        """Let ``for_ms`` pass as the app does it: time is told when the conversation wants to hear of it, and not otherwise."""
        until_ms = self.now_ms + for_ms
        rings = 0
        while (due_ms := next_moment_ms(self.conversation)) is not None and due_ms <= until_ms:
            rings += 1
            assert rings <= RINGS_MAX, "a page whose time has come does not go"
            self.now_ms = max(self.now_ms, due_ms)
            self.hears(TimePassed())
        self.now_ms = until_ms

    @property
    def prepared(self) -> list[bytes]:
        return [request.tap_id for request in self.requests if isinstance(request, PrepareTap)]
