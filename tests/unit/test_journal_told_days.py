"""Seven days after the event: is whoever was expected forgotten, and only by a clock that can be trusted?"""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.app.erasing import Erasing, Prints
from sync.domain.definition import Definition
from sync.domain.entry import ClockState
from sync.domain.roster import Volunteer
from sync.journal.contract import Fault
from sync.journal.told import ROSTER_KEPT_AFTER_MS, ToldOnDisk
from sync.journal.walk_ins import WalkInsOnDisk
from sync.protocol.messages import RosterPage
from tests.support.day import AHMED, CLASS_3B, CLOSES_MS, MIRIAM, WARD, small_definition
from tests.support.desk import SetClocks
from tests.unit.test_journal_told import DEVICE, SIBLING, changes, manifest, part, signed

OVER_MS = CLOSES_MS + ROSTER_KEPT_AFTER_MS
ALI = Volunteer(b"newcomer", "Ali B.", WARD)


def told_at(folder: Path) -> ToldOnDisk:
    told = ToldOnDisk(folder / "told.db", DEVICE, WARD)
    told.keep_manifest(signed(manifest()), manifest())
    told.keep_roster_page(RosterPage(3, changes(), None))
    told.keep_part(part(1, 4))
    return told


def on_the_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("told.db*"))


def test_who_was_expected_stands_nowhere_on_the_disk_seven_days_later_and_the_entries_stay(tmp_path: Path) -> None:
    told = told_at(tmp_path)
    assert not told.erase_due(OVER_MS - 1)
    assert told.volunteer(MIRIAM) is not None
    assert b"Miriam" in on_the_disk(tmp_path)
    assert told.erase_due(OVER_MS)
    assert (told.volunteer(MIRIAM), told.party(CLASS_3B), told.leads(), told.by_name("m", 6)) == (None, None, (), ())
    for name in ("Miriam", "miriam", "Class 3B", "Ruth"):
        assert name.encode() not in on_the_disk(tmp_path)
    assert dict(told.vector()) == {SIBLING: 4}
    assert len(told.read(SIBLING, 1, 9).entries) == 4
    assert not told.erase_due(OVER_MS + 1), "once is enough"
    told.close()


def test_they_are_not_fetched_again_and_what_comes_all_the_same_is_not_kept(tmp_path: Path) -> None:
    told = told_at(tmp_path)
    told.erase_due(OVER_MS)
    assert told.roster_position() == (3, b"")
    told.keep_roster_page(RosterPage(4, changes(), None))
    assert told.roster_position() == (4, b"")
    told.close()
    told = ToldOnDisk(tmp_path / "told.db", DEVICE, WARD)
    assert told.volunteer(MIRIAM) is None
    assert b"Miriam" not in on_the_disk(tmp_path)
    told.close()


def later(by_ms: int) -> bytes:
    definition: Definition = small_definition(2)
    return msgspec.msgpack.encode(replace(definition, event=replace(definition.event, closes_ms=CLOSES_MS + by_ms)))


@pytest.mark.parametrize(("by_ms", "position"), [(0, (3, b"")), (86_400_000, (0, b""))])
def test_an_event_that_is_put_off_is_told_again_and_one_that_is_only_published_again_is_not(
    tmp_path: Path, by_ms: int, position: tuple[int, bytes]
) -> None:
    told = told_at(tmp_path)
    told.erase_due(OVER_MS)
    told.keep_manifest(signed(manifest(2)), manifest(2, definition=later(by_ms)))
    assert told.roster_position() == position
    told.keep_roster_page(RosterPage(5, changes(), None))
    assert (told.volunteer(AHMED) is not None) == (by_ms > 0)
    told.close()


@pytest.mark.parametrize("clock", list(ClockState))
def test_nobody_is_forgotten_by_a_clock_that_nobody_has_set(tmp_path: Path, clock: ClockState) -> None:
    told, walk_ins, clocks = told_at(tmp_path), WalkInsOnDisk(tmp_path / "walk-ins.db"), SetClocks()
    walk_ins.keep(ALI, CLOSES_MS)
    clocks.state = clock
    clocks.told(OVER_MS)
    thrown: list[str] = []
    erasing = Erasing(told, walk_ins, clocks, Prints(lambda: thrown.append("prints"), lambda _is_gone: None))
    erasing.erase_due()
    erasing.erase_due()
    is_trusted = clock >= ClockState.SERVER_TIME
    assert (told.volunteer(MIRIAM) is None) == is_trusted
    assert (walk_ins.rows() == ()) == is_trusted
    assert thrown == ["prints"] * is_trusted
    told.close()
    walk_ins.close()


def test_a_disk_that_does_not_let_go_of_names_is_asked_again_with_the_next_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told, walk_ins, clocks = told_at(tmp_path), WalkInsOnDisk(tmp_path / "walk-ins.db"), SetClocks()
    clocks.told(OVER_MS)
    erasing = Erasing(told, walk_ins, clocks, Prints(lambda: None, lambda _is_gone: None))

    def stumble(_now_ms: int) -> None:
        raise Fault("Keeping the name of a newcomer", "the disk reported an error.")

    with monkeypatch.context() as stumbling:
        stumbling.setattr(walk_ins, "erase_due", stumble)
        erasing.erase_due()
    assert "still here" in caplog.text
    erasing.erase_due()
    assert told.volunteer(MIRIAM) is None
    told.close()
    walk_ins.close()


def test_names_on_paper_go_at_the_next_start_where_the_power_went_after_the_roster_was_erased(tmp_path: Path) -> None:
    told, walk_ins, clocks = told_at(tmp_path), WalkInsOnDisk(tmp_path / "walk-ins.db"), SetClocks()
    thrown: list[str] = []
    clocks.told(CLOSES_MS)
    Erasing(told, walk_ins, clocks, Prints(lambda: thrown.append("too early"), lambda _is_gone: None)).erase_due()
    clocks.told(OVER_MS)
    told.erase_due(OVER_MS)
    Erasing(told, walk_ins, clocks, Prints(lambda: thrown.append("prints"), lambda _is_gone: None)).erase_due()
    assert thrown == ["prints"]
    told.close()
    walk_ins.close()


def test_a_kiosk_that_is_trusted_no_longer_forgets_newcomers_and_what_waits_for_the_printer(tmp_path: Path) -> None:
    told, walk_ins = told_at(tmp_path), WalkInsOnDisk(tmp_path / "walk-ins.db")
    walk_ins.keep(ALI, CLOSES_MS)
    thrown: list[str] = []
    Erasing(told, walk_ins, SetClocks(), Prints(lambda: thrown.append("prints"), lambda _is_gone: None)).erase_newcomers()
    assert (walk_ins.rows(), thrown) == ((), ["prints"])
    told.close()
    walk_ins.close()


def test_a_change_of_the_roster_asks_for_the_paper_of_whoever_was_taken_off(tmp_path: Path) -> None:
    told, walk_ins = told_at(tmp_path), WalkInsOnDisk(tmp_path / "walk-ins.db")
    asked: list[object] = []
    Erasing(told, walk_ins, SetClocks(), Prints(lambda: None, asked.append)).erase_withdrawn()
    assert asked == [told.is_withdrawn]
    told.close()
    walk_ins.close()
