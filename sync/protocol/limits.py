"""How much is too much? Every limit of the wire in one place, each with its reason.

Promise: both sides use these names; a body that breaks one is answered, not crashed on.
"""

BATCH_ENTRIES_START = 100
"""A first push is small: on a bad line a small success teaches more than a large failure."""

BATCH_ENTRIES_MAX = 500
"""Doubling stops here: 500 entries are about 10 kB compressed, four seconds on 20 kbit/s."""

BATCH_ENTRIES_SERVER_MAX = 5_000
"""What the centre still takes in one body, for hand-overs on a stick."""

BODY_COMPRESSED_BYTES_KIOSK = 64 * 1024
"""Six times what 500 ordinary entries are; a batch of very large ones is cut to it, and a bad line halves it further."""

BODY_RAW_BYTES_KIOSK = 512 * 1024
"""The same before compression, for entries that shrink to almost nothing: an eighth of what the centre decompresses."""

BODY_BYTES_SERVER_MAX = 1024 * 1024
"""The centre reads no longer body than this."""

BODY_RAW_BYTES_SERVER_MAX = 4 * 1024 * 1024
"""Decompression stops here: a zip bomb costs 4 MiB and an answer."""

NESTING_MAX = 8
"""Entries nest two deep; eight leaves room for extensions and none for stack exhaustion."""

NONCE_BYTES_MAX = 64
"""Ours have 16 bytes; four times that leaves room for longer ones."""

LABEL_CHARACTERS_MAX = 100
"""Of a software version or the name that a machine gives itself: they stand in the coordinator's lists."""

BODY_VALUES_MAX = 20_000
"""A body is walked value by value before it is decoded: 5,000 entries, or 500 people, or 500 parts with their seals fit, and four
million one-byte values cost a few milliseconds and an answer."""

SEQ_MAX = 2**53 - 1
"""Far beyond any journal, and exact in every database, in JSON and in JavaScript."""

ENTRY_BYTES_MAX = 4 * 1024
"""One entry is about 40 bytes; 4 KiB leaves room for what a later version adds."""

ROSTER_PAGE_PEOPLE_MAX = 500
PULL_ENTRIES_MAX = 500
"""In one answer as many as in one push: what comes down asks no more of a bad line than what goes up."""

NAMES_MAX = 100
"""Newcomers in one message: more than one kiosk brings in within the time of a round."""

NAME_CHARACTERS_MAX = 60
"""Twice as long as the kiosk lets anybody type."""

NAMES_OF_DEVICE_MAX = 5_000
"""A kiosk that is in strange hands cannot fill the roster: so many newcomers at one door are a whole day without a pause."""

RETRY_FIRST_S = 1.0
RETRY_MAX_S = 300.0
"""Full jitter between these: a centre that comes back is not met by every kiosk in the same second."""

SEAL_AGE_MAX_S = 300.0
"""Unsealed entries are sealed at least this often, so that a copied journal proves as much as it can."""

REQUEST_TIMEOUT_S = 20.0
"""Five times what a full batch of ordinary entries needs on 20 kbit/s; after that the next one is smaller."""

ENROLMENT_WINDOW_S = 600.0
"""Six digits are guessable in the long run; ten minutes and one use are not a long run."""
