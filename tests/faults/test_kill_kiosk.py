"""What if the kiosk dies at any moment? A driver types cards and mats as a scanner does, notes every green page, kills, and compares with
the journal: everything that was thanked for stands there, once.
"""

import os
import random
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.domain.facts import Arrived, ItemsLogged, fact_of
from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.domain.roster import Roster, Volunteer
from sync.journal.contract import Journal, OpenedAfterPowerCut
from sync.protocol.canon import decode
from tests.support.day import KNITTING, WARD, small_roster
from tests.support.desk import mat_of, pass_of
from tests.support.journals import opened_at, tap
from tests.support.kiosk_state import enrolled_state

KILLS = 100 if os.environ.get("MANYHANDS_LONG") else 15
PEOPLE = 2_000
MATS = 150
"""Different mats, each for so many hats: below what the page would ask about."""

READ_AT_ONCE = 500
STARTS_WITHIN_S = 60.0
HELD_UP_EVERY_S = 0.05
"""Faster than any queue, so that a kill falls into the middle of something."""

KIOSK = """
import sys
import threading
from pathlib import Path
from kiosk.app import Outfit, build, run
from kiosk.flow.pages import Greeting, Thanks
from kiosk.scanning.wedge import ENTER, US_KEYS
from kiosk.window.environment import Display
from tests.support.kiosk_state import settings_at

kiosk = build(settings_at(Path(sys.argv[1])), Outfit(display=Display(width_px=1024, height_px=600, offscreen=True)))

scancodes = {letter: code for code, letter in reversed(list(US_KEYS.items()))}

def type_in(text):
    for letter in text:
        kiosk.window.dispatch("on_key_down", ord(letter.lower()), scancodes[letter], letter, [])
        kiosk.window.dispatch("on_key_up", ord(letter.lower()), scancodes[letter])
    kiosk.window.dispatch("on_key_down", 13, ENTER, "\\r", [])
    kiosk.window.dispatch("on_key_up", 13, ENTER)

def typed():
    for line in sys.stdin:
        kiosk.door.send(lambda text=line.strip(): type_in(text))

said = set()

def frame_drawn(*_event):
    page = kiosk.floor.conversation.page
    undo = page.undo if isinstance(page, Greeting | Thanks) else None
    for entry in undo.entries if undo else ():
        if entry not in said:
            said.add(entry)
            print(entry.device, entry.incarnation, entry.seq, page.visitor.who.hex(), flush=True)

kiosk.window.bind(on_flip=frame_drawn)
threading.Thread(target=typed, daemon=True).start()
print("open", flush=True)
sys.exit(run(kiosk))
"""


@dataclass(frozen=True)
class Green:
    """An entry that stood on a green page that was drawn, and whom it thanked."""

    stream: Stream
    seq: int
    who: bytes


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

    def kill(self) -> list[Green]:
        """End it without a warning; return every entry that a green page has told of."""
        self._process.kill()
        said, _ = self._process.communicate()
        greens = []
        # A line without its end was not read by anybody.
        for line in said.decode().split("\n")[:-1]:
            device, incarnation, seq, who = line.split()
            stream = Stream(DeviceNo(int(device)), Incarnation(int(incarnation)))
            greens.append(Green(stream, int(seq), bytes.fromhex(who)))
        return greens


@pytest.mark.slow
def test_whatever_was_thanked_for_stands_in_the_journal_after_a_kill(tmp_path: Path) -> None:
    people = tuple(Volunteer(tap(number), f"Helper {number}", WARD, KNITTING, pass_serial=1) for number in range(PEOPLE))
    enrolled_state(tmp_path, Roster(1, (*small_roster().volunteers, *people)))
    chance = random.Random(1)
    cards = enumerate(people)
    greens: list[Green] = []
    for _ in range(KILLS):
        run = Run(tmp_path)
        ends_at = time.monotonic() + chance.uniform(0.2, 1.5)
        while time.monotonic() < ends_at:
            number, person = next(cards)
            run.hold_up(pass_of(person.who))
            run.hold_up(mat_of(1 + number % MATS))
        greens += run.kill()
    assert len(greens) > KILLS, "too few green pages to prove anything"
    journal = opened_at(tmp_path / "journal.db")
    try:
        assert journal.opened == OpenedAfterPowerCut(), "nothing was set aside"
        kept = {(stream, seq): fact for stream, high in journal.streams() for seq, fact in facts_of(journal, stream, high)}
    finally:
        journal.close()
    times = Counter(kept.values())
    for green in greens:
        fact = kept.get((green.stream, green.seq))
        assert isinstance(fact, Arrived | ItemsLogged), f"{green} is lost"
        assert fact.who == green.who
        # Every card was typed once, and no two people in a row had the same mat.
        assert times[fact] == 1, f"{green} stands there {times[fact]} times"


def facts_of(journal: Journal, stream: Stream, high: int) -> Iterator[tuple[int, object]]:
    """Yield every place of ``stream`` with what happened there."""
    for first in range(1, high + 1, READ_AT_ONCE):
        for place, body in enumerate(journal.read(stream, first, READ_AT_ONCE).entries, first):
            yield place, fact_of(decode(body))
