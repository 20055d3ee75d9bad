"""Which parts of the operating system are needed, which are missing, and what is the one line that brings them?

A library counts as there when the loader can open it, since that is what Kivy will do; a program when it is on PATH
or in one of root's folders.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where programs for root stand; they are not on everybody's PATH."""


@dataclass(frozen=True)
class Part:
    """A Debian package, and how to tell that what it brings is there."""

    package: str
    why: str
    library: str | None = None
    programs: tuple[str, ...] = ()  # any one of them will do
    service: str = ""  # what would start with the machine from then on; nobody who runs tests asked for that


# Kivy's wheel links to these three even when it draws off screen.
SCREEN_PARTS = (
    Part("libgl1", "draws the kiosk's window", library="libGL.so.1"),
    Part("libegl1", "draws the kiosk's window", library="libEGL.so.1"),
    Part("libmtdev1", "reads the touchscreen", library="libmtdev.so.1"),
)
TEST_PARTS = (
    Part("chromium", "opens the dashboard in tests", programs=("chromium", "chromium-browser", "google-chrome")),
    Part("xvfb", "is the screen of whole-process tests", programs=("Xvfb",)),
    Part("xauth", "opens that screen", programs=("xauth",)),
    Part("libxi6", "carries touches in whole-process tests", library="libXi.so.6"),
    Part("libxcursor1", "serves the window in whole-process tests", library="libXcursor.so.1"),
    Part("libxss1", "serves the window in whole-process tests", library="libXss.so.1"),
    Part("xclip", "serves the window in whole-process tests", programs=("xclip",)),
    Part("xdotool", "types like a scanner in tests", programs=("xdotool",)),
    Part("cups-daemon", "is the spooler of the printing test", programs=("cupsd",)),
    Part("cups-client", "prints in tests", programs=("lp",)),
    Part("cups-ipp-utils", "is the printer in tests", programs=("ippeveprinter",)),
    Part("avahi-daemon", "names that printer", programs=("avahi-daemon",)),
    Part("dbus", "carries its name", programs=("dbus-daemon",)),
    Part("poppler-utils", "turns printed pages into pictures in tests", programs=("pdftoppm",)),
    Part("nginx", "stands before the centre in tests", programs=("nginx",), service="nginx"),
    Part("haproxy", "stands before the centre in tests", programs=("haproxy",), service="haproxy"),
    Part("openssl", "makes these two their certificate", programs=("openssl",)),
    Part("systemd", "reads the units of the centre in tests", programs=("systemd-analyze",)),
)
PRINT_PART = Part("cups-client", "prints cards and labels", programs=("lp",))
SPEECH_PART = Part("espeak-ng", "speaks the greeting", programs=("espeak-ng",))


def library_opens(name: str) -> bool:
    """Whether the loader finds and opens a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def path_for_root() -> str:
    """Return PATH with the folders of root's programs behind it."""
    return os.pathsep.join((os.environ.get("PATH", os.defpath), *ROOT_FOLDERS))


def program_stands(name: str) -> bool:
    return shutil.which(name, path=path_for_root()) is not None


def missing(
    parts: Iterable[Part],
    opens: Callable[[str], bool] = library_opens,
    stands: Callable[[str], bool] = program_stands,
) -> list[Part]:
    """The parts that this machine lacks. Only Linux needs them from its packages."""
    if sys.platform != "linux":
        return []
    return [part for part in parts if not _there(part, opens, stands)]


def _there(part: Part, opens: Callable[[str], bool], stands: Callable[[str], bool]) -> bool:
    if part.library is not None:
        return opens(part.library)
    return any(stands(program) for program in part.programs)


def venv_part(version: tuple[int, int]) -> Part:
    """What Debian splits off from Python, without which no environment can be made."""
    return Part(f"python{version[0]}.{version[1]}-venv", "makes the environment for the packages")


@dataclass(frozen=True)
class Machine:
    """What set-up may do here with system packages."""

    debian_like: bool
    root: bool
    sudo: bool = True

    @property
    def may_install(self) -> bool:
        return self.debian_like and self.root


def this_machine() -> Machine:
    return Machine(program_stands("apt-get"), root=os.geteuid() == 0, sudo=program_stands("sudo"))


def line_for(parts: Iterable[Part], machine: Machine) -> str:
    """The one line that a person runs to get these parts."""
    parts = list(parts)
    names = " ".join(part.package for part in parts)
    if machine.debian_like:
        line = f"apt-get install -y {names}"
        if machine.root:
            return line
        return f"sudo {line}" if machine.sudo else f"su -c '{line}'"
    brought = [part.library or " or ".join(part.programs) or part.package for part in parts]
    return f"install what brings {', '.join(brought)} with this system's own packages (Debian calls them {names})"


def python_is_the_systems(executable: Path = Path(sys.base_prefix)) -> bool:
    """Whether the running Python came with the operating system, so that its package may complete it."""
    return executable == Path("/usr")
