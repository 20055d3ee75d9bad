"""The kiosk as a process of its own: how it ends when told to, after a mistake, after too many, and with wrong settings."""

import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.setup.exits import Exit
from sync.journal.contract import OpenedClean
from tests.support.journals import opened_at
from tests.support.kiosk_state import enrolled_state

IDLE_SHARE = 4
"""Four seconds of waiting cost less than so large a part of the start; a screen that is drawn anew in every frame costs more."""

PATIENCE_S = 60.0
ROOT = Path(__file__).parents[2]
KIOSK = """
import sys, threading
from pathlib import Path
from kivy.clock import Clock
from kiosk.app import Outfit, build, run
from kiosk.window.environment import Display
from tests.support.kiosk_state import settings_at

kiosk = build(settings_at(Path(sys.argv[1])), Outfit(display=Display(width_px=1024, height_px=600, offscreen=True)))

def mistake(_elapsed_s):
    print(type(kiosk.floor.conversation.page).__name__, kiosk.mishaps.counted, flush=True)
    raise KeyError("planted")

def hello(_elapsed_s):
    print("open", flush=True)
    if sys.argv[2] == "thread":
        threading.Thread(target=lambda: 1 / 0).start()
        return
    for number in range(int(sys.argv[2])):
        Clock.schedule_once(mistake, 0.05 * (number + 1))

Clock.schedule_once(hello, 0.5)
sys.exit(run(kiosk))
"""


class Process:
    def __init__(self, state: Path, mistakes: int | str) -> None:
        self.run = subprocess.Popen(
            [sys.executable, "-c", KIOSK, str(state), str(mistakes)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )

    def line(self) -> str:
        assert self.run.stdout is not None
        readable, _, _ = select.select([self.run.stdout], [], [], PATIENCE_S)
        assert readable, "the kiosk says nothing"
        return self.run.stdout.readline().strip()


Begin = Callable[[int | str], Process]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begin a kiosk with so many planted mistakes, or with one in a ``thread``."""
    enrolled_state(tmp_path)
    begun: list[Process] = []

    def one(mistakes: int | str) -> Process:
        begun.append(Process(tmp_path, mistakes))
        return begun[-1]

    yield one
    for each in begun:
        if each.run.poll() is None:
            each.run.kill()
        each.run.communicate()


def cpu_s(pid: int) -> float:
    """Return the processor time of a process, in seconds: proc(5), fields 14 and 15 of stat, in clock ticks of 1/100 s."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


@pytest.mark.slow
def test_it_ends_in_order_when_the_supervisor_says_so(begin: Begin, tmp_path: Path) -> None:
    kiosk = begin(0)
    assert kiosk.line() == "open"
    kiosk.run.send_signal(signal.SIGTERM)
    assert kiosk.run.wait(PATIENCE_S) == Exit.DONE
    journal = opened_at(tmp_path / "journal.db")
    assert journal.opened == OpenedClean()
    journal.close()


@pytest.mark.slow
def test_mistakes_are_survived_and_a_loop_of_them_ends_the_process(begin: Begin) -> None:
    kiosk = begin(3)
    assert kiosk.line() == "open"
    assert [kiosk.line() for _ in range(3)] == ["Welcome 0", "PleaseLook 1", "PleaseLook 2"]
    kiosk.run.send_signal(signal.SIGTERM)
    assert kiosk.run.wait(PATIENCE_S) == Exit.DONE
    kiosk = begin(20)
    assert kiosk.run.wait(PATIENCE_S) == Exit.BUG


@pytest.mark.slow
def test_a_thread_that_ends_by_a_mistake_ends_the_process_in_order(begin: Begin, tmp_path: Path) -> None:
    kiosk = begin("thread")
    assert kiosk.run.wait(PATIENCE_S) == Exit.BUG
    journal = opened_at(tmp_path / "journal.db")
    assert journal.opened == OpenedClean()
    journal.close()


@pytest.mark.slow
def test_an_idle_kiosk_costs_next_to_nothing(begin: Begin) -> None:
    kiosk = begin(0)
    assert kiosk.line() == "open"
    begun_s = cpu_s(kiosk.run.pid)
    time.sleep(2)
    before_s = cpu_s(kiosk.run.pid)
    time.sleep(4)
    idle_s = cpu_s(kiosk.run.pid) - before_s
    assert idle_s < begun_s / IDLE_SHARE, "against its own start, which the same busy machine makes dearer as well"


def test_wrong_settings_are_said_with_file_and_key(tmp_path: Path) -> None:
    wrong = tmp_path / "kiosk.toml"
    wrong.write_text("[window]\nwidth_px = 'wide'\n", encoding="utf-8")
    words = "import sys; from pathlib import Path; from kiosk.app import main; sys.exit(main(Path(sys.argv[1])))"
    ended = subprocess.run([sys.executable, "-c", words, str(wrong)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == Exit.USAGE
    assert f"{wrong}: window.width_px: expected a whole number" in ended.stderr
