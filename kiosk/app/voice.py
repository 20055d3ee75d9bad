"""What does a person hear? A cue with each answer, and the page's words where the card asks for them.

Promise: the window never waits for a sound; the newest page is heard and older ones are let go; a machine without loudspeaker or voice is
quiet and otherwise the same.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.flow.conversation import Conversation
from kiosk.flow.findings import Sound
from kiosk.flow.pages import Enrolling, Page
from kiosk.window.speech import Speech
from sync.places import assets_folder

_log = logging.getLogger(__name__)


class Loudspeaker(Protocol):
    """What can be heard; each call may take its time and gives the length in seconds."""

    def play(self, path: Path) -> float: ...

    def speak(self, path: Path) -> float: ...

    def hush(self) -> None: ...


class Sayable(Protocol):
    """Words to read aloud."""

    @property
    def text(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def is_personal(self) -> bool: ...


class Ears(msgspec.Struct, frozen=True):
    """How a page sounds: the cue between two pages, and a page's words."""

    cue_of: Callable[[Page, Page], str]
    heard_on: Callable[[Conversation], Sayable]


class _Turn(msgspec.Struct, frozen=True):
    cue: str
    words: Sayable | None


class Voice:
    """``follow`` every conversation in the window's thread; the sounds are made in another."""

    def __init__(self, loudspeaker: Loudspeaker, speech: Speech, ears: Ears, *, is_muted: bool = False) -> None:
        self._loudspeaker = loudspeaker
        self._speech = speech
        self._ears = ears
        self._is_muted = is_muted
        self._page: Page = Enrolling()
        self._said = ""
        self._news = threading.Condition()
        self._next: _Turn | None = None
        self._closing = False
        self._heard = Sound.MUTED if is_muted else Sound.NOT_TRIED
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)

    def start(self) -> None:
        if not self._is_muted:
            self._thread.start()

    def sound(self) -> Sound:
        """Return whether something was heard when last tried."""
        return self._heard

    @property
    def reads_aloud(self) -> bool:
        """Is there a voice for whoever wishes one?"""
        return not self._is_muted and self._speech.can_speak

    def stop(self, timeout_s: float = 2.0) -> None:
        """Be quiet, soon."""
        with self._news:
            self._closing = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def follow(self, conversation: Conversation) -> None:
        """Let ``conversation`` be heard, if there is something new to hear. Never waits."""
        cue = self._ears.cue_of(self._page, conversation.page)
        self._page = conversation.page
        words = self._words(conversation)
        if self._is_muted or not (cue or words):
            return
        with self._news:
            waiting = self._next
            # What was not played yet is late; a cue that belongs to the same moment is not lost over it.
            self._next = _Turn(cue or (waiting.cue if waiting else ""), words)
            self._news.notify()

    def _words(self, conversation: Conversation) -> Sayable | None:
        """What to read aloud now; with empty text: stop reading."""
        words = self._ears.heard_on(conversation) if conversation.preferences.spoken and self._speech.can_speak else None
        said, self._said = self._said, words.text if words else ""
        if words is None:
            return _SILENCE if said else None
        return words if words.text != said else None

    def _work(self) -> None:
        while (turn := self._fetched()) is not None:
            try:
                self._sound(turn)
            except Exception:  # noqa: BLE001 - whatever a sound driver raises, the door stays open; the next page is tried again
                _log.exception("a sound went wrong")
        self._loudspeaker.hush()

    def _sound(self, turn: _Turn) -> None:
        length_s = self._play(turn.cue) if turn.cue else 0.0
        if turn.words is not None:
            self._loudspeaker.hush()
            self._read(turn.words, length_s)

    def _play(self, cue: str) -> float:
        length_s = self._loudspeaker.play(assets_folder() / "sounds" / f"{cue}.wav")
        was_heard = self._heard in {Sound.PLAYS, Sound.LOST}
        self._heard = Sound.PLAYS if length_s else Sound.LOST if was_heard else Sound.NONE
        return length_s

    def _fetched(self) -> _Turn | None:
        with self._news:
            self._news.wait_for(lambda: self._next is not None or self._closing)
            turn, self._next = self._next, None
            return None if self._closing else turn

    def _read(self, words: Sayable, after_s: float) -> None:
        path = self._speech.spoken(words.text, words.language, is_personal=words.is_personal)
        with self._news:
            if self._news.wait_for(lambda: self._next is not None or self._closing, after_s):
                path = None  # somebody else has come
        if path is not None:
            self._loudspeaker.speak(path)
        if words.is_personal:
            self._speech.forget()


class _Silence(msgspec.Struct, frozen=True):
    text: str = ""
    language: str = "en"
    is_personal: bool = False


_SILENCE = _Silence()
