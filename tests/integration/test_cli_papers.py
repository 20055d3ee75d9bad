"""Do passes and mats come onto paper from the command line, with keys that stay the same?"""

import os
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.cli.papers import make_keys, read_keys
from kiosk.setup.exits import Exit, Stopped
from sync.places import assets_folder

DEMO = assets_folder() / "events" / "demo.toml"


@pytest.fixture(autouse=True)
def environment_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MANYHANDS_HANDED_OVER", str(os.getpid()))
    monkeypatch.setenv("MANYHANDS_STATE", str(tmp_path / "state"))


@pytest.mark.slow
def test_the_demo_event_comes_onto_paper_and_its_keys_are_for_their_owner_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys, out = tmp_path / "demo.key", tmp_path / "papers"
    assert cli.main(["passes", str(DEMO), str(out), "--key", str(keys), "--day", "2026-11-22"]) == Exit.DONE
    said = capsys.readouterr().out
    assert str(keys) in said
    assert keys.stat().st_mode & 0o077 == 0
    assert (out / "passes.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "mats.pdf").read_bytes().startswith(b"%PDF")
    assert len(list(out.rglob("*.png"))) > 2


def test_keys_once_made_are_read_again_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "event.key"
    made = make_keys(path)
    assert read_keys(path) == made
    with pytest.raises(FileExistsError):
        make_keys(path)


@pytest.mark.parametrize("content", [b"", b"\xff", b'pass_key = "00"\nreference_secret = "00"\n', b"[other]\n"])
def test_a_file_that_holds_no_keys_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "event.key"
    path.write_bytes(content)
    with pytest.raises(Stopped, match=r"event\.key does not hold the keys") as stopped:
        read_keys(path)
    assert stopped.value.code is Exit.USAGE


def test_an_event_that_cannot_be_used_is_told_with_its_place_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = tmp_path / "day.toml"
    event.write_text("[event]\nname = 3\n", encoding="utf-8")
    assert cli.main(["passes", str(event), str(tmp_path / "out")]) == Exit.USAGE
    assert "day.toml" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = tmp_path / "day.toml"
    event.write_bytes(DEMO.read_bytes())
    (tmp_path / "file").touch()
    assert cli.main(["passes", str(event), str(tmp_path / "out"), "--key", str(tmp_path / "file" / "key")]) == Exit.FAULT
    assert "file" in capsys.readouterr().err
