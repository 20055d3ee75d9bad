"""How does a page get to the printer? Through CUPS's own programs, `lp`, `lpstat` and `cancel`.

Promise: every call ends within its time, and says what a person can put right; nothing here raises anything else. Their words are asked
for in English (the C locale), whatever the machine speaks.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from kiosk.flow.findings import PrinterTrouble

CALL_S = 10.0
"""A healthy CUPS answers in a tenth of a second; one that waits for a name server in five."""

_TAKEN = re.compile(rb"request id is (\S+)")
# printer-state-reasons of RFC 8011, 5.4.12, as `lpstat -l` shows them under "Alerts".
_REASONS: tuple[tuple[bytes, PrinterTrouble], ...] = (
    (b"media-empty", PrinterTrouble.OUT_OF_PAPER),
    (b"media-needed", PrinterTrouble.OUT_OF_PAPER),
    (b"media-jam", PrinterTrouble.JAMMED),
    (b"cover-open", PrinterTrouble.OPEN),
    (b"door-open", PrinterTrouble.OPEN),
    (b"toner-empty", PrinterTrouble.OUT_OF_INK),
    (b"marker-supply-empty", PrinterTrouble.OUT_OF_INK),
    (b"offline", PrinterTrouble.AWAY),
    (b"connecting-to-device", PrinterTrouble.AWAY),
    (b"unable to locate", PrinterTrouble.AWAY),
    (b"not responding", PrinterTrouble.AWAY),
    (b"disabled since", PrinterTrouble.STOPPED),
)
_UNKNOWN = (b"unknown destination", b"does not exist", b"invalid destination", b"invalid printer")


_GIVEN_UP = re.compile(rb"aborted|job-canceled|Status:[^\n]*(?:cannot|unable|could not|cancel|abort|not supported|failed)", re.IGNORECASE)
"""What CUPS says of a job that ended without paper. A printed one cannot be told by its success: CUPS 2.4 leaves
"processing-to-stop-point" standing over it too, and whoever took that for a failure would print it again for ever.
"""


class PrinterFault(Exception):
    """The printer, or what stands before it, cannot do it now. ``trouble`` says why."""

    def __init__(self, trouble: PrinterTrouble, said: str = "") -> None:
        super().__init__(f"{trouble}: {said}" if said else str(trouble))
        self.trouble = trouble


class Printer(Protocol):
    """What takes pages. Each call may raise a ``PrinterFault``."""

    def hand_over(self, page: bytes, media: str, title: str) -> str:
        """Give a PDF to the printer's own queue; return its name there. ``media`` empty: on whatever paper is in it, made to fit."""

    def has_printed(self, handed: str) -> bool:
        """Say whether what was handed over is on paper. A ``PrinterFault`` of kind ``REFUSED``: the printer gave it up."""

    def trouble(self) -> PrinterTrouble | None:
        """Return what the printer itself complains of."""

    def take_back(self, handed: str) -> None:
        """Do not print it any more."""

    def let_go(self) -> None:
        """The kiosk ends: end what is being asked for, too. A page that goes on without us would be printed again after the restart."""


class CupsPrinter:
    """The printer ``name`` of this machine's CUPS."""

    def __init__(self, name: str, call_s: float | None = None) -> None:
        self._name = name
        self._call_s = CALL_S if call_s is None else call_s
        self._running: subprocess.Popen[bytes] | None = None

    def hand_over(self, page: bytes, media: str, title: str) -> str:
        size = f"media={media}" if media else "fit-to-page"
        # Through a pipe: a full disk keeps nobody's card from the printer, and no file with a name in it is left behind.
        said = self._call(["lp", "-d", self._name, "-t", title, "-o", size], page)
        taken = _TAKEN.search(said)
        # Some stand-ins for lp say nothing: then what they took is gone from our hands, and nothing can be followed.
        return taken[1].decode(errors="replace") if taken else f"{self._name}-?"

    def has_printed(self, handed: str) -> bool:
        if handed.endswith("-?"):
            return True
        waiting = self._call(["lpstat", "-W", "not-completed", "-o", self._name])
        if any(line.split()[:1] == [handed.encode()] for line in waiting.splitlines()):
            return False
        ended = _about(handed, self._call(["lpstat", "-l", "-W", "completed", "-o", self._name]))
        if _GIVEN_UP.search(ended):
            raise PrinterFault(PrinterTrouble.REFUSED, ended.decode(errors="replace"))
        return True  # also where CUPS keeps no history: then nobody knows better

    def trouble(self) -> PrinterTrouble | None:
        said = self._call(["lpstat", "-l", "-p", self._name]).lower()
        return next((trouble for reason, trouble in _REASONS if reason in said), None)

    def take_back(self, handed: str) -> None:
        if not handed.endswith("-?"):
            self._call(["cancel", handed])

    def let_go(self) -> None:
        running = self._running
        if running is not None and running.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, 9)

    def _call(self, command: Sequence[str], given: bytes = b"") -> bytes:
        program = shutil.which(command[0])
        if program is None:
            raise PrinterFault(PrinterTrouble.NO_PROGRAM, command[0])
        environ = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
        try:
            # A group of its own: whatever the program started ends with it.
            process = subprocess.Popen(  # noqa: S603 - a list without a shell, found on PATH
                [program, *command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environ,
                start_new_session=True,
            )
        except OSError as cause:
            raise PrinterFault(PrinterTrouble.NO_PROGRAM, str(cause)) from cause
        self._running = process
        out, err = self._ended(process, given)
        self._running = None
        if process.returncode != 0:
            raise PrinterFault(_trouble_of(err), err.decode(errors="replace").strip())
        return out

    def _ended(self, process: "subprocess.Popen[bytes]", given: bytes) -> tuple[bytes, bytes]:
        try:
            return process.communicate(given, timeout=self._call_s)
        except subprocess.TimeoutExpired as late:
            os.killpg(process.pid, 9)
            process.communicate()
            raise PrinterFault(PrinterTrouble.NO_ANSWER, f"nothing within {self._call_s:g} s") from late


def _about(handed: str, listed: bytes) -> bytes:
    """Return the lines of `lpstat -l` about one job: its own, and the indented ones below it."""
    lines: list[bytes] = []
    is_ours = False
    for line in listed.splitlines():
        if not line[:1].isspace():
            is_ours = line.split()[:1] == [handed.encode()]
        if is_ours:
            lines.append(line)
    return b"\n".join(lines)


def _trouble_of(said: bytes) -> PrinterTrouble:
    said = said.lower()
    if any(words in said for words in _UNKNOWN):
        return PrinterTrouble.NOT_KNOWN
    if b"scheduler is not running" in said or b"connection refused" in said or b"unable to connect" in said:
        return PrinterTrouble.NO_SPOOLER
    return next((trouble for reason, trouble in _REASONS if reason in said), PrinterTrouble.REFUSED)
