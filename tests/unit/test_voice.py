"""What people hear: a cue with each answer, words where they are asked for; never a wait, never a name kept."""

import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.app.voice import Ears, Voice
from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Greeting, Look, Page, PleaseLook, Thanks, Welcome
from kiosk.flow.values import Undo
from kiosk.window import speech
from kiosk.window.speech import Speech
from sync.domain.roster import Preferences
from tests.support.talk import MIRIAM, SEVEN_HATS

GREETED = Greeting(MIRIAM, 1_000, 4_000)
THANKED = Thanks(MIRIAM, SEVEN_HATS, 2_000, 12_000, Undo((), 2_000, 12_000))
LOOKED = PleaseLook(Look.DAMAGED, 9_000)
QUIET = Preferences()
ALOUD = Preferences(spoken=True)


def ears() -> Ears:
    """The real ones; imported late, because they belong to the window's side."""
    from kiosk.screens import heard

    return Ears(heard.cue_of, heard.heard_on)


class Heard:
    """A loudspeaker that remembers; ``waits`` makes it as slow as a device that is being opened."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.spoken: list[bytes] = []
        self.waits = threading.Event()
        self.waits.set()

    def play(self, path: Path) -> float:
        self.waits.wait(60)
        self.played.append(path.stem)
        return 0.01

    def speak(self, path: Path) -> float:
        self.spoken.append(path.read_bytes())
        return 0.01

    def hush(self) -> None:
        pass


class Broken(Heard):
    """A driver that fails the first time."""

    def play(self, path: Path) -> float:
        if not self.played:
            self.played.append("failed")
            raise RuntimeError("no device")
        return super().play(path)


def program(folder: Path, script: str) -> str:
    """Something that is called as espeak-ng is: the file after -w, the words on its standard input."""
    path = folder / "espeak-ng"
    path.write_text(f"#!/bin/sh\nwhile [ $# -gt 0 ]; do [ $1 = -w ] && out=$2; [ $1 = -v ] && voice=$2; shift; done\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


WRITES = 'echo "$voice: $(cat)" > "$out"; echo said >> "$(dirname "$0")/calls"'


def wait_until(holds: Callable[[], bool], timeout_s: float = 30.0) -> None:
    ends = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.005)


def talked(page: Page, wishes: Preferences = QUIET, language: str = "en") -> Conversation:
    return Conversation(page=page, language=language, preferences=wishes)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def voice_of(heard: Heard, folder: Path, script: str = WRITES, *, is_muted: bool = False) -> Voice:
    voice = Voice(heard, Speech(folder / "spoken", program(folder, script)), ears(), is_muted=is_muted)
    voice.start()
    return voice


@pytest.mark.parametrize(("page", "cue"), [(GREETED, "accepted"), (THANKED, "thanks"), (LOOKED, "look_here")])
def test_each_kind_of_answer_has_its_sound(heard: Heard, tmp_path: Path, page: Page, cue: str) -> None:
    voice = voice_of(heard, tmp_path)
    voice.follow(talked(Welcome()))
    voice.follow(talked(page))
    wait_until(lambda: heard.played == [cue])
    voice.stop()


def test_the_same_page_again_is_silent_and_the_next_person_is_heard(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path)
    voice.follow(talked(GREETED))
    wait_until(lambda: heard.played == ["accepted"])
    voice.follow(replace(talked(GREETED), language="he"))
    voice.follow(talked(replace(GREETED, shown_ms=3_000)))
    wait_until(lambda: len(heard.played) > 1)
    voice.stop()
    assert heard.played == ["accepted", "accepted"]


def test_words_are_read_aloud_where_they_are_asked_for_and_nowhere_else(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path)
    voice.follow(talked(GREETED))
    wait_until(lambda: heard.played == ["accepted"])
    assert heard.spoken == []
    voice.follow(talked(THANKED, ALOUD))
    wait_until(lambda: len(heard.spoken) == 1)
    voice.stop()
    assert heard.spoken == [b"en-gb: Thank you, Miriam K. 7 hats.\n"]


def test_the_voice_speaks_the_language_of_the_page(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path)
    voice.follow(talked(LOOKED, ALOUD, "pl"))
    wait_until(lambda: len(heard.spoken) == 1)
    voice.stop()
    assert heard.spoken[0].startswith(b"pl: ")


def test_the_window_never_waits_for_a_loudspeaker_and_hears_the_newest(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path)
    heard.waits.clear()
    began = time.monotonic()
    for number in range(200):
        voice.follow(talked(replace(GREETED, shown_ms=number)))
    assert time.monotonic() - began < 30, "half as long as the loudspeaker takes for the first cue"
    voice.follow(talked(THANKED))
    heard.waits.set()
    wait_until(lambda: heard.played[-1:] == ["thanks"])
    voice.stop()
    assert len(heard.played) <= 2


def test_a_muted_kiosk_is_silent(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path, is_muted=True)
    voice.follow(talked(GREETED, ALOUD))
    voice.stop()
    assert not heard.played
    assert not heard.spoken


def test_a_driver_that_fails_is_tried_again_with_the_next_page(tmp_path: Path) -> None:
    broken = Broken()
    voice = voice_of(broken, tmp_path)
    voice.follow(talked(GREETED))
    wait_until(lambda: broken.played == ["failed"])
    voice.follow(talked(THANKED))
    wait_until(lambda: broken.played == ["failed", "thanks"])
    voice.stop()


def test_a_sentence_without_a_name_is_made_once(tmp_path: Path) -> None:
    voice = Speech(tmp_path / "spoken", program(tmp_path, WRITES))
    first = voice.spoken("Hold up your card.", "en", is_personal=False)
    assert first == voice.spoken("Hold up your card.", "en", is_personal=False)
    assert first != voice.spoken("Hold up your card.", "fr", is_personal=False)
    assert (tmp_path / "calls").read_text().count("said") == 2


def test_a_name_is_spoken_and_leaves_nothing_on_the_disk(heard: Heard, tmp_path: Path) -> None:
    voice = voice_of(heard, tmp_path)
    voice.follow(talked(GREETED, ALOUD))
    wait_until(lambda: len(heard.spoken) == 1)
    voice.stop()
    assert b"Miriam" in heard.spoken[0]
    assert list((tmp_path / "spoken").iterdir()) == []


def test_a_voice_that_hangs_over_a_name_leaves_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "GIVES_UP_AFTER_S", 0.2)
    voice = Speech(tmp_path / "spoken", program(tmp_path, 'cat > "$out"; exec sleep 9'))
    assert voice.spoken("Good to see you, Miriam!", "en", is_personal=True) is None
    assert list((tmp_path / "spoken").iterdir()) == []


def test_a_name_that_was_spoken_while_the_power_went_is_gone_after_the_start(tmp_path: Path) -> None:
    for name in ("passing.wav", "passing.part", "kept.wav"):
        (tmp_path / name).write_text("Miriam")
    Speech(tmp_path, program(tmp_path, WRITES))
    assert {path.name for path in tmp_path.iterdir()} == {"kept.wav", "espeak-ng"}


def test_what_was_spoken_keeps_within_its_limit_and_the_oldest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "KEPT_BYTES_MAX", 2_500)
    voice = Speech(tmp_path / "spoken", program(tmp_path, 'head -c 1000 /dev/zero > "$out"'))
    made = []
    for number in range(4):
        path = voice.spoken(f"{number}", "en", is_personal=False)
        assert path is not None
        os.utime(path, (number, number))
        made.append(path)
    assert [path.exists() for path in made] == [False, False, True, True]


@pytest.mark.parametrize("script", ["exit 1", "sleep 9", "true"])
def test_a_voice_that_fails_hangs_or_writes_nothing_is_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(speech, "GIVES_UP_AFTER_S", 0.2)
    assert Speech(tmp_path / "spoken", program(tmp_path, f"exec {script}")).spoken("Hello.", "en", is_personal=False) is None


def test_without_espeak_nobody_speaks_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = Speech(tmp_path / "spoken")
    assert not voice.can_speak
    assert voice.spoken("Hello.", "en", is_personal=False) is None
    assert not (tmp_path / "spoken").exists()
