"""How is a long command run so that a person sees that it goes on, and what was wrong when it fails?

One line for each step; the tool's own wall of text goes to a log, and its last lines are shown only on failure.
"""

import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from kiosk.setup import remedy
from kiosk.setup.exits import Exit, Stopped

# Enough to see pip's or apt's own last words, short enough to leave the cause in sight.
TAIL_LINES = 12
# The cause often stands before them: pip retries the network five times and then talks about something else.
CAUSE_LINES = 500
_WIDTH = 72


@dataclass
class Steps:
    """Runs commands one after the other, with one log for all of them."""

    log: Path
    out: TextIO = field(default_factory=lambda: sys.stderr)
    # The lock's file goes to the children: an orphaned pip keeps it, and the next start waits for it.
    keep_open: tuple[int, ...] = ()

    def say(self, text: str) -> None:
        print(text, file=self.out, flush=True)

    def run(self, title: str, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        """Run one command. Raises `Stopped` with the cause, the last lines and the log's path when it fails."""
        began = time.monotonic()
        print(f"  {title} …", end="", file=self.out, flush=True)
        tail: deque[str] = deque(maxlen=CAUSE_LINES)
        try:
            code = self._follow(command, environ, tail)
        except BaseException:
            self.say("")  # the step's line ends before anything else is said
            raise
        took = f"{time.monotonic() - began:.0f} s"
        if code == 0:
            self._redraw(f"  {title} … done ({took})", end="\n")
            return
        self._redraw(f"  {title} … failed ({took})", end="\n")
        raise Stopped(failure(title, tail, self.log), Exit.FAULT)

    def _follow(self, command: Sequence[str], environ: Mapping[str, str] | None, tail: deque[str]) -> int:
        with (
            self.log.open("a", encoding="utf-8") as log,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=None if environ is None else dict(environ),
                pass_fds=self.keep_open,
                text=True,
                errors="replace",
            ) as process,
        ):
            log.write(f"\n$ {' '.join(command)}\n")
            assert process.stdout is not None
            for line in process.stdout:
                log.write(line)
                tail.append(line.rstrip())
                if shown := in_short(line):
                    self._redraw(f"  … {shown}")
        return process.returncode

    def _redraw(self, text: str, end: str = "") -> None:
        """Overwrite the line on a terminal; elsewhere only the end of a step is worth a line."""
        if self.out.isatty():
            print(f"\r{text[:_WIDTH]:<{_WIDTH}}", end=end, file=self.out, flush=True)
        elif end:
            print(text.rpartition("…")[2], end=end, file=self.out, flush=True)


def in_short(line: str) -> str | None:
    """What a line of pip or apt tells a person, or none."""
    if found := re.match(r"\s*Collecting (\S+)", line):
        return f"looking for {found[1]}"
    if found := re.match(r"\s*Downloading (\S+?)-\d\S* \((.+)\)", line):
        return f"fetching {found[1].rpartition('/')[2]} ({found[2]})"
    if line.startswith("Installing collected packages"):
        return "unpacking everything"
    if found := re.match(r"(?:Unpacking|Setting up) (\S+)", line):
        return f"unpacking {found[1]}"
    return None


def failure(title: str, tail: Iterable[str], log: Path) -> str:
    """What a person reads when a step failed: the cause, the last lines, and where all of it is."""
    lines = [line for line in tail if line.strip()]
    reason = remedy.cause("\n".join(lines)) or "The cause is not one that Many Hands knows."
    shown = "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])
    return f"{title} failed. {reason}\n  The last lines:\n{shown}\n  The full log: {log}"


def environment_for_pip(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of the caller without what would send packages elsewhere than into the environment."""
    strange = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME"}
    given = os.environ if environ is None else environ
    return {name: value for name, value in given.items() if name not in strange}
