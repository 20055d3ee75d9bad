"""The names of newcomers: durable, found again after a restart, and gone without a trace when they must be."""

from pathlib import Path

import pytest

from sync.domain.roster import Party, PartyKind, Volunteer
from sync.journal.contract import Fault
from sync.journal.files import log_of
from sync.journal.walk_ins import KEPT_AFTER_MS, WalkInsOnDisk
from sync.protocol.messages import RosterChange
from tests.support.day import CARDS, CLOSES_MS, SCHOOL, named

ALI = Volunteer(named("Ali"), "Zebulonia Q.", SCHOOL, CARDS)
WALKERS = Party(named("walkers"), "Walkers", PartyKind.GROUP, SCHOOL, CARDS, 12, expected_adults=3)


def kept(path: Path) -> WalkInsOnDisk:
    return WalkInsOnDisk(path / "walk-ins.db")


def on_the_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.iterdir())


def test_a_restart_knows_everybody_still(tmp_path: Path) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    table.keep(WALKERS, CLOSES_MS)
    table.close()
    again = kept(tmp_path)
    assert again.rows() == (ALI, WALKERS)
    assert again.row(ALI.who) == ALI
    assert again.row(b"stranger") is None
    again.close()


def test_a_name_is_on_the_disk_when_keep_returns(tmp_path: Path) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    copied = tmp_path / "copied"
    copied.mkdir()
    for file in tmp_path.glob("walk-ins.db*"):
        (copied / file.name).write_bytes(file.read_bytes())
    after_the_power_went = kept(copied)
    assert after_the_power_went.rows() == (ALI,)
    after_the_power_went.close()
    table.close()


def test_what_waits_is_told_once_and_in_order(tmp_path: Path) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    table.keep(WALKERS, CLOSES_MS)
    table.keep(Party(b"sibling-", "", PartyKind.GROUP), CLOSES_MS, is_told=True)
    waiting = table.waiting(10)
    assert [change.key for change in waiting] == [ALI.who, WALKERS.who]
    assert table.waiting(1) == waiting[:1]
    table.told(waiting[:1])
    assert table.waiting(10) == waiting[1:]
    table.close()


def test_who_took_it_back_is_erased_here_at_once_and_told_to_the_centre(tmp_path: Path) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    on_its_way = table.waiting(10)
    table.take_back(ALI.who)
    assert table.rows() == ()
    assert ALI.shown_name.encode() not in on_the_disk(tmp_path)
    # The centre's answer to the name comes after it was taken back: that still waits.
    table.told(on_its_way)
    assert table.waiting(10) == (RosterChange(1, ALI.who, None),)
    table.told(table.waiting(10))
    assert table.waiting(10) == ()
    table.close()


@pytest.mark.parametrize("way", ["erased by the centre", "seven days later", "no longer trusted"])
def test_what_is_erased_stands_nowhere_on_the_disk(tmp_path: Path, way: str) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    assert ALI.shown_name.encode() in on_the_disk(tmp_path)
    if way == "erased by the centre":
        table.erase(ALI.who)
    elif way == "seven days later":
        table.erase_due(CLOSES_MS + KEPT_AFTER_MS - 1)
        assert table.rows() == (ALI,)
        table.erase_due(CLOSES_MS + KEPT_AFTER_MS)
    else:
        table.erase_all()
    assert table.rows() == ()
    assert table.waiting(10) == ()
    assert ALI.shown_name.encode() not in on_the_disk(tmp_path)
    table.close()


def test_a_damaged_table_is_begun_anew_and_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    table = kept(tmp_path)
    table.keep(ALI, CLOSES_MS)
    table.close()
    log_of(tmp_path / "walk-ins.db").unlink(missing_ok=True)
    (tmp_path / "walk-ins.db").write_bytes(b"wool" * 1000)
    anew = kept(tmp_path)
    assert anew.rows() == ()
    anew.keep(WALKERS, CLOSES_MS)
    assert anew.rows() == (WALKERS,)
    anew.close()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Fault):
        WalkInsOnDisk(tmp_path / "file" / "walk-ins.db")
