"""How are the two pictures of the README made? From one tour of the demo, so that kiosk and centre tell one story.

    python3 assets/make/readme.py               (needs Chromium: python3 -m tests sets it up; a few minutes)

Promise: nothing is staged: the kiosk's picture is one of the tour's, the centre's is its page a moment later, with the same figures.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".venv"

if __name__ == "__main__" and Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
    if not ENVIRONMENT.is_dir():
        sys.exit("This needs the environment of the tests. Make it once with: python3 -m tests quick")
    os.chdir(ROOT)
    python = ENVIRONMENT / "bin" / "python"
    os.execve(python, [str(python), *sys.argv], os.environ | {"PYTHONPATH": str(ROOT)})  # noqa: S606 - no shell is the point

from PIL import Image  # noqa: E402 - found only in the environment

from tests.support.browser import looker, open_browser  # noqa: E402 - found only in the environment

SIZE = (960, 600)
COLOURS = 128
"""The pages are flat shapes and type: so many colours look the same, and the pictures stay small."""

KIOSK_PICTURE = "*-welcome-later.png"
CENTRE_SIZE = (1280, 800)
_DASHBOARD = re.compile(r"Dashboard: (\S+)/\s+sign in as: (\S+)\s+password: (\S+)")


def main() -> None:
    """Play the tour, keep its centre open, and take both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        state, pictures = Path(folder, "state"), Path(folder, "pictures")
        tour = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "kiosk", "demo", "--tour", "--stay", "--pictures", str(pictures)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"MANYHANDS_STATE": str(state), "PYTHONUNBUFFERED": "1"},
        )
        try:
            assert tour.stdout is not None
            found = next(found for line in tour.stdout if (found := _DASHBOARD.search(line)))
            address, name, password = found.groups()
            _keep(next(pictures.glob(KIOSK_PICTURE)), "kiosk")
            with open_browser() as chromium, looker(chromium, address, CENTRE_SIZE) as coordinator:
                coordinator.sign_in(name, password)
                page = coordinator.open("/")  # once more, without the word that somebody has signed in
                width = page.evaluate("document.documentElement.clientWidth")  # without the scrollbar's place
                clip = {"x": 0, "y": 0, "width": width, "height": width * SIZE[1] // SIZE[0]}
                page.screenshot(path=pictures / "centre.png", clip=clip)
            _keep(pictures / "centre.png", "centre")
        finally:
            tour.terminate()
            tour.wait()


def _keep(picture: Path, name: str) -> None:
    path = ROOT / "assets" / "readme" / f"{name}.png"
    with Image.open(picture) as whole:
        small = whole.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
