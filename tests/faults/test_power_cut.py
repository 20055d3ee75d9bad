"""Is what was thanked for still there when the power went? Crash images of the journal's files, made from a record of every write."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sync.domain.entry import Kind
from sync.journal import sqlite
from sync.journal.contract import SetAside
from sync.journal.files import Files
from sync.protocol.canon import decode, encode
from tests.support.journals import CLOCK, arrival, everything, opened_at, tap
from tests.support.power import Disk, RecordingVFS

IMAGES_OF_A_DAY = 500
DAYS = 40
ACKNOWLEDGED = "acknowledged"


@pytest.fixture
def memory_folder() -> Iterator[Path]:
    """A folder in memory where there is one: the images are made of recorded syncs, so the real ones only cost time."""
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    yield folder
    shutil.rmtree(folder)


@dataclass
class Day:
    disk: Disk
    bodies: list[bytes]


def record_a_day(folder: Path, seed: int) -> Day:
    """A kiosk that is started three times; families, prepared buttons, seals and marks; a log that is folded often."""
    chance = random.Random(seed)
    day = Day(Disk(), [])
    vfs = RecordingVFS(f"recording-{seed}", day.disk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Files, "sync_folder", lambda _files: day.disk.sync_folder())
        _live(day, folder / "recorded" / "journal", chance, vfs_name=f"recording-{seed}")
    vfs.unregister()
    shutil.rmtree(folder / "recorded")
    return day


def _live(day: Day, journal_path: Path, chance: random.Random, vfs_name: str) -> None:
    number = 0
    for _start in range(3):
        journal = opened_at(journal_path, vfs=vfs_name)
        guard = journal_path.with_name("journal.guard")
        day.disk.keep(guard, durable=True)
        for _act in range(chance.randint(3, 12)):
            number += 1
            if chance.random() < 0.5:
                journal.prepare(tap(number))
            family = [arrival(number * 100 + member) for member in range(chance.choice((1, 1, 1, 4)))]
            # Before the acknowledgement: what is in flight when the power goes may be there or not.
            day.bodies += [encode(entry) for entry in family]
            journal.append_all(family, tap(number))
            day.disk.note(f"{ACKNOWLEDGED} {len(day.bodies)}")
            day.disk.keep(guard)
            if chance.random() < 0.2:
                journal.seal(journal.stream, journal.high, 1, CLOCK)
                journal.set_mark(journal.stream, journal.high - 1, 0, 1)
        if chance.random() < 0.7:
            journal.close()
            day.disk.keep(guard, durable=True)
        else:
            journal._disconnect()
            journal._guard.close()
            journal._lock.release()


def lose_power(day: Day, folder: Path, chance: random.Random) -> tuple[int, int, list[bytes], object]:
    """Return the position of the cut, how many entries were acknowledged by then, what the journal still holds, and how it opened."""
    cut = chance.randint(1, len(day.disk.steps))
    noted = [int(step.name.split()[1]) for step in day.disk.steps[:cut] if step.what == "note"]
    image = folder / "image"
    image.mkdir()
    for name, content in day.disk.image(cut, chance).items():
        (image / name).write_bytes(content)
    journal = opened_at(image / "journal", first_incarnation=1_000_000)
    streams = [stream for stream, _ in journal.streams()]
    held = [body for stream in streams for body in everything(journal, stream) if decode(body).kind != Kind.SYSTEM]
    opened = journal.opened
    # It goes on from there: the next entry is recorded.
    journal.append(arrival(0), tap(10**9))
    journal.close()
    shutil.rmtree(image)
    return cut, max(noted, default=0), held, opened


def look_at_images(folder: Path, days: int, images: int, first_seed: int) -> None:
    for seed in range(first_seed, first_seed + days):
        day = record_a_day(folder, seed)
        chance = random.Random(seed)
        for number in range(images):
            cut, acknowledged, held, opened = lose_power(day, folder, chance)
            where = f"seed {seed}, image {number}, cut at step {cut}"
            assert not isinstance(opened, SetAside), f"{where}: {opened}"
            assert len(held) >= acknowledged, f"{where}: {acknowledged} were acknowledged, {len(held)} are there"
            assert held == day.bodies[: len(held)], f"{where}: something else stands there than was written"


def test_a_power_cut_takes_nothing_that_was_acknowledged(memory_folder: Path) -> None:
    look_at_images(memory_folder, days=2, images=40, first_seed=1)


@pytest.mark.slow
def test_twenty_thousand_power_cuts_take_nothing_that_was_acknowledged(memory_folder: Path) -> None:
    look_at_images(memory_folder, days=DAYS, images=IMAGES_OF_A_DAY, first_seed=100)


def test_a_disk_that_lies_about_syncing_is_found_out(memory_folder: Path) -> None:
    """It loses acknowledged entries, as NORMAL does; where the guard reached the disk, the next start says how many."""
    day = record_a_day(memory_folder, 8)
    day.disk.steps = [replace(step, at=1) if step.what == "keep" else step for step in day.disk.steps if step.what != "sync"]
    chance = random.Random(8)
    missed = 0
    for _ in range(60):
        cut, _, held, opened = lose_power(day, memory_folder, chance)
        # The guard is written a moment after the commit; only then the entry is acknowledged.
        guarded = max((index for index in range(cut) if day.disk.steps[index].what == "keep"), default=0)
        acknowledged = max((int(s.name.split()[1]) for s in day.disk.steps[:guarded] if s.what == "note"), default=0)
        if len(held) < acknowledged:
            missed += 1
            assert isinstance(opened, SetAside)
            assert opened.salvaged + opened.lost >= acknowledged
    assert missed > 5


@pytest.fixture(autouse=True)
def log_folded_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small write-ahead log, so that a short day meets every kind of write."""
    monkeypatch.setattr(sqlite, "LOG_PAGES_MAX", 12)


def test_without_syncing_every_commit_acknowledged_entries_are_lost(memory_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness finds what it looks for: NORMAL, which we do not use, loses what was thanked for."""
    monkeypatch.setattr(sqlite, "SYNCHRONOUS", "NORMAL")
    day = record_a_day(memory_folder, 7)
    chance = random.Random(7)
    found = [lose_power(day, memory_folder, chance) for _ in range(60)]
    assert [len(held) < acknowledged for _, acknowledged, held, _ in found].count(True) > 5
    assert any(isinstance(opened, SetAside) and opened.lost > 0 for *_, opened in found)
