"""What if the process is killed at any moment? A writer that says aloud what was acknowledged, and a reader that compares."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.journal.contract import JournalTaken, OpenedAfterPowerCut
from sync.protocol.canon import encode
from tests.support.journals import arrival, everything, opened_at, tap

KILLS = 10

WRITER = """
import sys
from pathlib import Path
from tests.support.journals import arrival, opened_at, tap

journal = opened_at(Path(sys.argv[1]))
print("open", journal.high, flush=True)
while True:
    number = journal.high + 1
    journal.prepare(tap(number))
    journal.append(arrival(number), tap(number))
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_keeps_everything_that_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    chance = random.Random(1)
    high = 0
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == f"open {high}\n"
        with pytest.raises(JournalTaken):
            opened_at(path)
        time.sleep(chance.uniform(0, 0.2))
        writer.kill()
        said = writer.stdout.read()
        writer.wait()
        writer.stdout.close()
        # The last line may be cut off; a number without its end of line was not read by anybody.
        acknowledged = max((int(line) for line in said.split("\n")[:-1]), default=high)
        journal = opened_at(path)
        assert journal.opened == OpenedAfterPowerCut()
        assert acknowledged <= journal.high <= acknowledged + 1
        assert everything(journal) == tuple(encode(arrival(number)) for number in range(1, journal.high + 1))
        # The one in flight: pressing again makes it once, whether it had been recorded or not.
        recorded = journal.append(arrival(acknowledged + 1), tap(acknowledged + 1))
        assert recorded.id.seq == acknowledged + 1
        high = journal.high
        journal.close()
    assert high > KILLS
