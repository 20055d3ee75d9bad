"""How do words become a voice? espeak-ng writes them as a WAV, where it is installed.

Promise: without espeak-ng, or when it fails or hangs, there is no voice and nothing else happens. What has no name in it is kept and
spoken again from the disk, up to a limit; what has one is never kept: a roster can be erased, and a voice must not tell it afterwards.
"""

import hashlib
import logging
import shutil
import subprocess
from pathlib import Path

KEPT_BYTES_MAX = 32 * 1024 * 1024
"""Some five hundred sentences: all of the kiosk's own in two or three languages. The least recently spoken go first."""

GIVES_UP_AFTER_S = 5.0
"""espeak-ng takes some hundredths of a second for a sentence; whoever listened has gone on after five."""

WORDS_A_MINUTE = 150
"""A little slower than it speaks by itself: a hall echoes."""

_HALF_SPOKEN = ".part"
_VOICES = {"en": "en-gb", "fr": "fr-fr"}
_log = logging.getLogger(__name__)


class Speech:
    """Speaks into files of ``folder``; ``program`` none: whatever espeak-ng the machine has."""

    def __init__(self, folder: Path, program: str | None = None) -> None:
        self._folder = folder
        self._program = program or shutil.which("espeak-ng")
        self.forget()  # what stands here when the power goes while a name is spoken

    @property
    def can_speak(self) -> bool:
        return self._program is not None

    def spoken(self, text: str, language: str, *, is_personal: bool) -> Path | None:
        """Return a WAV of ``text``; none: there is no voice. A personal one is overwritten by the next: call `forget` after loading it."""
        if self._program is None or not text:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / ("passing.wav" if is_personal else f"{_name(text, language)}.wav")
            if path.exists() and not is_personal:
                path.touch()
                return path
            return self._made(path, text, language)
        except (OSError, subprocess.SubprocessError) as cause:
            _log.info("no voice: %s", cause)
            return None

    def forget(self) -> None:
        """Take away what had a name in it."""
        try:
            for name in ("passing.wav", f"passing{_HALF_SPOKEN}"):
                (self._folder / name).unlink(missing_ok=True)
        except OSError as cause:
            _log.warning("What was spoken could not be taken away: %s", cause)

    def _made(self, path: Path, text: str, language: str) -> Path | None:
        fresh = path.with_suffix(_HALF_SPOKEN)
        voice = _VOICES.get(language, language)
        # The text goes in by a pipe: what begins with a dash is no option, and no list of processes shows a name.
        command = [str(self._program), "-v", voice, "-s", str(WORDS_A_MINUTE), "-b", "1", "-w", str(fresh), "--stdin"]
        try:
            done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=GIVES_UP_AFTER_S, check=False)  # noqa: S603 - fixed words, no shell
            is_made = done.returncode == 0 and fresh.exists()
            if is_made:
                fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        if not is_made:
            _log.info("no voice for %s: %s", language, done.stderr.decode(errors="replace")[:200])
            return None
        self._keep_within_limit()
        return path

    def _keep_within_limit(self) -> None:
        kept = sorted(self._folder.glob("*.wav"), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for path in kept:
            total += path.stat().st_size
            if total > KEPT_BYTES_MAX:
                path.unlink(missing_ok=True)


def _name(text: str, language: str) -> str:
    return hashlib.sha256(f"{language}\n{WORDS_A_MINUTE}\n{text}".encode()).hexdigest()[:32]
