"""Printers to test with: one in memory that does as the test says, and programs on PATH that stand in for those of CUPS."""

import stat
from pathlib import Path

from kiosk.flow.findings import PrinterTrouble
from kiosk.printing.cups import PrinterFault


class PaperTray:
    """A printer in memory. ``ill``: why it takes nothing; ``complaint``: what it says of itself; ``slow``: pages lie in its queue;
    ``knows_only``: the one size of paper that it does not give up.
    """

    def __init__(self) -> None:
        self.pages: list[bytes] = []
        self.queued: dict[str, bytes] = {}
        self.taken = 0
        self.ill: PrinterTrouble | None = None
        self.complaint: PrinterTrouble | None = None
        self.slow = False
        self.knows_only: str | None = None
        self.given_up: set[str] = set()

    def hand_over(self, page: bytes, media: str, title: str) -> str:
        assert title
        self._answer()
        self.taken += 1
        handed = f"tray-{self.taken}"
        if self.knows_only is not None and media != self.knows_only:
            self.given_up.add(handed)
        else:
            self.queued[handed] = page
        return handed

    def has_printed(self, handed: str) -> bool:
        self._answer()
        if handed in self.given_up:
            raise PrinterFault(PrinterTrouble.REFUSED)
        if not self.slow and handed in self.queued:
            self.pages.append(self.queued.pop(handed))
        return handed not in self.queued

    def trouble(self) -> PrinterTrouble | None:
        return self.complaint

    def take_back(self, handed: str) -> None:
        self._answer()
        self.queued.pop(handed, None)

    def let_go(self) -> None:
        """It keeps nothing waiting."""

    def _answer(self) -> None:
        if self.ill is not None:
            raise PrinterFault(self.ill)


def stand_ins(folder: Path, **scripts: str) -> str:
    """Write shell programs into ``folder`` and return it for PATH, which has the system's own behind it."""
    for name, script in scripts.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return f"{folder}:/usr/bin:/bin"
