"""How did the scanner read the test card? In words, and what to do about it; and in what light the camera looks, where it lets us choose.

Promise: what does no harm is said to do none; nobody is sent to a manual without the name of the setting; what a camera does not offer is
not shown.
"""

from collections.abc import Iterator
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.flow.camera import Brightness, BrightnessPressed, CameraLampPressed, CameraPress, CameraView, NextCameraPressed
from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import TryingScanner
from kiosk.screens.pieces.beam import Beam
from kiosk.screens.pieces.buttons import QuietButton
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say
from kiosk.window.theme import theme
from sync.domain.scanner_card import Verdict

load_beside(__file__, uses=(Beam,))

_GOOD = {Verdict.WHOLE, Verdict.ANOTHER}


class CameraButton(QuietButton):
    """Another camera, its lamp, or more light."""

    event = ObjectProperty(None)


class TryingScannerScreen(Screen):
    verdict = StringProperty("")
    icon = StringProperty("")
    notes = StringProperty("")
    has_room = BooleanProperty(False)
    """For the drawing too: on a wide screen the sentences need the height."""
    has_camera = BooleanProperty(False)
    shows_view = BooleanProperty(False)
    choices = NumericProperty(0)
    has_own_row = BooleanProperty(True)

    def __init__(self, *arguments: Any, **wanted: Any) -> None:
        super().__init__(*arguments, **wanted)
        self.has_own_row = bool(theme.portrait)
        if not self.has_own_row:  # beside the way back, where the height is wanted for sentences
            choices = self.ids.choices.__self__
            self.remove_widget(choices)
            self.ids.foot.add_widget(choices)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, TryingScanner)
        if page.judged is None:
            self.icon, self.verdict = "qr_code_scanner", say(language, "Scan the test card from the papers.")
        else:
            self.icon = "check_circle" if page.judged.verdict in _GOOD else "build"
            self.verdict = _words(language, page.judged.verdict, page.judged.added)
        self.notes = "\n".join(_notes(language, page))
        self.has_camera = conversation.board.camera
        offered = list(_offered(language, conversation.board.view))
        self.choices = len(offered)
        for button, (icon, words, event) in zip(kept(self.ids.choices, len(offered), self._button), offered, strict=True):
            button.icon, button.words, button.event = "" if theme.portrait else icon, words, event

    def see(self, view: Any) -> None:
        """The camera's picture for the round window; the same texture each time."""
        if self.ids.beam.view is not view:
            self.ids.beam.view = view
        self.ids.beam.refresh_view()

    def leave(self) -> None:
        self.ids.beam.view = None

    def _button(self) -> CameraButton:
        button = CameraButton()
        button.bind(on_act=lambda button: self.tell(button.event))
        return button


def _offered(language: str, view: CameraView | None) -> Iterator[tuple[str, str, CameraPress]]:
    """What can be chosen about the camera: icon, words, and what a finger says."""
    if view is None:
        return
    if view.has_others:
        which = say(language, "Camera {number} of {count}", number=view.at + 1, count=len(view.cameras))
        yield "photo_camera", which, NextCameraPressed()
    if view.has_lamp:
        yield "bolt", say(language, "Lamp on") if view.lamp else say(language, "Lamp off"), CameraLampPressed()
    if view.has_brightness:
        yield "light_mode", _light_words(language, view.brightness), BrightnessPressed()


def _light_words(language: str, brightness: Brightness) -> str:
    match brightness:
        case Brightness.AS_SET:
            return say(language, "Light: as set up")
        case Brightness.BY_ITSELF:
            return say(language, "Light: by itself")
        case Brightness.DARK:
            return say(language, "Light: little")
        case Brightness.MIDDLE:
            return say(language, "Light: some")
        case Brightness.BRIGHT:
            return say(language, "Light: much")


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
