"""What does a short day look like? Three kiosks in turn, a knitting room, a school and a hall, played by real touches and real cards.

Promise: every step is answered by the product itself; the picture is kept after the answer stood on the screen; the network is really
cut (the centre's program is ended) and really comes back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import qrcode

from kiosk.app.fittings import Outfit
from kiosk.app.kiosk import Kiosk, build
from kiosk.demo.cast import CARD_MAKING, HALL, KNITTING, KNITTING_ROOM, SCHOOL, UPCYCLING, Cast
from kiosk.demo.centre import DemoCentre
from kiosk.demo.player import Player
from kiosk.flow.act_pages import BeforeLeaving, TakeHome
from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Enrolling,
    Farewell,
    Gathering,
    Greeting,
    Headcount,
    Logging,
    PinPad,
    PleaseLook,
    Present,
    Staff,
    Thanks,
    Welcome,
)
from kiosk.scanning.frames import HeldUpFrames
from kiosk.settings import Centre, Machine, Settings
from kiosk.window.environment import Display
from kiosk.window.text import say
from sync.domain.definition import Activity, ItemKind, in_language

DISPLAY = Display(width_px=1280, height_px=800, offscreen=True)
HANDED_ON_WITHIN_S = 60.0
"""After a cut the kiosk comes back by itself, at its own pace, and at once when a lead looks; this is for a very slow machine."""


class Tour:
    """Plays at kiosks whose state is in ``state`` and keeps the pictures in ``pictures``; ``told`` hears a line for each step."""

    def __init__(self, cast: Cast, centre: DemoCentre, state: Path, pictures: Path, told: Callable[[str], None]) -> None:
        self._cast = cast
        self._centre = centre
        self._state = state
        self._folder = pictures
        self._told = told
        self.pictures: list[Path] = []

    def play(self) -> None:
        """Play the whole day."""
        with self._kiosk("knitting room", KNITTING_ROOM) as player:
            self._in_the_knitting_room(player)
        with self._kiosk("school", SCHOOL) as player:
            self._at_the_school(player)
        with self._kiosk("hall", HALL) as player:
            self._in_the_workshop_of_the_hall(player)

    # Kiosks ---------------------------------------------------------------------------------------------------------------------

    @contextmanager
    def _kiosk(self, name: str, venue: int) -> Iterator[Player]:
        machine = Machine(name=f"{name}, tour", state=str(self._state / f"tour-{_in_files(name)}"))
        settings = Settings(machine=machine, centre=Centre(address=self._centre.address))
        eye = HeldUpFrames()
        kiosk = build(settings, Outfit(display=DISPLAY, open_source=lambda: eye))
        player = Player(kiosk, eye, self._folder, first_picture=len(self.pictures) + 1)
        try:
            kiosk.start()
            self._let_in(player, venue, name)
            yield player
        finally:
            kiosk.stop()
            self.pictures += player.pictures

    def _let_in(self, player: Player, venue: int, name: str) -> None:
        player.wait_for(lambda: isinstance(player.page, Welcome) or _digits(player.kiosk) != "", "six digits")
        if digits := _digits(player.kiosk):
            self._told(f"A new kiosk for the {name} shows six digits; the coordinator compares them and lets it in")
            player.picture(f"six-digits-for-the-{_in_files(name)}")
            self._centre.approve(digits, venue)
        player.wait_for_welcome()
        player.wait_for(lambda: player.kiosk.backroom.has_roster, "the roster")
        player.wait_for(lambda: player.kiosk.floor.conversation.board.helping > 0, "what the other kiosk of this venue recorded")

    # The knitting room ----------------------------------------------------------------------------------------------------------

    def _in_the_knitting_room(self, player: Player) -> None:
        knitting = self._activity(KNITTING)
        self._told("The knitting room opens its second kiosk; the morning's hats are there already")
        player.picture("welcome")
        self._check_in(player, knitting)
        self._log_hats(player, knitting)
        self._look_twice(player)
        self._without_a_network(player, knitting)
        self._tell_the_lead(player, KNITTING_ROOM)
        self._go_home(player)

    def _check_in(self, player: Player, knitting: Activity) -> None:
        self._told("Miriam holds up her card: no tap, and the next card at once")
        player.hold_up(self._cast.card("Miriam K."), Greeting)
        player.picture("good-to-see-you")
        self._told("Hana brings her family: all are ticked, one touch and five are in")
        player.hold_up(self._cast.card("חנה ל."), Gathering)
        player.picture("who-came-with-you")
        player.press_deed(Greeting)
        player.picture("good-to-see-you-in-hebrew-letters")
        self._told("Amy has no activity yet and chooses one")
        player.hold_up(self._cast.card("Amy Q."), Choosing)
        player.picture("choose-an-activity")
        player.press(knitting.name["en"], Greeting)

    def _log_hats(self, player: Player, knitting: Activity) -> None:
        self._told("Li, here since the morning, logs seven hats")
        player.hold_up(self._cast.card("Li W."), Present)
        player.picture("hello-again")
        player.press("Log what I made", Logging)
        player.press("+5")
        player.press("+1")
        player.picture("how-many")
        player.press("Add 7 hats", Thanks)
        player.picture("thank-you")
        self._told("Miriam shows her card and a mat: logged without a tap; a slip is taken back")
        player.hold_up(self._cast.card("Miriam K."), Greeting)
        player.hold_up(self._mat(knitting, 5), Thanks)
        player.press("Undo")
        player.wait_for(lambda: not isinstance(player.page, Thanks), "the undo")
        player.hold_up(self._cast.card("Grace O."), Greeting)
        player.hold_up(self._mat(knitting, 2), Thanks)
        player.picture("thank-you-by-mat")

    def _look_twice(self, player: Player) -> None:
        self._told("A web address is held up; the door stays open")
        player.hold_up(self._printed("web-address", "HTTPS://EXAMPLE.ORG/"), PleaseLook)
        player.picture("please-look")
        player.wait_for_welcome()

    def _without_a_network(self, player: Player, knitting: Activity) -> None:
        self._told("The network is cut")
        self._centre.stop()
        player.hold_up(self._cast.card("Iris B."), Greeting)
        player.hold_up(self._mat(knitting, 5), Thanks)
        player.hold_up(self._cast.card("فاطمة ع."), Greeting)
        player.picture("good-to-see-you-without-a-network")
        player.hold_up(self._mat(knitting, 2), Thanks)
        self._open_the_leads_rooms(player, KNITTING_ROOM)
        player.press("Handed on")
        player.wait_for(lambda: bool(_waiting(player)), "entries that wait")
        player.picture("handed-on-waiting")
        waiting = _waiting(player)
        self._told(f"{waiting} entries wait, safe on the kiosk; the network comes back")
        self._centre.start()
        player.press("Handed on")
        player.wait_for(lambda: _all_is_handed_on(player), "everything to be handed on", timeout_s=HANDED_ON_WITHIN_S)
        player.picture("handed-on-all")
        player.press("Back to welcome", Welcome)

    def _tell_the_lead(self, player: Player, venue: int) -> None:
        self._told("The lead looks who is in the building, and at the tally")
        self._open_the_leads_rooms(player, venue)
        player.picture("who-is-here")
        player.press("Tally")
        player.wait_for(lambda: isinstance(player.page, Staff) and bool(player.page.tally), "the tally")
        player.picture("tally")
        player.press("Doctor")
        player.wait_for(lambda: isinstance(player.page, Staff) and bool(player.page.findings), "the doctor")
        player.picture("doctor")
        player.press("Back to welcome", Welcome)

    def _go_home(self, player: Player) -> None:
        self._told("Li goes home")
        player.hold_up(self._cast.card("Li W."), Present)
        player.press("I am leaving")
        player.wait_for(lambda: isinstance(player.page, BeforeLeaving | Farewell), "the farewell")
        if isinstance(player.page, BeforeLeaving):
            player.picture("before-leaving")
            player.press("I am leaving", Farewell)
        player.picture("goodbye")
        player.press("Take it home", TakeHome)
        player.picture("a-day-to-take-home")
        player.press("I have it", Welcome)
        player.wait_for(lambda: _link_waits_for(player.kiosk) == 0, "everything to be handed on", timeout_s=HANDED_ON_WITHIN_S)
        player.picture("welcome-later")

    # The school -----------------------------------------------------------------------------------------------------------------

    def _at_the_school(self, player: Player) -> None:
        cards = self._activity(CARD_MAKING)
        self._told("At the school a mat without a card asks whose work it is, and counts for the table")
        player.hold_up(self._mat(cards, 10), AskWho)
        player.picture("whose-work")
        player.press("Count for the table", Thanks)
        self._told("A class of thirty comes by number, with one card and one tap")
        player.hold_up(self._cast.card("Class 3B"), Headcount)
        player.picture("how-many-came")
        player.press("Check in 30 people", Greeting)
        player.picture("a-class-by-number")
        self._somebody_new(player, cards)
        player.hold_up(self._cast.card("Ali R."), Greeting)
        player.hold_up(self._cast.card("Priya N."), Greeting)
        player.wait_for_welcome()
        player.wait_for(lambda: _link_waits_for(player.kiosk) == 0, "everything to be handed on", timeout_s=HANDED_ON_WITHIN_S)
        player.picture("welcome-at-the-school")

    def _somebody_new(self, player: Player, cards: Activity) -> None:
        self._told("Zoe was never registered: a name, an activity, one sentence, and she has a card to photograph")
        player.wait_for_welcome()
        player.press("I have no card", Searching)
        for letter in "zoe":
            player.press(letter)
        player.press("I am new here", Introducing)
        player.wait_for(lambda: isinstance(player.page, Introducing) and player.page.newcomer.places is not None, "the activities")
        player.press("That is me", Choosing)
        player.press(cards.name["en"], Consenting)
        player.picture("what-is-kept-of-somebody-new")
        player.press("Yes, check me in", PassShown)
        player.picture("a-card-to-photograph")
        player.press("Done", Welcome)

    # The hall ---------------------------------------------------------------------------------------------------------------

    def _in_the_workshop_of_the_hall(self, player: Player) -> None:
        self._told("In the hall's workshop Shlomo, who reads Hebrew, says what became of the things before how many they were")
        player.hold_up(self._cast.card("שלמה ב."), Present)
        player.press(say("he", "Log what I made"), Logging)
        player.picture("what-became-of-it")
        player.press(in_language(self._item(UPCYCLING).outcomes[0], "he"))
        player.press("+1")
        player.picture("how-many-were-mended")
        player.press_deed(Thanks)
        player.picture("thank-you-for-mending")
        player.wait_for_welcome()
        player.wait_for(lambda: _link_waits_for(player.kiosk) == 0, "everything to be handed on", timeout_s=HANDED_ON_WITHIN_S)

    # What the day is made of ------------------------------------------------------------------------------------------------

    def _open_the_leads_rooms(self, player: Player, venue: int) -> None:
        player.wait_for_welcome()
        player.press("Venue lead", PinPad)
        for digit in self._cast.pin(venue):
            player.press(digit)
        player.press("Open", Staff)
        player.wait_for(lambda: isinstance(player.page, Staff) and bool(player.page.here), "who is here")

    def _activity(self, no: int) -> Activity:
        found = self._cast.definition.activity(no)
        assert found is not None, "the demo event has it"
        return found

    def _item(self, no: int) -> ItemKind:
        found = self._cast.definition.item(self._activity(no).outputs[0].item)
        assert found is not None, "the demo event has it"
        return found

    def _mat(self, activity: Activity, quantity: int) -> Path:
        return self._cast.mat(activity, activity.outputs[0].item, quantity)

    def _printed(self, name: str, text: str) -> Path:
        path = self._state / f"{name}.png"  # not among the pictures of the day
        path.parent.mkdir(parents=True, exist_ok=True)
        qrcode.make(text, box_size=8).save(path)
        return path


def _in_files(name: str) -> str:
    return name.replace(" ", "-")


def _digits(kiosk: Kiosk) -> str:
    page = kiosk.floor.conversation.page
    return page.digits if isinstance(page, Enrolling) else ""


def _waiting(player: Player) -> int | None:
    """What the lead's page says waits; none: it says nothing yet."""
    page = player.page
    return page.carried.waiting if isinstance(page, Staff) and page.carried else None


def _all_is_handed_on(player: Player) -> bool:
    """Whether nothing waits, and both ways to the centre know that it is there again."""
    page = player.page
    return isinstance(page, Staff) and page.carried is not None and page.carried.waiting == 0 and page.carried.note is None


def _link_waits_for(kiosk: Kiosk) -> int | None:
    link = kiosk.backroom.link()
    return None if link is None else link.waiting
