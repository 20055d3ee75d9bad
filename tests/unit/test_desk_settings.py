"""One settings file: defaults that work, and a sentence with file and key for whatever is wrong."""

from pathlib import Path

import msgspec
import pytest

from kiosk.scanning.wedge import US_KEYS, Burst, key_pressed
from kiosk.settings import Settings, WrongSettings, example, load


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_has_its_default() -> None:
    assert load(None) == Settings()


def test_the_printed_example_says_the_defaults_and_names_every_key(tmp_path: Path) -> None:
    text = example()
    assert load(written(tmp_path, text)) == Settings()
    for section in msgspec.structs.fields(Settings):
        assert f"[{section.name}]" in text
        for field in msgspec.structs.fields(section.type):
            assert f"\n{field.name} = " in text


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    path = written(tmp_path, '[window]\nfills = "compositor"\n[machine]\nstate = "~/kiosk"\n')
    assert load(path).window.fills == "compositor"
    assert load(path).state_folder() == Path.home() / "kiosk"


def test_state_has_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert Settings().state_folder() == Path("/data/manyhands/kiosk")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert Settings().state_folder() == Path.home() / ".local/share/manyhands/kiosk"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[window]\nwidth_px = "wide"', "window.width_px: expected a whole number, got a text in quotes."),
        ("[window]\nwidth_px = 3", "window.width_px: expected a whole number, at least 320."),
        ("[window]\nwidht_px = 800", "window.widht_px is no setting. Here may stand: fills, width_px,"),
        ("[windows]\n", "windows is no setting. Here may stand: machine, centre, window, scanner, camera, sound, pages, printer."),
        ("window = 3", "window: expected a [section], got a whole number."),
        ('[window]\nfills = "all"', "window.fills cannot be 'all'. What it can be: window, compositor, borderless (window: on a desktop;"),
        ('[centre]\naddress = "centre.example"', "centre.address is not written as it should be: such as https://centre.example; empty"),
        ("[window", "is no TOML"),
        ('[scanner]\nprefix = "#"', "scanner.prefix is not written as it should be: what it types before a code; none of ! @ # ^ ( )"),
        ('[scanner]\nsuffix = "ש"', "scanner.suffix is not written as it should be: what it types after a code, besides Enter"),
        ("[window]\nturned_degrees = 45", "window.turned_degrees cannot be 45. What it can be: 0, 90, 180, 270 (for a screen that hangs"),
        ("[window]\nnight_from = 24", "window.night_from: expected a whole number, at most 23."),
        ('[machine]\nname = ""', "machine.name: expected a text in quotes that is not empty."),
        ('[machine]\nname = "' + "x" * 61 + '"', "machine.name: expected a text in quotes of at most 60 letters."),
        ("[[machine]]", "machine: expected a [section], got a list."),
        ("[machine]\nname = 2026-11-22", "machine.name: expected a text in quotes, got a date."),
        ('[machine]\nstate = "~nobody-of-this-name/x"', "machine.state is not written as it should be: the folder for journal"),
        ('[machine]\nstate = "a\\u0000b"', "machine.state is not written as it should be: the folder for journal"),
        ('[centre]\naddress = "http://[::1"', "centre.address is not written as it should be"),
        ('[centre]\naddress = "http://centre.example:http/"', "centre.address is not written as it should be"),
        ('[centre]\naddress = "http://centre.example\\nhttp"', "centre.address is not written as it should be"),
        ('[centre]\nproxy = "none"', "centre.proxy is not written as it should be: an HTTP proxy on the way, such as http://proxy"),
        ("a = " + "[" * 2000 + "]" * 2000, "brackets stand in brackets without end"),
    ],
)
def test_a_wrong_value_is_said_with_file_and_key(tmp_path: Path, text: str, named: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(WrongSettings) as wrong:
        load(path)
    assert str(path) in str(wrong.value)
    assert named in str(wrong.value)


def test_a_file_as_editors_of_other_systems_leave_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_bytes('[machine]\r\nname = "Küche"\r\n'.encode("utf-8-sig"))
    assert load(tmp_path / "kiosk.toml").machine.name == "Küche"


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="is a folder; name the settings file in it"):
        load(tmp_path)


def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(WrongSettings, match="is no text in UTF-8"):
        load(tmp_path / "kiosk.toml")


def test_a_file_that_is_not_there_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match=r"absent\.toml is not there"):
        load(tmp_path / "absent.toml")


def test_whatever_may_be_set_before_a_code_can_come_from_a_scanner(tmp_path: Path) -> None:
    typed = {letter for key in US_KEYS for shift in (False, True) if (letter := key_pressed(Burst(), key, shift=shift, now_ms=0)[0].text)}
    for letter in map(chr, range(ord(" "), ord("~") + 1)):
        path = written(tmp_path, f"[scanner]\nprefix = {msgspec.json.encode(letter).decode()}")
        if letter.upper() in typed:
            assert load(path).scanner.prefix == letter
        else:
            with pytest.raises(WrongSettings):
                load(path)
