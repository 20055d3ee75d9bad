"""What is missing on this machine?

Looks at everything the kiosk, the demo and the tests stand on, from outside and without changing it, so that it also
answers on a machine where nothing is set up yet. Each look takes what it judges as a value.
"""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import resolve_name

from kiosk.cli.findings import Finding, State, as_lines, healthy
from kiosk.cli.findings import as_json as to_json
from kiosk.setup import environment, folders, parts, pins, toml_file
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.folders import ROOM_FOR_A_DAY_BYTES
from kiosk.setup.stamp import Standing

SETUP_COMMAND = "python3 -m kiosk setup"
NAMES_SHOWN = 4

LOADS_WITHIN_S = 30.0
"""OpenCV loads within a second; the slowest card of a small machine that is doing something else needs ten."""

SAID_MAX = 200
"""Of what Python says when a package does not load: the name of what is missing stands at its beginning."""

_LIBRARY_LACKING = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open")


def main(*, as_json: bool, state: Path | None, settings: Path | None = None, language: str = "") -> int:
    """Print the findings. 0 when nothing needed is missing, 1 otherwise. ``state``, or else what ``settings`` name, is a kiosk's folder."""
    of_kiosk = state or (state_named_in(settings) if settings else None)
    findings = examine(of_kiosk or folders.state_folder())
    if settings is not None:
        findings += settings_hold(settings)
    if of_kiosk is not None:
        findings += kiosks_own(of_kiosk, language or spoken_here(os.environ))
    print(to_json(findings) if as_json else as_lines(findings))
    return Exit.DONE if healthy(findings) else Exit.FAILED


def examine(state: Path) -> list[Finding]:
    """Every look at this machine, most basic first."""
    machine = parts.this_machine()
    installed = installed_here(folders.checkout())
    built_at = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    return [
        python(sys.version_info[:3]),
        *environment_standing(folders.checkout()),
        packages(wanted_here(folders.checkout()), installed),
        system_parts("window's libraries", parts.SCREEN_PARTS, machine, needed=True),
        display(os.environ),
        camera(installed),
        system_parts("speech", [parts.SPEECH_PART], machine, needed=False),
        system_parts("printing", [parts.PRINT_PART], machine, needed=False),
        disk(state, shutil.disk_usage(nearest_existing(state)).free),
        state_is_writable(state),
        clock(datetime.fromtimestamp(time.time(), UTC), built_at),
        system_parts("tests' programs", parts.TEST_PARTS, machine, needed=False),
    ]


def state_named_in(settings: Path) -> Path:
    """The folder that a kiosk's settings name for its state. Raises `Stopped` when they cannot be read."""
    try:
        values = toml_file.read(settings)
    except toml_file.NotReadable as cause:
        raise Stopped(str(cause), Exit.USAGE) from cause
    machine = values.get("machine", {})
    named = machine.get("state", "") if isinstance(machine, dict) else ""
    try:
        return folders.kiosk_folder(named if isinstance(named, str) else "")
    except RuntimeError:  # the home of somebody whom this machine does not know; the settings are found wrong for it
        return folders.kiosk_folder()


def settings_hold(settings: Path) -> list[Finding]:
    """Whether a kiosk would start with these settings. Nothing to say before any package is here."""
    try:
        trouble: str = resolve_name("kiosk.settings:trouble_in")(settings)
    except ImportError:
        return []
    if trouble:
        return [Finding("settings", State.LOOK, trouble, "write it as `manyhands kiosk --print-settings` shows it")]
    return [Finding("settings", State.OK, str(settings))]


def spoken_here(environ: Mapping[str, str]) -> str:
    """The language of whoever sits here, as their system says it."""
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or "en"
    return named.partition("_")[0].partition(".")[0]


def kiosks_own(state: Path, language: str) -> list[Finding]:
    """What the kiosk's own doctor found last: journal, clock, printer, centre … Nothing where it never ran, or no package is here yet."""
    try:
        told = resolve_name("kiosk.window.finding_notes:told")(state, language)
    except ImportError:
        return []
    if told is None:
        return [Finding("kiosk", State.OPTIONAL, f"no kiosk has left notes in {state} yet")]
    at = told.at.astimezone().isoformat(timespec="minutes")
    lines = [Finding(said.name, State.OK if well else State.LOOK, said.words, said.remedy) for said, well in told.lines]
    return [Finding("kiosk", State.OK, f"as it found itself at {at}:"), *lines]


def python(version: Sequence[int]) -> Finding:
    said = ".".join(map(str, version))
    if tuple(version) >= (3, 11):
        return Finding("Python", State.OK, said)
    return Finding("Python", State.MISSING, f"{said} is too old", "install Python 3.11 or newer")


def environment_standing(checkout: folders.Checkout | None) -> list[Finding]:
    """The environment's own verdict; nothing to say when there is no checkout, or none was made yet."""
    if checkout is None:
        return []
    standing = environment.standing(checkout, pins.read(checkout.pyproject), for_tests=False)
    if standing is Standing.COMPLETE:
        return [Finding("environment", State.OK, str(checkout.environment))]
    return [Finding("environment", State.MISSING, f"{checkout.environment}: {standing.value}", SETUP_COMMAND)]


def wanted_here(checkout: folders.Checkout | None) -> tuple[pins.Pin, ...]:
    """The pins that count here: the checkout's, or those that the installed package carries in its metadata."""
    return pins.read(checkout.pyproject).run if checkout else pins.of_distribution("manyhands")


def installed_here(checkout: folders.Checkout | None) -> dict[str, str]:
    """What is installed where commands would run: the checkout's environment, or the one this process is in."""
    inside = sys.prefix != sys.base_prefix
    folder = folders.site_packages(checkout.environment) if checkout and not inside else None
    return pins.installed([str(folder)] if folder else sys.path)


def packages(wanted: Sequence[pins.Pin], installed: Mapping[str, str]) -> Finding:
    lacks = pins.lacking(wanted, dict(installed))
    if not lacks:
        return Finding("packages", State.OK, f"all {len(wanted)} as pinned")
    named = ", ".join(map(str, lacks[:NAMES_SHOWN])) + (" …" if len(lacks) > NAMES_SHOWN else "")
    return Finding("packages", State.MISSING, f"{len(lacks)} of {len(wanted)} not as pinned: {named}", SETUP_COMMAND)


def system_parts(name: str, wanted: Sequence[parts.Part], machine: parts.Machine, *, needed: bool) -> Finding:
    """One finding for parts that serve one purpose, and one command for those of them that are missing."""
    lacking = parts.missing(wanted)
    if not lacking:
        return Finding(name, State.OK, ", ".join(part.package for part in wanted))
    said = "; ".join(f"{part.package} {part.why}" for part in lacking)
    return Finding(name, State.MISSING if needed else State.OPTIONAL, f"not here: {said}", parts.line_for(lacking, machine))


def display(environ: Mapping[str, str]) -> Finding:
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if environ.get(name):
            return Finding("display", State.OK, f"{name}={environ[name]}")
    return Finding("display", State.OPTIONAL, "none: the demo plays off screen and keeps pictures")


def camera(installed: Mapping[str, str], limit_s: float = LOADS_WITHIN_S) -> Finding:
    """Tried by loading it, in a process of its own, because a package that stands there and does not load reads no card."""
    mend = f'{sys.executable} -m pip install "manyhands[camera]"'
    if here := folders.checkout():
        mend = f'{here.python} -m pip install -e "{here.root}[camera]"'
    found = installed.get("opencv-python-headless")
    if not found:
        return Finding("camera", State.OPTIONAL, "no camera reading; a wedge scanner needs none", mend)
    trouble = trouble_loading("cv2", limit_s)
    if not trouble:
        return Finding("camera", State.OK, f"opencv {found}")
    if lacking := _LIBRARY_LACKING.search(trouble):
        mend = f"install what brings {lacking[1]} with this system's own packages"
    else:
        mend = f"{mend} --force-reinstall"
    return Finding("camera", State.LOOK, f"opencv {found} is installed and does not load: {trouble}", mend)


def trouble_loading(module: str, limit_s: float) -> str:
    """What goes wrong when ``module`` is imported where commands run; empty: nothing."""
    here = folders.checkout()
    outside = here is not None and sys.prefix == sys.base_prefix
    python = str(here.python) if here and outside else sys.executable
    try:
        # -P: what lies in the folder where somebody stands is not the package.
        ran = subprocess.run(
            [python, "-P", "-c", f"import {module}"], stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it is not there after {limit_s:g} s"
    except OSError as error:
        return f"{python} cannot be started: {error.strerror}"
    if ran.returncode < 0:
        return f"this machine ended it ({signal.strsignal(-ran.returncode)})"
    said = ran.stderr.decode(errors="replace").strip().splitlines()
    return (said[-1] if said else f"it ended with {ran.returncode}")[:SAID_MAX] if ran.returncode else ""


def disk(state: Path, free_bytes: int) -> Finding:
    said = f"{free_bytes / 1e9:.1f} GB free for {state}"
    if free_bytes >= ROOM_FOR_A_DAY_BYTES:
        return Finding("disk", State.OK, said)
    return Finding("disk", State.MISSING, f"only {said}", f"make room: at least {ROOM_FOR_A_DAY_BYTES / 1e9:.1f} GB")


def nearest_existing(path: Path) -> Path:
    """The path itself, or the first folder above it that exists."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if os.path.exists(place))  # noqa: PTH110 - pathlib raises where a folder may not be looked into


def state_is_writable(state: Path) -> Finding:
    """Tried by writing: rights, read-only disks and quotas all show only then. Nothing stays behind."""
    place = nearest_existing(state)
    try:
        with tempfile.NamedTemporaryFile(dir=place) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        mend = f"give this person the right to write there, or choose another folder with MANYHANDS_STATE (now {state})"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            mend = "make room there: what is recorded stays, and a running kiosk goes on by itself"
        return Finding("state folder", State.MISSING, f"{place} cannot be written: {error.strerror}", mend)
    return Finding("state folder", State.OK, f"{state} can be written")


def clock(now: datetime, built_at: datetime) -> Finding:
    """A date before this program was put here is certainly wrong; that it is right, a machine alone cannot know."""
    said = now.isoformat(timespec="minutes")
    if now >= built_at:
        return Finding("clock", State.OK, f"{said}, after this program was installed")
    mend = "timedatectl set-ntp true (check-in works all the same; hours are marked as uncertain)"
    return Finding("clock", State.MISSING, f"{said} is before this program was installed", mend)
