"""Does the window keep a volunteer inside, and cost nothing that was not asked for?"""

from kivy.config import Config
from kivy.graphics.texture import Texture

from kiosk.screens.samples import every_state
from kiosk.window.environment import FRAMES_PER_SECOND_MAX
from kiosk.window.opening import open_window
from tests.support.driver import LARGEST, Driver

STATES = every_state()
ESCAPE, F1 = (27, 41), (282, 58)


def test_neither_escape_nor_f1_reaches_kivy(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    for key, scancode in (ESCAPE, F1):
        assert driver.window.dispatch("on_keyboard", key, scancode, None, []) is True
    driver.step(3)
    assert "Hold up your card" in driver.texts()


def test_other_keys_are_left_to_the_scanner(driver: Driver) -> None:
    heard: list[int] = []

    def hear(_window: object, key: int, *_rest: object) -> None:
        heard.append(key)

    driver.window.bind(on_key_down=hear)
    driver.press_key(55, 36, "7")
    driver.window.unbind(on_key_down=hear)
    assert heard == [55]


def test_kivy_has_one_input_provider_and_no_busy_loop() -> None:
    assert Config.options("input") == ["mouse"]
    assert Config.getint("graphics", "maxfps") == FRAMES_PER_SECOND_MAX > 0
    assert Config.getint("graphics", "multisamples") == 0
    assert Config.getint("kivy", "exit_on_escape") == 0


def test_there_is_one_window(driver: Driver) -> None:
    assert open_window(LARGEST) is driver.window


def test_the_camera_s_picture_appears_in_the_round_window_and_nowhere_else(driver: Driver) -> None:
    frame = Texture.create(size=(64, 48), colorfmt="rgb")
    frame.blit_buffer(bytes((200, 30, 200)) * 64 * 48, colorfmt="rgb", bufferfmt="ubyte")
    driver.show(STATES["welcome-camera"])
    before = driver.pixels().count(bytes((200, 30, 200)))
    driver.stage.see(frame)
    driver.settle()
    assert driver.pixels().count(bytes((200, 30, 200))) > before + 10_000
    driver.keep("welcome-with-a-picture")
    driver.show(STATES["greeting"])
    driver.stage.see(frame)  # a late frame, after the page has gone
    driver.step(2)
    assert driver.pixels().count(bytes((200, 30, 200))) == 0
