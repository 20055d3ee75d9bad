"""Does every page say what it must, and tell what a finger did?"""

import pytest
from msgspec.structs import replace

from kiosk.flow import events, people_events, print_events
from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import HeadsField, Look, Page, PleaseLook, Section, Staff
from kiosk.flow.people_events import NoCardPressed, OutcomeChosen
from kiosk.flow.values import Wish
from kiosk.screens.finding import seen
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.samples import BOARD, LONG_NAME, NOW_MS, every_state, talk
from kiosk.screens.stage import screen_for
from kiosk.window.theme import theme
from sync.domain.roster import Preferences
from tests.support.driver import Driver  # first: it prepares Kivy

STATES = every_state()
LARGE = Preferences(large_text=True)

SCANNER_NOTES = (
    "A key is held down. Please lift what lies on the keyboard.",
    "It does not end with Enter: every card takes a moment longer.",
    "Caps Lock is on, which does no harm here.",
    "The keyboard layout differs, which does no harm here.",
)
SAYS = {
    "enrolling-waiting": ["Are these the digits?", "4", "0", "7", "1", "9", "3"],
    "enrolling-unreachable": ["We can’t reach the centre yet"],
    "welcome": ["Hold up your card", "I have no card", "We are a group", "312", "of 500 hats", "184 people are helping", "11:04"],
    "welcome-nothing-yet": ["Be the first to help today", "The day is young. The first one is yours."],
    "welcome-camera": ["£1,234.50", "raised, of £5,000", "1 person is helping"],
    "welcome-camera-sleeps": ["The camera sleeps. Touch to wake it.", "I have no card"],
    "wishing": ["How would you like it?", "English", "עברית", "Larger letters"],
    "showing-how": ["This is how it goes", "1", "4", "Hold up your card", "Green: you are in"],
    "greeting": ["Good to see you", "Miriam K.", "Knitting", "Library, blue door"],
    "greeting-long": [LONG_NAME],
    "greeting-class": ["Good to see you all", "30 people are here"],
    "choosing-3": ["What would you like to do, Ali?", "Knitting", "6 places left", "Full for now"],
    "choosing-5": ["What would you like to do now, Ali?", "1 place left"],
    "searching": ["What is your name?", "Type your name, or the digits on your card.", "q", "עברית", "123"],
    "searching-found": ["mir", "Miriam K.", "מרים ב."],
    "searching-nobody": ["Nobody is called that yet. Try fewer letters, or ask a helper."],
    "searching-digits": ["1234 5678", "ABC", "0"],
    "searching-ar": ["محمد", "ش"],
    "gathering": ["Who is with you today?", "Abdur R.", "Salma R.", "Here already", "Check in 3 people"],
    "gathering-many": ["More names: 2", "Check in 11 people"],
    "gathering-nobody": ["Check in"],
    "headcount": ["How many came today, Class 4B, St Anne’s?", "Children", "28", "Adults", "2", "Check in 30 people"],
    "headcount-here": ["30 people are here"],
    "present-class": ["More came, or some left", "I am leaving"],
    "present": ["Hello again, Miriam K.", "Log what I made", "Change activity", "I am leaving"],
    "present-busy": ["Log hats", "Log cards"],
    "logging": ["7", "+1", "+5", "+10", "Hats: 312 of 500 for the neonatal ward", "Add 7 hats"],
    "logging-money": ["£1,234.56", "00", "Add £1,234.56"],
    "logging-asked": ["How many hats?", "They ask for: Very small hats, green and yellow.\nEnough of: red"],
    "logging-kit": ["How many gift bags?", "Add 10 gift bags"],
    "logging-full": ["Target reached!", "Still needed: cards", "Add 2 hats"],
    "logging-closed": ["They have all they can use. What you make still counts."],
    "logging-dinars": ["KWD 12.500", "Add KWD 12.500"],
    "logging-outcomes": ["What became of the objects?", "Mended", "12 so far", "Beyond saving"],
    "logging-outcome": ["How many objects, made into something new?", "Add 3 objects"],
    "thanks-full": ["Together: 501 of 500. Target reached!"],
    "staff-tally-outcomes": ["Knitting · counted 16 · mended 12 · made into something new 5 · beyond saving 0"],
    "staff-counting-really": ["That is a lot. Is it really 48,000 hats?", "Yes, 48,000 hats"],
    "welcome-needed": ["Most needed: hats for the neonatal ward. Very small hats, green and yellow. Enough of: red"],
    "logging-really": ["That is a lot. Is it really 1,200 hats?", "Yes, 1,200 hats", "Change it"],
    "thanks": ["Thank you, Miriam K.", "7 hats for the neonatal ward.", "Together: 312 of 500", "Undo"],
    "thanks-money": ["£12.50 raised."],
    "farewell": ["Thank you, Miriam K.", "You gave 2\u00a0h 15\u00a0min today.", "£12.50 raised", "3 meals"],
    "farewell-many": ["7 hats for the neonatal ward", "£12.50 raised", "and 5 things more"],
    "ask-who": ["7 hats! Whose work is it?", "Count for the table"],
    "look-unknown": ["We don’t know this card yet", "Let’s find your name together.", "Find my name"],
    "pin": ["For the venue lead", "Open"],
    "pin-slip": ["Those were not the digits. Please try again."],
    "pin-resting": ["Too many tries. The pad rests for a moment."],
    "staff-here": ["39", "people are in the building", "Miriam K.", "10:51", "30 people"],
    "staff-here-nobody": ["0", "Nobody is checked in now."],
    "staff-here-looking": ["Looking …"],
    "staff-tally": ["1,043", "of 1,200 cards", "Hats", "312", "of 500", "Card making · counted 1,041"],
    "staff-carried": ["140", "entries wait to be handed on", "1,243", "1,100", "3", "as of 11:00"],
    "staff-doctor": ["4", "things need a look", "Help", "Adults"],
    "staff-doctor-ill": [
        "32",
        "things need a look",
        "12 cards are waiting for the printer. It is out of paper. Put paper in, then try again.",
    ],
    "scanner-waiting": ["Scan the test card from the papers."],
    "scanner-whole": ["Read whole. This scanner is ready."],
    "scanner-mixed": ["The letters are mixed up. Please set the scanner to a US keyboard."],
    "scanner-another": ["That was not the test card, but the scanner works."],
    "scanner-added": ["It adds ]Q1 to the code. Please set that as its prefix or suffix.", "\n".join(SCANNER_NOTES)],
    "scanner-cut": ["A part is missing. Hold the card still and a little nearer."],
    "cleaning": ["Time to wipe the screen"],
    "staff-counting": ["310", "Save 310 hats", "Logged at the kiosk: 312. Both figures are kept."],
    "staff-leaving": ["Close this kiosk?", "Close it", "Stay"],
}

TELLS: dict[str, list[tuple[str, events.Event]]] = {
    "welcome": [
        ("I have no card", people_events.NoCardPressed()),
        ("We are a group", people_events.GroupPressed()),
        ("Venue lead", events.StaffPressed()),
    ],
    "welcome-nothing-yet": [("עברית", events.WishesPressed())],
    "wishing": [
        ("Polski", events.LanguagePressed("pl")),
        ("Larger letters", events.WishPressed(Wish.LARGE)),
        ("Easier to reach", events.WishPressed(Wish.LOW)),
        ("Read aloud", events.WishPressed(Wish.SPOKEN)),
        ("Calm, without movement", events.WishPressed(Wish.CALM)),
        ("All right", events.BackPressed()),
    ],
    "showing-how": [("All right", events.BackPressed())],
    "greeting": [("Undo", events.UndoPressed())],
    "choosing-3": [("Knitting", events.PlaceChosen(1)), ("Back", events.BackPressed())],
    "searching-found": [
        ("q", people_events.LetterPressed("q")),
        ("Space", people_events.LetterPressed(" ")),
        ("עברית", people_events.LayoutPressed("he")),
        ("123", people_events.LayoutPressed("digits")),
        ("Miriam K.", people_events.FoundPressed(b"1" * 8)),
        ("Ask a helper", events.HelpPressed()),
        ("Back", events.BackPressed()),
    ],
    "searching-he": [("ש", people_events.LetterPressed("ש"))],
    "searching-digits": [("ABC", people_events.LayoutPressed("en"))],
    "gathering": [
        ("Abdur R.", people_events.MemberPressed(bytes(8))),
        ("Check in 3 people", events.DeedPressed()),
        ("Back", events.BackPressed()),
    ],
    "gathering-many": [("More names: 2", people_events.MorePressed())],
    "headcount": [
        ("28", people_events.HeadsTouched(HeadsField.CHILDREN)),
        ("2", people_events.HeadsTouched(HeadsField.ADULTS)),
        ("Check in 30 people", events.DeedPressed()),
        ("Back", events.BackPressed()),
    ],
    "headcount-keypad": [("3", events.DigitPressed("3"))],
    "present-class": [("More came, or some left", people_events.HeadcountPressed())],
    "present": [
        ("Log what I made", events.LogPressed(1)),
        ("Change activity", events.ChangePressed()),
        ("I am leaving", events.LeavePressed()),
        ("Back", events.BackPressed()),
    ],
    "present-busy": [("Log cards", events.LogPressed(2))],
    "logging": [
        ("+5", events.StepPressed(5)),
        ("7", events.KeypadPressed()),
        ("Add 7 hats", events.DeedPressed()),
        ("Back", events.BackPressed()),
    ],
    "logging-keypad": [("3", events.DigitPressed("3")), ("0", events.DigitPressed("0"))],
    "logging-money": [("00", events.DigitPressed("00"))],
    "logging-full": [("Still needed: cards", events.LogPressed(2))],
    "logging-outcomes": [("Beyond saving", OutcomeChosen(10_066)), ("Back", events.BackPressed())],
    "logging-really": [("Yes, 1,200 hats", events.DeedPressed()), ("Change it", events.BackPressed())],
    "thanks": [("Undo", events.UndoPressed())],
    "farewell": [("Undo", events.UndoPressed())],
    "ask-who": [("Count for the table", events.DeedPressed()), ("Back", events.BackPressed())],
    "look-unknown": [("Find my name", NoCardPressed()), ("Try again", events.BackPressed())],
    "pin": [("4", events.DigitPressed("4")), ("Back", events.BackPressed())],
    "pin-full": [("Open", events.DeedPressed())],
    "staff-here": [
        ("Tally", events.SectionPressed(Section.TALLY)),
        ("Handed on", events.SectionPressed(Section.CARRIED)),
        ("Doctor", events.SectionPressed(Section.DOCTOR)),
        ("Close", events.LeaveKioskPressed()),
        ("Back to welcome", events.BackPressed()),
        ("Print again", print_events.PrintPressed(bytes(8))),
    ],
    "scanner-whole": [("Back", events.BackPressed())],
    "staff-doctor": [
        ("Try to print again", print_events.TryPrintingPressed()),
        ("Throw away what waits", print_events.ThrowPrintsPressed()),
        ("Try the scanner", events.TryScannerPressed()),
        ("Wipe the screen", events.CleanPressed()),
    ],
    "staff-counting": [("7", events.DigitPressed("7")), ("Save 310 hats", events.DeedPressed()), ("Back", events.BackPressed())],
    "staff-leaving": [("Stay", events.BackPressed()), ("Close it", events.DeedPressed())],
}


@pytest.mark.parametrize("state", SAYS)
def test_every_page_says_what_it_must(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    said = driver.texts()
    assert [text for text in SAYS[state] if text not in said] == [], said


@pytest.mark.parametrize("state", TELLS)
def test_every_button_tells_what_a_finger_did(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    for text, event in TELLS[state]:
        driver.told.clear()
        driver.press(text)
        assert driver.told == [event], text


def test_minus_and_plus_step_by_the_smallest_step(driver: Driver) -> None:
    driver.show(STATES["logging"])
    minus, plus = (each for each in driver.buttons() if type(each).__name__ == "RoundButton")
    driver.touch_widget(minus)
    driver.touch_widget(plus)
    assert driver.told == [events.StepPressed(-1), events.StepPressed(1)]


def test_the_last_letter_can_be_taken_away(driver: Driver) -> None:
    driver.show(STATES["searching-found"])
    driver.touch_widget(next(each for each in driver.buttons() if type(each).__name__ == "EraseTile"))
    assert driver.told == [people_events.LetterErased()]


def test_children_and_adults_have_steps_of_their_own(driver: Driver) -> None:
    driver.show(STATES["headcount"])
    for button in [each for each in driver.buttons() if type(each).__name__ == "RoundButton"]:
        driver.touch_widget(button)
    assert driver.told == [people_events.HeadsStepped(field, by) for field in HeadsField for by in (-1, 1)]


def test_the_last_digit_can_be_taken_away(driver: Driver) -> None:
    driver.show(STATES["pin"])
    driver.touch_widget(next(each for each in driver.buttons() if type(each).__name__ == "EraseTile"))
    assert driver.told == [events.DigitErased()]


def test_the_lead_counts_a_row_by_its_number(driver: Driver) -> None:
    driver.show(STATES["staff-tally"])
    second = [each for each in driver.buttons() if type(each).__name__ == "CountButton"][1]
    driver.touch_widget(second)
    driver.wait(0.4)  # a list waits a moment to know a touch from a scroll
    assert driver.told == [events.CountPressed(1)]


def test_other_languages_stand_on_the_way_to_how_somebody_would_like_it(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    driver.press("עברית\nالعربية")
    assert driver.told == [events.WishesPressed()]


def test_with_one_language_there_are_wishes_all_the_same(driver: Driver) -> None:
    driver.show(STATES["welcome-camera"])
    driver.press("How would you like it?")
    assert driver.told == [events.WishesPressed()]


def test_a_wish_that_holds_is_seen_without_its_colour(driver: Driver) -> None:
    driver.show(replace(STATES["wishing"], preferences=Preferences(spoken=True)))
    marked = [each.words for each in driver.buttons() if getattr(each, "is_chosen", False)]
    assert marked == ["English", "Read aloud"]
    icons = [each.icon for each in seen(driver.button("Read aloud")) if isinstance(each, Icon)]
    assert icons == ["check_circle"]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("choosing-3", "Gift wrapping"),
        ("logging-nothing", "Add gardening"),
        ("pin", "Open"),
        ("pin-resting", "5"),
        ("ask-who-card-only", "Count for the table"),
        ("gathering", "Salma R."),
        ("gathering-nobody", "Check in"),
        ("headcount-nobody", "Check in 0 people"),
    ],
)
def test_what_cannot_be_done_now_tells_nothing(driver: Driver, state: str, text: str) -> None:
    driver.show(STATES[state])
    for words in [each for each in driver.stage.walk() if getattr(each, "words", None) == text]:
        driver.touch_widget(words)
    assert driver.told == []


def test_a_finger_that_slides_off_tells_nothing_and_one_touch_tells_once(driver: Driver) -> None:
    driver.show(STATES["logging"])
    deed = driver.button("Add 7 hats")
    driver.slide(deed.center, (deed.center_x, deed.top + 200))
    assert driver.told == []
    driver.touch_widget(deed)
    assert driver.told == [events.DeedPressed()]


def test_a_button_answers_in_the_frame_of_the_touch(driver: Driver) -> None:
    driver.show(STATES["logging"])
    deed = driver.button("Add 7 hats")
    driver.wait_until(lambda: not deed.is_pressed)  # the test before may have pressed it just now
    before = list(deed.ground)
    with driver.standing_clock() as let_pass:
        driver.touch_widget(deed)
        assert list(deed.ground) != before
        let_pass(theme.tokens.duration.press / 1000)
        assert list(deed.ground) == before


@pytest.mark.parametrize("look", list(Look))
def test_every_look_has_one_sentence_and_one_way_on_and_no_word_of_blame(driver: Driver, look: Look) -> None:
    driver.show(talk(PleaseLook(look=look, until_ms=NOW_MS)))
    said = " ".join(driver.texts()).lower()
    assert [word for word in ("error", "invalid", "offline", "sync", "session", "user", "fail", "wrong") if word in said.split()] == []
    ways = sorted(type(each).__name__ for each in driver.buttons())
    assert ways in (["DeedButton"], ["DeedButton", "QuietButton"]), "one thing to do, and at most another way"


@pytest.mark.slow
def test_no_page_of_a_volunteer_speaks_of_networks(driver: Driver) -> None:
    for name, conversation in STATES.items():
        if name.startswith(("staff", "enrolling")):
            continue
        driver.show(conversation)
        said = " ".join(driver.texts()).lower()
        assert [word for word in ("network", "wi-fi", "offline", "online", "sync", "error", "server", "internet") if word in said] == [], (
            name
        )


def test_there_is_a_screen_for_every_page() -> None:
    assert [page for page in Page.__args__ if screen_for(page) is None] == []


def test_every_page_and_every_room_of_a_lead_can_be_looked_at() -> None:
    """What has no sample is in no gallery and is measured by no test."""
    shown = [conversation.page for conversation in STATES.values()]
    assert set(Page.__args__) - {type(page) for page in shown} == set()
    assert {page.section for page in shown if isinstance(page, Staff)} == set(Section)


def test_in_a_language_from_right_to_left_the_deed_stands_at_the_bottom_left(driver: Driver) -> None:
    driver.show(talk(STATES["logging"].page, language="he"))
    deed = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert deed.x < driver.window.width / 4
    driver.keep("logging-from-right-to-left")
    driver.show(STATES["logging"])
    deed = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert deed.right > driver.window.width * 3 / 4


def test_large_type_is_larger_and_the_next_person_has_the_usual_size(driver: Driver) -> None:
    large = Conversation(page=STATES["thanks"].page, board=BOARD, preferences=LARGE)
    sizes = []
    for conversation in (STATES["thanks"], large, STATES["thanks"]):
        driver.show(conversation)
        sizes.append(next(each.font_px for each in driver.all_words() if each.words.startswith("Thank you")))
    assert sizes[1] == pytest.approx(sizes[0] * 1.3, abs=1)
    assert sizes[2] == sizes[0]


def test_the_board_changes_in_place(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    screen = driver.stage.screen
    driver.show(STATES["welcome-huge"])
    assert driver.stage.screen is screen
    assert "54,321 people are helping" in driver.texts()


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_a_picture_of_every_page_is_kept(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    assert driver.keep(state).stat().st_size > 5_000


def test_while_the_screen_is_wiped_a_cloth_meets_nothing(driver: Driver) -> None:
    driver.show(STATES["cleaning"])
    assert driver.buttons() == []


def test_a_dimmed_screen_is_dark_and_still_feels_a_finger(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    light = sum(driver.pixels()[::997])
    driver.stage.dim(is_dim=True)
    assert sum(driver.pixels()[::997]) < light * 0.4
    driver.press("I have no card")
    assert driver.told == [people_events.NoCardPressed()]
    driver.stage.dim(is_dim=False)
    driver.wait(0.2)  # the button lifts
    assert sum(driver.pixels()[::997]) == light


def test_a_kit_says_what_it_is_made_of_and_what_is_asked_for(driver: Driver) -> None:
    driver.show(STATES["logging-kit"])
    (wishes,) = (text for text in driver.texts() if text.startswith("They ask for"))
    assert wishes.splitlines() == [
        "They ask for: Complete bags: all parts in each. They asked for 350 gift bags.",
        "Enough of: sweets: they melt on the way",
        "One gift bag is: 2 bars of soap, 1 towel, 3 pencils, 1 knitted toy",
    ]


def test_a_full_target_is_a_joy_that_flies_once_and_in_calm_mode_not_at_all(driver: Driver) -> None:
    full = STATES["logging-full"]
    driver.show(replace(full, preferences=Preferences(calm=True)))
    assert driver.stage.screen.ids.asked.ids.medallion.flown == 1
    driver.show(STATES["logging-asked"])
    assert driver.stage.screen.ids.asked.ids.medallion.flown == 0
    driver.show(full)
    assert driver.stage.screen.ids.asked.ids.medallion.flown < 1
