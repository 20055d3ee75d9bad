"""Does the centre come back from a backup with nothing lost and nothing counted twice? On both databases, with real kiosks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.backed_up import Kiosk, backed_up_centre, entries, hats, only_backup, run
from tests.support.centre import KINDS, set_up_django
from tests.support.day import EVENT, WARD
from tests.support.wiring import WiredCentre

set_up_django()


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WiredCentre]:
    state = tmp_path / "state"
    state.mkdir()
    with backed_up_centre(request.param, state) as centre:
        yield centre


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def epoch() -> int:
    from sync.server.ledger.models import Centre

    return max(Centre.objects.values_list("epoch", flat=True), default=1)


def forget_today() -> None:
    """The disaster: half of the ledger is gone, and somebody counted wrongly in the rest."""
    from sync.server.ledger.models import Entry, Stream, Subtotal

    Entry.objects.filter(seq__gt=1).delete()
    Subtotal.objects.update(amount=1)
    Stream.objects.update(high=1)


def test_after_a_disaster_kiosks_send_again_what_the_backup_does_not_know_and_totals_are_exact(centre: WiredCentre, shelf: Path) -> None:
    first, second = Kiosk(centre, 1), Kiosk(centre, 2)
    first.log(*range(1, 8))
    second.log(20, 21)
    first.sync()
    second.sync()
    assert run("backup", shelf) == 0
    first.log(*range(8, 15))
    first.sync()
    late = Kiosk(centre, 3)
    late.log(30)
    late.sync()
    sum_of_all = sum(range(1, 15)) + 41 + 30
    assert (hats(centre), entries(centre)) == (sum_of_all, 17)
    before = epoch()
    forget_today()
    assert run("restore", only_backup(shelf), "--replace") == 0
    assert (hats(centre), entries(centre)) == (sum(range(1, 8)) + 41, 9)
    assert epoch() > before
    add_again(late)
    for kiosk in (first, second, late):
        kiosk.wake()
        kiosk.wake()
    assert (hats(centre), entries(centre)) == (sum_of_all, 17)
    assert [kiosk.outbox.waiting() for kiosk in (first, second, late)] == [0, 0, 0]
    assert run("recount") == 0


def add_again(kiosk: Kiosk) -> None:
    """A kiosk that was enrolled after the backup was made is approved once more."""
    from tests.support.wiring import add_device

    add_device(kiosk.no)


def test_only_a_proven_backup_lets_kiosks_know_what_is_safe(centre: WiredCentre, shelf: Path) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    assert run("backup", shelf / "first.backup") == 0
    kiosk.log(4)
    kiosk.sync()
    assert kiosk.safe() == 0
    assert run("prove-backup", shelf / "first.backup") == 0
    kiosk.wake()
    assert kiosk.safe() == 3
    assert run("backup", shelf / "second.backup", "--verify") == 0
    kiosk.wake()
    assert kiosk.safe() == 4


def test_a_backup_that_tells_another_story_than_the_centre_makes_nothing_safe(centre: WiredCentre, shelf: Path) -> None:
    from sync.server.backups.making import make
    from sync.server.backups.proving import raise_safe

    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    facts = make(shelf, centre.now_ms).manifest.facts
    another = tuple(msgspec.structs.replace(one, head="0" * len(one.head)) for one in facts.streams)
    assert raise_safe(msgspec.structs.replace(facts, streams=another)) == 0
    assert raise_safe(facts) == 1


@pytest.mark.usefixtures("centre")
def test_a_life_is_above_whatever_is_known_of_others_and_has_the_time_in_it() -> None:
    from sync.server.publishing.lives import begin_life

    assert begin_life(0, above=epoch() + 70) == epoch() > 70
    later_s = epoch() + 5_000
    assert [begin_life(later_s * 1_000), begin_life(0)] == [later_s, later_s + 1]


def test_a_backup_whose_stays_are_wrong_makes_nothing_safe(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.projector.models import Stay

    kiosk = Kiosk(centre, 1)
    kiosk.log(1)
    kiosk.sync()
    Stay.objects.create(event=EVENT, venue=WARD, who=b"nobody--", from_ms=1, headcount=9)
    assert run("backup", shelf, "--verify") == 1
    assert "not in order" in capsys.readouterr().err
    kiosk.wake()
    assert kiosk.safe() == 0


def test_what_came_back_is_held_against_what_was_written_down(centre: WiredCentre, shelf: Path, tmp_path: Path) -> None:
    from sync.server.backups import container
    from sync.server.backups.making import DATABASE, make
    from sync.server.backups.opening import side_of_this_centre
    from sync.server.backups.proving import doubts_about

    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    taken_out = tmp_path / "taken-out"
    taken_out.mkdir()
    facts = container.take_out(make(shelf, centre.now_ms).path, taken_out, "").facts
    fewer = tuple(msgspec.structs.replace(one, high=one.high - 1) for one in facts.streams)
    side = side_of_this_centre()
    for told, doubt in (
        (facts, ""),
        (msgspec.structs.replace(facts, epoch=facts.epoch + 1), "it should be epoch"),
        (msgspec.structs.replace(facts, streams=fewer), "its streams do not stand where its manifest says"),
        (msgspec.structs.replace(facts, migrations=facts.migrations[1:]), "its tables are not of the version"),
        (msgspec.structs.replace(facts, tables={**facts.tables, "ledger_entry": 7}), "table ledger_entry has 3 rows instead of 7"),
    ):
        with side.scratch(taken_out / DATABASE) as scratch:
            doubts = doubts_about(side, scratch, told, centre.now_ms)
        assert [one.startswith(doubt) for one in doubts] == ([True] if doubt else []), doubt


def test_a_backup_whose_figures_are_wrong_is_kept_but_makes_nothing_safe(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync.server.ledger.models import Subtotal

    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    Subtotal.objects.update(amount=7)
    assert run("backup", shelf, "--verify", "--keep", 1) == 1
    assert "7 is shown, its entries add up to 6" in capsys.readouterr().err
    kiosk.wake()
    assert kiosk.safe() == 0
    assert run("restore", only_backup(shelf), "--replace") == 1
    assert hats(centre) == 7
    assert run("restore", only_backup(shelf), "--replace", "--despite-doubts") == 0


def test_a_hole_in_the_ledger_is_found_by_its_chain(centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.ledger.models import Entry

    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    Entry.objects.filter(seq=2).delete()
    assert run("backup", shelf, "--verify") == 1
    assert "do not lead to its head" in capsys.readouterr().err


def test_a_backup_of_an_earlier_life_makes_nothing_safe(centre: WiredCentre, shelf: Path) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2)
    kiosk.sync()
    assert run("backup", shelf) == 0
    assert run("restored") == 0
    assert run("prove-backup", only_backup(shelf)) == 0
    kiosk.wake()
    assert kiosk.safe() == 0


def test_the_same_backup_twice_begins_two_lives(centre: WiredCentre, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1)
    kiosk.sync()
    assert run("backup", shelf) == 0
    epochs = []
    for seconds in (1, 2):
        monkeypatch.setattr("time.time_ns", lambda seconds=seconds: (2_000_000_000 + seconds) * 10**9)
        assert run("restore", only_backup(shelf), "--replace") == 0
        epochs.append(epoch())
    assert epochs[0] < epochs[1]


@pytest.mark.slow
def test_what_is_pushed_while_a_backup_is_written_is_not_half_in_it(tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's program begins after the manifest's figures were fixed; SQLite's figures are read from the copy itself."""
    from sync.server.backups import programs

    (tmp_path / "state").mkdir()
    with backed_up_centre("postgresql", tmp_path / "state") as centre:
        kiosk = Kiosk(centre, 1)
        kiosk.log(1, 2)
        kiosk.sync()
        run_it = programs.run

        def after_a_push(words: list[str], password: str) -> None:
            if words[0].endswith("pg_dump"):
                kiosk.log(3)
                kiosk.sync()
            run_it(words, password)

        monkeypatch.setattr(programs, "run", after_a_push)
        assert run("backup", shelf, "--verify") == 0
        kiosk.wake()
        assert (entries(centre), kiosk.safe()) == (3, 2)


def test_what_a_newer_proven_backup_let_kiosks_forget_is_not_thrown_away_silently(
    centre: WiredCentre, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1)
    kiosk.sync()
    assert run("backup", shelf / "old.backup") == 0
    kiosk.log(2, 3)
    kiosk.sync()
    assert run("backup", shelf / "new.backup", "--verify") == 0
    capsys.readouterr()
    assert run("restore", shelf / "old.backup", "--replace") == 1
    assert "kiosk 1 may have let go of 2 entries" in capsys.readouterr().err
    assert entries(centre) == 3


@pytest.mark.usefixtures("centre")
def test_a_restored_centre_keeps_who_works_there_and_signs_everybody_out(shelf: Path) -> None:
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from sync.server.audit.models import AuditLine
    from sync.server.publishing import keys

    User.objects.create_user("rebecca")
    SessionStore().create()
    before = bytes(keys.server_key())
    assert run("backup", shelf) == 0
    User.objects.all().delete()
    assert run("restore", only_backup(shelf), "--replace") == 0
    assert list(User.objects.values_list("username", flat=True)) == ["rebecca"]
    assert not Session.objects.exists()
    assert bytes(keys.server_key()) == before
    assert AuditLine.objects.filter(deed="restored").count() == 1
    assert epoch_in_manifest() == epoch()


@pytest.mark.usefixtures("centre")
def test_a_file_that_no_backup_holds_is_not_offered(shelf: Path) -> None:
    from sync.server.jobs.models import Job, State

    told = {"event": EVENT, "work": "mats", "asked_by": 1, "asked_ms": 1, "asked": {}}
    Job.objects.create(title="Mats", state=State.DONE, file="mats.pdf", **told)
    assert run("backup", shelf) == 0
    assert run("restore", only_backup(shelf), "--replace") == 0
    assert Job.objects.get().is_file_gone


def epoch_in_manifest() -> int:
    from sync.protocol import envelope
    from sync.protocol.messages import Manifest
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import manifest_of

    return envelope.decode(manifest_of(Publication.objects.get()).body, Manifest).epoch


def test_old_backups_go_but_never_the_newest_proven_one(centre: WiredCentre, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1)
    kiosk.sync()
    (shelf / "holiday.backup").write_bytes(b"somebody's own")
    for second in range(4):
        monkeypatch.setattr("time.time_ns", lambda second=second: (2_000_000_000 + second) * 10**9)
        more: tuple[Any, ...] = ("--verify",) if second == 1 else ()
        assert run("backup", shelf, "--keep", 1, *more) == 0
    assert sorted(path.name for path in shelf.iterdir()) == [
        "holiday.backup",
        "manyhands-20330518T033321Z.backup",
        "manyhands-20330518T033323Z.backup",
    ]
