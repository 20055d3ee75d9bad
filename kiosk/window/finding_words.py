"""What does the doctor say? Every state in words: its name, how it is, and what to do next where it is not well.

Promise: the same words on the screen and on the command line, in every language; needs no window. A state without words does not
type-check.
"""

from typing import assert_never

import msgspec

from kiosk.flow.findings import CameraTrouble, Finding, Found, LinkTrouble, PrinterTrouble, Sound, StorageTrouble
from kiosk.setup.folders import ROOM_FOR_A_DAY_BYTES
from kiosk.window.quantities import gigabytes
from kiosk.window.text import say, say_many


class Said(msgspec.Struct, frozen=True):
    """One line of the doctor in words. ``remedy``: what to do next; empty where it is well."""

    name: str
    words: str
    remedy: str = ""


def said_of(language: str, finding: Finding) -> Said:
    """Return ``finding`` in words."""
    state = finding.state
    match state:
        case PrinterTrouble():
            return _printer(language, state, *finding.numbers)
        case CameraTrouble():
            return _camera(language, state)
        case StorageTrouble():
            return _storage(language, state)
        case LinkTrouble():
            words = link_words(language, state, *finding.numbers)
            return Said(say(language, "Centre"), words, "" if finding.well else say(language, "Tell the coordinator."))
        case Sound():
            return _sound(language, state)
        case Found():
            return _found(language, finding, state)
        case _:
            assert_never(state)


def link_words(language: str, trouble: LinkTrouble, count: int = 0) -> str:
    """Return why nothing goes to the centre, or what waits there for a person."""
    match trouble:
        case LinkTrouble.NO_CENTRE:
            return say(language, "No centre is set up. The command “manyhands hand-over” writes the entries into a file for it.")
        case LinkTrouble.OFFLINE:
            return say(language, "The centre cannot be reached just now. Everything is kept here and goes by itself later.")
        case LinkTrouble.SLOW:
            return say(language, "The line is slow. Everything goes in small parcels.")
        case LinkTrouble.UNREADABLE:
            return say(language, "The centre could not read a parcel. It is being looked for.")
        case LinkTrouble.BUSY:
            return say(language, "The centre is busy and asks for patience.")
        case LinkTrouble.CENTRE_FAULT:
            return say(language, "Something is wrong at the centre. Everything is kept here.")
        case LinkTrouble.NOT_KNOWN:
            return say(language, "The centre does not know this kiosk.")
        case LinkTrouble.NOT_KEPT:
            return say(language, "The disk of this kiosk does not take what the centre sends. It is fetched again by itself.")
        case LinkTrouble.OWN_FAULT:
            return say(language, "Sending went wrong on this machine; it is tried again.")
        case LinkTrouble.WITHDRAWN:
            return say(language, "The coordinator withdrew this kiosk. What is recorded is kept and counted when they accept it.")
        case LinkTrouble.TOO_OLD:
            return say(language, "This kiosk’s software is too old for the centre. Everything is kept here until it is renewed.")
        case LinkTrouble.STUCK:
            return say(language, "One entry cannot be sent, and those after it wait. It is safe here.")
        case LinkTrouble.LOST_AND_FOUND:
            return say_many(
                language,
                "{count} entry went to the centre’s lost and found.",
                "{count} entries went to the centre’s lost and found.",
                count,
            )
        case LinkTrouble.SET_ASIDE:
            return say_many(
                language,
                "The centre holds {count} entry for a person to look at.",
                "The centre holds {count} entries for a person to look at.",
                count,
            )
        case LinkTrouble.NOT_TRUSTED:
            return say(language, "At the centre a person looks at what comes from here before it counts.")
        case _:
            assert_never(trouble)


def _printer(language: str, trouble: PrinterTrouble, waiting: int = 0) -> Said:
    look = say(language, "See that it is on and its cable is in, then try again.")
    match trouble:
        case PrinterTrouble.NO_PROGRAM:
            why, remedy = say(language, "CUPS is not installed."), say(language, "The command “manyhands doctor” names the line to run.")
        case PrinterTrouble.NO_SPOOLER:
            why, remedy = say(language, "CUPS is not running."), say(language, "Start this machine again.")
        case PrinterTrouble.NOT_KNOWN:
            why, remedy = say(language, "CUPS knows no printer of this name."), say(language, "Put the name right in the settings.")
        case PrinterTrouble.OUT_OF_PAPER:
            why, remedy = say(language, "It is out of paper."), say(language, "Put paper in, then try again.")
        case PrinterTrouble.OUT_OF_INK:
            why, remedy = say(language, "It is out of ink."), say(language, "Put a new cartridge in, then try again.")
        case PrinterTrouble.JAMMED:
            why, remedy = say(language, "Paper is stuck in it."), say(language, "Take the paper out, then try again.")
        case PrinterTrouble.OPEN:
            why, remedy = say(language, "It is open."), say(language, "Close it, then try again.")
        case PrinterTrouble.NO_ANSWER | PrinterTrouble.AWAY | PrinterTrouble.STOPPED:
            why, remedy = say(language, "It does not answer."), look
        case PrinterTrouble.SLOW | PrinterTrouble.REFUSED:
            why, remedy = say(language, "It does not print."), look
        case _:
            assert_never(trouble)
    waits = say_many(language, "{count} card is waiting for the printer.", "{count} cards are waiting for the printer.", waiting)
    return Said(say(language, "Printer"), f"{waits} {why}", remedy)


def _camera(language: str, trouble: CameraTrouble) -> Said:
    remedy = say(language, "Check its cable. A scanner works meanwhile.")
    match trouble:
        case CameraTrouble.NOT_OPENED:
            words = say(language, "It is being opened.")
        case CameraTrouble.NO_PROGRAM:
            words = say(language, "What reads its pictures is not installed.")
            remedy = say(language, "The command “manyhands doctor” names the line to run.")
        case CameraTrouble.NOT_THERE:
            words = say(language, "It is not there.")
        case CameraTrouble.STOPPED | CameraTrouble.FAILED:
            words = say(language, "It gives no pictures.")
        case CameraTrouble.HANGS:
            words = say(language, "It hangs, and is being opened again.")
        case CameraTrouble.GIVEN_UP:
            words, remedy = say(language, "It hung too often."), say(language, "Start the kiosk again to use it.")
        case _:
            assert_never(trouble)
    return Said(say(language, "Camera"), words, remedy)


def _storage(language: str, trouble: StorageTrouble) -> Said:
    remedy = say(language, "Start the machine again. If it stays so, use another kiosk.")
    match trouble:
        case StorageTrouble.FULL:
            words = say(language, "The disk is full. Nothing was lost.")
            remedy = say(language, "Free some room; check-in then goes on by itself.")
        case StorageTrouble.READ_ONLY:
            words = say(language, "The disk takes no entries. Nothing was lost.")
        case StorageTrouble.FAILED:
            words = say(language, "The disk reported a fault.")
        case StorageTrouble.DAMAGED:
            words = say(language, "The journal was damaged.")
            remedy = say(language, "Start the kiosk again: it keeps what can be read and begins a new journal.")
        case _:
            assert_never(trouble)
    return Said(say(language, "Disk"), words, remedy)


def _sound(language: str, sound: Sound) -> Said:
    name = say(language, "Sound")
    match sound:
        case Sound.PLAYS:
            return Said(name, say(language, "It plays."))
        case Sound.MUTED:
            return Said(name, say(language, "Turned off in the settings."))
        case Sound.NOT_TRIED:
            return Said(name, say(language, "Nothing was played yet."))
        case Sound.NONE:
            return Said(name, say(language, "There is no loudspeaker. Everything is on the screen too."))
        case Sound.LOST:
            return Said(name, say(language, "The loudspeaker is gone. Everything is on the screen too."), say(language, "Check its cable."))
        case _:
            assert_never(sound)


def _found(language: str, finding: Finding, found: Found) -> Said:
    none = say(language, "None is set up.")
    match found, finding.numbers:
        case Found.JOURNAL_WHOLE, _:
            return Said(say(language, "Journal"), say(language, "Opened as it was left."))
        case Found.JOURNAL_AFTER_POWER_CUT, _:
            return Said(say(language, "Journal"), say(language, "The machine stopped suddenly last time; the journal is whole."))
        case Found.JOURNAL_SET_ASIDE, (saved, lost):
            words = say(language, "It was damaged and set aside. Entries saved: {saved}; not to be read: {lost}.", saved=saved, lost=lost)
            return Said(say(language, "Journal"), words, say(language, "Tell the coordinator. Check-in goes on in a new journal."))
        case Found.STORAGE_TAKES, _:
            return Said(say(language, "Disk"), say(language, "It takes every entry."))
        case Found.ROOM, (free,):
            return Said(say(language, "Room"), say(language, "{size} are free.", size=gigabytes(language, free)))
        case Found.ROOM_LOW, (free,):
            words = say(language, "Only {size} are free.", size=gigabytes(language, free))
            return Said(
                say(language, "Room"), words, say(language, "Free {size} on this machine.", size=gigabytes(language, ROOM_FOR_A_DAY_BYTES))
            )
        case ((Found.CLOCK_UNSET | Found.CLOCK_OWN | Found.CLOCK_CENTRE | Found.CLOCK_NETWORK), _):
            return _clock(language, found)
        case Found.CAMERA_NONE, _:
            return Said(say(language, "Camera"), none)
        case Found.CAMERA_SLEEPS, _:
            return Said(say(language, "Camera"), say(language, "It sleeps until somebody touches the screen."))
        case Found.CAMERA_SEES, (frames, dropped, decode_ms):
            words = say(
                language, "It sees. Pictures: {frames}, let go: {dropped}, read in {ms} ms.", frames=frames, dropped=dropped, ms=decode_ms
            )
            return Said(say(language, "Camera"), words)
        case Found.SCANNER_SILENT, _:
            return Said(say(language, "Scanner"), say(language, "Nothing was scanned since the start."))
        case Found.SCANNER_HEARD, (minutes,):
            words = say_many(language, "Last heard {count} minute ago.", "Last heard {count} minutes ago.", minutes)
            return Said(say(language, "Scanner"), words)
        case Found.KEY_STUCK, (seconds,):
            words = say(language, "A key has been held down for {seconds} s.", seconds=seconds)
            remedy = say(language, "Lift what lies on the keyboard, or unplug it. Cards are read meanwhile.")
            return Said(say(language, "Scanner"), words, remedy)
        case Found.PRINTER_NONE, _:
            return Said(say(language, "Printer"), none)
        case Found.PRINTER_FINE, (waiting,):
            words = say_many(language, "{count} card is being printed.", "{count} cards are being printed.", waiting) if waiting else ""
            return Said(say(language, "Printer"), words or say(language, "Nothing waits for it."))
        case Found.CENTRE_FINE, (waiting,):
            words = say_many(language, "{count} entry waits to be sent.", "{count} entries wait to be sent.", waiting)
            return Said(say(language, "Centre"), words)
        case _:
            return _people(language, finding, found)


def _clock(language: str, found: Found) -> Said:
    name = say(language, "Clock")
    match found:
        case Found.CLOCK_UNSET:
            remedy = say(language, "Check-in works all the same; the centre puts times right.")
            return Said(name, say(language, "Nobody has set this machine’s clock."), remedy)
        case Found.CLOCK_CENTRE:
            return Said(name, say(language, "Agrees with the centre."))
        case Found.CLOCK_NETWORK:
            return Said(name, say(language, "Set by the network."))
        case _:
            return Said(name, say(language, "Runs on this machine’s own clock."))


def _people(language: str, finding: Finding, found: Found) -> Said:
    match found, finding.numbers:
        case Found.ROSTER_FRESH, (minutes, version):
            asked = say_many(language, "Asked for {count} minute ago.", "Asked for {count} minutes ago.", minutes)
            return Said(say(language, "Roster"), " ".join((asked, say(language, "Version {version}.", version=version))))
        case Found.ROSTER_KEPT, (version,):
            kept = say(language, "As kept on this machine.")
            return Said(say(language, "Roster"), " ".join((kept, say(language, "Version {version}.", version=version))))
        case Found.LEADS, (leads,):
            return Said(
                say(language, "Leads"),
                say_many(language, "{count} person can open these pages.", "{count} people can open these pages.", leads),
            )
        case Found.LEADS_NONE, _:
            words = say(language, "Nobody at this venue has digits for these pages.")
            return Said(say(language, "Leads"), words, say(language, "Ask the coordinator to add a venue lead."))
        case Found.HELP_WANTED, (times,):
            words = say_many(language, "Somebody asked for help here.", "Somebody asked for help here, {count} times.", times)
            return Said(say(language, "Help"), words, say(language, "Please go and see."))
        case Found.ADULTS_TOO_FEW, (children, adults, ratio, missing):
            words = say(
                language,
                "{name}: children {children}, adults {adults}. Here one adult looks after at most {ratio} children.",
                name=finding.name,
                children=children,
                adults=adults,
                ratio=ratio,
            )
            remedy = say_many(language, "Ask for {count} more adult.", "Ask for {count} more adults.", missing)
            return Said(say(language, "Adults"), words, remedy)
        case Found.UNKNOWN_CARDS, (count,):
            held = say_many(language, "{count} was held up since the start.", "{count} were held up since the start.", count)
            return Said(say(language, "Unknown cards"), held)
        case _:
            return Said(say(language, "Software"), say(language, "Version {version}.", version=finding.name))
