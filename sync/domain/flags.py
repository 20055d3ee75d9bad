"""What should a person look at? The closed list of flags and what each one means.

Promise: a flag is never a reason to refuse an entry; the entry is stored, and counted where the table in the protocol says so.
"""

from enum import IntEnum


class Flag(IntEnum):
    """Numbers stand in databases and on the wire: they are never given a second meaning."""

    # about the entry itself, given when it is stored
    UNREADABLE = 1  # the bytes are no entry
    UNKNOWN_KIND = 2  # a kind that this version does not know
    INCOMPLETE = 3  # a field that the kind needs is missing or has the wrong size
    IMPOSSIBLE_AMOUNT = 4  # negative, or above any hall
    FOREIGN_EVENT = 5
    UNKNOWN_VENUE = 6
    UNKNOWN_ACTIVITY = 7
    UNKNOWN_ITEM = 8
    UNKNOWN_PERSON = 9  # counted, no person
    LATE = 10  # after the event was closed
    REVOKED_DEVICE = 11  # or writing into another organisation's event: counted only when a person accepts
    CLOCK_DOUBT = 12  # the estimated time has an error of more than an hour
    IMPLAUSIBLE_AMOUNT = 13  # above the item kind's sensible bound
    # about entries together, given by the fold
    REPEATED_ARRIVAL = 20  # checked in while present, more than two minutes apart
    LEFT_WITHOUT_ARRIVAL = 21
    CLOSED_BY_RULE = 22  # no check-out: the end is an estimate
    PRESENT_ELSEWHERE = 23  # arriving elsewhere closed an earlier presence
    SIMILAR_LOGS = 24  # equal logs on two kiosks within two minutes: both count
    CONCURRENT_CORRECTIONS = 25
    UNSEEN_TARGET = 26  # a correction waits for its target
    MOVED_WITHOUT_ARRIVAL = 27  # counted as here from then on
    # about a stream, given by the centre
    FORKED = 30  # two different entries claim the same place
    SET_ASIDE = 31  # a kiosk started a new journal after damage or a roll-back
