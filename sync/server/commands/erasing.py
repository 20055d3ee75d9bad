"""How are people forgotten from the command line: those whose date has come, and those whom a backup brought back?

Promise: doing it again does nothing; what was erased is said in numbers.
"""

import argparse
import time

from sync.server.commands.exits import Exit
from sync.server.erasing import again, due, traces
from sync.server.erasing.models import Erasure, Why


def run(chosen: argparse.Namespace) -> int:
    """Run ``erase-due`` or ``reapply-erasures``."""
    now_ms = time.time_ns() // 1_000_000
    code = _erase_anew(now_ms) if chosen.command == "reapply-erasures" else _erase_due(now_ms)
    if Erasure.objects.filter(wiped_ms=None).exists() and not traces.wipe(now_ms):
        print("The database is busy: what was erased is overwritten on its disk at the next run.")
        return Exit.FAILED
    return code


def _erase_due(now_ms: int) -> Exit:
    _reapply(now_ms)
    events = due.due(now_ms)
    for event in events:
        gone = due.erase_and_note(event, due.BY_DATE, Why.DATE, now_ms)
        print(f"Event {event}: erased {sum(gone.values()):,} things that were kept of people.")
    if not events:
        print("Nothing is due.")
    return Exit.DONE


def _erase_anew(now_ms: int) -> Exit:
    if not _reapply(now_ms):
        print("Nobody who was erased is back.")
    return Exit.DONE


def _reapply(now_ms: int) -> bool:
    gone = again.reapply(now_ms)
    if gone:
        print(f"Erased once more after a backup came back: {sum(gone.values()):,} things.")
    return bool(gone)
