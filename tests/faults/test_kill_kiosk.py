"""What if the kiosk dies at any moment? A driver holds up cards and mats, notes every green page, kills, and compares with the journal."""

import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.domain.facts import Arrived, ItemsLogged, fact_of
from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.domain.roster import Roster, Volunteer
from sync.protocol.canon import decode
from tests.support.day import HATS, KNITTING, WARD, small_roster
from tests.support.desk import mat_of, pass_of
from tests.support.journals import opened_at, tap
from tests.support.kiosk_state import enrolled_state

KILLS = 20 if os.environ.get("MANYHANDS_LONG") else 5
PEOPLE = 2_000
STARTS_WITHIN_S = 60.0
HELD_UP_EVERY_S = 0.05
"""Faster than any queue, so that a kill falls into the middle of something."""

KIOSK = """
import sys
import threading
from pathlib import Path
from kiosk.app import Outfit, build, run
from kiosk.flow.pages import Greeting, Thanks
from kiosk.window.environment import Display
from tests.support.kiosk_state import settings_at

kiosk = build(settings_at(Path(sys.argv[1])), Outfit(display=Display(width_px=1024, height_px=600, offscreen=True)))

def held_up():
    for line in sys.stdin:
        kiosk.door.send(lambda text=line.strip(): kiosk.heard(text))

said = set()

def frame_drawn(*_event):
    page = kiosk.floor.conversation.page
    undo = page.undo if isinstance(page, Greeting | Thanks) else None
    for entry in undo.entries if undo else ():
        if entry not in said:
            said.add(entry)
            print(entry.device, entry.incarnation, entry.seq, page.visitor.who.hex(), type(page).__name__, flush=True)

kiosk.window.bind(on_flip=frame_drawn)
threading.Thread(target=held_up, daemon=True).start()
print("open", flush=True)
sys.exit(run(kiosk))
"""


class Run:
    """One life of the kiosk's process."""

    def __init__(self, state: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", KIOSK, str(state)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
        )
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], STARTS_WITHIN_S)
        assert readable, "the kiosk did not start"
        assert self._process.stdout.readline() == b"open\n"

    def hold_up(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()
        time.sleep(HELD_UP_EVERY_S)

    def kill(self) -> list[tuple[Stream, int, bytes, str]]:
        """End it without a warning; return every green page that was on the screen: stream, seq, who, which page."""
        self._process.kill()
        said, _ = self._process.communicate()
        greens = []
        # A line without its end was not read by anybody.
        for line in said.decode().split("\n")[:-1]:
            device, incarnation, seq, who, page = line.split()
            stream = Stream(DeviceNo(int(device)), Incarnation(int(incarnation)))
            greens.append((stream, int(seq), bytes.fromhex(who), page))
        return greens


@pytest.mark.slow
def test_whatever_was_thanked_for_stands_in_the_journal_after_a_kill(tmp_path: Path) -> None:
    people = tuple(Volunteer(tap(number), f"Helper {number}", WARD, KNITTING, pass_serial=1) for number in range(PEOPLE))
    enrolled_state(tmp_path, Roster(1, (*small_roster().volunteers, *people)))
    chance = random.Random(1)
    cards = iter(people)
    greens = []
    for _ in range(KILLS):
        run = Run(tmp_path)
        ends_at = time.monotonic() + chance.uniform(0.2, 1.5)
        while time.monotonic() < ends_at:
            run.hold_up(pass_of(next(cards).who))
            run.hold_up(mat_of(7))
        greens += run.kill()
    assert len(greens) > KILLS, "too few green pages to prove anything"
    journal = opened_at(tmp_path / "journal.db")
    try:
        for stream, seq, who, page in greens:
            (body,) = journal.read(stream, seq, 1).entries
            expected = Arrived(who, KNITTING) if page == "Greeting" else ItemsLogged(KNITTING, HATS, 7, who)
            assert fact_of(decode(body)) == expected
    finally:
        journal.close()
