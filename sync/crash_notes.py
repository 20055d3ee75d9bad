"""What happens to a mistake of ours that reaches the console, of kiosk or centre?

Promise: no traceback is shown to a person while there is a place to keep it; it is kept with the command line and versions, and they
are told where it lies. Standard library only, because it speaks before anything is installed.
"""

import platform
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path


def keep(mistake: BaseException, arguments: Sequence[str], folder: Path | None) -> str:
    """Keep the traceback in ``folder``; gives the sentence for the person. A folder that cannot be written is passed over."""
    text = "\n".join(
        [
            f"manyhands {' '.join(arguments)}",
            f"{datetime.now(UTC).isoformat(timespec='seconds')}, Python {platform.python_version()}, {platform.platform()}",
            "",
            "".join(traceback.format_exception(mistake)),
        ]
    )
    for place in filter(None, (folder, Path(tempfile.gettempdir()))):
        try:
            return f"this is a mistake in Many Hands, not yours. What happened is kept in {_write(place, text)}"
        except OSError:
            continue
    return f"this is a mistake in Many Hands, not yours, and no place was found to keep it:\n{text}"


def _write(place: Path, text: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    # A name of its own for each: the first crash is often the one that explains the others.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place, prefix="crash-", suffix=".log", delete=False) as file:
        file.write(text)
    return Path(file.name)
