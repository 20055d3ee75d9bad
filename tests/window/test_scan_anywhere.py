"""A card is held up whatever stands on the screen and whatever moves on it: it is heard, and it types into nothing."""

# The driver prepares Kivy and comes first.
from tests.support.driver import Driver  # isort: skip

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import ArrivalRecorded, CodeScanned, ItemsRecorded
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.pages import Enrolling, Greeting, Leaving, Logging, PinPad, Present, Staff, Thanks, TryingScanner, Welcome
from kiosk.flow.requests import ReceiveCode, Request
from kiosk.flow.step import step
from kiosk.flow.values import Added, Manner, Visitor
from kiosk.scanning.keys import ScannerKeys
from kiosk.scanning.wedge import ENTER, US_KEYS
from kiosk.screens.samples import HATS, MIRIAM, NOW_MS, every_state
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from tests.support.desk import pass_of

STATES = every_state()
SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}
CARD = pass_of()
ADDED = Added(making=HATS, quantity=7)
SAM = Visitor(who=b"sam-----", shown_name="Sam", place=MIRIAM.place, makings=(HATS,))
ENTRY = (EntryId(DeviceNo(1), Incarnation(1), Seq(1)),)


class Kiosk:
    """Window, keys, conversation and stage as in the product; the test is the desk."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.conversation = Conversation(page=Welcome())
        self.requests: list[Request] = []
        self.keys = ScannerKeys(driver.window, self._heard, lambda: driver.now_ms)
        self._taps = 0

    def shows(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.driver.stage.show(conversation)
        self.driver.step(2)
        self.driver.told.clear()

    def hears(self, event: object) -> None:
        self._taps += 1
        stepped: Step = step(self.conversation, event, Moment(self.driver.now_ms, self._taps.to_bytes(8, "big")))  # type: ignore[arg-type] # any event
        self.conversation = stepped.conversation
        self.requests += stepped.requests
        self.driver.stage.show(self.conversation)

    def scans(self, text: str, *, frames_between: int = 0) -> None:
        for letter in text:
            self.driver.press_key(ord(letter.lower()), SCANCODE[letter], letter) if frames_between else self._key(letter)
        self.driver.press_key(13, ENTER)

    def _key(self, letter: str) -> None:
        self.driver.window.dispatch("on_key_down", ord(letter.lower()), SCANCODE[letter], letter, ["shift"] if letter.isalpha() else [])
        self.driver.window.dispatch("on_key_up", ord(letter.lower()), SCANCODE[letter])

    def _heard(self, text: str, manner: Manner) -> None:
        self.hears(CodeScanned(text, manner))

    @property
    def asked(self) -> list[ReceiveCode]:
        return [request for request in self.requests if isinstance(request, ReceiveCode)]


@pytest.fixture
def kiosk(driver: Driver) -> Iterator[Kiosk]:
    made = Kiosk(driver)
    yield made
    made.keys.stop()


FIRST_OF_A_PAGE = {type(conversation.page): name for name, conversation in reversed(STATES.items())}.values()


@pytest.mark.parametrize("state", [pytest.param(name, marks=[] if name in FIRST_OF_A_PAGE else pytest.mark.slow) for name in STATES])
def test_a_card_is_heard_on_every_page_in_every_state_and_types_into_nothing(kiosk: Kiosk, state: str) -> None:
    kiosk.shows(STATES[state])
    page = STATES[state].page
    kiosk.scans(CARD)
    assert kiosk.driver.told == [], "no finger was there"
    after = kiosk.conversation.page
    match page:
        case Enrolling() | Leaving():
            assert kiosk.requests == []
            assert after == page
        case TryingScanner():
            assert kiosk.requests == [], "nobody is checked in by trying"
            assert isinstance(after, TryingScanner)
        case _:
            assert [request.text for request in kiosk.asked] == [CARD]
            if isinstance(page, PinPad | Staff) or (isinstance(page, Searching) and page.lead):
                assert after == Welcome(), "the lead's pages close before anybody else is served"
            elif isinstance(page, Searching | Logging):
                assert replace(after, until_ms=page.until_ms) == page, "nothing was typed"
            (request,) = kiosk.asked
            kiosk.hears(ArrivalRecorded(SAM, ENTRY, request.tap_id))
            assert isinstance(kiosk.conversation.page, Greeting)
            assert type(kiosk.driver.stage.screen).__name__ == "GreetingScreen"
            kiosk.scans(CARD)
            assert kiosk.asked == [request], "held up for longer it is one scan, whatever stood there before"


@pytest.mark.parametrize("moving", ["thanks", "farewell", "greeting", "cleaning"])
def test_a_card_is_heard_while_something_moves_on_the_screen(kiosk: Kiosk, moving: str) -> None:
    kiosk.shows(STATES[moving])
    kiosk.scans(CARD[:40], frames_between=1)  # each key falls between two frames of the movement
    kiosk.scans(CARD, frames_between=1)
    assert [request.text for request in kiosk.asked] == [CARD[:40], CARD]


def test_the_next_card_is_served_from_the_thanks_of_another_and_their_undo_is_not_the_newcomers(kiosk: Kiosk) -> None:
    kiosk.shows(STATES["thanks"])
    kiosk.scans(CARD)
    (request,) = kiosk.asked
    kiosk.hears(ArrivalRecorded(SAM, ENTRY, request.tap_id))
    page = kiosk.conversation.page
    assert isinstance(page, Greeting)
    assert (page.visitor, page.undo and page.undo.entries) == (SAM, ENTRY)


def test_thanks_that_come_late_do_not_hide_the_page_of_who_came_after(kiosk: Kiosk) -> None:
    kiosk.shows(replace(STATES["present"], page=Present(visitor=SAM, tap_id=b"", until_ms=NOW_MS + 9_000), visitor=SAM))
    kiosk.hears(ItemsRecorded(MIRIAM, ADDED, ENTRY, b"late----"))
    assert not isinstance(kiosk.conversation.page, Thanks)
