"""Does `python3 -m tests` hide nothing: no failure, no missing part, no package below its limit?"""

import sys
from pathlib import Path

import pytest

from tests.support import benchmark_table, coverage_limits, evidence, running
from tests.support.plan import APART, IN_SHORT, KINDS, Step, kinds_in, pytest_steps, static_steps
from tests.support.ratio import Ratio
from tests.support.running import Counts, Outcome

PYTHON = Path(sys.executable)


def step(code: str, report: Path | None = None) -> Step:
    return Step("a step", (sys.executable, "-c", code), report=report)


def test_all_steps_run_although_one_failed_and_their_order_is_kept(tmp_path: Path) -> None:
    said: list[str] = []
    steps = [step("raise SystemExit(3)"), step("print('fine')")]
    outcomes = running.run_beside(steps, tmp_path, 2, said.append)
    assert [outcome.ok for outcome in outcomes] == [False, True]


def test_what_failed_is_shown_whole_and_what_went_well_is_one_line(tmp_path: Path) -> None:
    failed = running.run(step("print('the reason'); raise SystemExit(1)"), tmp_path, print)
    assert "the reason" in running.shown(failed)
    fine = running.run(step("print('a wall of text')"), tmp_path, print)
    assert "\n" not in running.shown(fine)


def test_a_step_that_hangs_is_ended_with_everything_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "STEP_LIMIT_S", 1)
    monkeypatch.setattr(running, "SIGN_OF_LIFE_S", 1)
    said: list[str] = []
    outcome = running.run(step("import time; time.sleep(60)"), tmp_path, said.append)
    assert not outcome.ok
    assert "hangs" in outcome.output
    assert "still running" in said[0]


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    suite = '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>'
    code = f"open({str(report)!r}, 'w').write({suite!r}); raise SystemExit(1)"
    assert running.run(step(code, report), tmp_path, print).counts == Counts(passed=5, failed=2, skipped=2)


def test_what_was_left_out_is_named_with_its_reason(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    skipped = '<testcase><skipped message="no camera here"/></testcase>'
    suite = f'<testsuites><testsuite tests="2" skipped="2">{skipped}{skipped}</testsuite></testsuites>'
    outcome = running.run(step(f"open({str(report)!r}, 'w').write({suite!r})", report), tmp_path, print)
    assert outcome.skipped_because == ("no camera here",)
    assert "left out: no camera here" in evidence.summary([outcome], [], 1).splitlines()


def test_a_pytest_that_died_without_a_report_counts_as_a_failure_and_an_old_report_is_not_believed(
    tmp_path: Path,
) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9"/></testsuites>', encoding="utf-8")
    assert running.run(step("raise SystemExit(139)", report), tmp_path, print).counts == Counts(failed=1)


def test_a_kind_without_quick_tests_is_no_failure(tmp_path: Path) -> None:
    outcome = running.run(step("raise SystemExit(5)", tmp_path / "none.xml"), tmp_path, print)
    assert outcome.ok
    assert not running.run(step("raise SystemExit(5)"), tmp_path, print).ok


def test_the_quick_run_does_not_mention_a_kind_that_is_slow_throughout(tmp_path: Path) -> None:
    slow = "@pytest.mark.slow\ndef test_a() -> None: ..."
    for kind, text in (
        ("unit", f"{slow}\ndef test_b() -> None: ..."),
        ("faults", slow),
        ("browser", f"pytestmark = pytest.mark.slow\n{slow}"),
    ):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "test_it.py").write_text(text)
    assert kinds_in(tmp_path) == ["faults", "browser", "unit"]
    assert kinds_in(tmp_path, quick=True) == ["unit"]


def test_the_summary_names_every_step_and_everything_missing_and_ends_with_the_counts() -> None:
    outcomes = [
        Outcome(Step("mypy", ()), ok=False, output="", took_s=1),
        Outcome(Step("pytest unit", ()), ok=True, output="", took_s=1, counts=Counts(7, 0, 1)),
    ]
    lines = evidence.summary(outcomes, ["chromium"], 2).splitlines()
    assert "FAILED   mypy" in lines
    assert "ok       pytest unit" in lines
    assert any("chromium" in line for line in lines)
    assert lines[-1] == "7 passed, 0 failed"


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("", False), ("false", False)])
def test_ci_is_what_the_variable_says(monkeypatch: pytest.MonkeyPatch, value: str, *, expected: bool) -> None:
    monkeypatch.setenv("CI", value)
    assert evidence.in_ci() is expected


def test_the_quick_run_leaves_out_what_is_slow_and_the_full_run_measures_coverage(tmp_path: Path) -> None:
    (quick,) = pytest_steps(PYTHON, tmp_path, ["unit"], ["-x"], quick=True)
    assert quick.command[-3:-1] == ("-m", "not slow")
    assert quick.command[-1] == "-x"
    assert "coverage" not in quick.command
    (full,) = pytest_steps(PYTHON, tmp_path, ["unit"], [], quick=False)
    assert "coverage" in full.command
    assert "not slow" not in full.command


def test_the_quick_run_takes_the_longest_kinds_in_short_and_the_full_run_takes_them_whole(tmp_path: Path) -> None:
    for kind, files in IN_SHORT.items():
        (quick,) = pytest_steps(PYTHON, tmp_path, [kind], [], quick=True)
        assert set(files) <= set(quick.command)
        assert f"tests/{kind}" not in quick.command
        for file in files:
            assert (Path(__file__).parents[2] / file).is_file()
        assert f"tests/{kind}" in pytest_steps(PYTHON, tmp_path, [kind], [], quick=False)[-1].command


def test_windows_open_without_a_screen_and_each_kind_has_a_process_of_its_own(tmp_path: Path) -> None:
    steps = pytest_steps(PYTHON, tmp_path, KINDS, [], quick=False)
    assert [step.name for step in steps] == [f"pytest {name}" for kind in KINDS for name in (*APART.get(kind, ()), kind)]
    offscreen = {step.name for step in steps if step.environ.get("SDL_VIDEODRIVER") == "offscreen"}
    assert offscreen == {"pytest window", "pytest matrix", "pytest journey"}


def test_what_runs_apart_is_run_once_and_in_the_quick_run_with_its_kind(tmp_path: Path) -> None:
    apart, rest = pytest_steps(PYTHON, tmp_path, ["window"], ["-x"], quick=False)
    (file,) = APART["window"].values()
    assert (Path(__file__).parents[2] / file).is_file()
    assert file in apart.command
    assert "coverage" not in apart.command
    assert f"--ignore={file}" in rest.command
    assert apart.command[-1] == rest.command[-1] == "-x"
    (quick,) = pytest_steps(PYTHON, tmp_path, ["window"], [], quick=True)
    assert not any("--ignore" in word for word in quick.command)


def test_the_static_checks_are_the_four_that_the_house_has() -> None:
    assert [step.name for step in static_steps(PYTHON)] == ["ruff check", "ruff format", "mypy", "lint-imports"]


def test_only_kinds_that_have_tests_are_run(tmp_path: Path) -> None:
    (tmp_path / "unit" / "below").mkdir(parents=True)
    (tmp_path / "unit" / "below" / "test_x.py").touch()
    (tmp_path / "property").mkdir()
    assert kinds_in(tmp_path) == ["unit"]


def report(**percents: tuple[int, int]) -> dict[str, object]:
    return {
        "files": {
            name.replace("__", "/") + "/module.py": {
                "summary": {
                    "covered_lines": walked,
                    "num_statements": there,
                    "covered_branches": 0,
                    "num_branches": 0,
                }
            }
            for name, (walked, there) in percents.items()
        }
    }


def test_a_package_below_its_limit_is_named_and_one_at_its_limit_is_not() -> None:
    percents = coverage_limits.percent_by_package(
        report(
            sync__domain=(999, 1000),
            sync__protocol=(5, 5),
            sync__journal=(5, 5),
            kiosk__flow=(5, 5),
            kiosk__cli=(90, 100),
            kiosk__desk=(89, 100),
        )
    )
    named = [line.partition(":")[0] for line in coverage_limits.shortfalls(percents)]
    assert named == ["kiosk/desk", "sync/domain"]


def test_a_package_with_a_limit_that_no_test_saw_is_named() -> None:
    assert "sync/domain: not seen by any test" in coverage_limits.shortfalls({})


def test_a_module_at_the_top_counts_for_the_top_and_one_far_below_for_its_room() -> None:
    assert coverage_limits.package_of("sync/places.py") == "sync"
    assert coverage_limits.package_of("sync/server/ledger/models.py") == "sync/server"


def test_the_table_of_ratios_shows_the_aim_beside_the_ratio() -> None:
    table = benchmark_table.table([Ratio("check-in", 0.3, 0.2, 1.5, "≤ 1.5", "ms", "a bare commit")])
    assert "1.50" in table
    assert "≤ 1.5" in table
    assert "a bare commit" in table


def test_the_table_ends_with_the_aims_that_are_missed() -> None:
    ratios = [
        Ratio("check-in", 0.3, 0.2, 1.5, "≤ 1.5", "ms"),
        Ratio("push", 1.0, 3.0, 0.333, "≥ 0.4", "/s"),
        Ratio("search", 1.0, 1.0, 100.0, "< 100", "ms"),
        Ratio("only to know", 9.0, 1.0, 9.0, "", "ms"),
    ]
    verdict = benchmark_table.verdict(ratios)
    assert "1 of 3" in verdict
    assert "missed: push: 0.33, aim ≥ 0.4" in verdict
    assert "missed: search" in verdict
    assert "check-in" not in verdict
    assert "only to know" not in verdict


def test_benchmarks_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("journal.py", "window.py", "__init__.py", "_shared.py", "test_x.py"):
        (tmp_path / name).touch()
    assert benchmark_table.modules(tmp_path, []) == ["journal", "window"]
    assert benchmark_table.modules(tmp_path, ["win"]) == ["window"]
