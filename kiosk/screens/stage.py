"""Which page is on the screen? The stage shows the one that belongs to the conversation, and nothing of any other.

Promise: pages are swapped at once, in the frame of the change; what fingers do comes out through one door; size, colours, language and
the person's own wishes reach every page through the theme. A page is made when it is needed, and kept while it is among the last dozen.
"""

from collections import OrderedDict
from importlib import import_module
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout
from msgspec.structs import replace

from kiosk.flow import act_pages, lead_pages, newcomer_pages, pages, print_pages
from kiosk.flow.conversation import Conversation
from kiosk.screens.newcomer_words import called
from kiosk.screens.screen import Outside, Screen
from kiosk.window.text import spoken
from kiosk.window.theme import Colours, theme

PAGES_KEPT_MAX = 12
"""A page is some 3 to 5 MiB of widgets and textures. The dozen shown last are all that a busy door meets; making one anew takes a blink,
and who has stood in every corner of the kiosk once must not leave all of it behind until the evening."""

_DIMMED = 0.7  # of the light is taken away: a hall at night is dark, and the card in the picture can still be made out

_SCREENS: dict[type, tuple[str, str]] = {
    pages.Enrolling: ("enrolling", "EnrollingScreen"),
    pages.Welcome: ("welcome", "WelcomeScreen"),
    pages.Wishing: ("wishing", "WishingScreen"),
    pages.ShowingHow: ("showing_how", "ShowingHowScreen"),
    pages.Greeting: ("greeting", "GreetingScreen"),
    pages.Choosing: ("choosing", "ChoosingScreen"),
    pages.Gathering: ("gathering", "GatheringScreen"),
    pages.Headcount: ("headcount", "HeadcountScreen"),
    newcomer_pages.Searching: ("searching", "SearchingScreen"),
    newcomer_pages.Introducing: ("introducing", "IntroducingScreen"),
    newcomer_pages.Consenting: ("consenting", "ConsentingScreen"),
    newcomer_pages.PassShown: ("pass_shown", "PassShownScreen"),
    pages.Present: ("present", "PresentScreen"),
    pages.Logging: ("logging", "LoggingScreen"),
    pages.Thanks: ("thanks", "ThanksScreen"),
    pages.Farewell: ("farewell", "FarewellScreen"),
    pages.AskWho: ("ask_who", "AskWhoScreen"),
    act_pages.AnotherMat: ("another_mat", "AnotherMatScreen"),
    act_pages.BeforeLeaving: ("before_leaving", "BeforeLeavingScreen"),
    act_pages.TakeHome: ("take_home", "TakeHomeScreen"),
    act_pages.OpenTable: ("open_table", "OpenTableScreen"),
    pages.StillThere: ("still_there", "StillThereScreen"),
    pages.PleaseLook: ("please_look", "PleaseLookScreen"),
    pages.PinPad: ("pin_pad", "PinPadScreen"),
    pages.Staff: ("staff", "StaffScreen"),
    pages.TryingScanner: ("trying_scanner", "TryingScannerScreen"),
    print_pages.Reprinting: ("reprinting", "ReprintingScreen"),
    lead_pages.SigningOff: ("signing_off", "SigningOffScreen"),
    pages.Cleaning: ("cleaning", "CleaningScreen"),
    pages.Leaving: ("leaving", "LeavingScreen"),
}


def screen_for(page: type) -> type[Screen]:
    """The screen that draws pages of this type. Its module is imported now and not before."""
    module, name = _SCREENS[page]
    screen: type[Screen] = getattr(import_module(f"kiosk.screens.{module}"), name)
    return screen


def _as_we_speak(conversation: Conversation) -> Conversation:
    """The conversation in a language that we speak, also the event's own texts, and no other offered."""
    board = conversation.board
    offered = tuple(each for each in board.languages if spoken(each) == each)
    language = spoken(conversation.language)
    if offered != board.languages or language != conversation.language:
        conversation = replace(conversation, language=language, board=replace(board, languages=offered))
    return _with_name(conversation)


def _with_name(conversation: Conversation) -> Conversation:
    """Nobody is spoken to without a word for them."""
    page: Any = conversation.page
    visitor = getattr(page, "visitor", None)
    if visitor is None or visitor.shown_name or not (name := called(conversation.language, visitor)):
        return conversation
    return replace(conversation, page=replace(page, visitor=replace(visitor, shown_name=name)))


class Stage(FloatLayout):
    """The root of the window. Call `show` with every new conversation, in the window's thread."""

    def __init__(self, outside: Outside, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._outside = outside
        self._screens: OrderedDict[type, Screen] = OrderedDict()
        """Those shown last, newest at the end."""
        self._conversation: Conversation | None = None
        self.screen: Screen | None = None
        self._turn = theme.turn
        self.bind(size=self._fit)
        self._fit()

    def show(self, conversation: Conversation) -> None:
        """Make the screen say what ``conversation`` says, in the person's language or wholly in English."""
        conversation = _as_we_speak(conversation)
        theme.speak(conversation.language, conversation.preferences)
        self._conversation = conversation
        self._renew()
        screen = self._screen_of(type(conversation.page))
        screen.show(conversation)
        if screen is not self.screen:
            self._swap(screen)

    def see(self, view: Any) -> None:
        """The camera has a new frame in ``view``, for whichever page shows it."""
        if self.screen is not None and hasattr(self.screen, "see"):
            self.screen.see(view)

    def wear(self, colours: Colours) -> None:
        """Change the colours of everything."""
        theme.wear(colours)
        if self._conversation:
            self.show(self._conversation)

    def dim(self, *, is_dim: bool) -> None:
        """Darken everything that is shown, or no more. Fingers go through."""
        self.canvas.after.clear()
        if is_dim:
            with self.canvas.after:
                Color(0, 0, 0, _DIMMED)
                Rectangle(pos=self.pos, size=self.size)

    def _renew(self) -> None:
        """Let go of pages that were made for other measures or colours."""
        if theme.turn == self._turn:
            return
        self._turn = theme.turn
        if self.screen is not None:
            self.screen.leave()
        self.clear_widgets()
        self._screens.clear()
        self.screen = None

    def _screen_of(self, page: type) -> Screen:
        if page not in self._screens:
            self._screens[page] = screen_for(page)(self._outside)
        self._screens.move_to_end(page)
        if len(self._screens) > PAGES_KEPT_MAX:
            self._screens.popitem(last=False)
        return self._screens[page]

    def _swap(self, screen: Screen) -> None:
        if self.screen is not None:
            self.screen.leave()
        self.clear_widgets()  # also what lay over the page
        screen.size, screen.pos = self.size, self.pos
        self.add_widget(screen)
        self.screen = screen

    def _fit(self, *_change: object) -> None:
        if self.width > 1 and self.height > 1:
            theme.fit(*self.size)
            if self._conversation and theme.turn != self._turn:
                self.show(self._conversation)
