"""The installed program with a screen and a scanner: does a card that is typed turn the page green, whatever the host's keyboard is?"""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from kiosk.setup.exits import Exit
from kiosk.window.tokens import tokens
from sync.domain.facts import Arrived, fact_of
from sync.journal.contract import OpenedClean
from sync.protocol.canon import decode
from tests.support.day import KNITTING, MIRIAM
from tests.support.desk import pass_of
from tests.support.journals import everything, opened_at
from tests.support.kiosk_state import enrolled_state
from tests.support.xvfb import CAPS_LOCK, ESCAPE, F1, SIZE, Colour, Screen, lacking, open_screen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(lacking()), reason=f"this machine lacks {', '.join(lacking())}"),
]

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / ".kept" / "journey"
PATIENCE_S = 60.0
ENDS_WITHIN_S = 5.0
"""What a person who switches the kiosk off waits before pulling the plug; ten times what it takes on a quiet machine."""


def colour(name: str) -> Colour:
    """Return a colour of the day's theme as the screen has it."""
    red, green, blue = bytes.fromhex(tokens().colour["day"][name].removeprefix("#"))
    return (red, green, blue)


PAPER, WELCOME = colour("paper"), colour("welcome")


class Program:
    """`manyhands kiosk` on ``screen``, with its state in ``folder``."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen = screen
        self.folder = folder
        enrolled_state(folder / "state")
        settings = folder / "kiosk.toml"
        width, height = SIZE
        settings.write_text(
            f'[machine]\nstate = "{folder / "state"}"\n\n[window]\nfills = "borderless"\nwidth_px = {width}\nheight_px = {height}\n',
            encoding="utf-8",
        )
        self.said = (folder / "said.log").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "kiosk", "--settings", str(settings)],
            env=screen.environ,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=self.said,
            stderr=self.said,
        )

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            undo.push(self)
            self.screen.wait_for_ground(PAPER, PATIENCE_S)
            undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.said.close()

    def ends(self) -> int:
        """Tell it to end, as a supervisor does; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS_WITHIN_S)

    def facts(self) -> list[object]:
        """Return what stands in the journal that the ended program left."""
        journal = opened_at(self.folder / "state" / "journal.db")
        try:
            assert journal.opened == OpenedClean()
            return [fact_of(decode(body)) for body in everything(journal)]
        finally:
            journal.close()


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with open_screen() as opened:
        yield opened


@pytest.mark.parametrize(("layout", "caps_lock"), [("us", False), ("us", True), ("de", False), ("de", True), ("il", False), ("il", True)])
def test_a_typed_card_turns_the_page_green_and_is_kept(screen: Screen, tmp_path: Path, layout: str, *, caps_lock: bool) -> None:
    screen.lay_out(layout)
    with contextlib.ExitStack() as undo:
        if caps_lock:
            screen.press(CAPS_LOCK)
            undo.callback(screen.press, CAPS_LOCK)
        with Program(screen, tmp_path) as kiosk:
            screen.scan(pass_of(MIRIAM))
            picture = screen.wait_for_ground(WELCOME, PATIENCE_S)
            assert kiosk.ends() == Exit.DONE
            assert kiosk.facts() == [Arrived(MIRIAM, KNITTING)]
    KEPT.mkdir(parents=True, exist_ok=True)
    picture.save(KEPT / f"xvfb-{layout}{'-caps-lock' if caps_lock else ''}.png")


def test_escape_and_f1_end_nothing_and_open_nothing(screen: Screen, tmp_path: Path) -> None:
    screen.lay_out("us")
    with Program(screen, tmp_path) as kiosk:
        for key in (ESCAPE, F1, ESCAPE):
            screen.press(key)
            time.sleep(1)  # there is nothing to wait for: it is about what does not happen
            assert kiosk.process.poll() is None
            assert screen.ground() == PAPER, "something else lies over the welcome page"
        screen.scan(pass_of(MIRIAM))
        screen.wait_for_ground(WELCOME, PATIENCE_S)
        assert kiosk.ends() == Exit.DONE
