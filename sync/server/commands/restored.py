"""How do kiosks learn that the database came back from a backup by another way than ``restore``?

Promise: the epoch grows, every manifest says so, and who was erased or what was ended since is so again.
"""

import argparse
import time

from sync.server.backups.after import settle
from sync.server.commands.exits import Exit
from sync.server.publishing.lives import begin_life


def run(chosen: argparse.Namespace) -> int:
    """Begin the next epoch."""
    del chosen
    now_ms = time.time_ns() // 1_000_000
    settle(now_ms)
    print(f"This is epoch {begin_life(now_ms)}: kiosks send again what is missing.")
    return Exit.DONE
