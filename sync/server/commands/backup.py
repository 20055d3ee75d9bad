"""How does somebody make a backup, prove it, and bring one back?

Promise: exit code 1 when a backup is not good; whatever could not be done is one sentence, and by then nothing was changed.
"""

import argparse
import time
from pathlib import Path

from sync.server.backups import keeping
from sync.server.backups.making import make
from sync.server.backups.restoring import in_words, prove, restore
from sync.server.backups.trouble import BackupTrouble, Doubtful, NotABackup
from sync.server.commands.exits import Exit, Stopped


def run(chosen: argparse.Namespace) -> int:
    """Back up, prove or restore."""
    now_ms = time.time_ns() // 1_000_000
    try:
        if chosen.command == "restore":
            return _restore(chosen, now_ms)
        if chosen.command == "prove-backup":
            return _prove(chosen.path, now_ms)
        return _back_up(chosen, now_ms)
    except Doubtful as fault:
        raise Stopped(f"this backup is not in order, and nothing was changed:\n{fault}", Exit.FAILED) from fault
    except NotABackup as fault:
        raise Stopped(str(fault), Exit.USAGE) from fault
    except BackupTrouble as fault:
        raise Stopped(str(fault), Exit.NEEDS_PERSON) from fault


def _back_up(chosen: argparse.Namespace, now_ms: int) -> int:
    if chosen.keep is not None and not chosen.path.is_dir():
        raise Stopped("--keep needs a folder to keep backups in, not a file", Exit.USAGE)
    made = make(chosen.path, now_ms)
    print(f"{made.path}: {made.manifest.facts.entries} entries, {made.size_bytes} bytes.")
    if "secret" not in {member.name for member in made.manifest.members}:
        print("The centre's secret is not in it: keep a copy of that elsewhere, or no key in this backup can be opened.")
    if chosen.verify:
        _prove(made.path, now_ms)
    if chosen.keep is not None:
        for name in keeping.sweep(chosen.path, chosen.keep):
            print(f"Removed {name}.")
    return Exit.DONE


def _prove(path: Path, now_ms: int) -> int:
    raised = prove(path, now_ms)
    print(f"Proven: brought back beside the centre, compared and added up again. Journals of which more is safe now: {raised}.")
    return Exit.DONE


def _restore(chosen: argparse.Namespace, now_ms: int) -> int:
    done = restore(chosen.path, now_ms, replace=chosen.replace, despite_doubts=chosen.despite_doubts)
    facts = done.manifest.facts
    print(f"The centre is that of {in_words(done.manifest.made_ms)} again: {facts.entries} entries of {len(facts.streams)} journals.")
    print(f"This is epoch {done.epoch}: kiosks send again what is missing.")
    if done.settled.erased:
        print(f"Erased anew: {done.settled.erased} things of people who had been erased since.")
    if done.settled.ended:
        print(f"Ended anew: {done.settled.ended} kiosks, tokens, webhooks, boards, links and accounts that had been ended since.")
    if done.kept:
        print(f"The database before is kept as {done.kept}; remove it when all is well, since it holds people who are to be erased.")
    print("Look at roles, passwords and reissued passes: what was changed since the backup is as it was before. Then start the centre.")
    return Exit.DONE
