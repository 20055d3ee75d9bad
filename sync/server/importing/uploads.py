"""Where does a list lie while it is being looked at?

Promise: in the state folder, readable by the centre only; gone as soon as the list was applied or left, and, when it was left
at the preview, at the first import or job after a week.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def file_of(no: int) -> Path:
    """Return where the list of import ``no`` lies."""
    return Path(settings.STATE_FOLDER) / "imports" / str(no) / "list"


def keep(no: int, pieces: Iterable[bytes]) -> Path:
    """Write the list of import ``no``."""
    path = file_of(no)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    return path


def remove(no: int) -> None:
    """Forget the list of import ``no``."""
    shutil.rmtree(file_of(no).parent, ignore_errors=True)
