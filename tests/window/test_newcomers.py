"""Somebody without a card comes to the real pages, a real desk behind them, with one finger: how many touches, and is the pass one?"""

# The driver prepares Kivy and comes first.
from tests.support.driver import Driver  # isort: skip

from pathlib import Path

import pytest
from PIL import Image

from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import ArrivalRecorded, Event
from kiosk.flow.pages import Welcome
from kiosk.flow.requests import ReceiveCode
from kiosk.flow.step import step
from kiosk.scanning.decoding import text_in
from kiosk.scanning.frames import frame_of
from kiosk.screens.samples import BOARD
from tests.support.day import SCHOOL
from tests.support.desk import DeskDay, desk_on_disk, told_here
from tests.support.journals import tap

TOUCHES_IN_20_S = 20
"""One touch a second is a slow hand."""


class Hall:
    """The pages, the conversation and a desk, one after another as in the kiosk; counts touches and screens."""

    def __init__(self, driver: Driver, day: DeskDay, language: str = "en") -> None:
        self.driver, self.day = driver, day
        self.conversation = Conversation(page=Welcome(), board=BOARD, language=language)
        self.touches = 0
        self.screens: list[type] = [Welcome]
        driver.show(self.conversation)

    def press(self, *texts: str) -> None:
        for text in texts:
            self.driver.press(text)
            self.touches += 1
            told = list(self.driver.told)
            self.driver.told.clear()
            for event in told:
                self.hear(event)

    def hear(self, event: Event) -> None:
        stepped = step(self.conversation, event, Moment(self.driver.now_ms, tap(100 + self.touches)))
        self.conversation = stepped.conversation
        if type(self.conversation.page) is not self.screens[-1]:
            self.screens.append(type(self.conversation.page))
        self.driver.show(self.conversation)
        for request in stepped.requests:
            for answer in self.day.desk.answer(request):
                self.hear(answer)

    def photograph(self, name: str) -> str | None:
        with Image.open(self.driver.keep(name)) as picture:
            return text_in(frame_of(picture))


def school() -> DeskDay:
    return DeskDay(told_here(SCHOOL))


def test_a_newcomer_is_in_within_twenty_touches_and_six_screens(driver: Driver) -> None:
    hall = Hall(driver, school())
    hall.press("I have no card", *"zed", "Space", "q", "I am new here", "That is me", "Card making", "Yes, check me in")
    texts = driver.texts()
    assert "Zed Q." in texts
    assert "Take a photo of this: it is your card today." in texts
    assert hall.touches == 10 <= TOUCHES_IN_20_S
    assert [screen.__name__ for screen in hall.screens] == ["Welcome", "Searching", "Introducing", "Choosing", "Consenting", "PassShown"]
    hall.press("Done")
    assert isinstance(hall.conversation.page, Welcome)


@pytest.mark.parametrize("size", [(1024, 600), (800, 1280)])
def test_the_photograph_of_the_pass_is_their_card(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    hall = Hall(driver, school())
    hall.press("I have no card", "j", "o", "I am new here", "That is me", "Card making", "Yes, check me in")
    code = hall.photograph("newcomer-pass")
    assert code is not None
    (event,) = hall.day.desk.answer(ReceiveCode(code, tap(9)))
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.shown_name == "Jo"


@pytest.mark.parametrize(
    ("language", "letters", "shown"),
    [("he", "מרים", "מרים"), ("ar", "محمد", "محمد")],
)
def test_a_name_is_typed_from_right_to_left(driver: Driver, language: str, letters: str, shown: str) -> None:
    hall = Hall(driver, school(), language)
    buttons = {"he": ("אין לי כרטיס", "אני כאן לראשונה"), "ar": ("بلا بطاقة", "أنا هنا لأول مرة")}[language]
    hall.press(buttons[0], *letters, buttons[1])
    assert shown in driver.texts()


def test_a_group_without_a_card_is_in_within_ten_touches(driver: Driver) -> None:
    hall = Hall(driver, school())
    hall.press("We are a group", "0", "1", "2", "Go on", "Card making", "Check in 12 people")
    assert "12 people are here" in driver.texts()
    assert hall.touches == 7


def test_what_was_typed_stands_in_no_file_of_the_journal(driver: Driver, tmp_path: Path) -> None:
    day = desk_on_disk(tmp_path / "journal.db", told_here(SCHOOL))
    hall = Hall(driver, day)
    hall.press("I have no card", *"zyxwv", "I am new here", "That is me", "Card making", "Yes, check me in")
    assert "Zyxwv" in driver.texts()
    files = list(tmp_path.iterdir())
    assert files
    assert not [file for file in files if b"zyxwv" in file.read_bytes().lower()]
