"""What does each flag mean to a coordinator who has never seen one, and what can be done about it?

Promise: every ``Flag`` has its words; a new one does not pass the tests before somebody has written them.
"""

import msgspec

from sync.domain.flags import Flag
from sync.server.tongues.saying import Said, later


class Words(msgspec.Struct, frozen=True):
    """``title`` in a list, ``meaning`` in a sentence or two, ``remedy``: what a person can do. ``icon`` is a name in assets/icons."""

    title: Said
    meaning: Said
    remedy: Said
    icon: str = "flag"


FLAG_WORDS: dict[Flag, Words] = {
    Flag.UNREADABLE: Words(
        later("Cannot be read"),
        later("A kiosk sent something that is no entry. It is kept exactly as it came and adds nothing to the totals."),
        later("Note the kiosk and ask for help: its disk or memory may be failing."),
        "report",
    ),
    Flag.UNKNOWN_KIND: Words(
        later("Newer than the centre"),
        later("A kiosk wrote a kind of entry that this centre does not know yet. It is kept, and counts once the centre knows it."),
        later("Bring the centre up to date."),
        "history",
    ),
    Flag.INCOMPLETE: Words(
        later("Something is missing"),
        later("An entry lacks a part that it needs, so it cannot be added up. It is kept as it came."),
        later("Ask the venue what happened at that time, and log it again if it is missing from their totals."),
        "pending",
    ),
    Flag.IMPOSSIBLE_AMOUNT: Words(
        later("A number that cannot be"),
        later("The amount is below nothing or larger than any hall could make. It is kept and not added up."),
        later("Ask the venue for the true number and let them log it."),
        "numbers",
    ),
    Flag.FOREIGN_EVENT: Words(
        later("From another event"),
        later("A kiosk sent an entry that belongs to another event. It is kept and does not count here."),
        later("Check that the kiosk was prepared for this event."),
        "event",
    ),
    Flag.UNKNOWN_VENUE: Words(
        later("Unknown venue"),
        later("The entry names a venue that is not in this event. It counts in the whole and at no venue."),
        later("Was a venue taken out after its kiosk was prepared? Put it back, or enrol the kiosk at the right venue."),
        "location_on",
    ),
    Flag.UNKNOWN_ACTIVITY: Words(
        later("Unknown activity"),
        later("The entry names an activity that this venue does not have. It counts for the venue and its item kind."),
        later("Was an activity moved or taken out during the day? Put it back so that its figures have a name."),
        "handyman",
    ),
    Flag.UNKNOWN_ITEM: Words(
        later("Unknown item kind"),
        later("The entry counts something that is not in this event. The number is kept beside the others."),
        later("Put the item kind back into the event and its figures will show."),
        "package_2",
    ),
    Flag.UNKNOWN_PERSON: Words(
        later("Nobody we know"),
        later("The card was real, but the roster has nobody under it. The visit and what was made count; no name stands beside them."),
        later("Nothing is lost. If you expected this person, check the roster."),
        "person_search",
    ),
    Flag.LATE: Words(
        later("After the close"),
        later("The entry came after the event was closed. It is stored and it counts."),
        later("If you have published figures already, publish them again."),
        "schedule",
    ),
    Flag.REVOKED_DEVICE: Words(
        later("From a kiosk without the right"),
        later(
            "A kiosk whose key was revoked has sent this, or one that wrote for other organisations. Not counted until a person accepts it."
        ),
        later("Find out who had the kiosk. What it sent before it was revoked counts as always."),
        "lock",
    ),
    Flag.CLOCK_DOUBT: Words(
        later("Time in doubt"),
        later("The kiosk’s clock is unsure by more than an hour. The entry counts; the time beside it is an estimate."),
        later("Set the kiosk’s clock, or let it reach the centre once."),
        "timer",
    ),
    Flag.IMPLAUSIBLE_AMOUNT: Words(
        later("Unusually many"),
        later("Somebody logged more at once than is usual for this item kind. It counts."),
        later("Ask the venue, then put the number right here, or let the lead do it at the kiosk."),
        "trending_up",
    ),
    Flag.REPEATED_ARRIVAL: Words(
        later("Arrived twice"),
        later("Somebody checked in who was here already, more than two minutes apart. They are counted once."),
        later("Nothing to do, unless one card is used by two people."),
        "group",
    ),
    Flag.LEFT_WITHOUT_ARRIVAL: Words(
        later("Left without arriving"),
        later("Somebody checked out who had not checked in. No time is counted for them."),
        later("If they did help, the lead can check them in by hand."),
        "logout",
    ),
    Flag.CLOSED_BY_RULE: Words(
        later("Forgot to check out"),
        later("Nobody saw this person leave, so the day’s closing rule ended their time. Their hours are an estimate."),
        later("Nothing to do, unless the hours matter to the minute."),
        "hourglass_empty",
    ),
    Flag.PRESENT_ELSEWHERE: Words(
        later("In two places"),
        later("Somebody arrived at one venue while still checked in at another. The earlier visit was ended there; both are kept."),
        later("Nothing to do, unless one card is used by two people."),
        "swap_horiz",
    ),
    Flag.SIMILAR_LOGS: Words(
        later("Perhaps told twice"),
        later("Two kiosks logged the same amount by the same person within two minutes. Both count until somebody decides."),
        later("Ask the venue. If it was one deed, take one of the two out."),
        "content_copy",
    ),
    Flag.CONCURRENT_CORRECTIONS: Words(
        later("Corrected in two places"),
        later("The same entry was corrected on two kiosks that did not know of each other. The later correction counts."),
        later("Look at the value that stands, and correct it once more if it is not the right one."),
        "edit",
    ),
    Flag.UNSEEN_TARGET: Words(
        later("Corrects something not here yet"),
        later("A correction arrived before the entry that it corrects. It waits and takes effect as soon as that arrives."),
        later("Let the other kiosk of that venue reach the centre."),
        "link",
    ),
    Flag.MOVED_WITHOUT_ARRIVAL: Words(
        later("Changed activity without arriving"),
        later("Somebody changed activity who had not checked in. They are counted as here from that moment."),
        later("Nothing to do."),
        "exit_to_app",
    ),
    Flag.FORKED: Words(
        later("Two stories from one kiosk"),
        later(
            "The kiosk sent entries for places that are already taken by others: it was copied, or its disk was put back to an earlier "
            "state. What came second is kept apart and does not count; the kiosk has begun a new journal."
        ),
        later("Find out whether two machines run from one copied disk. Ask for help before using either again."),
        "content_copy",
    ),
    Flag.SET_ASIDE: Words(
        later("Began a new journal"),
        later("After damage or a power cut, this kiosk set its journal aside and began a new one. What could be read was saved."),
        later("Compare the venue’s tally with what they counted by hand, and keep the kiosk’s disk."),
        "build",
    ),
}
