"""How fast and how big is it, against what it could be at best on this machine?

Each module of `tests/benchmarks` measures in a process of its own, so that no window or cache of one helps another.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.support.ratio import Ratio

_HEAD = ("what", "ours", "baseline", "ratio", "aim", "note")
_MARK = "@ratios "


def modules(folder: Path, chosen: Sequence[str]) -> list[str]:
    """The modules that measure, all or those whose names contain one of the chosen words."""
    names = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith(("_", "test_", "conftest")))
    return [name for name in names if not chosen or any(word in name for word in chosen)]


def measured(name: str) -> list[Ratio]:
    """Measure one module in a new process. Raises `CalledProcessError` when it fails."""
    command = [sys.executable, "-m", "tests.support.benchmark_table", "--measure", name]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    line = next(line for line in answer.splitlines() if line.startswith(_MARK))
    return [Ratio(**fields) for fields in json.loads(line.removeprefix(_MARK))]


def table(ratios: Sequence[Ratio]) -> str:
    """The ratios as aligned columns."""
    rows = [_HEAD] + [
        (
            ratio.name,
            f"{ratio.ours:.4g} {ratio.unit}",
            f"{ratio.baseline:.4g} {ratio.unit}",
            f"{ratio.ratio:.2f}",
            ratio.aim,
            ratio.note,
        )
        for ratio in ratios
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def verdict(ratios: Sequence[Ratio]) -> str:
    """Which aims are missed, by name."""
    aimed = [ratio for ratio in ratios if ratio.aim]
    missed = [ratio for ratio in aimed if ratio.is_missed]
    lines = [f"aims: {len(aimed) - len(missed)} of {len(aimed)} met"]
    return "\n".join(lines + [f"missed: {ratio.name}: {ratio.ratio:.2f}, aim {ratio.aim}" for ratio in missed])


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when a module could not measure."""
    if arguments[:1] == ["--measure"]:
        found = importlib.import_module(f"tests.benchmarks.{arguments[1]}").measure()
        print(_MARK + json.dumps([asdict(ratio) for ratio in found]))
        return 0
    ratios, broken = [], []
    for name in modules(Path("tests/benchmarks"), arguments):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            ratios += measured(name)
        except (subprocess.CalledProcessError, StopIteration):
            broken.append(name)
    print(table(ratios))
    print(verdict(ratios))
    if broken:
        print(f"could not measure: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
