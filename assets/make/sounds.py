"""How do the three sounds come about?

Promise: the same bytes each time, from arithmetic alone. Tones are soft (a fundamental with three quiet overtones, as
of a struck wooden bar), rise in 12 ms and die away to nothing, so that no loudspeaker clicks and nobody is startled.

    python assets/make/sounds.py
"""

import math
import struct
import wave
from pathlib import Path

SOUNDS = Path(__file__).parents[1] / "sounds"
RATE_HZ = 22_050
LOUDEST = 0.6  # of full scale: small loudspeakers rattle above

OVERTONES = ((1.0, 1.0), (2.0, 0.22), (3.0, 0.10), (4.0, 0.04))
RISE_S, END_FADE_S = 0.012, 0.06

G4, C5, E5, G5 = 392.00, 523.25, 659.26, 783.99  # Hz

# name -> (length, (start, pitch, strength) of each tone)
TUNES = {
    "accepted": (0.46, ((0.0, C5, 0.8), (0.11, G5, 1.0))),
    "look_here": (0.42, ((0.0, G4, 0.7),)),
    "thanks": (0.58, ((0.0, C5, 0.8), (0.10, E5, 0.9), (0.20, G5, 1.0))),
}


def main() -> None:
    SOUNDS.mkdir(exist_ok=True)
    for name, (length_s, tones) in TUNES.items():
        samples = _mix(length_s, tones)
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(b"".join(struct.pack("<h", round(sample * 32_767)) for sample in samples))


def _mix(length_s: float, tones: tuple[tuple[float, float, float], ...]) -> list[float]:
    count = round(length_s * RATE_HZ)
    mixed = [sum(strength * _tone(at / RATE_HZ - start_s, pitch_hz) for start_s, pitch_hz, strength in tones) for at in range(count)]
    faded = [sample * min(1.0, (count - 1 - at) / (END_FADE_S * RATE_HZ)) for at, sample in enumerate(mixed)]
    scale = LOUDEST / max(abs(sample) for sample in faded)
    return [sample * scale for sample in faded]


def _tone(time_s: float, pitch_hz: float) -> float:
    if time_s < 0:
        return 0.0
    rise = 0.5 - 0.5 * math.cos(math.pi * min(1.0, time_s / RISE_S))
    return rise * sum(
        loudness * math.exp(-time_s * 7.0 * multiple**0.7) * math.sin(math.tau * pitch_hz * multiple * time_s)
        for multiple, loudness in OVERTONES
    )


if __name__ == "__main__":
    main()
