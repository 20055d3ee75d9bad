"""Is every picture made from the drawing beside it, safe to serve, and of the same hand as the others?"""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import TypedDict

import pytest
from PIL import Image

ASSETS = Path(__file__).parents[2] / "assets"
DRAWINGS = sorted([*(ASSETS / "pictures").glob("*.svg"), *(ASSETS / "mark").glob("*.svg")])
MANIFEST = ASSETS / "pictures" / "manifest.json"

WORK = [
    *("knitting", "hat", "card", "gift", "letter", "gift-bag", "gardening", "bulbs", "signing"),
    *("song", "music", "soup", "meal", "upcycling", "mended", "made-new", "not-mended", "coin-jar", "tea", "minutes", "helpers"),
]
STATES = [
    *("welcome-card", "unknown-card", "helper-coming", "celebration", "nothing-yet", "closed"),
    *("door", "delivery", "mat", "goodbye", "kiosk", "undo", "accepted", "adding"),
]

ELEMENTS = {"svg", "g", "path", "circle", "ellipse", "rect", "clipPath", "mask"}
PALETTE = {
    *("#22223B", "#F6B73C", "#D98E1E", "#0A5556", "#6DB9AE", "#C4E6DD"),  # ink, marigold and its shade, deed and its tints
    *("#FFFDF7", "#FBE6C2", "#E3BE83", "#A06F42"),  # paper, sand, wood, earth
    *("#FFF", "#000", "NONE", "CURRENTCOLOR"),
}
ALL_ASSETS_BYTES_MAX = 3_500_000  # what a wheel and a slow line may carry; both pack what they carry, and words pack well


class _Made(TypedDict):
    svg: str
    pngs: dict[str, str]


def _record() -> dict[str, _Made]:
    record: dict[str, _Made] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return record


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_there_is_a_picture_for_each_kind_of_work_and_each_state() -> None:
    assert {path.stem for path in (ASSETS / "pictures").glob("*.svg")} == {*WORK, *STATES}


def test_no_drawing_was_changed_without_making_its_pictures_again() -> None:
    record = _record()
    assert set(record) == {path.relative_to(ASSETS).as_posix() for path in DRAWINGS}
    assert [name for name, made in record.items() if made["svg"] != _sha256(ASSETS / name)] == []


def test_every_png_is_the_one_that_was_made_from_its_drawing() -> None:
    pngs: dict[str, str] = {}
    for made in _record().values():
        pngs |= made["pngs"]
    there = {*(ASSETS / "pictures").rglob("*.png"), *(ASSETS / "mark").glob("*.png")}
    assert set(pngs) == {path.relative_to(ASSETS).as_posix() for path in there}
    assert [name for name, digest in pngs.items() if digest != _sha256(ASSETS / name)] == []


def test_every_png_has_the_size_that_its_name_says() -> None:
    for name in (name for made in _record().values() for name in made["pngs"]):
        with Image.open(ASSETS / name) as picture:
            side = int(Path(name).stem.rsplit("-", 1)[1])
            assert picture.size == (side, side), name


def test_the_mark_for_tinting_is_white_on_nothing() -> None:
    with Image.open(ASSETS / "mark" / "mark-white-256.png") as picture:
        counted = picture.convert("RGBA").getcolors(picture.width * picture.height) or []
    pixels = {pixel for _, pixel in counted}
    assert {pixel[:3] for pixel in pixels if isinstance(pixel, tuple) and pixel[3] > 250} == {(255, 255, 255)}
    assert (0, 0, 0, 0) in pixels


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_holds_shapes_only(drawing: Path) -> None:
    """No words (they could not be translated), no script, nothing from elsewhere."""
    source = drawing.read_text(encoding="utf-8")
    root = ET.fromstring(source)
    assert {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()} <= ELEMENTS
    attributes = {(name, value) for element in root.iter() for name, value in element.attrib.items()}
    assert [name for name, _ in attributes if name.lower().startswith(("on", "style")) or name.endswith("href")] == []
    assert [value for _, value in attributes if "url(" in value and not re.fullmatch(r"url\(#[\w-]+\)", value)] == []
    assert source.count("://") == 1  # the name of SVG itself


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_keeps_to_the_palette_and_the_square(drawing: Path) -> None:
    root = ET.fromstring(drawing.read_text(encoding="utf-8"))
    side = 256 if drawing.parent.name == "pictures" else 64
    assert root.get("viewBox") == f"0 0 {side} {side}"
    used = {element.get(name, "none").upper() for element in root.iter() for name in ("fill", "stroke")}
    assert used <= PALETTE


def test_the_names_inside_drawings_differ_so_that_several_can_stand_in_one_page() -> None:
    names = [name for path in DRAWINGS for name in re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))


def test_all_assets_together_stay_light() -> None:
    packed = (len(zlib.compress(path.read_bytes())) for path in ASSETS.rglob("*") if path.is_file())
    assert sum(packed) < ALL_ASSETS_BYTES_MAX
