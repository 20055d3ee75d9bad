"""A kiosk without a network: what it recorded goes to the centre in one file, and the network that comes back adds nothing twice."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.setup.exits import Exit
from sync.client.device import Device, keep_device
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.rounds import Line, PullRound, PushRound, carry
from sync.domain.entry import Entry
from sync.domain.facts import ItemsLogged
from sync.journal.disk import DiskJournal
from sync.journal.told import ToldOnDisk
from tests.support.centre import KINDS
from tests.support.day import HATS, KNITTING, WARD, entry
from tests.support.journals import opened_at, tap
from tests.support.pushing import NOW_MS, key_of, sample_at
from tests.support.wiring import WiredCentre, add_device, wired_centre

HATS_A_TAP, TAPS = 7, 600
"""More than one batch."""


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param) as centre:
        add_device(1)
        yield centre


@pytest.fixture(autouse=True)
def environment_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MANYHANDS_HANDED_OVER", str(os.getpid()))
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "commands"))


class Offline:
    """A kiosk that joined once and has had no network since."""

    def __init__(self, folder: Path, centre: WiredCentre) -> None:
        self.centre = centre
        self.state = folder / "state"
        self.state.mkdir()
        self.settings = folder / "kiosk.toml"
        self.settings.write_text(f'[machine]\nstate = "{self.state}"\n', encoding="utf-8")
        self.device = Device(key_of(1).encode(), 1, WARD, centre.key)
        keep_device(self.state, self.device)
        self.over_the_line(is_first=True)
        with self.journal() as journal:
            for number in range(TAPS):
                journal.append(hats(number), tap(number + 1))

    def journal(self) -> "Opened":
        return Opened(self.state / "journal.db")

    def over_the_line(self, *, is_first: bool = False) -> tuple[int, int]:
        """The network is there: ask for the day, and unless this is the first time push what waits. Return what is sent, and waits."""
        told = ToldOnDisk(self.state / "told.db", 1, WARD)
        with self.journal() as journal:
            making = Making(lambda: sample_at(NOW_MS), lambda: os.urandom(16), lambda: 1, "test")
            outbox, pull = Outbox(journal, making), Pull(self.device, journal, told, making)
            line, refill = Line(pull, lambda _now: None), Refill(told, making)
            carry(PullRound(line, pull, outbox, refill, lambda: None).run(), self.centre.post, lambda: False)
            if not is_first:
                carry(PushRound(line, (outbox, refill), self.device.signing_key).run(), self.centre.post, lambda: False)
            stands = outbox.sent(), outbox.waiting()
        told.close()
        return stands

    def hand_over(self, out: Path) -> int:
        return cli.main(["hand-over", "--settings", str(self.settings), str(out)])


class Opened:
    """The journal of kiosk 1 while somebody writes in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> DiskJournal:
        self._journal = opened_at(self._path, device=1, key=key_of(1))
        return self._journal

    def __exit__(self, *_: object) -> None:
        self._journal.close()


def hats(number: int) -> Entry:
    return entry(ItemsLogged(KNITTING, HATS, HATS_A_TAP), number / 60, WARD)


def brought(path: Path) -> tuple[int, int]:
    from sync.server.couriers.hand_over import receive
    from sync.server.ledger.opening import open_store

    received = receive(open_store(), path.read_bytes(), NOW_MS)
    assert received.is_in_order
    return received.entries, received.new


def made(centre: WiredCentre) -> int:
    return int(centre.database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal")[0][0])


@pytest.mark.slow
def test_a_day_without_a_network_reaches_the_centre_in_one_file_and_counts_once_when_the_network_is_back(
    centre: WiredCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk = Offline(tmp_path, centre)
    stick = tmp_path / "stick"
    stick.mkdir()
    for _ in range(2):
        assert kiosk.hand_over(stick) == Exit.DONE
    assert f"{TAPS} entries" in capsys.readouterr().out
    (file,) = stick.iterdir()
    assert made(centre) == 0
    with kiosk.journal() as journal:
        assert journal.mark(journal.stream) == 0, "a file in a pocket is not an answer of the centre"
    assert brought(file) == (TAPS, TAPS)
    assert made(centre) == TAPS * HATS_A_TAP
    assert kiosk.over_the_line() == (TAPS, 0)
    assert made(centre) == TAPS * HATS_A_TAP, "what the network brings after the stick counts once"
    assert brought(file) == (TAPS, 0)


def test_while_the_kiosk_runs_it_is_closed_first_and_another_file_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with wired_centre(KINDS[0]) as centre:
        add_device(1)
        kiosk = Offline(tmp_path, centre)
        with kiosk.journal():
            assert kiosk.hand_over(tmp_path / "day.mh") == Exit.FAULT
        assert "Close that one first" in capsys.readouterr().err
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear Ruth", encoding="utf-8")
        assert kiosk.hand_over(letter) == Exit.USAGE
        assert letter.read_text(encoding="utf-8") == "Dear Ruth"
        assert kiosk.hand_over(tmp_path / "no" / "such" / "stick.mh") == Exit.FAULT
        assert "cannot be written" in capsys.readouterr().err


def test_a_machine_that_recorded_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[machine]\nstate = "{tmp_path / "state"}"\n', encoding="utf-8")
    command = ["hand-over", "--settings", str(settings), str(tmp_path / "day.mh")]
    assert cli.main(command) == Exit.USAGE
    assert "nothing to hand over" in capsys.readouterr().err
    assert not (tmp_path / "state").exists(), "looking makes nobody a kiosk"
    (tmp_path / "state").mkdir()
    keep_device(tmp_path / "state", Device(key_of(1).encode()))
    assert cli.main(command) == Exit.USAGE
    assert "has not joined" in capsys.readouterr().err
    keep_device(tmp_path / "state", Device(key_of(1).encode(), 1, WARD, b"k" * 32))
    assert cli.main(command) == Exit.FAULT
    assert "let it reach the centre once" in capsys.readouterr().err
    settings.write_text("[machine]\nstat = 1\n", encoding="utf-8")
    assert cli.main(command) == Exit.USAGE
