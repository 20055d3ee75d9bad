"""What can a person ask of Many Hands on the command line?

`main` is what the console script `manyhands` and `python3 -m kiosk` run. Nothing here needs more than the standard
library until a command was chosen. Mistakes of the person are answered by a sentence; ours leave their traceback in a
log whose path is said.
"""

import sys
from collections.abc import Sequence

from kiosk.cli.commands import COMMANDS, parser, unknown
from kiosk.setup import disk_words
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.folders import state_folder
from sync.crash_notes import keep

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code (`kiosk.setup.exits.Exit`, or what the command itself answers)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except Stopped as stopped:
        print(f"manyhands: {stopped}", file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        print("\nmanyhands: stopped by Ctrl-C. Starting again goes on where it can.", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output went away (`manyhands doctor | head`): nothing more to say to them.
        sys.stderr.close()
        return Exit.DONE
    except Exception as mistake:  # noqa: BLE001 - the outermost place: said, or kept with its traceback, and the process ends
        return _answer(mistake, arguments)


def _answer(mistake: Exception, arguments: Sequence[str]) -> int:
    if isinstance(mistake, OSError) and (said := disk_words.said(mistake)):
        print(f"manyhands: {mistake.filename or 'what it keeps'}: {said}.", file=sys.stderr)
        return Exit.FAULT
    print(f"manyhands: {keep(mistake, arguments, state_folder())}", file=sys.stderr)
    return Exit.BUG


def _run(arguments: list[str]) -> int:
    if not arguments:
        parser().print_help()
        return Exit.USAGE
    name, *rest = arguments
    if name.startswith("-"):
        parser().parse_args(arguments)  # ends the process: --help, --version or a mistake
    command = COMMANDS.get(name)
    if command is None:
        raise Stopped(unknown(name), Exit.USAGE)
    return command.run(rest)
