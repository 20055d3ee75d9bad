"""What did the kiosk's own doctor find last? Kept in its state folder, for the command line, which must not open what a kiosk has open.

Promise: states and numbers, no words: whoever reads it says it in their own language. A note that cannot be written or read costs nothing.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.flow.findings import CameraTrouble, Diagnosis, Finding, Found, LinkTrouble, PrinterTrouble, Sound, StorageTrouble
from kiosk.window.finding_words import Said, said_of

FILE = "doctor.json"
_KINDS: dict[str, type[Diagnosis]] = {
    kind.__name__: kind for kind in (Found, PrinterTrouble, CameraTrouble, StorageTrouble, LinkTrouble, Sound)
}
_log = logging.getLogger(__name__)


class _Noted(msgspec.Struct, frozen=True):
    """One finding; ``kind`` names the list that ``state`` is of, since lists share words."""

    kind: str
    state: str
    well: bool
    numbers: tuple[int, ...] = ()
    name: str = ""


class _Notes(msgspec.Struct, frozen=True):
    at: datetime
    findings: tuple[_Noted, ...]


class Told(msgspec.Struct, frozen=True):
    """What a kiosk found, in words, and when; ``well`` beside each line."""

    at: datetime
    lines: tuple[tuple[Said, bool], ...]


def keep_notes(state: Path, findings: tuple[Finding, ...], at: datetime | None = None) -> None:
    """Write down what was found now (``at``, aware)."""
    noted = tuple(_Noted(type(each.state).__name__, each.state.value, each.well, each.numbers, each.name) for each in findings)
    path = state / FILE
    try:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(_Notes(at or datetime.now(UTC), noted)))
        fresh.replace(path)
    except OSError as cause:
        _log.info("The doctor's notes could not be kept: %s", cause)


def told(state: Path, language: str) -> Told | None:
    """Return what the kiosk whose state folder is ``state`` found last; none: there is no note that we can read."""
    try:
        notes = msgspec.json.decode((state / FILE).read_bytes(), type=_Notes)
        found = [Finding(_KINDS[each.kind](each.state), each.well, each.numbers, each.name) for each in notes.findings]
    except (OSError, msgspec.DecodeError, LookupError, ValueError):
        return None
    return Told(notes.at, tuple((said_of(language, finding), finding.well) for finding in found))
