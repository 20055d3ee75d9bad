"""Which languages does the kiosk speak, and where are their sentences?

Promise: a language is spoken wholly or not at all. Nothing is read for English; the catalogue of another language is read once, when
somebody first speaks it. A catalogue that cannot be read never stops the door: its people are served in English.
"""

import logging
import struct
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

ENGLISH = "en"
# What `gettext` raises for a file that is cut, changed or not its own.
_UNREADABLE = (OSError, ValueError, LookupError, struct.error)

_log = logging.getLogger(__name__)


class Catalogues:
    """The folder ``locale``, with a sub-folder for each language."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: frozenset[str] | None = None
        self._opened: dict[str, NullTranslations | None] = {ENGLISH: NullTranslations()}

    def spoken(self, wanted: str) -> str:
        """The language in which somebody who wants ``wanted`` is served: that one, its parent (``ar`` for ``ar-EG``), or English."""
        language = wanted.partition("-")[0]
        return language if self._catalogue(language) is not None else ENGLISH

    def of(self, language: str) -> NullTranslations:
        """The sentences of a spoken language."""
        catalogue = self._catalogue(language)
        assert catalogue is not None
        return catalogue

    def _catalogue(self, language: str) -> NullTranslations | None:
        if language not in self._opened:
            if language not in self._all():  # not remembered: what cards ask for has no end, and is no path
                return None
            self._opened[language] = self._read(language)
        return self._opened[language]

    def _all(self) -> frozenset[str]:
        if self._names is None:
            found = self._folder.iterdir() if self._folder.is_dir() else ()
            self._names = frozenset(path.name for path in found if path.is_dir())
        return self._names

    def _read(self, language: str) -> NullTranslations | None:
        path = self._folder / language / "LC_MESSAGES" / "kiosk.mo"
        try:
            with path.open("rb") as file:
                return GNUTranslations(file)
        except _UNREADABLE as cause:
            _log.warning("the sentences in %r cannot be read, so its people are served in English: %s", language, cause)
            return None
