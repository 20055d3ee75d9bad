"""How does a command of the console end, and what does its number mean?

Every command ends with one of these numbers, so that scripts and supervisors can tell remedies apart.
"""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `manyhands`, `python3 -m kiosk` and `python3 -m tests`."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NEEDS_PERSON = 3
    FAULT = 4
    BUG = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells count


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "done",
    Exit.FAILED: "it ran, and something it looked at is not in order",
    Exit.USAGE: "the command line or a file given on it is not right",
    Exit.NEEDS_PERSON: "a line was printed that a person must run first",
    Exit.FAULT: "the network, the disk or a right is missing",
    Exit.BUG: "a mistake in Many Hands; its log was kept",
    Exit.INTERRUPTED: "stopped by Ctrl-C or told to end",
}


class Stopped(Exception):
    """A command cannot go on, and a person can mend it. The message says how, in plain language."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code


def epilog() -> str:
    """The exit codes as the last paragraph of every --help."""
    return "exit codes: " + "; ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items())
