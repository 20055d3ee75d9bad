"""Every state of the doctor, in words of every language, with what to do next where it is not well."""

from collections.abc import Iterator

import pytest

from kiosk.flow.findings import CameraTrouble, Finding, Found, LinkTrouble, PrinterTrouble, Sound, StorageTrouble
from kiosk.window.finding_words import link_words, said_of
from kiosk.window.text import LANGUAGE_NAMES

NUMBERS = {
    Found.JOURNAL_SET_ASIDE: (1_240, 3),
    Found.ROOM: (12_400_000_000,),
    Found.ROOM_LOW: (120_000_000,),
    Found.CAMERA_SEES: (900, 30, 4),
    Found.ADULTS_TOO_FEW: (28, 2, 10, 1),
    Found.ROSTER_FRESH: (4, 3),
}
UNWELL = {
    Found.JOURNAL_SET_ASIDE,
    Found.ROOM_LOW,
    Found.CLOCK_UNSET,
    Found.KEY_STUCK,
    Found.LEADS_NONE,
    Found.HELP_WANTED,
    Found.ADULTS_TOO_FEW,
}


def every_finding() -> Iterator[Finding]:
    for found in Found:
        yield Finding(found, well=found not in UNWELL, numbers=NUMBERS.get(found, (5,)), name="Class 3B")
    for trouble in (*PrinterTrouble, *LinkTrouble):
        yield Finding(trouble, well=False, numbers=(3,))
    for trouble in (*CameraTrouble, *StorageTrouble):
        yield Finding(trouble, well=False)
    for sound in Sound:
        yield Finding(sound, well=sound is not Sound.LOST)


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_every_state_has_a_name_its_words_and_a_remedy_where_it_is_not_well(language: str) -> None:
    for finding in every_finding():
        said = said_of(language, finding)
        assert said.name, finding
        assert said.words, finding
        assert finding.well or said.remedy, finding


def test_no_two_troubles_of_a_printer_leave_the_lead_with_the_same_riddle() -> None:
    said = {said_of("en", Finding(trouble, well=False, numbers=(3,))).words for trouble in PrinterTrouble}
    assert all(words.startswith("3 cards are waiting for the printer.") for words in said)
    assert len(said) >= 8


def test_room_is_said_in_one_unit() -> None:
    assert said_of("en", Finding(Found.ROOM, well=True, numbers=(12_440_000_000,))).words == "12.4\u00a0GB are free."
    low = said_of("en", Finding(Found.ROOM_LOW, well=False, numbers=(120_000_000,)))
    assert (low.words, low.remedy) == ("Only 0.1\u00a0GB are free.", "Free 0.5\u00a0GB on this machine.")


def test_what_waits_at_the_centre_is_told_with_its_number() -> None:
    assert link_words("en", LinkTrouble.SET_ASIDE, 1) == "The centre holds 1 entry for a person to look at."
    assert link_words("en", LinkTrouble.LOST_AND_FOUND, 3) == "3 entries went to the centre’s lost and found."
