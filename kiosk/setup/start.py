"""How does a command get from whatever Python it was started with into one that has everything?

The only door that commands use. It returns when everything stands in this very process, replaces the process by one
inside the environment when that stands elsewhere, and raises `Stopped` with what a person must do otherwise.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.setup import environment, parts, pins, system
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.folders import Checkout, checkout, state_folder
from kiosk.setup.lock import alone
from kiosk.setup.remedy import cause
from kiosk.setup.stamp import Standing
from kiosk.setup.steps import Steps

# Set by the process that hands over to itself: execv keeps the process id, children get another one. Without it a
# mistake in the verdict would make two interpreters hand over to each other for ever.
_HANDED_OVER = "MANYHANDS_HANDED_OVER"


NO_DISPLAY = (
    "there is no display here, so that nobody could see the kiosk. Start it where a screen is (under cage, weston or a desktop; "
    "DISPLAY or WAYLAND_DISPLAY is set there), or off screen on purpose with SDL_VIDEODRIVER=offscreen."
)


@dataclass(frozen=True)
class Ready:
    """A Python with every package, and what could not be had of the system (for the tests, which go on without)."""

    python: Path
    missing: tuple[parts.Part, ...] = ()


def packages(*, for_tests: bool = False) -> Path:
    """The Python of an environment that has every pinned package; makes the environment when there is none."""
    found = checkout()
    here = Path(sys.executable)
    if found is None or os.environ.get(_HANDED_OVER) == str(os.getpid()):
        return here
    try:
        return packages_of(found, here, for_tests=for_tests)
    except OSError as error:
        raise Stopped(_plain(error, found.root), Exit.FAULT) from error


def packages_of(found: Checkout, here: Path, *, for_tests: bool) -> Path:
    wanted = pins.read(found.pyproject)
    asked = environment.asked_for(wanted, for_tests=for_tests)
    if environment.standing(found, wanted, for_tests=for_tests) is Standing.COMPLETE:
        return found.python
    elsewhere = Path(sys.prefix) != found.environment and sys.prefix != sys.base_prefix
    if elsewhere and not pins.lacking(asked, pins.installed(sys.path)):
        return here
    found.state.mkdir(exist_ok=True)
    steps = Steps(found.log)
    with alone(found.lock, steps.say) as lock:
        state = environment.standing(found, wanted, for_tests=for_tests)
        if state is not Standing.COMPLETE:
            steps.keep_open = (lock,)
            found.log.write_text("", encoding="utf-8")
            steps.say("Setting up Many Hands (once).")
            if not found.python.exists():
                system.have(environment.lacking_to_make(), steps, parts.this_machine())
            environment.bring_about(found, state, wanted, steps, for_tests=for_tests)
    return found.python


def into(arguments: Sequence[str], module: str = "kiosk") -> None:
    """Go on in a Python that has every package: return when this is one, replace the process otherwise."""
    python = packages()
    if os.path.realpath(sys.prefix) == os.path.realpath(python.parent.parent) or python == Path(sys.executable):
        return
    os.environ[_HANDED_OVER] = str(os.getpid())
    sys.stdout.flush()
    os.execv(python, [str(python), "-m", module, *arguments])  # noqa: S606 - no shell is the point


def screen() -> None:
    """Have what a window needs of the system. Raises `Stopped` with the one line to run where it may not install."""
    lacking = parts.missing(parts.SCREEN_PARTS)
    if not lacking:
        return
    steps = _steps()
    if parts.this_machine().may_install:
        steps.say("Setting up what the window needs of the system (once).")
    system.have(_with_python(lacking), steps, parts.this_machine())


def display(environ: Mapping[str, str] | None = None, cards: Path = Path("/dev/dri")) -> None:
    """Have a display to draw on, or a wish to do without one. Raises `Stopped`: what nobody can see would seem to run."""
    environ = os.environ if environ is None else environ
    if sys.platform != "linux" or any(environ.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY", "SDL_VIDEODRIVER")):
        return
    if any(cards.glob("card*")):
        return  # a screen without a compositor; if it cannot be opened, the window says so
    raise Stopped(NO_DISPLAY, Exit.NEEDS_PERSON)


def tests() -> Ready:
    """Everything that the tests want. What cannot be had of the system is returned by name, and the tests go on."""
    machine = parts.this_machine()
    lacking = parts.missing(parts.SCREEN_PARTS + parts.TEST_PARTS)
    if not machine.may_install and _with_python(lacking) != lacking:
        system.have(_with_python(lacking), _steps(), machine)  # stops: without an environment there is nothing to go on with
    python = packages(for_tests=True)
    missing = system.have_what_can_be_had(lacking, _steps(), machine) if lacking else []
    return Ready(python, tuple(missing))


def _with_python(lacking: list[parts.Part]) -> list[parts.Part]:
    """The parts and what makes environments, so that a person is sent away with one line and not, later, with another."""
    found = checkout()
    return lacking + environment.lacking_to_make() if found and not found.python.exists() else lacking


def _steps() -> Steps:
    log = state_folder() / "setup.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stopped(_plain(error, log.parent), Exit.FAULT) from error
    return Steps(log)


def _plain(error: OSError, place: Path) -> str:
    """An answer of the operating system as a sentence with a way on."""
    reason = cause(str(error)) or "The operating system did not allow it."
    return f"Set-up in {place} could not go on: {error}. {reason}"
