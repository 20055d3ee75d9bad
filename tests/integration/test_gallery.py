"""Does the gallery show every page that was asked for, with an index to leaf through?"""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.support.tree import ROOT


@pytest.mark.slow
def test_the_gallery_draws_what_was_asked_for_and_lists_it(tmp_path: Path) -> None:
    asked = ["gallery", str(tmp_path), "--only", "greeting", "--size", "1024x600", "--colours", "night", "--language", "he", "--large"]
    ran = subprocess.run([sys.executable, "-m", "kiosk", *asked], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    pictures = sorted(tmp_path.rglob("*.png"))
    assert len(pictures) >= 5
    assert all(picture.name.startswith("greeting") for picture in pictures)
    with Image.open(pictures[0]) as drawn:
        assert drawn.size == (1024, 600)
        assert len(drawn.getcolors(maxcolors=2**20) or ()) > 50, "a page of one colour shows nothing"
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(str(picture.relative_to(tmp_path)) in index for picture in pictures)
    assert ran.stdout.startswith(f"{len(pictures)} pictures")


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
