"""Does set-up tell a finished environment from every kind of unfinished one?"""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.setup import stamp
from kiosk.setup.folders import Checkout
from kiosk.setup.stamp import Seen, Stamp, Standing, judge

STAMP = Stamp(fingerprint="f", interpreter="/usr/bin/python3.11", root="/clone", for_tests=False)
FINISHED = Seen(exists=True, making=False, interpreter="/usr/bin/python3.11", made_for_this_python=True, stamp=STAMP)


def verdict(seen: Seen, *, for_tests: bool = False) -> Standing:
    return judge(seen, "f", "/clone", for_tests=for_tests)


def test_a_finished_environment_is_complete() -> None:
    assert verdict(FINISHED) is Standing.COMPLETE


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (replace(FINISHED, exists=False), Standing.NOTHING),
        (replace(FINISHED, making=True), Standing.HALF_MADE),
        (replace(FINISHED, interpreter=None), Standing.BROKEN),
        (replace(FINISHED, made_for_this_python=False), Standing.BROKEN),
        (replace(FINISHED, stamp=None), Standing.UNSTAMPED),
        (replace(FINISHED, stamp=replace(STAMP, interpreter="/usr/bin/python3.12")), Standing.BROKEN),
        (replace(FINISHED, stamp=replace(STAMP, root="/elsewhere")), Standing.BROKEN),
        (replace(FINISHED, stamp=replace(STAMP, fingerprint="older")), Standing.OUTDATED),
    ],
)
def test_every_other_state_has_its_own_remedy(seen: Seen, expected: Standing) -> None:
    assert verdict(seen) is expected


def test_an_environment_without_the_tests_tools_is_outdated_only_for_the_tests() -> None:
    assert verdict(FINISHED, for_tests=True) is Standing.OUTDATED
    assert verdict(replace(FINISHED, stamp=replace(STAMP, for_tests=True))) is Standing.COMPLETE


def test_what_was_written_is_seen_again_and_the_marker_is_gone(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    assert not stamp.look(checkout).exists
    stamp.mark_making(checkout)
    assert stamp.look(checkout).making
    stamp.write(checkout, STAMP)
    seen = stamp.look(checkout)
    assert seen.stamp == STAMP
    assert not seen.making


@pytest.mark.parametrize("content", ["", "{", "[]", '{"fingerprint": "f"}', '"text"'])
def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path, content: str) -> None:
    checkout = Checkout(tmp_path)
    checkout.environment.mkdir()
    (checkout.environment / stamp.STAMP).write_text(content, encoding="utf-8")
    assert stamp.look(checkout).stamp is None


def test_an_environment_that_this_person_may_not_look_into_counts_as_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = Path.stat

    def somebody_elses(path: Path, **more: bool) -> object:
        if path.name == "python":
            raise PermissionError(13, "Permission denied")
        return stat(path, **more)

    checkout = Checkout(tmp_path)
    checkout.environment.mkdir()
    monkeypatch.setattr(Path, "stat", somebody_elses)
    assert stamp.judge(stamp.look(checkout), "f", str(tmp_path), for_tests=False) is Standing.BROKEN


def test_an_environment_whose_python_was_removed_or_replaced_is_noticed(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.python.parent.mkdir(parents=True)
    (checkout.environment / "lib" / "python3.11").mkdir(parents=True)
    real = tmp_path / "python3.12"
    checkout.python.symlink_to(real)
    assert stamp.look(checkout).interpreter is None
    real.touch()
    seen = stamp.look(checkout)
    assert seen.interpreter == str(real)
    assert not seen.made_for_this_python
    (checkout.environment / "lib" / "python3.12").mkdir()
    assert stamp.look(checkout).made_for_this_python
