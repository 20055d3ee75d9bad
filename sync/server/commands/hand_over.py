"""How does a hand-over from a stick come into the centre?

Promise: every file is tried, whatever becomes of the others; the receipt lies beside its file, to go back the same way.
"""

import argparse
import time
from pathlib import Path

from sync.protocol.envelope import Unreadable
from sync.protocol.hand_over import HAND_OVER_BYTES_MAX
from sync.server.commands.exits import Exit
from sync.server.couriers.hand_over import Received, receive
from sync.server.ledger.opening import open_store

RECEIPT_SUFFIX = ".receipt"


def run(chosen: argparse.Namespace) -> int:
    """Receive each of the files."""
    worst = Exit.DONE
    for path in chosen.files:
        worst = max(worst, _receive(path))
    return worst


def _receive(path: Path) -> Exit:
    try:
        with path.open("rb") as file:
            sealed = file.read(HAND_OVER_BYTES_MAX + 1)
        received = receive(open_store(), sealed, time.time_ns() // 1_000_000)
    except OSError as fault:
        print(f"{path}: cannot be read: {fault.strerror}")
        return Exit.USAGE
    except Unreadable as fault:
        print(f"{path}: {fault.reason}; nothing was taken from it")
        return Exit.USAGE
    _say(path, received)
    return _leave_receipt(path, received) or (Exit.DONE if received.is_in_order else Exit.FAILED)


def _say(path: Path, received: Received) -> None:
    print(f"{path}: {received.entries} entries, {received.new} of them new.")
    for one in received.brought:
        print(f"  kiosk {one.device}: {one.entries} entries, {one.new} new; the centre holds it up to {one.high}")
        for trouble in one.troubles:
            print(f"    {trouble}")
    if received.unreadable:
        print(f"  parts that cannot be read: {received.unreadable}")


def _leave_receipt(path: Path, received: Received) -> Exit | None:
    beside = path.with_name(path.name + RECEIPT_SUFFIX)
    try:
        beside.write_bytes(received.receipt)
    except OSError as fault:
        print(f"  the receipt could not be left beside it ({fault.strerror}); what came is in the ledger all the same")
        return Exit.FAULT
    print(f"  receipt: {beside}")
    return None
