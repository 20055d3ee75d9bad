"""The whole kiosk off screen: real window, real thread at the desk, real journal; cards as keys, as pictures and as fingers."""

# The driver prepares Kivy and comes first.
from tests.support.driver import LARGEST, Driver, the_driver  # isort: skip

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from msgspec.structs import replace

from kiosk.app import Kiosk, Outfit, build
from kiosk.app.kiosk import BOARD_EVERY_S
from kiosk.flow.events import DeedPressed, DigitPressed, LeaveKioskPressed, StaffPressed
from kiosk.flow.pages import AskWho, Enrolling, Greeting, Leaving, Look, Page, PinPad, PleaseLook, Staff, Thanks, Welcome
from kiosk.flow.requests import Request
from kiosk.scanning.frames import HeldUpFrames, frame_of
from kiosk.scanning.wedge import ENTER, US_KEYS
from kiosk.settings import Pages
from sync.domain.facts import Arrived, ItemsLogged, fact_of
from sync.domain.lead_card import LeadCard, make_lead_card
from sync.protocol.canon import decode
from tests.support.day import AHMED, EVENT, HATS, KEY_ID, KNITTING, MIRIAM, SIGNING_KEY
from tests.support.desk import LEAD, PIN, mat_of, pass_of
from tests.support.journals import everything, opened_at
from tests.support.kiosk_state import enrolled_state, settings_at

PATIENCE_S = 20.0
_SCANCODE = {letter: code for code, letter in reversed(list(US_KEYS.items()))}


class Hall:
    """One kiosk in the driver's window."""

    def __init__(self, kiosk: Kiosk, driver: Driver) -> None:
        self.kiosk = kiosk
        self.driver = driver
        kiosk.start()
        driver.settle()

    @property
    def page(self) -> Page:
        return self.kiosk.floor.conversation.page

    def until(self, page: type[Page]) -> None:
        self.driver.wait_until(lambda: isinstance(self.page, page), timeout_s=PATIENCE_S)
        assert self.kiosk.stage.screen is not None

    def types(self, text: str) -> None:
        """A scanner types like a keyboard."""
        for letter in text:
            self.kiosk.window.dispatch("on_key_down", ord(letter.lower()), _SCANCODE[letter], letter, [])
            self.kiosk.window.dispatch("on_key_up", ord(letter.lower()), _SCANCODE[letter])
        self.kiosk.window.dispatch("on_key_down", 13, ENTER, "\r", [])
        self.kiosk.window.dispatch("on_key_up", 13, ENTER)


@pytest.fixture
def halls() -> Iterator[list[Hall]]:
    opened: list[Hall] = []
    yield opened
    for hall in opened:
        hall.kiosk.stop()
        hall.kiosk.stop()


def in_hall(halls: list[Hall], folder: Path, source: HeldUpFrames | None = None) -> Hall:
    driver = the_driver()
    driver.forget()
    hall = Hall(build(enrolled_state(folder), Outfit(display=LARGEST, open_source=(lambda: source) if source else None)), driver)
    halls.append(hall)
    return hall


def facts(folder: Path) -> list[object]:
    journal = opened_at(folder / "journal.db")
    try:
        return [fact_of(decode(body)) for body in everything(journal)]
    finally:
        journal.close()


def test_a_card_and_a_mat_typed_by_a_scanner_stand_in_the_journal(halls: list[Hall], tmp_path: Path) -> None:
    hall = in_hall(halls, tmp_path)
    assert isinstance(hall.page, Welcome)
    hall.types(pass_of(MIRIAM))
    hall.until(Greeting)
    hall.types(mat_of(7))
    hall.until(Thanks)
    hall.driver.wait_until(lambda: hall.kiosk.floor.conversation.board.makings[0].made == 7, timeout_s=PATIENCE_S)
    hall.kiosk.stop()
    assert facts(tmp_path) == [Arrived(MIRIAM, KNITTING), ItemsLogged(KNITTING, HATS, 7, MIRIAM)]


def test_a_card_is_read_from_a_picture_and_seen_in_the_round_window(halls: list[Hall], tmp_path: Path) -> None:
    source = HeldUpFrames()
    hall = in_hall(halls, tmp_path, source)
    hall.driver.wait_until(lambda: bool(hall.kiosk.backroom.eye() and hall.kiosk.backroom.eye().seeing), timeout_s=PATIENCE_S)  # type: ignore[union-attr] # asked twice
    source.hold_up(frame_of(qrcode.make(mat_of(7)).convert("L")))
    hall.until(AskWho)
    source.hold_up(frame_of(qrcode.make(pass_of(MIRIAM)).convert("L")))
    hall.until(Thanks)
    assert hall.kiosk.floor.conversation.board.camera


def test_the_lead_opens_the_rooms_with_a_pin_and_ends_the_program(halls: list[Hall], tmp_path: Path) -> None:
    hall = in_hall(halls, tmp_path)
    tell = hall.kiosk.floor.hear
    tell(StaffPressed())
    hall.until(PinPad)
    for digit in PIN:
        tell(DigitPressed(digit))
    tell(DeedPressed())
    hall.until(Staff)
    tell(LeaveKioskPressed())
    tell(DeedPressed())
    assert isinstance(hall.page, Leaving)
    assert hall.kiosk.wants_to_end


def test_a_lead_holds_up_their_card_types_their_own_digits_and_is_in(halls: list[Hall], tmp_path: Path) -> None:
    hall = in_hall(halls, tmp_path)
    hall.types(make_lead_card(LeadCard(EVENT, LEAD.venue, LEAD.no, 0, KEY_ID), SIGNING_KEY))
    hall.until(PinPad)
    assert isinstance(hall.page, PinPad)
    assert hall.page.shown_name == LEAD.shown_name
    for digit in PIN:
        hall.kiosk.floor.hear(DigitPressed(digit))
    hall.kiosk.floor.hear(DeedPressed())
    hall.until(Staff)
    hall.kiosk.stop()
    assert facts(tmp_path) == [], "a lead's card is nobody's arrival"


def test_a_venue_that_is_more_patient_says_so_in_its_settings(tmp_path: Path) -> None:
    patient = replace(enrolled_state(tmp_path), pages=Pages(patience_percent=300))
    kiosk = build(patient, Outfit(display=LARGEST))
    assert kiosk.floor.conversation.patience_percent == 300
    kiosk.stop()


def test_a_mistake_of_ours_is_said_kindly_and_the_next_card_works(halls: list[Hall], tmp_path: Path) -> None:
    hall = in_hall(halls, tmp_path)
    assert hall.kiosk.mishaps.happened(KeyError("planted"))
    assert isinstance(hall.page, PleaseLook)
    assert hall.page.look is Look.TRY_AGAIN
    hall.types(pass_of(AHMED))
    hall.until(Greeting)


def test_the_window_is_touched_from_its_own_thread_alone(halls: list[Hall], tmp_path: Path) -> None:
    hall = in_hall(halls, tmp_path)
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            hall.kiosk.floor.hear(StaffPressed())
        except AssertionError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert caught
    assert isinstance(hall.page, Welcome)


def test_a_machine_that_is_no_device_yet_says_so(halls: list[Hall], tmp_path: Path) -> None:
    driver = the_driver()
    driver.forget()
    hall = Hall(build(settings_at(tmp_path), Outfit(display=LARGEST)), driver)
    halls.append(hall)
    hall.types(pass_of(MIRIAM))
    driver.step(5)
    assert isinstance(hall.page, Enrolling)


def test_news_of_others_change_the_idle_page_once_a_minute_and_what_is_done_here_at_once(
    halls: list[Hall], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = in_hall(halls, tmp_path)
    asked: list[Request] = []
    passed_s = 0.0
    begun_s = time.monotonic()
    monkeypatch.setattr("kiosk.app.kiosk.time.monotonic", lambda: begun_s + passed_s)
    monkeypatch.setattr(hall.kiosk.clerk, "ask", asked.append)

    def boards_after(*happenings: Callable[[], None]) -> int:
        asked.clear()
        for each in happenings:
            each()
            hall.driver.step(3)
        return len(asked)

    news, done_here = hall.kiosk.backroom.news, hall.kiosk.backroom.refresh
    assert boards_after(news, news) == 2, "while somebody is about, the hall sees what happens"
    passed_s += BOARD_EVERY_S + 1
    assert boards_after(news, news, news, lambda: hall.kiosk._on_beat(0)) == 1
    assert boards_after(done_here) == 1
    passed_s += BOARD_EVERY_S / 2
    assert boards_after(news, lambda: hall.kiosk._on_beat(0)) == 0
    passed_s += BOARD_EVERY_S / 2
    assert boards_after(lambda: hall.kiosk._on_beat(0), news) == 1
    passed_s += BOARD_EVERY_S
    assert boards_after(lambda: hall.kiosk._on_beat(0)) == 1, "it comes with the minute, also when nobody tells anything then"
