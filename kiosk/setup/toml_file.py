"""What does a TOML file say that a person wrote, with whatever editor?

Promise: it is read as they meant it (a mark at its beginning, as some editors leave one, is passed over), or refused with one sentence
that names the file and what to do.
"""

import tomllib
from pathlib import Path


class NotReadable(Exception):
    """The file cannot be used. The message is for the person who wrote it."""


def read(path: Path) -> dict[str, object]:
    """Return the tables of the file ``path``. Raises ``NotReadable``."""
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise NotReadable(f"{path} is no TOML: {error}") from error
    except RecursionError as error:
        raise NotReadable(f"{path} is no TOML that can be read: brackets stand in brackets without end.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except IsADirectoryError as error:
        raise NotReadable(f"{path} is a folder; name the settings file in it.") from error
    except FileNotFoundError as error:
        raise NotReadable(f"{path} is not there.") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"{path} is no text in UTF-8. Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise NotReadable(f"{path} cannot be read: {error.strerror}.") from error
