"""Which secret opens the keys in a backup?

Promise: a backup of another secret is refused before anything is touched, unless it brings its own; what lay in the state folder is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from sync.server.backups.contents import Manifest, secret_print
from sync.server.backups.trouble import BackupTrouble

_FOR_OWNER_ONLY = 0o600


class Secret:
    """The secret of the backup that was taken out into ``folder``."""

    def __init__(self, manifest: Manifest, brought: Path) -> None:
        self._file = Path(settings.STATE_FOLDER) / "secret"
        self._before = settings.SECRET_KEY
        self._brought: str | None = None
        if manifest.secret_print == secret_print():
            return
        if not brought.exists():
            raise BackupTrouble(
                "the backup's keys were sealed with another secret; run this with the MANYHANDS_SECRET of the centre that made it, or "
                "with its file `secret` in the state folder"
            )
        if not self._file.exists() or self._file.read_text(encoding="ascii").strip() != self._before:
            raise BackupTrouble("the backup brings its own secret, and MANYHANDS_SECRET says another one; leave that away and try again")
        self._brought = brought.read_text(encoding="utf-8")

    @contextmanager
    def used(self) -> Iterator[None]:
        """Work with the backup's secret meanwhile."""
        settings.SECRET_KEY = self._brought or self._before
        try:
            yield
        finally:
            settings.SECRET_KEY = self._before

    def keep(self, stamp: str) -> None:
        """Let the centre start with the backup's secret from now on."""
        if self._brought is None:
            return
        self._file.rename(self._file.with_name(f"secret.{stamp}"))
        self._file.touch(_FOR_OWNER_ONLY)
        self._file.write_text(self._brought, encoding="utf-8")
