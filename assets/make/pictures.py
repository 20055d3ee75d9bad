"""How do the drawings of this folder become the pictures that the kiosk shows?

Promise: every PNG comes from the SVG beside it, and `pictures/manifest.json` records both by their SHA-256, so that a test
sees when a drawing was changed and its pictures were not made again. Kivy cannot draw SVG, hence the PNGs; web pages use
the SVGs themselves.

    python assets/make/pictures.py            (needs playwright, Pillow and /usr/bin/chromium)
    python assets/make/pictures.py --look F   also writes contact sheets, by day and by night, into the folder F
"""

import argparse
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ASSETS = Path(__file__).parents[1]
PICTURES = ASSETS / "pictures"
MARK = ASSETS / "mark"
MANIFEST = PICTURES / "manifest.json"

PICTURE_SIZES_PX = (128, 512)
MARK_SIZES_PX = (64, 256, 1024)
FAVICON_SIZES_PX = (32, 180)
COLOURS_PER_PICTURE = 128  # flat drawings: more only costs space, fewer shows steps on the curved edges

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Made(TypedDict):
    """The SHA-256 of a drawing, and of each PNG made from it, by its path below assets/."""

    svg: str
    pngs: dict[str, str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--look", type=Path, metavar="FOLDER", help="also write contact sheets to look at")
    look: Path | None = arguments.parse_args().look
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        record = {drawing.relative_to(ASSETS).as_posix(): _render(page, drawing) for drawing in _drawings()}
        MANIFEST.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        if look:
            look.mkdir(parents=True, exist_ok=True)
            for theme, paper in {"day": "#FFF9F0", "night": "#14161F"}.items():
                _sheet(page, paper).save(look / f"sheet-{theme}.png")
        browser.close()
    print(f"{len(record)} drawings, {sum(len(made['pngs']) for made in record.values())} pictures")


def _drawings() -> Iterator[Path]:
    yield from sorted(PICTURES.glob("*.svg"))
    yield from (MARK / "mark.svg", MARK / "favicon.svg")


def _render(page: Page, drawing: Path) -> Made:
    svg = drawing.read_bytes()
    pngs: dict[str, str] = {}
    for target, size_px, colour in _targets(drawing):
        picture = _shot(page, svg.decode(), size_px, colour)
        target.parent.mkdir(exist_ok=True)
        if colour is None:
            picture = picture.quantize(COLOURS_PER_PICTURE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        picture.save(target, optimize=True)
        pngs[target.relative_to(ASSETS).as_posix()] = hashlib.sha256(target.read_bytes()).hexdigest()
    return {"svg": hashlib.sha256(svg).hexdigest(), "pngs": pngs}


def _targets(drawing: Path) -> Iterator[tuple[Path, int, str | None]]:
    """Say which PNGs a drawing has: where, how large, and in which colour `currentColor` is drawn."""
    if drawing.name == "mark.svg":  # white, so that Kivy can tint it with any colour
        yield from ((MARK / f"mark-white-{size}.png", size, "#FFFFFF") for size in MARK_SIZES_PX)
    elif drawing.name == "favicon.svg":
        yield from ((MARK / f"favicon-{size}.png", size, None) for size in FAVICON_SIZES_PX)
    else:
        yield from ((PICTURES / "png" / f"{drawing.stem}-{size}.png", size, None) for size in PICTURE_SIZES_PX)


def _shot(page: Page, svg: str, size_px: int, colour: str | None) -> Image.Image:
    page.set_viewport_size({"width": size_px, "height": size_px})
    page.set_content(
        f"<style>html,body{{margin:0;color:{colour or '#000'}}}svg{{display:block;width:{size_px}px;height:{size_px}px}}</style>{svg}"
    )
    return Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def _sheet(page: Page, paper: str) -> Image.Image:
    """Draw every picture at three sizes on one ground, with its name."""
    cells = "".join(
        f"<figure>{svg}<div>{svg}{svg}</div><figcaption>{path.stem}</figcaption></figure>"
        for path in sorted(PICTURES.glob("*.svg"))
        if (svg := path.read_text(encoding="utf-8"))
    )
    page.set_viewport_size({"width": 1500, "height": 900})
    page.set_content(
        f"<style>body{{margin:16px;background:{paper};color:#888;font:14px sans-serif;display:grid;"
        "grid-template-columns:repeat(6,1fr);gap:16px}figure{margin:0}figure>svg{width:190px;height:190px}"
        "div{display:inline-flex;flex-direction:column;gap:4px;vertical-align:top}div svg:first-child{width:48px}"
        f"div svg:last-child{{width:28px}}</style>{cells}"
    )
    return Image.open(io.BytesIO(page.screenshot(full_page=True)))


if __name__ == "__main__":
    main()
