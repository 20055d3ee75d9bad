"""How does a test play at a kiosk that is a process of its own? It tells hands in that process what to do, and hears what they see.

Promise: the kiosk is the product with its settings file, off screen; a card is a picture before the real decoder.
What was asked for and did not come is told with what stood on the screen instead, and ends the process.
"""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kiosk.setup.exits import Exit

ROOT = Path(__file__).parents[2]
ASKED_WITHIN_S = 600.0
"""Nobody asks for that long only when the test that plays is gone."""

ANSWERS_WITHIN_S = 300.0
LINK_WITHIN_S = 120.0
"""A line that was cut is tried again with growing pauses."""


class Ask(msgspec.Struct, frozen=True):
    """What the hands shall do, and which page they shall then see; ``what`` is a picture to hold up."""

    act: str
    what: str = ""
    page: str = ""


class Sight(msgspec.Struct, frozen=True):
    """What stands on the screen, and behind it: ``ground`` is the colour that most of it has; ``waiting`` none before it is a device."""

    page: str
    words: tuple[str, ...]
    ground: tuple[int, int, int]
    digits: str
    waiting: int | None


class PlayedKiosk:
    """The kiosk of the settings file ``settings``; keeps pictures of what was seen in ``pictures``."""

    def __init__(self, settings: Path, pictures: Path) -> None:
        environ = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
        self._said = settings.with_suffix(".log")
        with self._said.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.played_kiosk", str(settings), str(pictures)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=environ,
                cwd=ROOT,
            )

    def hold_up(self, picture: Path, page: str) -> Sight:
        """Hold a card or mat before the camera until ``page`` answers it."""
        return self._ask(Ask("hold_up", str(picture), page))

    def wait_for(self, page: str) -> Sight:
        """Wait until ``page`` comes by itself."""
        return self._ask(Ask("wait_for", page=page))

    def wait_for_digits(self) -> Sight:
        """Wait for the six digits of a machine that asks to join."""
        return self._ask(Ask("wait_for_digits"))

    def wait_until_handed_on(self) -> Sight:
        """Wait until the centre has everything."""
        return self._ask(Ask("wait_until_handed_on"))

    def look(self) -> Sight:
        """Only look."""
        return self._ask(Ask("look"))

    def end(self) -> int:
        """Tell the program to end; return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(ANSWERS_WITHIN_S)

    def _ask(self, ask: Ask) -> Sight:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Timer(ANSWERS_WITHIN_S, self.process.kill)
        late.start()
        try:
            self.process.stdin.write(msgspec.json.encode(ask) + b"\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            late.cancel()
        assert answer, f"the kiosk gave no answer to {ask}:\n{self._said.read_text(errors='replace')[-3000:]}"
        return msgspec.json.decode(answer, type=Sight)


@contextmanager
def played_kiosk(settings: Path, pictures: Path) -> Iterator[PlayedKiosk]:
    """Begin a kiosk; it is gone when left."""
    kiosk = PlayedKiosk(settings, pictures)
    try:
        yield kiosk
    finally:
        if kiosk.process.poll() is None:
            kiosk.process.kill()
        kiosk.process.__exit__(None, None, None)  # closes the pipes and waits


class Hands:
    """What plays, in the kiosk's own process."""

    def __init__(self, settings: Path, pictures: Path) -> None:
        # The kiosk prepares Kivy for the settings; whatever imports Kivy comes after it. Who asks needs none of it.
        from kiosk.app import Outfit, build
        from kiosk.scanning.frames import HeldUpFrames
        from kiosk.settings import load

        eye = HeldUpFrames()
        self.kiosk = build(load(settings), Outfit(open_source=lambda: eye))
        from kiosk.demo.player import Player

        self.player = Player(self.kiosk, eye, pictures)

    def play(self, asks: "queue.Queue[Ask | None]") -> None:
        """Do what is asked for, and say what is seen then, until nobody asks any more."""
        while True:
            self.player.wait_for(lambda: not asks.empty(), "somebody who asks", timeout_s=ASKED_WITHIN_S)
            ask = asks.get()
            if ask is None:
                return
            self._do(ask)
            print(msgspec.json.encode(self._seen(ask)).decode(), flush=True)

    def _do(self, ask: Ask) -> None:
        from kiosk.flow import pages
        from kiosk.flow.pages import Page

        page: type[Page] = getattr(pages, ask.page, pages.Welcome)
        match ask.act:
            case "hold_up":
                self.player.hold_up(Path(ask.what), page)
            case "wait_for":
                self.player.wait_for(lambda: isinstance(self.player.page, page), ask.page, timeout_s=ANSWERS_WITHIN_S)
            case "wait_for_digits":
                self.player.wait_for(lambda: self._digits() != "", "six digits", timeout_s=ANSWERS_WITHIN_S)
            case "wait_until_handed_on":
                self.player.wait_for(lambda: self._waiting() == 0, "everything to be handed on", timeout_s=LINK_WITHIN_S)

    def _seen(self, ask: Ask) -> Sight:
        from PIL import Image

        from kiosk.screens.finding import words_on
        from tests.support.xvfb import ground_of

        page = type(self.player.page).__name__
        with Image.open(self.player.picture(f"{ask.act.replace('_', '-')}-{page.lower()}")) as picture:
            return Sight(page, tuple(words_on(self.kiosk.stage)), ground_of(picture), self._digits(), self._waiting())

    def _digits(self) -> str:
        from kiosk.flow.pages import Enrolling

        return self.player.page.digits if isinstance(self.player.page, Enrolling) else ""

    def _waiting(self) -> int | None:
        link = self.kiosk.backroom.link()
        return None if link is None else link.waiting


def main(settings: Path, pictures: Path) -> int:
    """Be the kiosk and the hands before it."""
    asks: queue.Queue[Ask | None] = queue.Queue()
    threading.Thread(target=_listen, args=(asks,), daemon=True).start()
    hands = Hands(settings, pictures)
    hands.kiosk.start()
    try:
        hands.play(asks)
    finally:
        hands.kiosk.stop()
    return Exit.DONE


def _listen(asks: "queue.Queue[Ask | None]") -> None:
    # Unbuffered: Python cannot end while a thread holds the lock of a buffer that it waits to be filled.
    with os.fdopen(0, "rb", buffering=0, closefd=False) as asked:
        for line in asked:
            asks.put(msgspec.json.decode(line, type=Ask))
    asks.put(None)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
