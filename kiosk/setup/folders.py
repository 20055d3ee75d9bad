"""Where is the checkout, its environment, and the place for what this machine remembers?

Answers from the place of this very file, never from the current folder. An installed wheel has no checkout.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOM_FOR_A_DAY_BYTES = 500_000_000
"""A day at a large venue writes under 50 MB of journal; the rest is room for logs, pictures and the operating system."""


@dataclass(frozen=True)
class Checkout:
    """A clone of the project, with everything that set-up keeps in it."""

    root: Path

    @property
    def pyproject(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    @property
    def state(self) -> Path:
        return self.root / ".manyhands"

    @property
    def log(self) -> Path:
        return self.state / "setup.log"

    @property
    def lock(self) -> Path:
        return self.state / "setup.lock"


def checkout(root: Path = Path(__file__).parents[2]) -> Checkout | None:
    """The checkout around this package, or none when it was installed as a wheel."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return None
    return Checkout(root) if project.get("project", {}).get("name") == "manyhands" else None


def state_folder(environ: dict[str, str] | None = None) -> Path:
    """The default folder for logs and what the demo keeps; a kiosk's settings name their own."""
    environ = dict(os.environ) if environ is None else environ
    if chosen := environ.get("MANYHANDS_STATE"):
        return Path(chosen)
    if found := checkout():
        return found.state
    return Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "manyhands"


def kiosk_folder(named: str = "") -> Path:
    """Where a kiosk remembers things: the folder that its settings name, or the usual one."""
    if named:
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "manyhands" / "kiosk"


def site_packages(environment: Path) -> Path | None:
    """The folder of installed packages in an environment, or none when it has none."""
    return next(iter(sorted(environment.glob("lib/python3.*/site-packages"))), None)
