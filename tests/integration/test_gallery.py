"""Does the gallery show every page that was asked for, with an index to leaf through?"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.gallery import chosen
from kiosk.gallery.choices import SIZES, WISHES
from tests.support.tree import ROOT


@pytest.mark.slow
def test_the_gallery_draws_what_was_asked_for_and_lists_it(tmp_path: Path) -> None:
    asked = [
        "gallery",
        str(tmp_path),
        "--only",
        "greeting",
        "wishing",
        "--sizes",
        "1024x600",
        "--wishes",
        "night",
        "large",
        "--languages",
        "he",
    ]
    ran = subprocess.run([sys.executable, "-m", "kiosk", *asked], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    pictures = sorted(tmp_path.rglob("*.png"))
    assert len(pictures) >= 5
    assert all(picture.name.startswith(("greeting", "wishing")) for picture in pictures)
    with Image.open(pictures[0]) as drawn:
        assert drawn.size == (1024, 600)
        assert len(drawn.getcolors(maxcolors=2**20) or ()) > 50, "a page of one colour shows nothing"
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    listed = json.loads(re.search(r"PICTURES = (\[.*\]);", index)[1])  # type: ignore[index]  # it is there
    assert sorted("/".join(row) + ".png" for row in listed) == sorted(str(picture.relative_to(tmp_path)) for picture in pictures)
    assert {row[1] for row in listed} == {"night", "large"}
    assert "://" not in index, "the page asks no other host"
    assert ran.stdout.startswith(f"{len(pictures)} pictures")


@pytest.mark.parametrize("size", ["0x0", "-800x600", "99999x600", "1280x800x2", "1080x1920"])
def test_a_size_that_cannot_be_drawn_is_said(size: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        chosen([str(tmp_path), f"--size={size}"])
    assert ended.value.code == 2
    assert size in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_that_is_none_is_said(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "kiosk", "gallery", str(tmp_path / "gallery"), "--only", "welcom", "wlcome"]
    assert subprocess.run(words, cwd=ROOT, capture_output=True, timeout=120, check=False).returncode == 0
    ran = subprocess.run([*words[:5], "--only", "wlcome"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, "begins with wlcome" in ran.stderr) == (2, True)


@pytest.mark.slow
def test_a_size_that_is_none_is_said(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", "gallery", str(tmp_path), "--size", "large"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 2
    assert "large" in ran.stderr


def test_a_language_that_we_do_not_speak_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        chosen([str(tmp_path), "--languages", "en", "xx"])
    assert ended.value.code == 2
    assert "we do not speak xx" in capsys.readouterr().err


def test_by_default_both_directions_of_reading_are_drawn_and_with_all_everything(tmp_path: Path) -> None:
    usual = chosen([str(tmp_path)])
    assert (usual.languages, usual.sizes, usual.wishes) == (("en", "he"), ((1280, 800), (800, 1280)), ("plain",))
    everything = chosen([str(tmp_path), "--all", "--only", "pin", "welcome"])
    assert len(everything.languages) == 7
    assert everything.sizes == SIZES
    assert everything.wishes == tuple(WISHES)
    assert [state for state in ("welcome-huge", "pin", "thanks") if everything.is_wanted(state)] == ["welcome-huge", "pin"]
