"""A scanner types like a keyboard: whatever the machine's own keyboard is and whatever lies on it, cards are read, and the lead can
see how it types.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.flow.values import Manner
from kiosk.scanning.holding import STUCK_AFTER_MS
from kiosk.scanning.keys import ScannerKeys
from kiosk.scanning.wedge import ENTER, KEPT_KEYS_MAX, KEYPAD_ENTER, QUIET_FRAMES, QUIET_MS, TAB, US_KEYS
from sync.domain.scanner_card import TEST_CARD
from tests.support.day import AHMED, MIRIAM
from tests.support.desk import pass_of
from tests.support.driver import Driver

SCANCODE = {letter: code for code, letter in sorted(US_KEYS.items(), reverse=True)}
CARD = pass_of(MIRIAM)
Codes = list[tuple[str, Manner]]

US = "qwertyuiopasdfghjklzxcvbnm1234567890"
HOSTS = {
    "British": US,
    "German": "qwertzuiopasdfghjklyxcvbnm1234567890",
    "French": "azertyuiopqsdfghjklwxcvbn,&é\"'(-è_çà",
    "Dvorak": "',.pyfgcrlaoeuidhtn;qjkxbm1234567890",
    "Turkish": "qwertyuıopasdfghjklzxcvbnm1234567890",
    "Polish": US,
    "Hebrew": "/'קראטוןםפשדגכעיחלךזסבהנמצ1234567890",
    "Arabic": "ضصثقفغعهخحشسيبلاتنمئءؤرىةو١٢٣٤٥٦٧٨٩٠",
    "Urdu": "قوعرتےئیہپاسدفگحجکلزشچطبنم۱۲۳۴۵۶۷۸۹۰",
    "Russian": "йцукенгшщзфывапролдячсмить1234567890",
    "Greek": ";ςερτυθιοπασδφγηξκλζχψωβνμ1234567890",
}
ALIKE = {"British", "Polish", "Turkish"}
"""Turkish differs in one letter, whose number is also that of a key without a letter: it is not told, and does no harm."""


class Scanner:
    """One scanner on the window's keys. Its keys come ``key_ms`` apart."""

    def __init__(self, driver: Driver, key_ms: int = 4) -> None:
        self.driver = driver
        self.key_ms = key_ms
        self.host = US
        self.modifiers: tuple[str, ...] = ("shift",)

    def press(self, scancode: int, letter: str = "") -> None:
        key = ord(self.host[US.index(letter.lower())]) if letter.lower() in US and letter else 13
        self.driver.now_ms += self.key_ms
        shift = self.modifiers if letter.isalpha() else tuple(set(self.modifiers) - {"shift"})
        self.driver.window.dispatch("on_key_down", key, scancode, letter, list(shift))
        self.driver.window.dispatch("on_key_up", key, scancode)

    def types(self, text: str, *ends: int) -> None:
        for letter in text:
            self.press(SCANCODE[letter], letter)
        for end in ends or (ENTER,):
            self.press(end)

    def types_without_enter(self, text: str) -> None:
        for letter in text:
            self.press(SCANCODE[letter], letter)
        self.pauses()

    def pauses(self) -> None:
        self.driver.now_ms += QUIET_MS
        self.driver.step(QUIET_FRAMES + 2)


@pytest.fixture
def heard(driver: Driver) -> Iterator[Codes]:
    codes: Codes = []
    keys = ScannerKeys(driver.window, lambda text, manner: codes.append((text, manner)), lambda: driver.now_ms)
    yield codes
    keys.stop()


@pytest.fixture
def scanner(driver: Driver) -> Scanner:
    return Scanner(driver)


def test_a_scanner_as_it_should_be_has_nothing_to_be_told(scanner: Scanner, heard: Codes) -> None:
    scanner.types(CARD)
    assert heard == [(CARD, Manner())]


@pytest.mark.parametrize("host", HOSTS)
def test_a_card_is_read_whatever_the_machines_own_keyboard_is(scanner: Scanner, heard: Codes, host: str) -> None:
    scanner.host = HOSTS[host]
    assert len(scanner.host) == len(US)
    scanner.types(TEST_CARD)
    assert heard == [(TEST_CARD, Manner(other_layout=host not in ALIKE))]


def test_caps_lock_is_told_and_changes_nothing(scanner: Scanner, heard: Codes) -> None:
    scanner.modifiers = ("shift", "capslock")
    scanner.types(CARD)
    assert heard == [(CARD, Manner(small_letters=True, caps_lock=True))]


def test_caps_lock_under_a_scanner_that_types_small_letters_is_told_too(scanner: Scanner, heard: Codes) -> None:
    scanner.modifiers = ("capslock",)
    scanner.types(CARD)
    assert heard == [(CARD, Manner(caps_lock=True))]


def test_how_one_card_was_typed_leaves_no_trace_on_the_next(scanner: Scanner, heard: Codes) -> None:
    scanner.modifiers, scanner.host = (), HOSTS["German"]
    scanner.types(CARD)
    scanner.modifiers, scanner.host = ("shift",), US
    scanner.types(CARD)
    assert heard == [(CARD, Manner(small_letters=True, other_layout=True)), (CARD, Manner())]


def test_a_missing_enter_is_told_and_the_card_is_read_after_a_quiet_moment(scanner: Scanner, heard: Codes) -> None:
    scanner.types_without_enter(CARD)
    assert heard == [(CARD, Manner(without_enter=True))]


@pytest.mark.parametrize("ends", [(ENTER, ENTER), (KEYPAD_ENTER,), (TAB,), (TAB, ENTER)])
def test_a_scanner_that_ends_with_tab_or_two_enters_is_read_once(scanner: Scanner, heard: Codes, ends: tuple[int, ...]) -> None:
    scanner.types(CARD, *ends)
    assert [text for text, _manner in heard] == [CARD]


def test_what_the_scanner_adds_arrives_as_it_is_printed(scanner: Scanner, heard: Codes) -> None:
    scanner.types("]" + CARD[:9] + "[")
    assert heard[0][0] == "]" + CARD[:9] + "["


def test_what_the_settings_say_that_it_adds_is_taken_off(driver: Driver, scanner: Scanner) -> None:
    codes: list[str] = []
    keys = ScannerKeys(driver.window, lambda text, _manner: codes.append(text), lambda: driver.now_ms, "]Q1", "-")
    scanner.types("]Q1" + CARD + "-")
    keys.stop()
    assert codes == [CARD]


class Book:
    """A book that lies on a key from now on; the machine repeats it."""

    def __init__(self, driver: Driver, letter: str) -> None:
        self.driver = driver
        self.key, self.scancode, self.letter = ord(letter.lower()), SCANCODE[letter], letter

    def lies(self, for_ms: int) -> None:
        for _ in range(for_ms // 33):
            self.driver.now_ms += 33
            self.repeats()

    def repeats(self) -> None:
        self.driver.window.dispatch("on_key_down", self.key, self.scancode, self.letter, [])


def test_a_book_on_a_key_types_nothing_and_the_next_card_is_read_while_it_lies_there(
    driver: Driver, scanner: Scanner, heard: Codes
) -> None:
    book = Book(driver, "-")
    book.lies(10 * 60_000)
    driver.step(QUIET_FRAMES + 2)
    assert heard == []
    for letter in CARD:
        scanner.press(SCANCODE[letter], letter)
        book.repeats()
    scanner.press(ENTER)
    assert [text for text, _manner in heard] == [CARD]


def test_somebody_hears_of_the_book(driver: Driver, scanner: Scanner) -> None:
    codes: Codes = []
    keys = ScannerKeys(driver.window, lambda text, manner: codes.append((text, manner)), lambda: driver.now_ms)
    Book(driver, "-").lies(STUCK_AFTER_MS + 100)
    assert keys.stuck_ms() >= STUCK_AFTER_MS
    driver.step(QUIET_FRAMES + 2)
    scanner.types(CARD)
    assert codes == [(CARD, Manner(key_is_stuck=True))]
    driver.window.dispatch("on_key_up", ord("-"), SCANCODE["-"])
    assert keys.stuck_ms() == 0
    keys.stop()


def test_a_code_of_two_thousand_characters_is_cut_and_the_next_card_is_read(scanner: Scanner, heard: Codes) -> None:
    scanner.types("A" * 2_000)
    scanner.types(CARD)
    assert [text for text, _manner in heard] == ["A" * KEPT_KEYS_MAX, CARD]


def test_two_scanners_that_type_into_each_other_are_one_code_that_nobody_has_and_both_are_read_afterwards(
    scanner: Scanner, heard: Codes
) -> None:
    one, other = CARD, pass_of(AHMED)
    for mine, theirs in zip(one, other, strict=True):
        scanner.press(SCANCODE[mine], mine)
        scanner.press(SCANCODE[theirs], theirs)
    scanner.press(ENTER)
    scanner.press(ENTER)
    scanner.types(one)
    scanner.types(other)
    garbled, *good = [text for text, _manner in heard]
    assert garbled not in (one, other)
    assert good == [one, other]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(["tap", "down", "up"]), st.integers(0, 400)), max_size=40))
def test_after_any_junk_at_all_the_next_good_card_is_read(
    driver: Driver, scanner: Scanner, heard: Codes, junk: list[tuple[int, str, int]]
) -> None:
    heard.clear()
    for scancode, what, wait_ms in junk:
        driver.now_ms += wait_ms
        if what != "up":
            driver.window.dispatch("on_key_down", 0, scancode, "", [])
        if what != "down":
            driver.window.dispatch("on_key_up", 0, scancode)
    driver.now_ms += 1_500  # keys that were never lifted are forgotten; a person takes longer to hold up a card
    scanner.pauses()
    scanner.types(CARD)
    assert heard[-1][0] == CARD
