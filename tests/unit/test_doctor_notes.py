"""What the kiosk's doctor found, read from outside by `manyhands doctor`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.cli import doctor
from kiosk.cli.findings import State
from kiosk.flow.findings import CameraTrouble, Finding, Found, LinkTrouble, PrinterTrouble
from kiosk.setup.exits import Exit, Stopped
from kiosk.window.finding_notes import FILE, keep_notes, told

AT = datetime(2026, 11, 22, 11, 4, tzinfo=UTC)
FINDINGS = (
    Finding(Found.JOURNAL_SET_ASIDE, well=False, numbers=(12, 3)),
    Finding(PrinterTrouble.SLOW, well=False, numbers=(3,)),
    Finding(LinkTrouble.SLOW, well=True, numbers=(0,)),
    Finding(CameraTrouble.NOT_THERE, well=False),
)


def test_what_was_found_is_told_in_the_readers_language(tmp_path: Path) -> None:
    keep_notes(tmp_path, FINDINGS, AT)
    english, polish = told(tmp_path, "en"), told(tmp_path, "pl")
    assert english is not None
    assert polish is not None
    assert english.at == AT
    assert [(said.name, well) for said, well in english.lines] == [
        ("Journal", False),
        ("Printer", False),
        ("Centre", True),
        ("Camera", False),
    ]
    assert english.lines[1][0].words == "3 cards are waiting for the printer. It does not print."
    assert polish.lines[3][0].words == "Nie ma jej."


@pytest.mark.parametrize("text", ["", "{", '{"at": "2026-11-22T11:04:00Z", "findings": [{"kind": "Newer", "state": "x", "well": true}]}'])
def test_a_note_that_cannot_be_read_is_no_note(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert told(tmp_path, "en") is None


def test_a_note_that_cannot_be_kept_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep_notes(tmp_path / "file", FINDINGS)


def test_the_doctor_looks_at_the_folder_that_the_settings_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "elsewhere"
    state.mkdir()
    keep_notes(state, FINDINGS, AT)
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[machine]\nstate = "{state}"\n', encoding="utf-8")
    assert cli.main(["doctor", "--settings", str(settings), "--language", "en"]) == Exit.FAILED
    said = capsys.readouterr().out
    assert str(state) in said
    assert "3 cards are waiting for the printer. It does not print." in said
    assert "→ See that it is on and its cable is in, then try again." in said
    cli.main(["doctor", "--settings", str(settings), "--json"])
    assert "Journal" in {one["name"] for one in json.loads(capsys.readouterr().out)["findings"]}


def test_a_kiosk_that_never_ran_is_said_and_is_no_fault(tmp_path: Path) -> None:
    (finding,) = doctor.kiosks_own(tmp_path, "en")
    assert finding.state is State.OPTIONAL


def test_settings_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    broken = tmp_path / "kiosk.toml"
    broken.write_text("[machine", encoding="utf-8")
    with pytest.raises(Stopped, match="is no TOML"):
        doctor.state_named_in(broken)
    broken.write_text("machine = 3", encoding="utf-8")
    assert doctor.state_named_in(broken).name == "kiosk"
    assert cli.main(["doctor", "--settings", str(tmp_path / "nowhere.toml")]) == Exit.USAGE


def test_settings_with_which_no_kiosk_starts_are_something_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[window]\nwidht_px = 800\n", encoding="utf-8")
    assert cli.main(["doctor", "--settings", str(settings)]) == Exit.FAILED
    assert "window.widht_px is no setting." in capsys.readouterr().out
    settings.write_text('[machine]\nstate = "~nobody-of-this-name/kiosk"\n', encoding="utf-8")
    assert cli.main(["doctor", "--settings", str(settings)]) == Exit.FAILED
    assert "machine.state is not written as it should be" in capsys.readouterr().out
    settings.write_text(f'[centre]\nca_file = "{tmp_path}/absent.pem"\n', encoding="utf-8")
    (found,) = doctor.settings_hold(settings)
    assert (found.state, "absent.pem, which is not there" in found.detail) == (State.LOOK, True)
    settings.write_bytes(b"\xef\xbb\xbf[window]\r\nwidth_px = 800\r\n")
    (found,) = doctor.settings_hold(settings)
    assert found.state is State.OK


def test_a_folder_that_may_not_be_looked_into_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def somebody_elses(_path: Path, **_more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", somebody_elses)
    assert doctor.nearest_existing(tmp_path / "absent") == tmp_path
    assert cli.main(["doctor", "--settings", str(tmp_path / "kiosk.toml")]) == Exit.FAULT


@pytest.mark.parametrize(("environ", "language"), [({"LANG": "cy_GB.UTF-8"}, "cy"), ({"LC_ALL": "C.UTF-8"}, "C"), ({}, "en")])
def test_the_doctor_speaks_as_the_system_does(environ: dict[str, str], language: str) -> None:
    assert doctor.spoken_here(environ) == language


def test_before_any_package_is_here_the_kiosks_own_findings_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_package(_name: str) -> object:
        raise ModuleNotFoundError("msgspec")

    monkeypatch.setattr(doctor, "resolve_name", no_package)
    assert doctor.kiosks_own(tmp_path, "en") == []
    assert doctor.settings_hold(tmp_path) == []
