"""A kiosk that nobody can see must not seem to run."""

from pathlib import Path

import pytest

from kiosk import cli
from kiosk.setup import start
from kiosk.setup.exits import Exit, Stopped


def test_without_a_display_the_kiosk_ends_with_a_sentence_before_anything_is_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "into", lambda _: pytest.fail("nothing is set up for a kiosk that cannot be seen"))
    monkeypatch.setattr("pathlib.Path.glob", lambda *_: iter(()))
    assert cli.main(["kiosk"]) == Exit.NEEDS_PERSON
    assert "there is no display here" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"])
def test_a_display_or_the_wish_to_do_without_is_enough(name: str, tmp_path: Path) -> None:
    start.display({name: ":0"}, tmp_path)


def test_a_screen_without_a_compositor_is_tried(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        start.display({}, tmp_path)
    (tmp_path / "card0").touch()
    start.display({}, tmp_path)


def test_elsewhere_than_on_linux_the_window_itself_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    start.display({}, tmp_path)
