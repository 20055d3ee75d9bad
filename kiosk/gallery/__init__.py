"""How does every page look, in every state, language, size and wish? Pictures of all of them, with an index to leaf through.

Promise: the real screens, drawn off screen by the real window; nothing is staged but the values.
"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from kiosk.gallery.choices import LARGEST_PX, SIDE_MIN_PX, SIZES, USUAL_LANGUAGES, USUAL_SIZES, USUAL_WISHES, WISHES, Choice
from kiosk.gallery.index import write_index
from kiosk.setup.exits import Exit, Stopped, epilog
from sync.command_words import Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gallery into a folder; the exit code is 0 when every picture was made."""
    choice = chosen(arguments)
    from kiosk.gallery.drawing import draw

    names = draw(choice)
    if not names:
        raise Stopped(f"no state's name begins with {' or '.join(choice.only)}; the index of a whole gallery shows all names", Exit.USAGE)
    write_index(choice.folder)
    print(f"{len(names)} pictures: {choice.folder / 'index.html'}")  # noqa: T201 - a command speaks by printing
    return 0


def chosen(arguments: Sequence[str] | None) -> Choice:
    """Return what was asked for; ends the program with a sentence where that is nothing we know."""
    parser = Parser(prog="manyhands gallery", description=(__doc__ or "").splitlines()[0], epilog=epilog())
    parser.add_argument("folder", type=Path, help="where the pictures go; what is there already stays and is in the index too")
    parser.add_argument("--only", nargs="+", default=[""], metavar="PAGE", help="only states whose name begins with one of these")
    parser.add_argument(
        "--languages", "--language", nargs="+", metavar="CODE", help=f"such as he ar, or all; {' '.join(USUAL_LANGUAGES)} by default"
    )
    parser.add_argument(
        "--sizes", "--size", nargs="+", type=_size, action="extend", help=f"such as 1024x600; {_written(USUAL_SIZES)} by default"
    )
    parser.add_argument("--wishes", nargs="+", choices=list(WISHES), help="what people wish, and the colours of the hour; plain by default")
    parser.add_argument("--all", action="store_true", help=f"all languages, wishes and sizes ({_written(SIZES)}): some hours and gigabytes")
    asked = parser.parse_args(arguments)
    from kiosk.window.text import LANGUAGE_NAMES

    spoken = list(LANGUAGE_NAMES)
    languages = asked.languages or (spoken if asked.all else USUAL_LANGUAGES)
    if unknown := [each for each in languages if each not in (*spoken, "all")]:
        parser.error(f"we do not speak {', '.join(unknown)}; there are {' '.join(spoken)}")
    return Choice(
        folder=asked.folder,
        only=tuple(asked.only),
        languages=tuple(spoken if "all" in languages else languages),
        sizes=tuple(asked.sizes or (SIZES if asked.all else USUAL_SIZES)),
        wishes=tuple(asked.wishes or (WISHES if asked.all else USUAL_WISHES)),
    )


def _size(text: str) -> tuple[int, int]:
    width, height = (int(one) for one in text.split("x"))
    if not (SIDE_MIN_PX <= width <= LARGEST_PX[0] and SIDE_MIN_PX <= height <= LARGEST_PX[1]):
        raise ArgumentTypeError(f"{text} cannot be drawn; from {_written([(SIDE_MIN_PX, SIDE_MIN_PX)])} to {_written([LARGEST_PX])} can")
    return width, height


def _written(sizes: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{width}x{height}" for width, height in sizes)


if __name__ == "__main__":
    sys.exit(main())
