"""How does every page look, in every state, at every size? Pictures of all of them, with an index to leaf through.

Promise: the real screens, drawn off screen by the real window; nothing is staged but the values.
"""

import argparse
import html
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kiosk.window.environment import Display, prepare
from sync.command_words import Parser

SIZES = ((1280, 800), (1024, 600), (1920, 1080), (800, 1280))
# Off screen a window can shrink and not grow beyond what it began with.
LARGEST = Display(width_px=1920, height_px=1280, offscreen=True)
NOON = datetime(2026, 11, 22, 11, 4, tzinfo=UTC)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gallery into a folder; the exit code is 0 when every picture was made."""
    asked = _asked(arguments)
    prepare(LARGEST)
    from kiosk.window.theme import Colours

    names = _draw(
        asked.folder, asked.only, asked.size or SIZES, [Colours(each) for each in asked.colours], asked.language, large=asked.large
    )
    _write_index(asked.folder, names)
    print(f"{len(names)} pictures: {asked.folder / 'index.html'}")  # noqa: T201 - a command speaks by printing
    return 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(prog="manyhands gallery", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", default="", help="only states whose name begins with this")
    parser.add_argument("--size", type=_size, action="append", help="such as 1280x800; may be given again; all four by default")
    parser.add_argument("--colours", nargs="+", default=["day"], choices=["day", "night", "high-contrast"], help="sets of colours to wear")
    parser.add_argument("--large", action="store_true", help="with type 1.3 times as large")
    parser.add_argument("--language", default="en", help="the language that the pages speak, such as ar")
    return parser.parse_args(arguments)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _draw(folder: Path, only: str, sizes: Sequence[tuple[int, int]], colours: Sequence[str], language: str, *, large: bool) -> list[str]:
    from msgspec.structs import replace

    from kiosk.screens.samples import NOW_MS, every_state
    from kiosk.screens.screen import Outside
    from kiosk.screens.stage import Stage
    from kiosk.window.opening import open_window
    from kiosk.window.stepping import Stepping
    from kiosk.window.theme import Colours
    from sync.domain.roster import Preferences

    stepping = Stepping(open_window(LARGEST))
    stage = Stage(Outside(tell=lambda _event: None, now_ms=lambda: NOW_MS, local_time=lambda: NOON))
    stepping.window.add_widget(stage)
    names: list[str] = []
    for width, height in sizes:
        stepping.resize(width, height)
        for worn in colours:
            stage.wear(Colours(worn))
            for state, conversation in every_state().items():
                if not state.startswith(only):
                    continue
                stage.show(replace(conversation, language=language, preferences=Preferences(large_text=large)))
                stepping.wait(0.7 if state.startswith("thanks") else 0)
                stepping.settle()
                look = "-".join((worn, *(["large"] if large else []), *([language] if language != "en" else [])))
                name = f"{width}x{height}/{look}/{state}.png"
                stepping.screenshot(folder / name)
                names.append(name)
    return names


def _write_index(folder: Path, names: Sequence[str]) -> None:
    figures = "\n".join(
        f'<figure><a href="{html.escape(name)}"><img loading="lazy" src="{html.escape(name)}" alt="{html.escape(name)}"></a>'
        f"<figcaption>{html.escape(name.removesuffix('.png'))}</figcaption></figure>"
        for name in names
    )
    style = "body{font:16px sans-serif;background:#FFF9F0;color:#22223B;margin:24px;display:flex;flex-wrap:wrap;gap:24px}"
    style += "figure{margin:0;width:400px}img{width:100%;border-radius:12px}"
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>{style}</style><body>{figures}</body></html>\n'
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
