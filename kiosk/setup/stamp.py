"""Does the environment in `.venv` stand, and if not, what is the matter with it?

A stamp is written only when everything is in place, and a marker stands while something is being made: a start that
was cut off at any moment is found by the next one and repaired. Reading both takes a few milliseconds.
"""

import json
import os
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from kiosk.setup.folders import Checkout

STAMP = "many-hands.stamp.json"
MAKING = "many-hands.making"


@dataclass(frozen=True)
class Stamp:
    """What was true when the environment was finished."""

    fingerprint: str  # of what pyproject.toml says about packages
    interpreter: str  # the real file behind .venv/bin/python; an upgrade of the system's Python changes it
    root: str  # an environment does not survive being moved: its scripts hold absolute paths
    for_tests: bool


@dataclass(frozen=True)
class Seen:
    """What a look at the folder `.venv` shows."""

    exists: bool
    making: bool
    interpreter: str | None  # none: bin/python is absent or leads nowhere
    made_for_this_python: bool  # lib/pythonX.Y belongs to the interpreter behind bin/python
    stamp: Stamp | None


class Standing(Enum):
    """The verdict, one for each remedy."""

    COMPLETE = "complete"
    NOTHING = "there is none yet"
    HALF_MADE = "it was left half-made"
    BROKEN = "its Python is gone, was replaced or is somebody else's, or the folder was moved"
    OUTDATED = "the project asks for other packages now"
    UNSTAMPED = "somebody else made it"


def look(checkout: Checkout) -> Seen:
    """Read the environment's state from the disk. Anything unreadable counts as absent."""
    environment = checkout.environment
    real = os.path.realpath(checkout.python)
    # `os.path.exists`, because pathlib raises where somebody else's folder may not be looked into.
    interpreter = real if os.path.exists(real) else None  # noqa: PTH110 - see above
    folders = [folder.name for folder in environment.glob("lib/python3.*")]
    return Seen(
        exists=os.path.lexists(environment),
        making=os.path.exists(environment / MAKING),  # noqa: PTH110 - see above
        interpreter=interpreter,
        made_for_this_python=_belongs(Path(real).name, folders),
        stamp=_read(environment / STAMP),
    )


def judge(  # noqa: PLR0911 - one line for each remedy, gravest first
    seen: Seen, fingerprint: str, root: str, *, for_tests: bool
) -> Standing:
    """What to make of what was seen."""
    if not seen.exists:
        return Standing.NOTHING
    if seen.making:
        return Standing.HALF_MADE
    if seen.interpreter is None or not seen.made_for_this_python:
        return Standing.BROKEN
    stamp = seen.stamp
    if stamp is None:
        return Standing.UNSTAMPED
    if (stamp.interpreter, stamp.root) != (seen.interpreter, root):
        return Standing.BROKEN
    if stamp.fingerprint != fingerprint or (for_tests and not stamp.for_tests):
        return Standing.OUTDATED
    return Standing.COMPLETE


def write(checkout: Checkout, stamp: Stamp) -> None:
    """Say that the environment is finished: the stamp whole or not at all, and the marker gone after it."""
    unfinished = checkout.environment / f"{STAMP}.new"
    unfinished.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    unfinished.replace(checkout.environment / STAMP)
    unmark_making(checkout)


def mark_making(checkout: Checkout) -> None:
    """Say that the environment is being changed from here on."""
    checkout.environment.mkdir(exist_ok=True)
    (checkout.environment / MAKING).touch()


def unmark_making(checkout: Checkout) -> None:
    """Say that nothing is being changed any more."""
    (checkout.environment / MAKING).unlink(missing_ok=True)


def _read(path: Path) -> Stamp | None:
    try:
        return Stamp(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _belongs(interpreter: str, folders: list[str]) -> bool:
    """Whether one of the lib folders is the interpreter's; a name without a version (`python`) tells nothing."""
    version = interpreter.removeprefix("python")
    return not version.startswith("3.") or f"python{version}" in folders
