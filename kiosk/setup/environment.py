"""How does the environment in `.venv` come to stand?

From any state that `kiosk.setup.stamp` can find: made, repaired, brought up to date, or taken over from somebody else.
Packages come through pip with whatever index, certificates and proxies this machine has set for it.
"""

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.setup import parts, pins, stamp
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.folders import Checkout, site_packages
from kiosk.setup.stamp import Standing
from kiosk.setup.steps import Steps, environment_for_pip

# Measured with everything in place: 420 MB to run, 760 MB with the tests' tools; pip unpacks beside that.
ROOM_TO_RUN_BYTES = 700_000_000
ROOM_FOR_TESTS_BYTES = 1_200_000_000


def standing(checkout: Checkout, wanted: pins.Wanted, *, for_tests: bool) -> Standing:
    """What state the environment is in; one that somebody else made counts when it has every package."""
    verdict = stamp.judge(stamp.look(checkout), wanted.fingerprint, str(checkout.root), for_tests=for_tests)
    if verdict is Standing.UNSTAMPED and not lacking_in(checkout.environment, asked_for(wanted, for_tests=for_tests)):
        return Standing.COMPLETE
    return verdict


def asked_for(wanted: pins.Wanted, *, for_tests: bool) -> tuple[pins.Pin, ...]:
    return wanted.run + wanted.dev if for_tests else wanted.run


def lacking_in(environment: Path, asked: Sequence[pins.Pin]) -> list[pins.Lack]:
    """The packages that are not in an environment, read from outside."""
    folder = site_packages(environment)
    return pins.lacking(asked, pins.installed([str(folder)]) if folder else {})


def bring_about(checkout: Checkout, found: Standing, wanted: pins.Wanted, steps: Steps, *, for_tests: bool) -> None:
    """Make the environment complete. Raises `Stopped` in plain language; what was begun is repaired by the next start."""
    need_room(checkout, for_tests=for_tests)
    anew = found in {Standing.NOTHING, Standing.HALF_MADE, Standing.BROKEN}
    if anew:
        _make(checkout, found, steps)
    asked = asked_for(wanted, for_tests=for_tests)
    stamp.mark_making(checkout)
    try:
        _install(checkout, asked, wanted.dev if for_tests else (), steps)
    except Stopped:
        # pip fetches everything before it changes anything: an environment that stood before still does, and a
        # kiosk that was updated without a network is not torn down for it.
        if not anew:
            stamp.unmark_making(checkout)
        raise
    if still := lacking_in(checkout.environment, asked):
        names = ", ".join(map(str, still))
        raise Stopped(f"pip ended well, but these are not there: {names}. The full log: {steps.log}", Exit.FAULT)
    real = os.path.realpath(checkout.python)
    stamp.write(checkout, stamp.Stamp(wanted.fingerprint, real, str(checkout.root), for_tests=for_tests))


def _make(checkout: Checkout, found: Standing, steps: Steps) -> None:
    if found is not Standing.NOTHING:
        steps.say(f"  The environment is made anew: {found.value}.")
        shutil.rmtree(checkout.environment)
    stamp.mark_making(checkout)
    steps.run("Making an environment in .venv", [sys.executable, "-m", "venv", str(checkout.environment)])


def lacking_to_make() -> list[parts.Part]:
    """What Debian splits off from Python, when it is not there. Raises `Stopped` when no package could bring it."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return []
    if not parts.python_is_the_systems():
        raise Stopped(
            f"The Python in {sys.base_prefix} was built without venv or ensurepip, so it cannot make an environment. "
            "Start with another Python (3.11 or newer).",
            Exit.NEEDS_PERSON,
        )
    return [parts.venv_part(sys.version_info[:2])]


def _install(checkout: Checkout, asked: Sequence[pins.Pin], extra: Sequence[pins.Pin], steps: Steps) -> None:
    # The tests' packages are read from pyproject.toml and given by name: `--group` would first need a newer pip.
    if not (checkout.environment / "bin" / "pip").exists():
        steps.run("Adding pip to the environment", [str(checkout.python), "-m", "ensurepip"])
    command = [str(checkout.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--no-warn-script-location", "--editable", str(checkout.root)]
    command += [pin.asked for pin in extra]
    title = f"Installing {len(asked)} packages and what they need (a few minutes the first time)"
    steps.run(title, command, environment_for_pip())


def need_room(checkout: Checkout, *, for_tests: bool) -> None:
    needed = ROOM_FOR_TESTS_BYTES if for_tests else ROOM_TO_RUN_BYTES
    already = checkout.environment.exists()
    free = shutil.disk_usage(checkout.root).free
    if not already and free < needed:
        raise Stopped(
            f"The disk of {checkout.root} has {free // 1_000_000} MB free; set-up needs {needed // 1_000_000} MB. "
            "Make room and start again.",
            Exit.FAULT,
        )
