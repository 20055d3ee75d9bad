"""What do we say when the words after a command are not right?

Promise: one plain sentence and where to read on, for every command of kiosk and centre; the exit code stays 2. Standard library only,
because it speaks before anything is installed.
"""

import argparse
import difflib
import re
from typing import NoReturn

_USAGE = 2
_CHOICE = re.compile(r"argument (?P<of>\S+): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.*)\)", re.DOTALL)
_VALUE = re.compile(r"argument (?P<of>[^:]+): invalid \w+ value: '(?P<word>.*)'", re.DOTALL)
_ALONE = re.compile(r"argument (?P<of>[^:]+): expected .*argument")
_SAID = re.compile(r"argument (?P<of>[^:]+): (?P<said>.*)", re.DOTALL)
_COMMAND = "COMMAND"


class Parser(argparse.ArgumentParser):
    """Reads the words of a command line and answers mistakes plainly."""

    def error(self, message: str) -> NoReturn:
        self.exit(_USAGE, f"{self.prog}: {plainly(message)}\n`{self.prog} --help` says what can be asked.\n")


def plainly(message: str) -> str:
    """Return argparse's complaint in words for whoever typed."""
    if found := _CHOICE.fullmatch(message):
        return _no_such(found["of"], found["word"], re.findall(r"'([^']*)'", found["known"]) or found["known"].split(", "))
    if found := _VALUE.fullmatch(message):
        return f"`{found['word']}` cannot stand for {found['of']}."
    if found := _ALONE.fullmatch(message):
        return f"{found['of']} needs a value after it."
    if found := _SAID.fullmatch(message):
        return f"{found['of']}: {found['said']}"
    for begins, words in (("unrecognized arguments: ", "not known here: "), ("the following arguments are required: ", "still needed: ")):
        if message.startswith(begins):
            return f"{words}{message.removeprefix(begins)}."
    return message


def _no_such(of: str, word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    meant = f" Did you mean `{close[0]}`?" if close else ""
    if of == _COMMAND:
        return f"there is no command `{word}`.{meant} The commands are: {', '.join(known)}."
    return f"{of} cannot be `{word}`.{meant} It can be: {', '.join(known)}."
