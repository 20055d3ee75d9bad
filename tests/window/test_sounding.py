"""Do Kivy and the machine play our sounds, and is a machine without any sound a normal one?"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.fittings import make_voice
from kiosk.app.voice import Ears, Voice
from kiosk.screens.heard import cue_of, heard_on
from kiosk.screens.samples import every_state
from kiosk.screens.screen import Outside
from kiosk.screens.wishing import WishingScreen
from kiosk.settings import Sound
from kiosk.window.sounding import KivyLoudspeaker
from kiosk.window.speech import Speech
from sync.domain.remote import Remote
from sync.places import assets_folder
from tests.support.driver import Driver

STATES = every_state()
SILENT = {
    "enrolling",
    "pin",
    "logging",
    "staff",
    "reprinting",
    "signing",
    "scanner",
    "cleaning",
    "leaving",
    "searching",
    "introducing",
}  # the lead's own; what is in progress
SOUNDS = sorted((assets_folder() / "sounds").glob("*.wav"))

ROOT = Path(__file__).parents[2]
FIRST_SOUND_WHILE_THE_WINDOW_HEARS = """
import ctypes, faulthandler, sys, threading, time
from pathlib import Path
from kiosk.window.environment import Display, prepare
faulthandler.dump_traceback_later(60, exit=True)
prepare(Display(width_px=200, height_px=200, offscreen=True))
import kivy.core.window
from kivy.core.audio import audio_sdl2
from kiosk.window.sounding import KivyLoudspeaker

sdl = ctypes.CDLL(audio_sdl2.__file__)
hears = threading.Event()
length_s = []

@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def listener(_nothing, _event):
    hears.set()
    time.sleep(0.3)
    return 0

def voice():
    hears.wait()
    length_s.append(KivyLoudspeaker(lambda: 0.5).play(Path(sys.argv[1])))

thread = threading.Thread(target=voice, daemon=True)
thread.start()
sdl.SDL_AddEventWatch(listener, None)
sdl.SDL_PushEvent(ctypes.byref((ctypes.c_uint32 * 32)(0x8000)))
thread.join()
print(length_s[0])
"""
"""SDL keeps its list of listeners locked while one of them hears of an event, and tells them of each sound device that it finds."""


@pytest.mark.slow
def test_the_first_sound_lets_the_window_go_on_that_hears_of_something_at_that_moment() -> None:
    words = [sys.executable, "-c", FIRST_SOUND_WHILE_THE_WINDOW_HEARS, str(SOUNDS[0])]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 0, ended.stderr
    assert 0.3 < float(ended.stdout) < 1


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda path: path.stem)
def test_each_sound_of_ours_can_be_played(driver: Driver, sound: Path) -> None:
    assert driver.window is not None
    assert 0.3 < KivyLoudspeaker(lambda: 0.5).play(sound) < 1


def test_a_sound_is_as_loud_as_the_kiosk_is_set_and_as_somebody_wished_from_afar(driver: Driver, tmp_path: Path) -> None:
    assert driver.window is not None
    wished = [Remote()]
    loudspeaker: Any = make_voice(Sound(volume=30), None, tmp_path, lambda: wished[-1])._loudspeaker
    heard = []
    for volume in (None, 80, 0):
        wished.append(Remote(volume=volume))
        loudspeaker.play(SOUNDS[0])
        heard.append(loudspeaker._kept[SOUNDS[0]].volume)
    assert heard == [0.3, 0.8, 0.0]


@pytest.mark.parametrize("reads_aloud", [True, False])
def test_reading_aloud_is_offered_only_where_there_is_a_voice(driver: Driver, reads_aloud: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    page: Any = WishingScreen(Outside(print, lambda: driver.now_ms, lambda: driver.wall, reads_aloud))
    page.show(STATES["wishing"])
    offered = [tile.words for tile in page.ids.wishes.children]
    assert ("Read aloud" in offered) is reads_aloud
    assert "Larger letters" in offered


def test_a_muted_kiosk_and_one_without_a_program_to_speak_with_have_no_voice(tmp_path: Path) -> None:
    ears = Ears(cue_of, heard_on)
    loudspeaker = KivyLoudspeaker(lambda: 0.5)
    speaks, is_dumb = Speech(tmp_path, "espeak-ng"), Speech(tmp_path, "")
    is_dumb._program = None
    assert Voice(loudspeaker, speaks, ears).reads_aloud
    assert not Voice(loudspeaker, speaks, ears, is_muted=True).reads_aloud
    assert not Voice(loudspeaker, is_dumb, ears).reads_aloud


def test_a_sound_that_is_no_sound_is_silence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound")
    loudspeaker = KivyLoudspeaker(lambda: 0.5)
    assert loudspeaker.play(broken) == 0
    assert loudspeaker.speak(tmp_path / "missing.wav") == 0
    loudspeaker.hush()


def test_every_cue_is_a_sound_that_we_have() -> None:
    ears = Ears(cue_of, heard_on)
    cues = {ears.cue_of(STATES["welcome"].page, conversation.page) for conversation in STATES.values()} - {""}
    assert cues == {path.stem for path in SOUNDS}


@pytest.mark.parametrize("state", [name for name in STATES if name.split("-")[0] not in SILENT])
def test_every_page_of_a_volunteer_can_be_read_aloud_in_words_that_it_shows(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    heard = heard_on(STATES[state])
    assert heard.text.endswith((".", "?", "!"))
    first = heard.text.split(". ")[0].removesuffix(".")
    assert any(first[:12] in text or text in heard.text for text in driver.texts())


def test_the_search_asks_aloud_only_until_somebody_types(driver: Driver) -> None:
    driver.show(STATES["searching"])
    assert heard_on(STATES["searching"]).text in driver.texts()
    assert heard_on(STATES["searching-found"]).text == ""
