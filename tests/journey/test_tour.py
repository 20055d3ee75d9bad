"""Does the demo play its day by itself, end with figures that agree, and start again with what is there?"""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest
import requests
from PIL import Image

from kiosk.setup.exits import Exit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / ".kept" / "journey" / "tour"
ENDS_WITHIN_S = 900
"""It takes one or two minutes; a machine that does ten things at once may take long, and one that hangs must not take all night."""

PREPARES = ("A centre for this machine alone", "Cards and mats to print", "The morning at four venues")
ROW = re.compile(r"^(?P<name>\S.*?) {2,}(?P<kiosks>\S.*?) {2,}(?P<centre>\S.*?)(?P<differs> {2,}differs)?$")
ARRIVALS = re.compile(r"^(\d+) check-ins: (\d+) single, (\d+) by number for (\d+) people$", re.MULTILINE)
SUMMARY = re.compile(r"^([\d,]+) entries sent · (\d+) waiting · (\d+) flagged$", re.MULTILINE)
SHOWS = {
    *("good-to-see-you", "who-came-with-you", "choose-an-activity", "thank-you", "thank-you-by-mat", "please-look", "handed-on-waiting"),
    *("who-is-here", "goodbye", "whose-work", "a-class-by-number", "a-card-to-photograph"),
    *("what-became-of-it", "how-many-were-mended", "thank-you-for-mending"),
}
"""What the README promises, and some more."""

ONE_COLOUR_MAX = 0.98
"""Welcome pages are calm, and yet more than this of one colour is a page without anything on it."""


@dataclass(frozen=True)
class Tour:
    """What one tour said and left."""

    code: int
    said: str
    pictures: tuple[Path, ...]

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """Return the table's figures by name: the kiosks', the centre's."""
        table = self.said.split("-----\n", 1)[1].split("\n\n", 1)[0]
        found = [ROW.match(line) for line in table.splitlines()]
        return {row["name"]: (row["kiosks"], row["centre"]) for row in found if row}

    @property
    def summary(self) -> tuple[str, int, int]:
        """Return sent (as written), waiting, flagged."""
        found = SUMMARY.search(self.said)
        assert found is not None, self.said
        return found[1], int(found[2]), int(found[3])

    @property
    def arrivals(self) -> tuple[int, int, int, int]:
        """Return check-ins, those of single people, those by number, the people in these."""
        found = ARRIVALS.search(self.said)
        assert found is not None, self.said
        check_ins, single, by_number, people = (int(number) for number in found.groups())
        return check_ins, single, by_number, people


def environ_of(state: Path) -> dict[str, str]:
    """Of a person without a screen."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}}
    return {**kept, "MANYHANDS_STATE": str(state)}


def play(state: Path) -> Tour:
    """Run the demo as a person without a screen does."""
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", "demo", "--tour"],
        env=environ_of(state),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN_S,
        check=False,
    )
    assert ran.returncode == Exit.DONE, f"the tour ended with {ran.returncode}:\n{ran.stdout}\n{ran.stderr}"
    return Tour(ran.returncode, ran.stdout, tuple(sorted((state / "tour" / "pictures").glob("[0-9]*.png"))))


@contextmanager
def playing_and_staying(state: Path, pictures: Path) -> Iterator[tuple[Tour, subprocess.Popen[str]]]:
    """Run it once more as somebody who wants to look around, with what it says going into a pipe; told to end when left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "demo", "--tour", "--stay", "--pictures", str(pictures)],
        env=environ_of(state),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    late = threading.Timer(ENDS_WITHIN_S, process.kill)
    late.start()
    assert process.stdout is not None
    try:
        said = "".join(takewhile(lambda line: line != "Ctrl-C ends it.\n", process.stdout))
        yield Tour(Exit.DONE, said, tuple(sorted(pictures.glob("[0-9]*.png")))), process
    finally:
        late.cancel()
        process.terminate()
        process.stdout.read()  # who goes before the last word is said breaks the pipe, and the program's end with it
        process.stdout.close()
        process.wait(ENDS_WITHIN_S)


def assert_it_shows_something(picture: Path) -> None:
    with Image.open(picture) as opened:
        colours = opened.convert("RGB").getcolors(maxcolors=opened.width * opened.height)
        assert colours
        share = max(colours)[0] / (opened.width * opened.height)
    assert share < ONE_COLOUR_MAX, f"{picture.name} is blank: {share:.1%} of it has one colour"


def assert_all_is_well(tour: Tour) -> None:
    assert {"entries", "people helping now", "people who came", "hats", "raised"} <= set(tour.rows)
    for name, (kiosks, centre) in tour.rows.items():
        assert kiosks == centre, f"{name}: {kiosks} at the kiosks, {centre} at the centre"
    assert "The kiosks' journals and the centre say the same." in tour.said
    sent, waiting, _flagged = tour.summary
    assert (sent, waiting) == (tour.rows["entries"][0], 0)
    check_ins, single, by_number, people = tour.arrivals
    assert check_ins == single + by_number
    assert tour.rows["people who came"][0] == str(single + people), "nobody comes twice on this day"
    assert re.search(rf"^{len(tour.pictures)} pictures of the day: ", tour.said, re.MULTILINE), "a picture is missing"
    assert {picture.stem.partition("-")[2] for picture in tour.pictures} >= SHOWS
    for picture in tour.pictures:
        assert_it_shows_something(picture)


def test_the_tour_ends_well_and_a_second_start_uses_what_is_there(tmp_path: Path) -> None:
    first = play(tmp_path)
    shutil.rmtree(KEPT, ignore_errors=True)
    shutil.copytree(tmp_path / "tour" / "pictures", KEPT)
    assert_all_is_well(first)
    assert all(line in first.said for line in PREPARES)
    assert "http://127.0.0.1:" in first.said
    assert "password:" in first.said
    named = tmp_path / "my pictures"
    named.mkdir()
    (named / "holiday.png").touch()
    with playing_and_staying(tmp_path, named) as (second, process):
        assert_all_is_well(second)
        assert not [line for line in PREPARES if line in second.said], "it made everything anew"
        assert [picture.name for picture in second.pictures] == [picture.name for picture in first.pictures]
        assert second.rows["hats"] == first.rows["hats"], "every tour begins with the same morning"
        assert (named / "holiday.png").exists(), "a folder that somebody named was emptied"
        (dashboard,) = re.findall(r"^Dashboard: (\S+)", second.said, re.MULTILINE)
        assert requests.get(dashboard, timeout=30).ok
    assert process.returncode == Exit.DONE
    with pytest.raises(requests.ConnectionError):
        requests.get(dashboard, timeout=30)
