"""How did the scanner read the test card? In words, and what to do about it.

Promise: what does no harm is said to do none; nobody is sent to a manual without the name of the setting.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import TryingScanner
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say
from sync.domain.scanner_card import Verdict

load_beside(__file__)

_GOOD = {Verdict.WHOLE, Verdict.ANOTHER}


class TryingScannerScreen(Screen):
    verdict = StringProperty("")
    icon = StringProperty("")
    notes = StringProperty("")
    has_room = BooleanProperty(False)
    """For the drawing too: on a wide screen the sentences need the height."""

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, TryingScanner)
        if page.judged is None:
            self.icon, self.verdict = "qr_code_scanner", say(language, "Scan the test card from the papers.")
        else:
            self.icon = "check_circle" if page.judged.verdict in _GOOD else "build"
            self.verdict = _words(language, page.judged.verdict, page.judged.added)
        self.notes = "\n".join(_notes(language, page))


def _words(language: str, verdict: Verdict, added: str) -> str:
    match verdict:
        case Verdict.WHOLE:
            return say(language, "Read whole. This scanner is ready.")
        case Verdict.ADDED:
            return say(language, "It adds {added} to the code. Please set that as its prefix or suffix.", added=added)
        case Verdict.CUT:
            return say(language, "A part is missing. Hold the card still and a little nearer.")
        case Verdict.MIXED:
            return say(language, "The letters are mixed up. Please set the scanner to a US keyboard.")
        case Verdict.ANOTHER:
            return say(language, "That was not the test card, but the scanner works.")


def _notes(language: str, page: TryingScanner) -> list[str]:
    said, manner = [], page.manner
    if manner.key_is_stuck:
        said.append(say(language, "A key is held down. Please lift what lies on the keyboard."))
    if manner.without_enter:
        said.append(say(language, "It does not end with Enter: every card takes a moment longer."))
    if manner.caps_lock:
        said.append(say(language, "Caps Lock is on, which does no harm here."))
    elif manner.small_letters:
        said.append(say(language, "It types small letters, which does no harm here."))
    if manner.other_layout:
        said.append(say(language, "The keyboard layout differs, which does no harm here."))
    return said
