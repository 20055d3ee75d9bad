"""How much does our pipeline add to bare zxing-cpp? Frame in, text out, over pictures as a camera gives them."""

import random
import time

import numpy as np
import qrcode
import zxingcpp
from PIL import Image, ImageFilter

from kiosk.scanning.decoding import Sight, looked, text_in
from kiosk.scanning.frames import Frame, frame_of
from tests.support.ratio import Ratio

ROUNDS = 5
FRAMES = 60


def camera_frames(count: int, seed: int = 7) -> list[Frame]:
    """Return 1280×720 frames of a card held at different sizes, turned, blurred, over a noisy hall; every fifth without a card."""
    chance = random.Random(seed)
    frames = []
    for number in range(count):
        noise = np.random.default_rng(seed + number).integers(90, 150, (720, 1280), dtype=np.uint8)
        scene = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2))
        if number % 5:
            code = qrcode.make(f"MH1P{number:0>128}", box_size=chance.choice((4, 5, 7))).convert("L")
            card = code.rotate(chance.uniform(-25, 25), expand=True, fillcolor=200).filter(ImageFilter.GaussianBlur(chance.uniform(0, 0.8)))
            scene.paste(card, (chance.randint(0, 500), chance.randint(0, max(0, 700 - card.height))))
        frames.append(frame_of(scene))
    return frames


def measure() -> list[Ratio]:
    frames = camera_frames(FRAMES)
    pictures = [np.frombuffer(frame.grey, np.uint8).reshape(frame.height, frame.width) for frame in frames]
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ours_s, bare_s, ours_read, bare_read = [], [], 0, 0
    for _ in range(ROUNDS):
        began, sight, ours_read = time.perf_counter(), Sight(), 0
        for number, frame in enumerate(frames):
            sight, news = looked(sight, text_in(frame), number * 100)
            ours_read += news is not None
        ours_s.append(time.perf_counter() - began)
        began, bare_read = time.perf_counter(), 0
        for picture in pictures:
            bare_read += bool(zxingcpp.read_barcodes(picture, formats=formats))
        bare_s.append(time.perf_counter() - began)
    ours_ms, bare_ms = (min(times) * 1000 / FRAMES for times in (ours_s, bare_s))
    return [
        Ratio(
            name="decode one frame against bare zxing-cpp",
            ours=ours_ms,
            baseline=bare_ms,
            ratio=ours_ms / bare_ms,
            aim="≤ 1.2",
            unit="ms",
            note=f"read {ours_read} of {FRAMES}, bare {bare_read}",
        )
    ]
