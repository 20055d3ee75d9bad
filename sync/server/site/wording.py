"""What does each flag mean to a coordinator who has never seen one, and what can be done about it?

Promise: every ``Flag`` has its words; a new one does not pass the tests before somebody has written them.
"""

import msgspec

from sync.domain.flags import Flag


class Words(msgspec.Struct, frozen=True):
    """``title`` in a list, ``meaning`` in a sentence or two, ``remedy``: what a person can do. ``icon`` is a name in assets/icons."""

    title: str
    meaning: str
    remedy: str
    icon: str = "flag"


FLAG_WORDS: dict[Flag, Words] = {
    Flag.UNREADABLE: Words(
        "Cannot be read",
        "A kiosk sent something that is no entry. It is kept exactly as it came and adds nothing to the totals.",
        "Note the kiosk and ask for help: its disk or memory may be failing.",
        "report",
    ),
    Flag.UNKNOWN_KIND: Words(
        "Newer than the centre",
        "A kiosk wrote a kind of entry that this centre does not know yet. It is kept, and counts once the centre knows it.",
        "Bring the centre up to date.",
        "history",
    ),
    Flag.INCOMPLETE: Words(
        "Something is missing",
        "An entry lacks a part that it needs, so it cannot be added up. It is kept as it came.",
        "Ask the venue what happened at that time, and log it again if it is missing from their totals.",
        "pending",
    ),
    Flag.IMPOSSIBLE_AMOUNT: Words(
        "A number that cannot be",
        "The amount is below nothing or larger than any hall could make. It is kept and not added up.",
        "Ask the venue for the true number and let them log it.",
        "numbers",
    ),
    Flag.FOREIGN_EVENT: Words(
        "From another event",
        "A kiosk sent an entry that belongs to another event. It is kept and does not count here.",
        "Check that the kiosk was prepared for this event.",
        "event",
    ),
    Flag.UNKNOWN_VENUE: Words(
        "Unknown venue",
        "The entry names a venue that is not in this event. It counts in the whole and at no venue.",
        "Was a venue taken out after its kiosk was prepared? Put it back, or enrol the kiosk at the right venue.",
        "location_on",
    ),
    Flag.UNKNOWN_ACTIVITY: Words(
        "Unknown activity",
        "The entry names an activity that this venue does not have. It counts for the venue and its item kind.",
        "Was an activity moved or taken out during the day? Put it back so that its figures have a name.",
        "handyman",
    ),
    Flag.UNKNOWN_ITEM: Words(
        "Unknown item kind",
        "The entry counts something that is not in this event. The number is kept beside the others.",
        "Put the item kind back into the event and its figures will show.",
        "package_2",
    ),
    Flag.UNKNOWN_PERSON: Words(
        "Nobody we know",
        "The card was real, but the roster has nobody under it. The visit and what was made count; no name stands beside them.",
        "Nothing is lost. If you expected this person, check the roster.",
        "person_search",
    ),
    Flag.LATE: Words(
        "After the close",
        "The entry came after the event was closed. It is stored and it counts.",
        "If you have published figures already, publish them again.",
        "schedule",
    ),
    Flag.REVOKED_DEVICE: Words(
        "From a kiosk without the right",
        "A kiosk whose key was revoked has sent this, or one that wrote for other organisations. Not counted until a person accepts it.",
        "Find out who had the kiosk. What it sent before it was revoked counts as always.",
        "lock",
    ),
    Flag.CLOCK_DOUBT: Words(
        "Time in doubt",
        "The kiosk’s clock is unsure by more than an hour. The entry counts; the time beside it is an estimate.",
        "Set the kiosk’s clock, or let it reach the centre once.",
        "timer",
    ),
    Flag.IMPLAUSIBLE_AMOUNT: Words(
        "Unusually many",
        "Somebody logged more at once than is usual for this item kind. It counts.",
        "Ask the venue, then put the number right here, or let the lead do it at the kiosk.",
        "trending_up",
    ),
    Flag.REPEATED_ARRIVAL: Words(
        "Arrived twice",
        "Somebody checked in who was here already, more than two minutes apart. They are counted once.",
        "Nothing to do, unless one card is used by two people.",
        "group",
    ),
    Flag.LEFT_WITHOUT_ARRIVAL: Words(
        "Left without arriving",
        "Somebody checked out who had not checked in. No time is counted for them.",
        "If they did help, the lead can check them in by hand.",
        "logout",
    ),
    Flag.CLOSED_BY_RULE: Words(
        "Forgot to check out",
        "Nobody saw this person leave, so the day’s closing rule ended their time. Their hours are an estimate.",
        "Nothing to do, unless the hours matter to the minute.",
        "hourglass_empty",
    ),
    Flag.PRESENT_ELSEWHERE: Words(
        "In two places",
        "Somebody arrived at one venue while still checked in at another. The earlier visit was ended there; both are kept.",
        "Nothing to do, unless one card is used by two people.",
        "swap_horiz",
    ),
    Flag.SIMILAR_LOGS: Words(
        "Perhaps told twice",
        "Two kiosks logged the same amount by the same person within two minutes. Both count until somebody decides.",
        "Ask the venue. If it was one deed, take one of the two out.",
        "content_copy",
    ),
    Flag.CONCURRENT_CORRECTIONS: Words(
        "Corrected in two places",
        "The same entry was corrected on two kiosks that did not know of each other. The later correction counts.",
        "Look at the value that stands, and correct it once more if it is not the right one.",
        "edit",
    ),
    Flag.UNSEEN_TARGET: Words(
        "Corrects something not here yet",
        "A correction arrived before the entry that it corrects. It waits and takes effect as soon as that arrives.",
        "Let the other kiosk of that venue reach the centre.",
        "link",
    ),
    Flag.MOVED_WITHOUT_ARRIVAL: Words(
        "Changed activity without arriving",
        "Somebody changed activity who had not checked in. They are counted as here from that moment.",
        "Nothing to do.",
        "exit_to_app",
    ),
    Flag.FORKED: Words(
        "Two stories from one kiosk",
        "The kiosk sent entries for places that are already taken by others: it was copied, or its disk was put back to an earlier state. "
        "What came second is kept apart and does not count; the kiosk has begun a new journal.",
        "Find out whether two machines run from one copied disk. Ask for help before using either again.",
        "content_copy",
    ),
    Flag.SET_ASIDE: Words(
        "Began a new journal",
        "After damage or a power cut, this kiosk set its journal aside and began a new one. What could be read was saved.",
        "Compare the venue’s tally with what they counted by hand, and keep the kiosk’s disk.",
        "build",
    ),
}
