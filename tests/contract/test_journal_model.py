"""Whatever is done with a journal in whatever order: does it say what a list in memory would say?"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sync.domain.identity import EntryId, Stream, entry_id
from sync.journal.contract import Mark, OpenedAfterPowerCut, OpenedClean
from sync.journal.disk import DiskJournal
from sync.protocol.canon import encode
from sync.protocol.chain import genesis, walk
from sync.protocol.seals import is_sealed_by
from tests.support.journals import CLOCK, KEY, arrival, everything, incarnations, opened_at, tap

PUBLIC_KEY = bytes(KEY.verify_key)
TAPS = st.integers(0, 12)


class JournalAgainstModel(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.made: dict[int, list[EntryId]] = {}
        self.bodies: dict[Stream, list[bytes]] = {}
        self.marks: dict[Stream, Mark] = {}
        self.pending: dict[int, int] = {}
        self.run = 1
        self.number = 0

    @initialize()
    def begin(self) -> None:
        self.journal: DiskJournal = opened_at(self.folder / "journal")
        self.bodies[self.journal.stream] = []

    @rule(number=TAPS, members=st.integers(1, 4))
    def append(self, number: int, members: int) -> None:
        self.number += 1
        family = [arrival(self.number * 10 + member) for member in range(members)]
        recorded = self.journal.append_all(family, tap(number))
        if number in self.made:
            assert [one.id for one in recorded] == self.made[number]
            assert all(one.again for one in recorded)
            return
        stands = self.bodies[self.journal.stream]
        self.made[number] = [entry_id(self.journal.stream, len(stands) + 1 + member) for member in range(members)]
        stands += [encode(entry) for entry in family]
        self.pending.pop(number, None)
        assert [one.id for one in recorded] == self.made[number]
        assert not any(one.again for one in recorded)

    @rule(number=TAPS)
    def prepare(self, number: int) -> None:
        self.journal.prepare(tap(number))
        if number not in self.made:
            self.pending.setdefault(number, self.run)

    @rule(in_order=st.booleans())
    def start_again(self, *, in_order: bool) -> None:
        if in_order:
            self.journal.close()
        else:
            # As when the process is killed: nothing is tidied up, the system takes the files.
            self.journal._disconnect()
            self.journal._guard.close()
            self.journal._lock.release()
        self.journal = opened_at(self.folder / "journal", first_incarnation=1)
        self.run += 1
        self.pending = {number: run for number, run in self.pending.items() if run >= self.run - 2}
        assert self.journal.opened == (OpenedClean() if in_order else OpenedAfterPowerCut())
        assert sorted(self.journal.interrupted()) == sorted(map(tap, self.pending))

    @rule(share=st.floats(0, 1))
    def seal(self, share: float) -> None:
        seq = round(share * self.journal.high)
        seal = self.journal.seal(self.journal.stream, seq, 1, CLOCK)
        assert is_sealed_by(PUBLIC_KEY, self.journal.stream, seal)
        assert seal in self.journal.seals(self.journal.stream, seq, seq)

    @rule(high=st.integers(0, 20), safe=st.integers(0, 20))
    def hear_from_the_centre(self, high: int, safe: int) -> None:
        self.journal.set_mark(self.journal.stream, high, safe, 1)
        self.marks[self.journal.stream] = Mark(high, safe, 1)

    @rule()
    def begin_anew(self) -> None:
        self.bodies[self.journal.begin_anew(incarnations(1))] = []

    @invariant()
    def both_say_the_same(self) -> None:
        if not self.bodies:
            return
        assert dict(self.journal.streams()) == {stream: len(bodies) for stream, bodies in self.bodies.items()}
        for stream, bodies in self.bodies.items():
            assert list(everything(self.journal, stream)) == bodies
            assert self.journal.last_told(stream) == self.marks.get(stream)
            head = [genesis(stream, PUBLIC_KEY), *walk(genesis(stream, PUBLIC_KEY), bodies)][-1]
            assert self.journal.read(stream, len(bodies) + 1, 1).previous == head

    def teardown(self) -> None:
        if self.bodies:
            self.journal.close()
        shutil.rmtree(self.folder)


JournalAgainstModel.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestJournalAgainstModel = JournalAgainstModel.TestCase
