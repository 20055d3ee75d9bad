"""How long does each page wait, and how long is something remembered? Every duration of the conversation, with its reason.

Promise: milliseconds on the monotonic clock; nothing here ever decides what is recorded, only what is shown.
"""

GREETING_MS = 3_000
"""Long enough to read a name and a room, short enough that the next person is not kept waiting; a scan replaces it at once."""

UNDO_MS = 10_000
"""Slow readers and gloved hands need seconds; after ten the person has gone; a lead can still take them off the list of
who is here, and the coordinator sees to the rest."""

DONE_MAX = 8
"""More acts than a kiosk records in ten seconds, one person after another."""

CHOOSING_MS = 60_000
"""Eight tiles in a second language take time; nothing is recorded yet, so waiting costs only the next person's patience."""

GATHERING_MS = 60_000
"""A family looks for its own names together; nothing is recorded yet."""

HEADCOUNT_MS = 60_000
"""A teacher counts heads at the door."""

SEARCHING_MS = 60_000
"""Somebody types their own name on a keyboard that they see for the first time."""

INTRODUCING_MS = 60_000
"""As for the search: a name, letter by letter."""

CONSENTING_MS = 60_000
"""One sentence that must be understood, perhaps translated by somebody who stands beside."""

PASS_SHOWN_MS = 90_000
"""A telephone must be found, unlocked, and its camera opened."""

FOUND_MAX = 6
"""So many names fit above the keyboard: a screenful, and no list to leaf through for whoever is curious."""

MEMBERS_MAX, MEMBERS_MAX_LARGE = 12, 8
"""So many names fit on a page as large tiles, and where they are to be larger still; a larger party has more pages."""

HEADS_MAX = 999
"""Three digits: more children than any class, and than most schools."""

PRESENT_MS = 20_000
"""Three tiles; who walked away must not leave their own page to the next person for long."""

LOGGING_MS = 30_000
"""Nothing was changed on the page yet."""

HALF_DONE_MS = 120_000
"""Half-done work waits until its owner has put down the wool and come back; then it goes, and nothing was recorded."""

STILL_THERE_MS = 20_000
"""Twenty seconds to answer with one touch is what WCAG 2.2 asks for in 2.2.1, before anything timed goes."""

UNHURRIED_PERCENT = 200
"""Who asked for large letters, for reading aloud or for calm gets twice the time on every page."""

PATIENCE_PERCENT = 100
"""The times as they stand here; a venue's settings may lengthen them."""

ASK_WHO_MS = 30_000
"""Time to fetch a card from a pocket."""

PLEASE_LOOK_MS = 8_000
"""One sentence and one picture, read by somebody who is surprised."""

PIN_PAD_MS = 30_000
STAFF_MS = 120_000
"""A lead who walks away must not leave the names of the hall on the screen."""

CLEANING_MS = 30_000
"""Long enough to wipe a screen and see it dry; then it serves again without anybody remembering to unlock it."""

MAT_DOUBT_MS = UNDO_MS
"""While the thanks for a mat still stand, the same mat again may only be a doubt whether it counted: then it is asked about."""

ANOTHER_MAT_MS = 20_000
"""One question about one mat; unanswered, nothing more counts."""

TABLE_MS = 60_000
"""A table without a mat for a minute has gone back to work: the next person is not to count for it."""

MARKS_MAX = 8
"""More mats than a table can show in the ten seconds of an undo."""

BEFORE_LEAVING_MS = 30_000
"""One question, read with the coat on."""

TAKE_HOME_MS = 60_000
"""A telephone must be found, unlocked and held still."""

VISITOR_MS = 60_000
"""A mat logs for whoever held up a card in the last minute: longer would log for somebody who has gone."""

WISHING_MS = 60_000
"""Ten tiles, read by somebody who may not read the language that they are in."""

SHOWING_HOW_MS = 60_000
"""Four pictures, looked at together with whoever came along."""

LANGUAGE_MS = 60_000
"""A language chosen on the welcome page waits for its person's card this long, then the venue's own comes back."""

SAME_SCAN_MS = 3_000
"""A code must have been away this long to be a new scan: a camera sees a card many times while it is held up, and a mat that is held
for five seconds is still one mat."""

GREETED_ON_MS = 30_000
"""A child holds a card up again and again, and stays welcome; a card that was left lying before a scanner which reads on by itself gives
the page and its buttons back."""

FAILED_SCAN_MS = 60_000
"""A code that the machine could not take keeps its tap id for this long: holding it up again is the same act and counts once."""

HEARD_MAX = 8
"""So many codes can lie before one camera at a time; bounded, so that a day of junk costs nothing."""

KEPT_CHARACTERS_MAX = 600
"""A little more than is ever looked at (``sync.domain.codes.CODE_CHARACTERS_MAX``), so that a code that is too long is still seen to be."""

AMOUNT_MAX = 9_999_999
"""Seven digits fit the page; in money that is just under 100,000.00."""

PIN_DIGITS_MIN = 4
PIN_DIGITS_MAX = 8
"""As an event file may give them: fewer are soon guessed in spite of the pad's rests, and nobody keeps more in mind."""
