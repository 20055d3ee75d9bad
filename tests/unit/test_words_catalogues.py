"""Is a language spoken wholly or not at all, and does a bad catalogue stop nobody?"""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.window.catalogues import Catalogues
from sync.places import assets_folder

SHIPPED = assets_folder() / "locale"
THANKS = "Thank you for coming"
IN_ENGLISH = """
import sys
from kiosk.window import text
assert text.say("en", "Thank you, {name}", name="Sam") == "Thank you, Sam"
assert text.say_many("en", "{count} hat", "{count} hats", 1234) == "1,234 hats"
assert not text._catalogues._opened.keys() - {"en"}
assert "babel" not in sys.modules, "Babel was imported"
assert text.say("pl", "Thank you") == "Dziękujemy"
assert text._catalogues._opened.keys() == {"en", "pl"}
"""


def folder_with(tmp_path: Path, language: str, content: bytes) -> Path:
    path = tmp_path / language / "LC_MESSAGES" / "kiosk.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return tmp_path


def polish() -> bytes:
    return (SHIPPED / "pl" / "LC_MESSAGES" / "kiosk.mo").read_bytes()


def test_a_language_with_a_catalogue_is_spoken() -> None:
    catalogues = Catalogues(SHIPPED)
    assert catalogues.spoken("pl") == "pl"
    assert catalogues.of("pl").gettext(THANKS) == "Dziękujemy za przyjście"


def test_a_country_s_variant_is_spoken_as_its_language() -> None:
    assert Catalogues(SHIPPED).spoken("ar-EG") == "ar"
    assert Catalogues(SHIPPED).spoken("en-GB") == "en"


@pytest.mark.parametrize("wanted", ["xx", "", "..", "../locale/pl", "pl/LC_MESSAGES", "/", "PL"])
def test_whoever_wants_what_we_do_not_speak_is_served_in_english(wanted: str) -> None:
    assert Catalogues(SHIPPED).spoken(wanted) == "en"


def test_a_language_is_read_once(tmp_path: Path) -> None:
    catalogues = Catalogues(folder_with(tmp_path, "pl", polish()))
    assert catalogues.spoken("pl") == "pl"
    (tmp_path / "pl" / "LC_MESSAGES" / "kiosk.mo").unlink()
    assert catalogues.of("pl").gettext(THANKS) == "Dziękujemy za przyjście"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xde\x12", polish()[:28], polish()[: len(polish()) // 2], b"PK" + polish()[2:], polish()[:28] + b"\xff" * (len(polish()) - 28)],
    ids=["empty", "two bytes", "only a head", "half", "not gettext's", "overwritten"],
)
def test_a_catalogue_that_cannot_be_read_leaves_its_people_with_english_and_a_word_in_the_log(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    catalogues = Catalogues(folder_with(tmp_path, "pl", content))
    with caplog.at_level(logging.WARNING):
        assert [catalogues.spoken("pl"), catalogues.spoken("pl")] == ["en", "en"]
    assert len(caplog.records) == 1
    assert "'pl'" in caplog.text


def test_without_any_catalogue_everybody_is_served_in_english(tmp_path: Path) -> None:
    assert Catalogues(tmp_path / "nowhere").spoken("he") == "en"


def test_a_language_that_was_only_begun_is_not_spoken(tmp_path: Path) -> None:
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    assert Catalogues(tmp_path).spoken("de") == "en"


def test_for_english_no_catalogue_and_nothing_of_babel_is_read() -> None:
    environment = {**os.environ, "KIVY_NO_ARGS": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1", "KIVY_NO_CONSOLELOG": "1"}
    answer = subprocess.run([sys.executable, "-c", IN_ENGLISH], env=environment, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
