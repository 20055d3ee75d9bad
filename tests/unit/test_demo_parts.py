"""What does the demo do when its parts do not do as they should: a centre that ends or hangs, figures that differ, a second demo?"""

import datetime as dt
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, cast

import pytest

from kiosk.demo import centre as demo_centre
from kiosk.demo import command, morning
from kiosk.demo.cast import KNITTING, KNITTING_ROOM, LATE_COMERS, Cast, load_cast
from kiosk.demo.centre import DemoCentre, kept_password
from kiosk.demo.stand import Stand
from kiosk.demo.summary import Books, Dashboard, compared, written
from kiosk.setup.exits import Exit, Stopped
from sync.domain.facts import Arrived, ItemsLogged
from sync.domain.tally import tally
from tests.support.day import AHMED, CARDS, HATS, KITCHEN, MIRIAM, PENCE, SCHOOL, WARD, line, small_definition
from tests.support.day import KNITTING as KNITS

TODAY = dt.date(2026, 11, 22)


class Pretending(DemoCentre):
    """A centre whose program is a script of the test."""

    script = ""

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-c", self.script, *words]


@pytest.fixture
def people(tmp_path: Path) -> Cast:
    return load_cast(tmp_path, TODAY, b"secret")


def test_everybody_of_the_tour_is_in_the_event_with_a_card_a_mat_and_a_pin(people: Cast) -> None:
    for name in LATE_COMERS:
        assert people.card(name) == people.papers / "passes" / f"{people.person(name).who.hex()}.png"
    knitting = people.definition.activity(KNITTING)
    assert knitting is not None
    assert people.mat(knitting, knitting.outputs[0].item, 5).name == "001-001-5.png"
    assert people.pin(KNITTING_ROOM).isdigit()
    with pytest.raises(LookupError, match="Nobody"):
        people.person("Nobody")


def test_the_password_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = kept_password(tmp_path / "demo")
    assert len(first) >= 12
    assert kept_password(tmp_path / "demo") == first
    assert kept_password(tmp_path / "other") != first
    assert (tmp_path / "demo" / "coordinator-password").stat().st_mode & 0o077 == 0


def test_a_centre_that_ends_while_starting_is_told_with_its_last_words(tmp_path: Path) -> None:
    centre = Pretending(tmp_path)
    centre.script = "import sys; sys.exit('the yarn is out')"
    with pytest.raises(Stopped, match="the yarn is out") as stopped:
        centre.start()
    assert stopped.value.code == Exit.FAULT
    centre.stop()


def test_a_centre_that_says_nothing_is_ended_even_when_it_does_not_want_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_centre, "READY_WITHIN_S", 0.3)
    monkeypatch.setattr(demo_centre, "END_WITHIN_S", 0.1)
    centre = Pretending(tmp_path)
    centre.script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    with pytest.raises(Stopped, match="did not answer"):
        centre.start()
    centre.stop()


def test_a_centre_that_a_killed_demo_left_behind_is_named_and_not_taken_for_ours(tmp_path: Path) -> None:
    first = Pretending(tmp_path)
    first.script = (
        "import http.server as h, sys\n"
        "class Well(h.BaseHTTPRequestHandler):\n"
        "    def do_GET(self): self.send_response(200); self.end_headers()\n"
        "h.HTTPServer(('127.0.0.1', int(sys.argv[-1])), Well).serve_forever()"
    )
    first.start()
    assert first._process is not None
    second = Pretending(tmp_path, first.port)
    with pytest.raises(Stopped, match=f"end that first: kill {first._process.pid}") as stopped:
        second.start()
    assert stopped.value.code == Exit.NEEDS_PERSON
    (tmp_path / "centre.pid").unlink()
    with pytest.raises(Stopped, match="not this demo's"):
        second.start()
    first.stop()


def test_a_command_that_fails_or_hangs_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    centre = Pretending(tmp_path)
    centre.script = "import sys; print('heard', sys.stdin.read(), sys.argv[1:])"
    assert centre.command("approve", "123456", said="a word") == "heard a word ['approve', '123456']\n"
    centre.script = "import sys; sys.exit('no such venue')"
    with pytest.raises(Stopped, match="no such venue"):
        centre.approve("123456", 9)
    monkeypatch.setattr(demo_centre, "COMMAND_WITHIN_S", 0.2)
    centre.script = "import time; time.sleep(600)"
    with pytest.raises(Stopped, match="did not finish 'migrate'"):
        centre.command("migrate")


def test_a_second_demo_on_the_same_folder_is_turned_away(tmp_path: Path) -> None:
    stand = Stand(tmp_path / "demo", lambda _words: None)
    with stand.alone(), pytest.raises(Stopped, match="running on this machine already") as stopped, Stand(stand.root, print).alone():
        pass
    assert stopped.value.code == Exit.NEEDS_PERSON
    with stand.alone():
        pass


def test_what_an_interrupted_making_left_does_not_count_as_made(tmp_path: Path) -> None:
    stand = Stand(tmp_path / "demo", lambda _words: None)
    stand.root.mkdir()
    assert stand._kept() is None
    (stand.root / "made.json").write_text('{"layout": 1, "day"', encoding="utf-8")
    assert stand._kept() is None


def test_waiting_for_the_morning_ends_with_what_was_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morning, "SETTLED_WITHIN_S", -1.0)
    with pytest.raises(TimeoutError, match="a roster"):
        morning._wait_for(lambda: False, "a roster")


# Figures side by side ----------------------------------------------------------------------------------------------------------


class Saying:
    """A dashboard that says the same each time."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said

    def totals(self) -> Mapping[str, Any]:
        return self.said


def books(waiting: int = 0) -> Books:
    lines = [
        line(Arrived(MIRIAM, KNITS), 0, 1),
        line(Arrived(AHMED, CARDS), 1, 2, venue=SCHOOL),
        line(ItemsLogged(KNITS, HATS, 1_207, MIRIAM), 2, 3, venue=WARD),
        line(ItemsLogged(KITCHEN, PENCE, 1_250), 3, 4, venue=SCHOOL),
    ]
    return Books(tally(lines, small_definition()), (1, 30, 1), waiting)


def said(hats: int = 1_207) -> dict[str, Any]:
    items = [{"no": HATS, "made": hats}, {"no": PENCE, "made": 1_250}]
    return {"entries": 4, "people": {"here": 2, "arrived": 2}, "items": items}


def rows_of(totals: dict[str, Any], found: Books) -> Any:
    return compared(found, cast("Dashboard", Saying(totals)), small_definition(), within_s=0)


def test_figures_that_agree_stand_side_by_side() -> None:
    found = books()
    rows = rows_of(said(), found)
    assert all(row.agrees for row in rows)
    table = written(rows, found, 3, dt.datetime(2026, 11, 22, 11, 4, tzinfo=dt.UTC))
    assert "as of 11:04" in table
    assert "1,207" in table
    assert "12.50" in table
    assert "0 min" in table
    assert "differs" not in table
    # By the journals alone it would be one; how many there are to look at, the centre says.
    assert table.endswith("4 entries sent · 0 waiting · 3 flagged")
    assert "3 check-ins: 2 single, 1 by number for 30 people\n" in table


def test_a_figure_that_differs_is_said_beside_it() -> None:
    found = books(waiting=1)
    rows = rows_of(said(hats=1_206), found)
    assert [row.name for row in rows if not row.agrees] == ["hats"]
    table = written(rows, found, 3, dt.datetime(2026, 11, 22, 11, 4, tzinfo=dt.UTC))
    assert [text for text in table.splitlines() if text.endswith("differs")] == [text for text in table.splitlines() if "hats" in text]
    assert "3 entries sent · 1 waiting" in table


class NobodyIsLetIn(BaseHTTPRequestHandler):
    """Answers every sign-in with the form again."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<form></form>")

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def unfriendly() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), NobodyIsLetIn)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_coordinator_who_is_not_let_in_is_a_mistake_of_ours(unfriendly: str) -> None:
    with pytest.raises(Stopped) as stopped:
        Dashboard(unfriendly, "coordinator", "wrong")
    assert stopped.value.code == Exit.BUG


# The command -------------------------------------------------------------------------------------------------------------------


def test_help_names_every_choice_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command._asked(["--help"], has_screen=True)
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("--tour", "--pictures", "--stay", "--afresh", "exit codes"))


@pytest.mark.parametrize(
    ("words", "has_screen"),
    [(["--tour", "--afresh"], True), (["--afresh"], False), (["--stay"], True), (["--pictures", "here"], True)],
)
def test_a_choice_that_would_change_nothing_is_not_passed_over(
    words: list[str], *, has_screen: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command._asked(words, has_screen=has_screen)
    assert ended.value.code == Exit.USAGE
    assert "--tour" in capsys.readouterr().err or words[-1] == "--afresh"


def test_staying_ends_with_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "pause", pressed)
    command._wait_for_end()
    assert "Ctrl-C ends it." in capsys.readouterr().out


def test_every_tour_begins_with_the_same_morning(tmp_path: Path) -> None:
    stand = Stand(tmp_path / "tour", lambda _words: None)
    for name in ("centre", "kiosks"):
        (stand.root / name).mkdir(parents=True)
        (stand.root / name / "journal").write_text("morning", encoding="utf-8")
    command._wind_back(stand)
    centre = Pretending(stand.root / "centre")
    centre.start = lambda: None  # type: ignore[method-assign] # nothing is served here
    command._keep_morning(stand, centre)
    (stand.root / "kiosks" / "journal").write_text("morning and afternoon", encoding="utf-8")
    (stand.root / "kiosks" / "another").touch()
    command._keep_morning(stand, centre)
    command._wind_back(stand)
    assert (stand.root / "kiosks" / "journal").read_text(encoding="utf-8") == "morning"
    assert not (stand.root / "kiosks" / "another").exists()
