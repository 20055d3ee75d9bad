"""Paper: printed once, never lost by a restart, and never waited for by anybody."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.flow.findings import PrinterTrouble
from kiosk.printing import jobs as jobs_of
from kiosk.printing.jobs import Job, Jobs, Stand, forget_waiting
from kiosk.printing.press import Pace, Press
from sync.paper.cards import SmallKind, SmallPaper
from sync.paper.small import PaperSize, small_pdf
from tests.support.printers import PaperTray

LABEL = SmallPaper(SmallKind.LABEL, "Miriam K.", lines=("Knitting",))
QUICK = Pace(look_every_s=0.01, stuck_after_s=0.05, pauses_s=(0.01, 0.02))
AT_MOST_S = 30.0


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + AT_MOST_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


class Room:
    """A press with a tray, on a folder."""

    def __init__(self, folder: Path, tray: PaperTray) -> None:
        self.tray = tray
        self.changes = 0
        self.press = Press(tray, lambda: Jobs(folder), PaperSize.LABEL_62, self._changed, QUICK)
        self.press.start()

    def _changed(self) -> None:
        self.changes += 1

    def rests(self, waiting: int = 0, trouble: PrinterTrouble | None = None) -> None:
        wait_until(lambda: self.press.stand() == Stand(waiting, trouble), f"{self.press.stand()}")


@pytest.fixture
def rooms() -> Iterator[list[Room]]:
    opened: list[Room] = []
    yield opened
    for room in opened:
        room.press.stop()


def test_what_is_asked_for_twice_is_printed_once(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    rooms.append(Room(tmp_path, tray))
    for _ in range(3):
        rooms[0].press.put("label-miriam-1", LABEL)
    rooms[0].press.put("label-miriam-2", LABEL)
    wait_until(lambda: len(tray.pages) == 2, "two labels")
    rooms[0].rests()
    assert all(page.startswith(b"%PDF") for page in tray.pages)


def test_after_a_restart_what_waited_is_printed_and_what_was_printed_is_not(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    first = Room(tmp_path, tray)
    first.press.put("one", LABEL)
    wait_until(lambda: len(tray.pages) == 1, "the first label")
    first.rests()
    tray.ill = PrinterTrouble.NO_ANSWER
    first.press.put("two", LABEL)
    first.rests(1, PrinterTrouble.NO_ANSWER)
    first.press.stop()

    tray.ill = None
    rooms.append(Room(tmp_path, tray))
    rooms[0].press.put("one", LABEL)
    wait_until(lambda: len(tray.pages) == 2, "the second label")
    rooms[0].rests()
    assert tray.taken == 2


def test_a_page_that_cups_has_is_followed_after_a_restart_and_not_printed_anew(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow = True
    first = Room(tmp_path, tray)
    first.press.put("one", LABEL)
    first.rests(1, PrinterTrouble.SLOW)
    first.press.stop()
    rooms.append(Room(tmp_path, tray))
    tray.slow = False
    wait_until(lambda: len(tray.pages) == 1, "the one label")
    rooms[0].rests()
    assert tray.taken == 1


def test_a_printer_without_paper_is_told_and_goes_on_when_somebody_put_paper_in(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.OUT_OF_PAPER
    rooms.append(Room(tmp_path, tray))
    for number in range(3):
        rooms[0].press.put(f"card-{number}", LABEL)
    rooms[0].rests(3, PrinterTrouble.OUT_OF_PAPER)
    assert rooms[0].changes
    tray.slow, tray.complaint = False, None
    rooms[0].press.try_again()
    wait_until(lambda: len(tray.pages) == 3, "three cards")
    rooms[0].rests()


def test_a_card_that_hangs_in_a_stopped_queue_is_taken_back_and_handed_over_again_when_the_lead_tries(
    tmp_path: Path, rooms: list[Room]
) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.STOPPED
    rooms.append(Room(tmp_path, tray))
    rooms[0].press.put("card", LABEL)
    rooms[0].rests(1, PrinterTrouble.STOPPED)
    assert list(tray.queued) == ["tray-1"]
    rooms[0].press.try_again()
    wait_until(lambda: list(tray.queued) == ["tray-2"], "the card to be handed over anew, and not to lie there twice")


def test_the_lead_can_throw_away_what_waits_and_nothing_of_it_comes_back(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.JAMMED
    rooms.append(Room(tmp_path, tray))
    for number in range(3):
        rooms[0].press.put(f"card-{number}", LABEL)
    rooms[0].rests(3, PrinterTrouble.JAMMED)
    rooms[0].press.throw_away()
    rooms[0].rests()
    assert (tray.queued, tray.pages) == ({}, [])
    assert len(Jobs(tmp_path)) == 0


def test_what_waits_for_somebody_who_was_withdrawn_goes_at_once_and_nobody_else_s(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.JAMMED
    rooms.append(Room(tmp_path, tray))
    for who in (b"miriam--", b"ahmed---"):
        rooms[0].press.put(f"pass-{who.hex()}-1", LABEL)
    rooms[0].press.put("of another making", LABEL)
    rooms[0].rests(3, PrinterTrouble.JAMMED)
    rooms[0].press.forget(lambda who: who == b"miriam--")
    rooms[0].rests(2, PrinterTrouble.JAMMED)
    assert [job.key for job in Jobs(tmp_path).waiting()] == [f"pass-{b'ahmed---'.hex()}-1", "of another making"]

    def broken(_who: bytes) -> bool:
        raise OSError("the roster's file")

    rooms[0].press.forget(broken)
    rooms[0].press.forget(lambda _who: True)
    rooms[0].rests()
    assert (tray.queued, tray.pages) == ({}, [])


def test_without_a_printer_what_waited_for_somebody_withdrawn_is_forgotten_too(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    for who in (b"miriam--", b"ahmed---"):
        jobs.add(jobs_of.Job(f"pass-{who.hex()}-1", LABEL))
    jobs_of.forget_waiting(tmp_path, lambda who: who == b"miriam--")
    assert [jobs_of.owner_of(job.key) for job in Jobs(tmp_path).waiting()] == [b"ahmed---"]


def test_a_page_that_the_printer_gave_up_is_handed_over_again_without_its_size(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.knows_only = ""
    rooms.append(Room(tmp_path, tray))
    rooms[0].press.put("card", LABEL)
    wait_until(lambda: len(tray.pages) == 1, "the card")
    rooms[0].rests()
    assert tray.taken == 2


def test_a_printer_that_gives_nothing_back_does_not_stop_the_throwing_away(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.AWAY
    rooms.append(Room(tmp_path, tray))
    rooms[0].press.put("card", LABEL)
    rooms[0].rests(1, PrinterTrouble.AWAY)
    tray.ill = PrinterTrouble.NO_SPOOLER
    rooms[0].press.try_again()
    rooms[0].rests(1, PrinterTrouble.NO_SPOOLER)
    rooms[0].press.throw_away()
    rooms[0].rests()


def test_nobody_waits_for_a_printer_that_hangs(tmp_path: Path) -> None:
    """Everything that the desk calls returns while the printer's thread stands still."""
    tray, released = PaperTray(), threading.Event()
    tray.hand_over = lambda *_: (released.wait(AT_MOST_S) and "") or ""  # type: ignore[method-assign] # hangs until let go
    room = Room(tmp_path, tray)
    for number in range(jobs_of.JOBS_MAX + 20):
        room.press.put(f"card-{number}", LABEL)
    room.press.try_again()
    room.press.throw_away()
    assert 0 < room.press.stand().waiting <= 2 * jobs_of.JOBS_MAX
    assert not released.is_set()
    released.set()
    room.press.stop()


def test_a_text_that_breaks_the_page_keeps_no_other_card_waiting(
    tmp_path: Path, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small_pdf
    monkeypatch.setattr("kiosk.printing.press.small_pdf", lambda paper, size: made(paper, size) if paper.name != "Broken" else 1 / 0)
    rooms.append(Room(tmp_path, PaperTray()))
    rooms[0].press.put("broken", SmallPaper(SmallKind.LABEL, "Broken"))
    rooms[0].press.put("whole", LABEL)
    wait_until(lambda: len(rooms[0].tray.pages) == 1, "the whole one")


def test_a_queue_that_is_full_refuses_the_newest_and_forgets_no_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_of, "JOBS_MAX", 2)
    jobs = Jobs(tmp_path)
    assert [jobs.add(Job(key, LABEL)) for key in "abc"] == [True, True, False]
    first = Jobs(tmp_path).first()
    assert first is not None
    assert first.key == "a"


def test_a_file_that_cannot_be_read_costs_one_piece_alone(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    assert jobs.add(Job("a", LABEL))
    assert jobs.add(Job("b", LABEL))
    min(tmp_path.glob("*.json")).write_text("{", encoding="utf-8")
    again = Jobs(tmp_path)
    assert len(again) == 1


def test_a_card_that_was_printed_before_the_power_went_is_not_printed_again(tmp_path: Path) -> None:
    """The power goes between the note that it was printed and the removal of its file."""
    jobs = Jobs(tmp_path)
    assert jobs.add(Job("a", LABEL))
    (kept,) = tmp_path.glob("*.json")
    body = kept.read_bytes()
    jobs.done(Job("a", LABEL))
    kept.write_bytes(body)
    assert len(Jobs(tmp_path)) == 0


def test_the_memory_of_what_was_printed_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_of, "KEPT_MAX", 3)
    jobs = Jobs(tmp_path)
    for number in range(10):
        job = Job(str(number), LABEL)
        assert jobs.add(job)
        jobs.done(job)
    assert len((tmp_path / "printed.txt").read_text(encoding="utf-8").split()) <= 6
    assert not jobs.add(Job("9", LABEL))


def test_a_memory_that_was_damaged_costs_its_own_lines_alone(tmp_path: Path) -> None:
    (tmp_path / "printed.txt").write_bytes(b"a\n\xff\xfe\x00\nb\n")
    jobs = Jobs(tmp_path)
    assert not jobs.add(Job("a", LABEL))
    assert not jobs.add(Job("b", LABEL))
    assert jobs.add(Job("c", LABEL))


def test_a_disk_that_takes_nothing_costs_the_memory_of_it_and_not_the_paper(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    jobs = Jobs(tmp_path / "file" / "below")
    job = Job("a", LABEL)
    assert jobs.add(job)
    jobs.done(jobs.note_handed(job, "tray-1"))
    assert jobs.first() is None


def names_in(folder: Path) -> list[str]:
    """The files below ``folder`` in which Miriam can be read."""
    return [path.name for path in folder.rglob("*") if path.is_file() and b"Miriam" in path.read_bytes()]


def test_paper_that_was_printed_leaves_no_name_behind(tmp_path: Path, rooms: list[Room]) -> None:
    tray = PaperTray()
    tray.slow, tray.complaint = True, PrinterTrouble.OUT_OF_PAPER
    rooms.append(Room(tmp_path, tray))
    rooms[0].press.put("card", LABEL)
    rooms[0].rests(1, PrinterTrouble.OUT_OF_PAPER)
    assert names_in(tmp_path)
    tray.slow, tray.complaint = False, None
    rooms[0].press.try_again()
    rooms[0].rests()
    assert names_in(tmp_path) == []


def test_what_was_to_be_thrown_away_goes_whatever_else_is_wanted_before_the_press_looks(tmp_path: Path) -> None:
    waiting = Jobs(tmp_path)
    assert waiting.add(Job("card", LABEL))
    tray = PaperTray()
    press = Press(tray, lambda: Jobs(tmp_path), PaperSize.LABEL_62, lambda: None, QUICK)
    press.throw_away()
    press.try_again()
    press.start()
    press.stop(AT_MOST_S)
    assert (names_in(tmp_path), tray.taken) == ([], 0)


def test_where_the_printer_was_taken_away_names_that_waited_for_it_can_be_forgotten_too(tmp_path: Path) -> None:
    forget_waiting(tmp_path / "never printed")
    assert Jobs(tmp_path).add(Job("card", LABEL))
    forget_waiting(tmp_path)
    assert names_in(tmp_path) == []


def test_a_name_that_was_half_written_when_the_power_went_is_gone_after_the_start(tmp_path: Path) -> None:
    (tmp_path / "00000001-1.new").write_bytes(b'{"paper":{"name":"Miriam K.')
    Jobs(tmp_path)
    assert names_in(tmp_path) == []


def test_what_cups_has_already_is_followed_before_anything_older_is_handed_over(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    jobs.add(Job("one", LABEL))
    jobs.add(Job("two", LABEL))
    jobs.note_handed(jobs.waiting()[1], "tray-1")
    first = jobs.first()
    assert first is not None
    assert first.key == "two"
