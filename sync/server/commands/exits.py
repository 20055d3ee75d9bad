"""How does a command end, and what does its number mean? The same numbers as of every command of Many Hands."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of ``manyhands centre``."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NEEDS_PERSON = 3
    FAULT = 4
    BUG = 70
    INTERRUPTED = 130


class Stopped(Exception):
    """A command cannot go on, and a person can mend it; the message says how."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code
