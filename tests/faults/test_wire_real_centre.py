"""Do the real client and the real centre agree, from the six digits to the totals, over a line that cuts and flips?"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.client.device import load_or_make_device
from sync.client.enrol import Enrolled, Enrolment, Waiting
from sync.client.outcome import RetryLater
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.reports import Forked, Report
from sync.client.rounds import Line, PullRound, PushRound, carry
from sync.client.session import HttpTransport
from sync.client.sizing import Sizing
from sync.domain.facts import ItemsLogged
from sync.domain.roster import Roster
from sync.journal.memory import MemoryJournal
from sync.journal.told import ToldOnDisk
from sync.protocol import paths
from sync.protocol.envelope import encode, pack
from sync.protocol.messages import Manifest, RosterPage, Signed
from sync.protocol.signing import MANIFEST, NO_NONCE, sign
from tests.support.centre import Database, fresh_database
from tests.support.day import EVENT, HATS, KNITTING, WARD, entry, small_definition, small_roster
from tests.support.journals import incarnations, tap
from tests.support.pushing import NOW_MS, sample_at
from tests.support.real_wire import real_wire
from tests.support.wire import chaos

ROUNDS_MAX = 60


class Centre:
    """The real one, in this process."""

    def __init__(self, database: Database, address: str, at_the_centre: Callable[[Callable[[], Any]], Any]) -> None:
        self.database = database
        self.address = address
        self.run = at_the_centre

    def publish(self) -> None:
        from sync.server.publishing.publish import publish

        self.run(lambda: publish(small_definition(), {WARD: small_roster()}, NOW_MS))

    def approve(self, digits: str) -> None:
        """What the coordinator does: find the same six digits, pick the venue, approve."""
        from sync.server.devices import enrolment
        from sync.server.publishing import keys

        def approve_it() -> None:
            waiting = enrolment.pending(bytes(keys.server_key().verify_key), NOW_MS)
            [asked] = [each for each in waiting if each.digits == digits]
            enrolment.approve(asked.id, EVENT, WARD, NOW_MS)

        self.run(approve_it)

    def forget_everything(self) -> None:
        """A backup from before the first entry is put back, and the centre says so."""
        from sync.server.commands.restored import run

        store = self.database.store()
        with store.transaction() as ledger:
            for table in ("seal", "subtotal", "entry", "venueentries", "flag", "count", "stream", "quarantined"):
                name = f"ledger_{table}"
                if name in self.tables():
                    ledger.run(f"DELETE FROM {name}")
        store._connection.close()
        self.run(lambda: run(None))  # type: ignore[arg-type]  # it looks at nothing

    def signed(self, manifest: Manifest) -> Signed:
        """Sign ``manifest`` as the centre would."""
        from sync.server.publishing import keys

        signed: Signed = self.run(lambda: sign(MANIFEST, NO_NONCE, encode(manifest), keys.server_key()))
        return signed

    def tables(self) -> set[str]:
        return {str(name) for (name,) in self.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def hats(self) -> int:
        return int(self.database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal WHERE item = %s", (HATS,))[0][0])

    def bodies(self) -> list[bytes]:
        rows = self.database.rows("SELECT body FROM ledger_entry ORDER BY stream_id, seq")
        return [bytes(body) for (body,) in rows]


@pytest.fixture
def centre() -> Iterator[Centre]:
    with fresh_database("sqlite") as database, real_wire(database, lambda: NOW_MS) as (address, at_the_centre):
        centre = Centre(database, address, at_the_centre)
        centre.publish()
        yield centre


class Machine:
    """One kiosk that enrolled itself at the real centre, with its cache on disk."""

    def __init__(self, folder: Path, centre: Centre, first_incarnation: int) -> None:
        folder.mkdir()
        self.enrolled = enrol(folder, centre)
        device = self.enrolled.device
        self.journal = MemoryJournal(device.number, device.signing_key, incarnations(first_incarnation))
        self.told = ToldOnDisk(folder / "told", device.number, device.venue)
        self.told.keep_manifest(self.enrolled.signed, self.enrolled.manifest)
        self.reports: list[Report] = []
        self.start()

    def start(self) -> None:
        """Begin with what stands in the journal and the cache."""
        device = self.enrolled.device
        nonces = incarnations()
        making = Making(lambda: sample_at(NOW_MS), lambda: nonces().to_bytes(16), lambda: 1, "test", Sizing(3))
        self.outbox = Outbox(self.journal, making, self.reports.append)
        refill = Refill(self.told, making)
        self.pull = pull = Pull(device, self.journal, self.told, making, self.reports.append)
        line = Line(pull, lambda _now_ms: None)
        self.push_round = PushRound(line, (self.outbox, refill), device.signing_key)
        self.pull_round = PullRound(line, pull, self.outbox, refill, lambda: None)

    def log(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            self.journal.append(entry(ItemsLogged(KNITTING, HATS, number), number, WARD), tap(number))

    def sync(self, address: str, *, push: bool = True, pull: bool = True) -> None:
        """One round of each over a fresh connection; a bad line is only a delay."""
        transport = HttpTransport(address, timeout_s=0.5)
        rounds = [each for each, wanted in ((self.push_round, push), (self.pull_round, pull)) if wanted]
        for each in rounds:
            try:
                carry(each.run(), transport.post, lambda: False)
            except RetryLater:
                continue
        transport.close()


def enrol(folder: Path, centre: Centre) -> Enrolled:
    device = load_or_make_device(folder)
    enrolment = Enrolment(device, "door", "test")
    transport = HttpTransport(centre.address)
    waiting = enrolment.take_response(transport.post(paths.ENROL, pack(enrolment.ask(b"first"))), b"first")
    assert isinstance(waiting, Waiting)
    centre.approve(waiting.digits)
    enrolled = enrolment.take_response(transport.post(paths.ENROL, pack(enrolment.ask(b"second"))), b"second")
    transport.close()
    assert isinstance(enrolled, Enrolled)
    return enrolled


def test_from_the_six_digits_to_the_totals_over_a_bad_line(centre: Centre, tmp_path: Path) -> None:
    kiosk = Machine(tmp_path / "one", centre, 100)
    assert kiosk.told.venue == WARD
    with chaos(centre.address, seed=5, share=0.6, stall_s=0.6) as line:
        for first in range(1, 61, 4):
            kiosk.log(first, first + 3)
            kiosk.sync(line.address, pull=False)
        for _ in range(ROUNDS_MAX):
            if not kiosk.outbox.waiting():
                break
            kiosk.sync(line.address, pull=False)
        assert len(set(line.fates)) > 3, "the line was not bad enough to mean anything"
    assert kiosk.outbox.waiting() == 0
    assert centre.bodies() == list(kiosk.journal.read(kiosk.journal.stream, 1, 99).entries)
    assert centre.hats() == sum(range(1, 61))


def test_the_roster_and_the_siblings_entries_come_down(centre: Centre, tmp_path: Path) -> None:
    one, two = Machine(tmp_path / "one", centre, 100), Machine(tmp_path / "two", centre, 200)
    one.log(1, 9)
    one.sync(centre.address)
    two.sync(centre.address)
    expected: Roster = small_roster()
    assert all(two.told.volunteer(each.who) for each in expected.volunteers if each.venue in (None, WARD))
    assert dict(two.told.vector()) == {one.journal.stream: 9}


def test_a_restored_centre_is_filled_again_by_a_sibling_of_a_kiosk_that_is_gone(centre: Centre, tmp_path: Path) -> None:
    gone, left = Machine(tmp_path / "gone", centre, 100), Machine(tmp_path / "left", centre, 200)
    gone.log(1, 9)
    gone.sync(centre.address)
    left.log(10, 12)
    left.sync(centre.address)
    assert centre.hats() == sum(range(1, 13))
    centre.forget_everything()
    assert centre.hats() == 0
    for _ in range(3):
        left.sync(centre.address)
    assert centre.hats() == sum(range(1, 13))


def test_what_a_restored_centre_publishes_is_heard_although_its_versions_begin_again(centre: Centre, tmp_path: Path) -> None:
    kiosk = Machine(tmp_path / "one", centre, 100)
    kiosk.sync(centre.address)
    # As if the kiosk had heard more than the backup knows.
    manifest = msgspec.structs.replace(kiosk.enrolled.manifest, version=90)
    kiosk.told.keep_manifest(centre.signed(manifest), manifest)
    kiosk.told.keep_roster_page(RosterPage(90, (), None))
    kiosk.start()
    centre.forget_everything()
    kiosk.sync(centre.address)
    assert kiosk.pull.manifest
    assert kiosk.pull.manifest.version < 90
    assert kiosk.told.roster_position()[0] < 90


def test_a_clone_is_seen_by_the_real_centre(centre: Centre, tmp_path: Path) -> None:
    kiosk = Machine(tmp_path / "one", centre, 100)
    kiosk.log(1, 4)
    kiosk.sync(centre.address)
    disk = kiosk.journal
    clone = MemoryJournal(kiosk.enrolled.device.number, kiosk.enrolled.device.signing_key, incarnations(100))
    kiosk.journal = clone
    kiosk.outbox._journal = clone
    kiosk.log(1, 3)
    kiosk.log(90, 95)
    kiosk.sync(centre.address, pull=False)
    assert Forked(clone.stream) in kiosk.reports
    assert kiosk.outbox.waiting() == 0
    assert centre.bodies() == list(disk.read(disk.stream, 1, 9).entries)
    assert centre.hats() == 10
