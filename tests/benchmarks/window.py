"""What does our window cost, beside a bare one of Kivy?

Promise: both sides in the same run on the same machine; each first frame in a fresh process, turn about, the best of several, because
a busy machine only ever adds. Both have started once before, as on a machine in a hall: no module is compiled again.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from kiosk.flow.conversation import Conversation
from tests.support.ratio import Ratio

ROUNDS = 9
_BARE = """
import json, time
begin = time.perf_counter()
from kiosk.window.environment import Display, prepare
display = Display(offscreen=True)
prepare(display)
from kiosk.window.opening import open_window
window = open_window(display)
{scene}
from kivy.base import EventLoop
EventLoop.start()
flips = []
window.bind(on_flip=lambda *_: flips.append(time.perf_counter()))
while not flips:
    EventLoop.idle()
kib = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))  # of this program alone
print(json.dumps([flips[0] - begin, kib / 1024]))
"""
_HELLO = """
from kivy.uix.label import Label
window.add_widget(Label(text="Hello"))
"""
_OURS = """
import pickle, sys
from datetime import datetime, UTC
from kiosk.screens.screen import Outside
from kiosk.screens.stage import Stage
stage = Stage(Outside(tell=print, now_ms=lambda: 0, local_time=lambda: datetime.now(UTC)))
window.add_widget(stage)
stage.size = window.size
stage.show(pickle.load(sys.stdin.buffer))
"""


def measure() -> list[Ratio]:
    """First frame and memory against a bare window with one label, and a page change against one redraw."""
    change, redraw = _page_change()
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(ROUNDS):
            bare.append(_process(_HELLO, compiled))
            ours.append(_process(_OURS, compiled))
    first = (min(each[0] for each in ours), min(each[0] for each in bare))
    memory = (min(each[1] for each in ours), min(each[1] for each in bare))
    return [
        _ratio("first frame of the welcome page", first, "≤ 1.5", "s", "a bare Kivy window with one label"),
        _ratio("memory at the first frame", memory, "≤ 1.5", "MiB", "a bare Kivy window with one label"),
        _ratio("change of page, to its frame", (change, redraw), "≤ 2", "s", "one redraw of the same page"),
    ]


def _ratio(name: str, figures: tuple[float, float], aim: str, unit: str, note: str) -> Ratio:
    ours, baseline = figures
    return Ratio(name=name, ours=ours, baseline=baseline, ratio=ours / baseline, aim=aim, unit=unit, note=note)


def _process(scene: str, compiled: str) -> tuple[float, float]:
    from kiosk.screens.samples import every_state  # after the driver has prepared Kivy

    program = _BARE.replace("{scene}", scene)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        input=pickle.dumps(every_state()["welcome"]),
        capture_output=True,
        timeout=60,
        env=environment | {"PYTHONPYCACHEPREFIX": compiled},
    )
    seconds, mebibytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, mebibytes


def _page_change() -> tuple[float, float]:
    """Seconds from a new conversation to its frame, and of one redraw of the same page; each the best of many."""
    from kiosk.screens.samples import every_state  # after the driver has prepared Kivy
    from tests.support.driver import the_driver

    driver, states = the_driver(), every_state()
    pages = [states[name] for name in ("welcome", "greeting", "choosing-8", "present", "logging", "thanks")]
    changes, redraws = [], []
    for page in pages:  # each page against a redraw of itself: their frames differ
        driver.show(page)

        def away() -> None:
            driver.show(states["pin"])

        def change(page: Conversation = page) -> None:
            driver.stage.show(page)
            driver.draw()

        changes.append(_best(away, change))
        driver.show(page)
        redraws.append(_best(lambda: None, driver.draw))
    return sum(changes), sum(redraws)


def _best(before: Callable[[], object], timed: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS * 2):
        before()
        begin = time.perf_counter()
        timed()
        best = min(best, time.perf_counter() - begin)
    return best
