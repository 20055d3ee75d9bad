"""What if the sync loop reads, seals and marks while people are at the door? Several threads on one journal."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.journal.contract import StorageFailed
from sync.protocol.canon import encode
from tests.support.journals import CLOCK, arrival, everything, opened_at, tap

ENTRIES = 60


@pytest.fixture(autouse=True)
def threads_change_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def come_again(act: Callable[[], object]) -> None:
    """Do it; a reader that comes while the file is being opened again is told to try again, and nothing else."""
    try:
        act()
    except StorageFailed as fault:
        if "a moment ago" not in fault.hint:
            raise


@pytest.mark.slow
def test_reading_sealing_and_marking_from_other_threads_disturb_nothing(tmp_path: Path) -> None:
    journal = opened_at(tmp_path / "journal")
    stream = journal.stream
    done = threading.Event()
    troubles: list[BaseException] = []

    def again_and_again(act: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            try:
                while not done.is_set():
                    come_again(act)
            except BaseException as trouble:  # noqa: BLE001 - told to the test, whatever it is
                troubles.append(trouble)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def carry() -> None:
        high = journal.mark(stream)
        last = high + len(journal.read(stream, high + 1, 7).entries)
        journal.seal(stream, last, 1, CLOCK)
        journal.set_mark(stream, last, 0, 1)

    def look() -> None:
        assert len(journal.read(stream, 1, ENTRIES).entries) <= dict(journal.streams())[stream]

    def stumble() -> None:
        # As after an error: the connections are closed under whoever reads, and opened again.
        with journal._writing:
            journal._disconnect()

    threads = [again_and_again(act) for act in (carry, look, look, stumble)]
    try:
        for number in range(1, ENTRIES + 1):
            journal.prepare(tap(number))
            assert journal.append(arrival(number), tap(number)).id.seq == number
    finally:
        done.set()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert troubles == []
    assert everything(journal) == tuple(encode(arrival(number)) for number in range(1, ENTRIES + 1))
    assert journal.check() == ()
    journal.close()
