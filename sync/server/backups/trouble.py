"""Why could a backup not be made, proven or brought back?

Promise: each is a whole sentence for whoever sits at the machine, and by then nothing was changed.
"""


class BackupTrouble(Exception):
    """A person must do something; the message says what."""


class NotABackup(BackupTrouble):
    """The file is not there, damaged, cut off, or was never a backup of a centre."""


class Doubtful(BackupTrouble):
    """The backup can be read, but what it holds is not in order. ``doubts`` are sentences."""

    def __init__(self, doubts: list[str]) -> None:
        super().__init__("\n".join(doubts))
        self.doubts = doubts
