"""Where somebody may go: places with room are offered, and nobody is sent home because all are full."""

from kiosk.flow import events
from kiosk.screens.samples import every_state
from tests.support.driver import Driver

STATES = every_state()


def test_somebody_who_comes_when_everything_is_full_is_let_in_all_the_same(driver: Driver) -> None:
    driver.show(STATES["choosing-full"])
    assert driver.texts().count("Full for now") == 3
    driver.press("Knitting")
    assert driver.told == [events.PlaceChosen(1)]


def test_who_may_go_elsewhere_is_not_sent_to_a_full_place(driver: Driver) -> None:
    driver.show(STATES["choosing-3"])
    for words in [each for each in driver.stage.walk() if getattr(each, "words", None) == "Gift wrapping"]:
        driver.touch_widget(words)
    assert driver.told == []
