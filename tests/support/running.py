"""How are the steps run beside each other, so that none hides another's failure?

Every step runs to its end or to its limit; its output is kept whole and shown in one piece, never mixed.
"""

import os
import signal
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.support.plan import Step

# The whole proof must fit into an hour on two cores; a step that hangs is ended in time for the summary to be seen.
STEP_LIMIT_S = 40 * 60
# Long enough to stay quiet in a quick run, short enough that nobody takes a long run for a dead one.
SIGN_OF_LIFE_S = 60
PYTEST_FOUND_NOTHING = 5


@dataclass(frozen=True)
class Counts:
    """What pytest counted."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass(frozen=True)
class Outcome:
    """How one step ended."""

    step: Step
    ok: bool
    output: str
    took_s: float
    counts: Counts = Counts()
    skipped_because: tuple[str, ...] = ()


def run_beside(steps: Sequence[Step], kept: Path, workers: int, say: Callable[[str], None]) -> list[Outcome]:
    """Run the steps on so many workers, started in their order; outcomes in the same order."""
    say_lock = threading.Lock()

    def one(step: Step) -> Outcome:
        outcome = run(step, kept, say)
        with say_lock:
            say(shown(outcome))
        return outcome

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(one, steps))


def run(step: Step, kept: Path, say: Callable[[str], None]) -> Outcome:
    """Run one step in a process group of its own, so that whatever it started ends with it."""
    if step.report is not None:
        step.report.unlink(missing_ok=True)
    log = kept / f"{step.name.replace(' ', '-')}.log"
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            step.command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **step.environ},
            start_new_session=True,
        )
        code = _wait(process, step.name, say)
    output = log.read_text(encoding="utf-8", errors="replace")
    took_s = time.monotonic() - began
    if code is None:
        output += f"\n{step.name} was ended after {STEP_LIMIT_S // 60} minutes: it hangs or is too slow.\n"
    ok = code == 0 or (code == PYTEST_FOUND_NOTHING and step.report is not None)
    return Outcome(step, ok, output, took_s, _counts(step.report, ok=ok), _reasons(step.report))


def _wait(process: subprocess.Popen[bytes], name: str, say: Callable[[str], None]) -> int | None:
    """The exit code, or none when the step had to be ended."""
    try:
        for waited_s in range(SIGN_OF_LIFE_S, STEP_LIMIT_S + 1, SIGN_OF_LIFE_S):
            try:
                return process.wait(timeout=SIGN_OF_LIFE_S)
            except subprocess.TimeoutExpired:
                say(f"…        {name} is still running ({waited_s} s)")
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _counts(report: Path | None, *, ok: bool) -> Counts:
    """What the report says; a pytest that died before writing one counts as one failure."""
    if report is None:
        return Counts()
    if not report.exists():
        return Counts(failed=0 if ok else 1)
    passed = failed = skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += wrong
        skipped += int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - wrong - int(suite.get("skipped", 0))
    # An error while collecting, or in a plugin, may leave a report without a failed test in it.
    return Counts(passed, failed if ok else max(failed, 1), skipped)


def _reasons(report: Path | None) -> tuple[str, ...]:
    """Why tests were left out, each reason once."""
    if report is None or not report.exists():
        return ()
    return tuple(sorted({skip.get("message", "") for skip in ET.parse(report).getroot().iter("skipped")}))


def shown(outcome: Outcome) -> str:
    """One line for what went well, everything for what did not."""
    head = f"{'ok' if outcome.ok else 'FAILED':<8} {outcome.step.name} ({outcome.took_s:.1f} s)"
    if not outcome.ok:
        rule = "─" * 20
        return f"{head}\n{rule}\n{outcome.output.rstrip()}\n{rule} end of {outcome.step.name}"
    if outcome.step.report is None:
        return head
    return f"{head}: {outcome.counts.passed} passed" + (f", {outcome.counts.skipped} skipped" if outcome.counts.skipped else "")
