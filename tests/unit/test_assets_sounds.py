"""Are the sounds short, soft and free of clicks?"""

import array
import sys
import wave
from itertools import pairwise
from pathlib import Path

import pytest

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
NAMES = ["accepted", "look_here", "thanks"]
FULL_SCALE = 32_767


def _samples(name: str) -> tuple[wave._wave_params, list[int]]:
    with wave.open(str(SOUNDS / f"{name}.wav"), "rb") as file:
        samples = array.array("h", file.readframes(file.getnframes()))
        if sys.byteorder == "big":
            samples.byteswap()
        return file.getparams(), samples.tolist()


def test_these_are_all_the_sounds() -> None:
    assert sorted(path.stem for path in SOUNDS.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_short_and_plain(name: str) -> None:
    shape, samples = _samples(name)
    assert (shape.nchannels, shape.sampwidth, shape.framerate) == (1, 2, 22_050)
    assert 0.2 < len(samples) / shape.framerate < 0.6


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_begins_and_ends_in_silence_and_never_jumps(name: str) -> None:
    _, samples = _samples(name)
    assert samples[0] == 0
    assert abs(samples[-1]) <= 1
    steepest = max(abs(after - before) for before, after in pairwise(samples))
    assert steepest < FULL_SCALE * 0.25


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_heard_but_startles_nobody(name: str) -> None:
    _, samples = _samples(name)
    assert 0.3 < max(map(abs, samples)) / FULL_SCALE < 0.7
