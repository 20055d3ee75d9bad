"""What if there is no room, or nothing may be written? A small file system of our own, really full and really read-only."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sync.journal.contract import Fault, OpenedAfterPowerCut, OpenedClean, StorageFull, StorageReadOnly
from sync.protocol.canon import encode
from tests.support.journals import CLOCK, arrival, everything, opened_at, tap

MEBIBYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode != 0:
        pytest.skip("mounting needs root; the same faults are injected under SQLite in test_storage_errors")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave not one byte of room."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return ballast


def test_a_full_disk_refuses_clearly_and_works_again_when_there_is_room(small_disk: Path) -> None:
    path = small_disk / "journal"
    journal = opened_at(path)
    journal.append(arrival(1), tap(1))
    ballast = fill(small_disk)
    acknowledged = [encode(arrival(1))]
    number = 2
    # Pages that the log already has may still take some; then it says so, and goes on saying so.
    with suppress(StorageFull):
        while number < 10_000:
            journal.append(arrival(number), tap(number))
            acknowledged.append(encode(arrival(number)))
            number += 1
    for _ in range(3):
        with pytest.raises(StorageFull, match="full"):
            journal.append(arrival(number), tap(number))
    assert list(everything(journal)) == acknowledged
    ballast.unlink()
    assert journal.append(arrival(number), tap(number)).id.seq == number
    journal.close()
    journal = opened_at(path)
    assert journal.opened == OpenedClean()
    assert journal.high == number
    journal.close()


def test_what_waits_can_be_sealed_and_read_for_the_centre_while_the_disk_is_full(small_disk: Path) -> None:
    journal = opened_at(small_disk / "journal")
    for number in range(1, 20):
        journal.append(arrival(number), tap(number))
    ballast = fill(small_disk)
    number = 20
    with suppress(StorageFull):
        while number < 10_000:
            journal.append(arrival(number), tap(number))
            number += 1
    seals = [journal.seal(journal.stream, seq, 1, CLOCK) for seq in range(1, journal.high + 1)]
    assert len(seals) >= 1
    assert len(everything(journal)) == len(seals)
    ballast.unlink()
    journal.append(arrival(number), tap(number))
    last = journal.seal(journal.stream, journal.high, 1, CLOCK)
    assert journal.seals(journal.stream, 1, journal.high) == (*seals, last)
    journal.close()


def test_starting_on_a_full_disk_is_refused_clearly_and_loses_nothing(small_disk: Path) -> None:
    journal = opened_at(small_disk / "journal")
    journal.append(arrival(1), tap(1))
    journal._disconnect()
    journal._guard.close()
    journal._lock.release()
    ballast = fill(small_disk)
    try:
        opened_at(small_disk / "journal").close()
    except Fault as fault:
        assert isinstance(fault, StorageFull)  # noqa: PT017 - it may also find room enough
    ballast.unlink()
    journal = opened_at(small_disk / "journal")
    assert isinstance(journal.opened, OpenedClean | OpenedAfterPowerCut)
    assert journal.high == 1
    journal.close()


def test_a_disk_that_becomes_read_only_is_named_and_can_come_back(small_disk: Path) -> None:
    path = small_disk / "journal"
    opened_at(path).close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StorageReadOnly, match="writes"):
        opened_at(path)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    journal = opened_at(path)
    assert journal.append(arrival(1), tap(1)).id.seq == 1
    journal.close()
