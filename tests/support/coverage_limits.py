"""How much of each package must the tests walk through, branches included?

What people's facts depend on is walked through whole; elsewhere a tenth may be left to what only real machines show.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LIMITS_PERCENT: dict[str, float] = {
    "sync/domain": 100,
    "sync/protocol": 100,
    "sync/journal": 100,
    "kiosk/flow": 100,
}
ELSEWHERE_PERCENT = 90.0


def package_of(path: str) -> str:
    """The package that a file counts for: the folder below the top one, or the top one itself."""
    parts = Path(path).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def percent_by_package(report: Mapping[str, Any]) -> dict[str, float]:
    """Covered statements and branches of each package, from `coverage json`."""
    walked: dict[str, int] = defaultdict(int)
    there: dict[str, int] = defaultdict(int)
    for path, file in report["files"].items():
        summary, package = file["summary"], package_of(path)
        walked[package] += summary["covered_lines"] + summary["covered_branches"]
        there[package] += summary["num_statements"] + summary["num_branches"]
    return {package: 100 * walked[package] / total if total else 100 for package, total in there.items()}


def shortfalls(percents: Mapping[str, float]) -> list[str]:
    """One sentence for each package below its limit, and for each limit whose package was not seen at all."""
    short = [
        f"{package}: {percent:.1f} % of lines and branches, at least {limit:g} % are asked for"
        for package, percent in sorted(percents.items())
        if percent < (limit := LIMITS_PERCENT.get(package, ELSEWHERE_PERCENT))
    ]
    return short + [f"{package}: not seen by any test" for package in LIMITS_PERCENT if package not in percents]


def main(kept: Path) -> int:
    """Combine what all processes measured, print what was missed, and hold it against the limits."""
    report = kept / "coverage.json"
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], check=True)
    subprocess.run([*coverage, "json", "--quiet", "-o", str(report)], check=True)
    subprocess.run([*coverage, "report"], check=False)
    percents = percent_by_package(json.loads(report.read_text(encoding="utf-8")))
    print("\n".join(f"{percent:6.1f} %  {package}" for package, percent in sorted(percents.items())))
    short = shortfalls(percents)
    print("\n".join(short))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
