"""What can the lead's pages look like? The pad, the four rooms with nobody, a few and hundreds, every trouble of the doctor.

Promise: as ``kiosk.screens.samples``.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.flow.camera import Brightness, CameraView
from kiosk.flow.conversation import Conversation
from kiosk.flow.findings import CameraTrouble, Finding, Found, LinkTrouble, PrinterTrouble, Sound, StorageTrouble
from kiosk.flow.pages import PinPad, Section, Staff, TryingScanner
from kiosk.flow.values import Carried, Manner, PersonHere, TallyRow
from kiosk.screens.sample_values import (
    ARABIC_NAME,
    BOARD,
    CARDS,
    GARDEN,
    HATS,
    HEBREW_NAME,
    HUGE,
    LONG_NAME,
    MEALS,
    MONEY,
    NOW_MS,
    PLACES,
    URDU_NAME,
    UTC_NOW_MS,
    WITHOUT_PLACE,
    talk,
)
from sync.domain.scanner_card import Judged, Verdict

MANNER = Manner(without_enter=True, other_layout=True, caps_lock=True, key_is_stuck=True)
FINDINGS = (
    Finding(Found.HELP_WANTED, well=False, numbers=(2,)),
    Finding(Found.ADULTS_TOO_FEW, well=False, numbers=(28, 2, 10, 1), name="Class 4B, St Anne’s"),
    Finding(Found.JOURNAL_WHOLE, well=True),
    Finding(Found.STORAGE_TAKES, well=True),
    Finding(Found.ROOM, well=True, numbers=(12_400_000_000,)),
    Finding(Found.CLOCK_UNSET, well=False),
    Finding(Found.CAMERA_SEES, well=True, numbers=(12_431, 207, 4)),
    Finding(Found.SCANNER_HEARD, well=True, numbers=(2,)),
    Finding(PrinterTrouble.OUT_OF_PAPER, well=False, numbers=(3,)),
    Finding(Sound.PLAYS, well=True),
    Finding(Found.CENTRE_FINE, well=True, numbers=(140,)),
    Finding(Found.ROSTER_FRESH, well=True, numbers=(4, 3)),
    Finding(Found.LEADS, well=True, numbers=(2,)),
    Finding(Found.UNKNOWN_CARDS, well=True, numbers=(5,)),
    Finding(Found.SOFTWARE, well=True, name="0.1.0"),
)


def staff_states() -> Iterator[tuple[str, Conversation]]:
    yield "pin", talk(PinPad(digits="40", until_ms=NOW_MS))
    yield "pin-wrong", talk(PinPad(digits="", until_ms=NOW_MS, wrong=True))
    yield "pin-full", talk(PinPad(digits="40719300", until_ms=NOW_MS))
    yield "pin-slip", talk(PinPad(digits="", until_ms=NOW_MS, wrong=True, wait_until_ms=NOW_MS + 1_000))
    yield "pin-resting", talk(PinPad(digits="", until_ms=NOW_MS, wrong=True, wait_until_ms=NOW_MS + 30_000))
    for name, whose in (("lead-card", "Ruth B."), ("lead-card-hebrew", HEBREW_NAME), ("lead-card-long", LONG_NAME)):
        yield f"pin-{name}", talk(PinPad(digits="40", until_ms=NOW_MS, lead=1, shown_name=whose))
    people = ("Miriam K.", ARABIC_NAME, "Class 4B, St Anne’s", HEBREW_NAME, LONG_NAME, "Ali", "Sam", URDU_NAME, "Jo", "Zoë")
    here = _people(people)
    yield "staff-here", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, here=here, told=True, printed=(here[1].who,)))
    three = tuple(replace(person, can_print=False, is_newcomer=index == 1) for index, person in enumerate(here[:3]))
    yield "staff-here-three", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, here=three, told=True))
    many = _people(people * 30)
    yield "staff-here-many", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, here=many, told=True))
    yield "staff-here-nobody", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, told=True))
    yield "staff-here-looking", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS))
    rows = tuple(
        TallyRow(place=PLACES[index % 8].name, making=each, counted=each.made - 2 if index % 2 else None)
        for index, each in enumerate((HATS, CARDS, MEALS, MONEY, GARDEN, HUGE))
    )
    tally = Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True)
    yield "staff-tally", talk(tally)
    yield "staff-counting", talk(Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True, counting=0, amount=310))
    yield (
        "staff-counting-money",
        talk(Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True, counting=3, amount=123_450)),
    )
    none_aimed = tuple(replace(row, making=replace(row.making, target=None)) for row in rows[:3])
    yield "staff-tally-three", talk(_tally(none_aimed))
    reached = tuple(replace(row, making=replace(row.making, made=row.making.target or 0)) for row in rows) * 50
    yield "staff-tally-many", talk(_tally(reached))
    yield "staff-tally-nothing", talk(_tally(()))
    carried = Carried(recorded=1_243, sent=1_100, waiting=140, flagged=3, last_contact_ms=UTC_NOW_MS - 240_000)
    yield "staff-carried", talk(Staff(lead=1, section=Section.CARRIED, until_ms=NOW_MS, carried=carried, told=True))
    noted = replace(carried, last_contact_ms=None, note=LinkTrouble.OFFLINE)
    yield "staff-carried-offline", talk(Staff(lead=1, section=Section.CARRIED, until_ms=NOW_MS, carried=noted, told=True))
    yield "staff-doctor", talk(Staff(lead=1, section=Section.DOCTOR, until_ms=NOW_MS, findings=FINDINGS, told=True))
    ill = (
        *(Finding(trouble, well=False, numbers=(12,)) for trouble in (PrinterTrouble.OUT_OF_PAPER, PrinterTrouble.NO_PROGRAM)),
        *(Finding(trouble, well=False) for trouble in (*CameraTrouble, *StorageTrouble)),
        *(Finding(trouble, well=False, numbers=(3,)) for trouble in LinkTrouble),
        Finding(Found.JOURNAL_SET_ASIDE, well=False, numbers=(1_240, 3)),
        Finding(Found.ROOM_LOW, well=False, numbers=(120_000_000,)),
        Finding(Found.LEADS_NONE, well=False),
        Finding(Sound.LOST, well=False),
    )
    yield "staff-doctor-ill", talk(Staff(lead=1, section=Section.DOCTOR, until_ms=NOW_MS, findings=ill, told=True))
    yield "scanner-waiting", talk(TryingScanner(lead=1, until_ms=NOW_MS))
    for verdict in Verdict:
        tried = Judged(verdict, "]Q1" if verdict is Verdict.ADDED else "")
        yield f"scanner-{verdict.value}", talk(TryingScanner(1, NOW_MS, tried, MANNER))
    view = CameraView(("/dev/video0", "/dev/video2"), ("Webcam", "Document camera"), 1, has_lamp=True, lamp=True, has_brightness=True)
    for brightness in Brightness:
        board = replace(BOARD, camera=True, view=replace(view, brightness=brightness, lamp=brightness is Brightness.DARK))
        yield f"scanner-light-{brightness.value}", talk(TryingScanner(1, NOW_MS, Judged(Verdict.WHOLE)), board)
    yield "scanner-worst", talk(TryingScanner(1, NOW_MS, Judged(Verdict.ADDED, "]Q1"), MANNER), replace(BOARD, camera=True, view=view))
    yield "staff-leaving", talk(Staff(lead=1, section=Section.HERE, until_ms=NOW_MS, leaving=True))


def _people(names: tuple[str, ...]) -> tuple[PersonHere, ...]:
    return tuple(
        PersonHere(
            who=index.to_bytes(8),
            shown_name=name,
            place=PLACES[index % 8].name if index not in WITHOUT_PLACE else None,
            since_ms=UTC_NOW_MS - (index + 1) * 780_000,
            headcount=30 if "Class" in name else 1,
            adults=2 if "Class" in name else 0,
            can_print=True,
        )
        for index, name in enumerate(names)
    )


def _tally(rows: tuple[TallyRow, ...]) -> Staff:
    return Staff(lead=1, section=Section.TALLY, until_ms=NOW_MS, tally=rows, told=True)
