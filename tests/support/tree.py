"""Which files belong to the project, and what do its documents and its contracts say about them?

What git ignores is not the project's; where git does not answer, dot-folders and build folders are left out by name.
"""

import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_NOT_OURS = frozenset({".git", ".venv", ".manyhands", ".kept", "__pycache__", "build", "dist", "uv.lock"})


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its top, whether committed already or not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk()))
    return tuple(sorted(Path(line) for line in answer.splitlines() if (ROOT / line).is_file()))


def _walk() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        relative = path.relative_to(ROOT)
        ignored = any(part in _NOT_OURS or part.endswith(("_cache", ".egg-info")) for part in relative.parts)
        if path.is_file() and not ignored:
            yield relative


def modules(*tops: str) -> list[Path]:
    """The Python modules under these top folders, or all of them."""
    return [path for path in files() if path.suffix == ".py" and (not tops or path.parts[0] in tops)]


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of every comment; texts in strings are none."""
    for token in tokenize.generate_tokens(io.StringIO(text(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text(Path("pyproject.toml")))


def rooms() -> set[str]:
    """Every room on the contracts' map, as a path without suffix: `sync/domain`, `kiosk/__main__` …"""
    found = set()
    for contract in pyproject()["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            (top,) = contract["containers"]
            names = re.findall(r"\w+", " ".join(contract["layers"]))
            found |= {f"{top}/{name}" for name in names}
    return found


def rooms_on_disk() -> set[str]:
    """Every room that has code: packages and modules right below the two tops."""
    return {f"{path.parts[0]}/{Path(path.parts[1]).stem}" for path in modules("kiosk", "sync") if path.parts[1] != "__init__.py"}


def documents() -> list[Path]:
    """The README at the top and those of the folders; licences of typefaces and the like are none."""
    return [path for path in files() if path.name == "README.md"]


def code_spans(document: Path) -> list[str]:
    """What stands in single backticks."""
    without_blocks = re.sub(r"^```.*?^```", "", text(document), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", without_blocks)


def links(document: Path) -> list[str]:
    """Targets of links and pictures that lead into the project."""
    targets = re.findall(r"\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", text(document))
    found = [(one or other).partition("#")[0] for one, other in targets]
    return [target for target in found if target and "://" not in target and not target.startswith("mailto:")]
