"""What does `python3 -m tests` do, and how does it say what stands and what does not?

Everything is run even when something failed before; the end names each step, and each thing that this machine lacks.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kiosk.setup import start
from kiosk.setup.exits import Exit, Stopped
from tests.support import plan
from tests.support.running import Counts, Outcome, run_beside

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / ".kept"
USAGE = """\
usage: python3 -m tests                 everything, with coverage
       python3 -m tests quick           static checks and all that is not slow, under a minute
       python3 -m tests benchmarks      a table of ratios; further words choose modules by name
       python3 -m tests ARGUMENT …      pytest with these arguments, such as tests/unit -k setup

What this machine lacks is set up first. With CI=true, what cannot be had is a failure.
exit codes: 0 all is well; 1 something failed; 3 a line was printed that a person must run first;
            4 the network, the disk or a right is missing; 130 stopped by Ctrl-C"""


def main(arguments: Sequence[str]) -> int:
    """Set up, run what was asked for, and give the exit code."""
    if arguments and arguments[0] in {"-h", "--help"}:
        print(USAGE)
        return Exit.DONE
    os.chdir(ROOT)
    try:
        ready = start.tests()
        return _run(ready, list(arguments))
    except Stopped as stopped:
        print(f"tests: {stopped}", file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        print("\ntests: stopped by Ctrl-C.", file=sys.stderr)
        return Exit.INTERRUPTED


def _run(ready: start.Ready, arguments: list[str]) -> int:
    if not arguments or arguments[0] == "quick":
        return _prove(ready, arguments[1:], quick=bool(arguments))
    module = "tests.support.benchmark_table" if arguments[0] == "benchmarks" else "pytest"
    further = arguments[1:] if module != "pytest" else arguments
    code = subprocess.run([ready.python, "-m", module, *further], check=False).returncode
    missing = [part.package for part in ready.missing]
    if missing:
        print(lacks(missing), file=sys.stderr)
    return code or (Exit.FAILED if missing and in_ci() else Exit.DONE)


def _prove(ready: start.Ready, further: list[str], *, quick: bool) -> int:
    KEPT.mkdir(exist_ok=True)
    for stale in KEPT.glob("coverage*"):
        stale.unlink()
    began = time.monotonic()
    found = plan.kinds_in(ROOT / "tests", quick=quick)
    steps = plan.static_steps(ready.python)
    steps += plan.pytest_steps(ready.python, KEPT, found, further, quick=quick)
    workers = max(2, os.cpu_count() or 2)
    outcomes = run_beside(steps, KEPT, workers, _say)
    if not quick:
        outcomes += run_beside([plan.coverage_step(ready.python, KEPT)], KEPT, 1, _say)
    missing = [part.package for part in ready.missing]
    _say(summary(outcomes, missing, time.monotonic() - began))
    well = all(outcome.ok for outcome in outcomes) and not (missing and in_ci())
    return Exit.DONE if well else Exit.FAILED


def summary(outcomes: Sequence[Outcome], missing: Sequence[str], took_s: float) -> str:
    """Each step by name, what is missing by name, and the counts as the last line."""
    width = min(shutil.get_terminal_size().columns, 72)
    lines = ["═" * width]
    lines += [f"{'ok' if outcome.ok else 'FAILED':<8} {outcome.step.name}" for outcome in outcomes]
    lines += [f"left out: {reason}" for outcome in outcomes for reason in outcome.skipped_because]
    if missing:
        lines.append(lacks(missing))
    counts = sum((outcome.counts for outcome in outcomes), Counts())
    skipped = f" ({counts.skipped} skipped)" if counts.skipped else ""
    lines.append(f"{took_s:.0f} s{skipped}")
    lines.append(f"{counts.passed} passed, {counts.failed} failed")
    return "\n".join(lines)


def lacks(missing: Sequence[str]) -> str:
    return f"could not be installed here: {', '.join(missing)}; tests that need them were skipped"


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"true", "1"}


def _say(text: str) -> None:
    print(text, flush=True)
