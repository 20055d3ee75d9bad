"""How do the missing parts of the operating system get here?

As root on a Debian-like system they are installed, all in one go; anybody else is told the one line to run. Nothing that comes this way
serves anybody by itself, neither at once nor when the machine starts again.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.setup import parts
from kiosk.setup.exits import Exit, Stopped
from kiosk.setup.steps import Steps

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this program whether a service that was just installed may start; where there is none, every one does."""

_NONE_MAY = "#!/bin/sh\n# Holds as long as the set-up of Many Hands goes on.\n[ -d /proc/{pid} ] && exit 101\nexit 0\n"


def have(lacking: Sequence[parts.Part], steps: Steps, machine: parts.Machine) -> None:
    """Install the parts. Raises `Stopped` with the line to run where that is not ours to do."""
    if not lacking:
        return
    if not machine.may_install:
        reasons = ", ".join(f"{part.package} ({part.why})" for part in lacking)
        raise Stopped(
            f"This machine lacks {reasons}. Run this line, then start again:\n\n    {parts.line_for(lacking, machine)}\n",
            Exit.NEEDS_PERSON,
        )
    apt_install(lacking, steps)


def apt_install(wanted: Sequence[parts.Part], steps: Steps, *, update: bool = True) -> None:
    """Install system packages as root on a Debian-like system. Raises `Stopped` when apt fails."""
    # A freshly started machine is often still updating itself: wait for its lock instead of failing.
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-y"]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    names = [part.package for part in wanted]
    if update:
        steps.run("Refreshing the list of system packages", [*apt, "update"], environ)
    title = f"Installing system packages ({', '.join(names)})"
    with _no_service_starts():
        steps.run(title, [*apt, "install", "--no-install-recommends", *names], environ)
    services = [part.service for part in wanted if part.service]
    if services and parts.program_stands("systemctl"):
        steps.run(f"Keeping {', '.join(services)} from starting with the machine", ["systemctl", "disable", *services])


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Let Debian start no service meanwhile. Who has rules of their own about that keeps them."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(_NONE_MAY.format(pid=os.getpid()), encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def have_what_can_be_had(lacking: Sequence[parts.Part], steps: Steps, machine: parts.Machine) -> list[parts.Part]:
    """Install what there is, and give back what could not be had. Nothing stops here."""
    if lacking and not machine.may_install:
        steps.say(f"The tests would like more of the system: {parts.line_for(lacking, machine)}")
        return list(lacking)
    try:
        have(lacking, steps, machine)
    except Stopped as stopped:
        steps.say(str(stopped))
        _one_by_one(lacking, steps)
    return parts.missing(lacking)


def _one_by_one(lacking: Sequence[parts.Part], steps: Steps) -> None:
    """One name that this system does not know shall not keep the others away."""
    for part in lacking:
        try:
            apt_install([part], steps, update=False)
        except Stopped as stopped:
            steps.say(f"  {part.package} could not be installed: {str(stopped).splitlines()[0]}")
