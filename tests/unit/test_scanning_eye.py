"""The eye sees cards in pictures, forgets old ones, and opens a lost camera again."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from kiosk.scanning.cameras import CameraFrames
from kiosk.scanning.decoding import OUT_OF_SIGHT_MS, Sight, looked, text_in
from kiosk.scanning.eye import Eye, Mailbox
from kiosk.scanning.frames import FRAME_WIDTH_MAX, Frame, HeldUpFrames, PictureFrames, SourceLostError, frame_of

CODE = "MH1PABCDEFGHIJKLMNOP234567"
NOBODY = Frame(64, 64, bytes(64 * 64))


def card(text: str = CODE) -> Image.Image:
    picture: Image.Image = qrcode.make(text, box_size=6).convert("RGB")
    return picture


def wait_until(holds: Callable[[], bool], timeout_s: float = 30.0) -> None:
    ends = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.005)


def test_a_card_is_read_and_an_empty_picture_says_nothing() -> None:
    assert text_in(frame_of(card())) == CODE
    assert text_in(NOBODY) is None


def test_a_large_picture_is_made_smaller_and_still_read() -> None:
    large = card().resize((FRAME_WIDTH_MAX * 3, FRAME_WIDTH_MAX * 3))
    frame = frame_of(large)
    assert frame.width <= FRAME_WIDTH_MAX
    assert text_in(frame) == CODE


def test_a_card_that_stays_is_told_once_and_again_after_it_was_away() -> None:
    sight, first = looked(Sight(), CODE, 1_000)
    sight, second = looked(sight, CODE, 1_000 + OUT_OF_SIGHT_MS)
    sight, blink = looked(sight, None, 1_100 + OUT_OF_SIGHT_MS)
    sight, third = looked(sight, CODE, 1_001 + 3 * OUT_OF_SIGHT_MS)
    assert (first, second, blink, third) == (CODE, None, None, CODE)


def test_another_card_is_news_at_once() -> None:
    sight, _ = looked(Sight(), CODE, 0)
    assert looked(sight, "OTHER", 1)[1] == "OTHER"


def test_only_the_newest_picture_waits_to_be_read() -> None:
    mailbox = Mailbox()
    older, newer = Frame(1, 1, b"a"), Frame(1, 1, b"b")
    mailbox.put(older)
    mailbox.put(newer)
    assert mailbox.take(0) == newer
    assert mailbox.take(0) is None
    assert mailbox.dropped == 1


def test_pictures_from_files_come_in_order_and_again_when_asked(tmp_path: Path) -> None:
    for name in ("a", "b"):
        card(name * 20).save(tmp_path / f"{name}.png")
    source = PictureFrames([tmp_path / "a.png", tmp_path / "b.png"], loop=True)
    source.open()
    assert source.read() is not None
    seen = [text_in(frame) for frame in (source.read(), source.read()) if frame]
    assert seen == ["b" * 20, "a" * 20]
    source.close()


def test_a_file_that_is_no_picture_is_a_lost_source(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("no picture")
    source = PictureFrames([tmp_path / "x.png"])
    source.open()
    with pytest.raises(SourceLostError, match=r"x\.png"):
        source.read()


def test_a_card_held_up_is_heard() -> None:
    source, heard = HeldUpFrames(), list[str]()
    eye = Eye(lambda: source, heard.append)
    eye.start()
    wait_until(lambda: eye.report().seeing)
    source.hold_up(frame_of(card()))
    wait_until(lambda: heard == [CODE])
    eye.stop()
    assert eye.report().frames == 1


def test_a_kiosk_that_ends_while_its_camera_sleeps_does_not_light_it_up_once_more() -> None:
    source, opened = HeldUpFrames(), list[str]()

    def one() -> HeldUpFrames:
        opened.append("opened")
        return source

    eye = Eye(one, opened.append)
    eye.sleep()
    eye.start()
    eye.stop()
    assert opened == []


class Unplugged:
    """A camera that is unplugged ``losses`` times, then shows a card."""

    def __init__(self, losses: int) -> None:
        self.losses = losses

    def open(self) -> None:
        if self.losses:
            self.losses -= 1
            raise SourceLostError("It is not plugged in.")

    def read(self) -> Frame | None:
        return frame_of(card())

    def close(self) -> None:
        pass


def test_a_camera_that_was_unplugged_sees_again_when_it_comes_back() -> None:
    source, heard = Unplugged(losses=2), list[str]()
    eye = Eye(lambda: source, heard.append, reopen_after_s=0.01)
    eye.start()
    wait_until(lambda: heard == [CODE])
    eye.stop()
    assert eye.report().reopened == 2


class Failing:
    """A driver with mistakes of its own: it fails ``times`` times wherever it can, then shows a card."""

    def __init__(self, times: int) -> None:
        self.left = times

    def _fail(self) -> None:
        if self.left:
            self.left -= 1
            raise MemoryError("a driver's own")

    def open(self) -> None:
        self._fail()

    def read(self) -> Frame | None:
        self._fail()
        return frame_of(card())

    def close(self) -> None:
        self._fail()


def test_a_driver_that_fails_in_its_own_way_is_told_and_opened_again() -> None:
    source, heard, mishaps = Failing(times=4), list[str](), list[Exception]()
    eye = Eye(lambda: source, heard.append, reopen_after_s=0.01, mishap=mishaps.append)
    eye.start()
    wait_until(lambda: heard == [CODE])
    eye.stop()
    assert mishaps
    assert {type(each) for each in mishaps} == {MemoryError}


def test_a_listener_that_fails_costs_one_code_and_not_the_eye(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.scanning.eye.MISTAKE_PAUSE_S", 0.01)
    source, heard, mishaps = HeldUpFrames(), list[str](), list[Exception]()

    def hear(text: str) -> None:
        heard.append(text)
        if len(heard) == 1:
            raise KeyError(text)

    eye = Eye(lambda: source, hear, mishap=mishaps.append)
    eye.start()
    wait_until(lambda: eye.report().seeing)
    source.hold_up(frame_of(card()))
    wait_until(lambda: len(mishaps) == 1)
    # What was not told to the end is news again: the person who holds the card up is served.
    source.hold_up(frame_of(card()))
    wait_until(lambda: heard == [CODE, CODE])
    eye.stop()


def test_a_picture_that_cannot_be_shown_is_the_last_one_shown_and_cards_are_still_read(caplog: pytest.LogCaptureFixture) -> None:
    source, heard, shown = HeldUpFrames(), list[str](), list[Frame]()

    def show(frame: Frame) -> None:
        shown.append(frame)
        raise KeyError("no texture")

    eye = Eye(lambda: source, heard.append, previewed=show)
    eye.start()
    wait_until(lambda: eye.report().seeing)
    for text in ("A", "B"):
        source.hold_up(frame_of(card(text)))
        wait_until(lambda text=text: heard[-1:] == [text])  # type: ignore[misc] # bound early on purpose
    eye.stop()
    assert len(shown) == 1
    assert "goes on" in caplog.text


class Hanging:
    """A driver that never comes back from its first read."""

    def __init__(self, ends: threading.Event) -> None:
        self.ends = ends

    def open(self) -> None:
        pass

    def read(self) -> Frame | None:
        self.ends.wait(30)
        raise SourceLostError("ended")

    def close(self) -> None:
        pass


def test_a_driver_that_hangs_is_given_up_and_opened_again() -> None:
    ends, heard = threading.Event(), list[str]()
    sources = iter([Hanging(ends)])
    eye = Eye(lambda: next(sources, None) or Unplugged(losses=0), heard.append, hangs_after_s=0.05)
    eye.start()
    wait_until(lambda: heard == [CODE])
    ends.set()
    eye.stop()


def test_opencv_gives_the_frames_of_what_it_opened_and_then_says_that_it_stopped(tmp_path: Path) -> None:
    for number in range(2):
        card(CODE[: 10 + number]).save(tmp_path / f"frame{number:02d}.png")
    source = CameraFrames(str(tmp_path / "frame%02d.png"))
    source.open()
    read = [source.read(), source.read()]
    assert [text_in(frame) for frame in read if frame] == [CODE[:10], CODE[:11]]
    with pytest.raises(SourceLostError, match="stopped"):
        source.read()
    source.close()
    with pytest.raises(SourceLostError, match="closed"):
        source.read()


def test_a_camera_that_does_not_open_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceLostError, match="does not open"):
        CameraFrames(str(tmp_path / "nothing%02d.png")).open()


def test_without_opencv_the_eye_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(SourceLostError, match="OpenCV is not installed"):
        CameraFrames(0).open()
