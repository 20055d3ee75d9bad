"""Which commands are there, and what does each need before it can run?

A command's own part of the program is named by a text and imported only when the command runs: asking for help needs
no installed package, and the kiosk never imports the centre, which is started as a program of its own.
"""

import argparse
import difflib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from pkgutil import resolve_name

from kiosk.setup import start
from kiosk.setup.exits import Exit, Stopped, epilog
from sync.command_words import Parser


@dataclass(frozen=True)
class Command:
    """One word after `manyhands`."""

    help: str
    run: Callable[[list[str]], int]


def demo(arguments: list[str]) -> int:
    """A whole small day on this machine; the demo reads its own options."""
    # What only a person can mend comes first, before minutes of downloading.
    if not _asks_for_help(arguments):
        start.screen()
    start.into(["demo", *arguments])
    code: int = resolve_name("kiosk.demo:main")(arguments)
    return code


def kiosk(arguments: list[str]) -> int:
    """The check-in screen of one venue."""
    options = _options("kiosk", "Runs the check-in screen on this machine until it is closed or told to stop.")
    options.add_argument(
        "--settings", type=Path, metavar="PATH", help="the kiosk's settings (TOML); without it every setting has its default"
    )
    options.add_argument("--print-settings", action="store_true", help="print a settings file with every key explained, and stop")
    chosen = options.parse_args(arguments)
    if chosen.print_settings:
        start.into(["kiosk", *arguments])
        print(resolve_name("kiosk.settings:example")(), end="")
        return Exit.DONE
    if chosen.settings is not None:
        _need_file(chosen.settings, "the settings")
    start.display()
    start.screen()
    start.into(["kiosk", *arguments])
    code: int | None = resolve_name("kiosk.app:main")(chosen.settings)
    return Exit.DONE if code is None else code


def centre(arguments: list[str]) -> int:
    """The centre and its administration: replaced by the server's own program, which reads the rest of the line."""
    start.into(["centre", *arguments])
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "sync.server", *arguments])  # noqa: S606 - no shell is the point


def hand_over(arguments: list[str]) -> int:
    """What a kiosk recorded, for somebody to carry to the centre."""
    options = _options("hand-over", "Writes everything that this machine's kiosk recorded into one sealed file. Close the kiosk first.")
    options.add_argument("--settings", type=Path, metavar="PATH", help="the kiosk's settings, as for `manyhands kiosk`")
    options.add_argument("out", type=Path, metavar="OUT", help="the file to write, or the folder of a stick")
    chosen = options.parse_args(arguments)
    if chosen.settings is not None:
        _need_file(chosen.settings, "the settings")
    start.into(["hand-over", *arguments])
    code: int = resolve_name("kiosk.cli.hand_over:main")(chosen.settings, chosen.out)
    return code


def passes(arguments: list[str]) -> int:
    """Passes and mats of an event, for printing."""
    options = _options("passes", "Makes a PDF to print, and one PNG for every pass and every mat, of an event.")
    options.add_argument("event", type=Path, metavar="EVENT.toml", help="the event's definition and rosters")
    options.add_argument("out", type=Path, metavar="OUT", help="the folder to write to; made when absent")
    options.add_argument("--key", type=Path, metavar="FILE", help="the event's keys; default EVENT.key, made when absent")
    today = datetime.now().astimezone().date()
    options.add_argument("--day", type=date.fromisoformat, default=today, help="the day of the event (YYYY-MM-DD) when its file names none")
    chosen = options.parse_args(arguments)
    _need_file(chosen.event, "the event")
    start.into(["passes", *arguments])
    keys = chosen.key or chosen.event.with_suffix(".key")
    code: int = resolve_name("kiosk.cli.papers:main")(chosen.event, chosen.out, keys, chosen.day)
    return code


def gallery(arguments: list[str]) -> int:
    """Every page of the kiosk as a picture; it reads its own options and needs no display."""
    start.into(["gallery", *arguments])
    code: int = resolve_name("kiosk.gallery:main")(arguments)
    return code


def doctor(arguments: list[str]) -> int:
    """What is missing on this machine. Looks only; changes nothing."""
    options = _options("doctor", "Looks at this machine and says what is missing, each with the command that mends it.")
    options.add_argument("--json", action="store_true", help="the same for programs")
    options.add_argument("--settings", type=Path, metavar="PATH", help="a kiosk's settings: its own folder is looked at, and what it found")
    options.add_argument("--state", type=Path, metavar="PATH", help="the same by the folder itself")
    options.add_argument("--language", default="", metavar="LANGUAGE", help="of what the kiosk found, such as cy; default: this system's")
    chosen = options.parse_args(arguments)
    if chosen.settings is not None:
        _need_file(chosen.settings, "the settings")
    code: int = resolve_name("kiosk.cli.doctor:main")(
        as_json=chosen.json, state=chosen.state, settings=chosen.settings, language=chosen.language
    )
    return code


def setup(arguments: list[str]) -> int:
    """Everything that the other commands would set up when they first run."""
    _options("setup", "Makes the environment and installs what is missing, as `demo` would, and stops.").parse_args(arguments)
    start.screen()
    start.into(["setup", *arguments])
    print("Everything that Many Hands needs is here.")
    return Exit.DONE


COMMANDS: dict[str, Command] = {
    "demo": Command("a whole small day on this machine: centre, kiosk, sample cards", demo),
    "kiosk": Command("the check-in screen of one venue", kiosk),
    "centre": Command("the centre: serve, migrate, create-coordinator, load-event, recount", centre),
    "hand-over": Command("what a kiosk recorded as one sealed file, for the way to the centre without a network", hand_over),
    "passes": Command("passes and mats of an event as PDF and PNGs", passes),
    "gallery": Command("every page of the kiosk, in every state and size, as pictures", gallery),
    "doctor": Command("what is missing on this machine", doctor),
    "setup": Command("only set up what the other commands need", setup),
}


class _Version(argparse.Action):
    """Looks the version up only when asked for it: that takes longer than all the rest of a start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - see the docstring

        try:
            said = version("manyhands")
        except PackageNotFoundError:
            said = "(a checkout that is not set up yet)"
        print(f"manyhands {said}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The parser of what stands before a command: help and version."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items())
    top = Parser(
        prog="manyhands",
        usage="manyhands COMMAND … (manyhands COMMAND --help says more)",
        description=f"Many Hands: check-in for days of good deeds.\n\ncommands:\n{listed}",
        epilog=epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    return top


def unknown(name: str) -> str:
    """What to say about a word that is no command."""
    close = difflib.get_close_matches(name, COMMANDS, n=1)
    meant = f" Did you mean `{close[0]}`?" if close else ""
    return f"there is no command `{name}`.{meant} The commands are: {', '.join(COMMANDS)}."


def _options(name: str, description: str) -> argparse.ArgumentParser:
    return Parser(prog=f"manyhands {name}", description=description, epilog=epilog())


def _asks_for_help(arguments: list[str]) -> bool:
    return any(argument in {"-h", "--help"} for argument in arguments)


def _need_file(path: Path, what: str) -> None:
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise Stopped(f"{path} ({what}) cannot be looked at: {error.strerror}.", Exit.FAULT) from error
    if is_folder:
        raise Stopped(f"{path} is a folder. Name the file with {what} in it.", Exit.USAGE)
    if not is_file:
        raise Stopped(f"there is no file {path} ({what}).", Exit.USAGE)
