"""The demo as a person with a screen meets it: a window, a drawer at its edge, a card that a tap holds up, and sums at the end."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from kiosk.demo.summary import Dashboard
from kiosk.setup.exits import Exit
from kiosk.window.tokens import tokens
from tests.support.xvfb import Colour, Screen, lacking, open_screen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(lacking()), reason=f"this machine lacks {', '.join(lacking())}"),
]

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / ".kept" / "journey"
SIZE = (1280, 800)
SET_UP_WITHIN_S = 600.0
PATIENCE_S = 60.0
BESIDE = 100
SHEET_BEGINS_AT = 0.4
"""The open drawer covers the window from about a third of its width."""


def colour(name: str) -> Colour:
    """Return a colour of the day's theme as the screen has it."""
    red, green, blue = bytes.fromhex(tokens().colour["day"][name].removeprefix("#"))
    return (red, green, blue)


@pytest.fixture
def screen() -> Iterator[Screen]:
    with open_screen(SIZE) as opened:
        yield opened


@pytest.fixture
def demo(screen: Screen, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (tmp_path / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "demo"],
            env={**screen.environ, "MANYHANDS_STATE": str(tmp_path), "PYTHONUNBUFFERED": "1"},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    yield process
    if process.poll() is None:
        # The demo hears it and ends its centre; only one that does not is killed.
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def first_of(picture: Image.Image, wanted: Colour, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """Return the first pixel with the colour ``wanted`` in ``box``, row by row."""
    left, top, right, bottom = box
    for y in range(top, bottom):
        for x in range(left, right):
            if picture.getpixel((x, y)) == wanted:
                return x, y
    raise AssertionError(f"nothing has the colour {wanted}")


def wait_for_tile(screen: Screen) -> tuple[int, int]:
    """Return where the first tile of the open drawer begins."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            return first_of(screen.look(), colour("surface"), (round(SIZE[0] * SHEET_BEGINS_AT), 0, SIZE[0] - 40, SIZE[1]))
        except AssertionError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


def test_a_card_from_the_drawer_turns_the_page_green_and_the_sums_agree(
    screen: Screen, demo: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    welcome = screen.wait_for_ground(colour("paper"), SET_UP_WITHIN_S)
    handle = first_of(welcome, colour("deed"), (SIZE[0] - 12, 0, SIZE[0], SIZE[1]))
    dashboard = the_dashboard(tmp_path / "said.txt")
    before = dashboard.totals()["people"]["arrived"]
    screen.click(SIZE[0] - 4, handle[1] + 20)
    wait_for_tile(screen)
    screen.click(BESIDE, SIZE[1] // 2)
    screen.wait_for_ground(colour("paper"), PATIENCE_S)
    green = None
    ends = time.monotonic() + PATIENCE_S
    # The kiosk is let in by itself, a moment after its first page stands there; from then on cards are answered.
    while green is None:
        screen.click(SIZE[0] - 4, handle[1] + 20)
        x, y = wait_for_tile(screen)
        screen.click(x + 60, y + 30)
        with contextlib.suppress(AssertionError):
            green = screen.wait_for_ground(colour("welcome"), 5)
        assert time.monotonic() < ends, "no card is answered"
    KEPT.mkdir(parents=True, exist_ok=True)
    green.save(KEPT / "demo-window.png")
    ends = time.monotonic() + PATIENCE_S
    while dashboard.totals()["people"]["arrived"] <= before:
        assert time.monotonic() < ends, "whoever checked in does not arrive at the centre"
        time.sleep(0.25)
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(PATIENCE_S) == Exit.DONE
    assert "The kiosks' journals and the centre say the same." in (tmp_path / "said.txt").read_text(encoding="utf-8")
    with pytest.raises(requests.ConnectionError):
        dashboard.totals()


def the_dashboard(said: Path) -> Dashboard:
    """Sign in with what the demo says on the terminal."""
    words = said.read_text(encoding="utf-8")
    found = re.search(r"Dashboard: (\S+)/   sign in as: (\S+)   password: (\S+)", words)
    assert found is not None, words
    return Dashboard(*found.groups())
