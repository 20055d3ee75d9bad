"""What does a line of the audit log, which is kept in English, say in the page's language?

Promise: a line is known by its deed and its English words, and said again with its values where they stood; what is stored is never
touched, and a line that no deed here knows (an older version wrote it) is shown as it was written. A test compares every writer.
"""

from collections.abc import Iterable

from sync.server.audit.deeds import Deed
from sync.server.drafting.retold import told as draft_told
from sync.server.exports.columns import TABLES
from sync.server.people.models import Role
from sync.server.reading.retold import told as job_told
from sync.server.site.decisions import DONE
from sync.server.site.saying import REASONS
from sync.server.site.venue_parts import WHY_NAMES
from sync.server.site.wording import FLAG_WORDS
from sync.server.tongues.retelling import Retelling, Tell, listed
from sync.server.tongues.saying import Said, later


def _lowered(words: Iterable[Said]) -> Tell:
    return Retelling(words, is_lowered=True).told


_ROLE = Retelling(role.label for role in Role).told
_PLACE = Retelling(
    (later("{role} of every event"), later("{role} of this event"), later("{role} at {venues}"), *(role.label for role in Role)),
    {"role": _ROLE},
).told
_OPENED = Retelling(
    (
        later("for every event"),
        later("for event {event}"),
        later("for every event at venues {venues}"),
        later("for event {event} at venues {venues}"),
    )
).told
_SCOPE = Retelling((later("{events}, with small numbers"), later("{events}, without small numbers")), {"events": _OPENED}).told
_ENTRIES = listed(Retelling((later("entry {seq} of kiosk {device}"),)).told, ", ")
_MACHINE = Retelling((later("a machine without a name"),)).told

WITHIN: dict[str, Tell] = {
    "role": _ROLE,
    "place": _PLACE,
    "scope": _SCOPE,
    "machine": _MACHINE,
    "entries": _ENTRIES,
    "done": Retelling(DONE.values()).told,
    "reason": _lowered(words for reasons in REASONS.values() for words in reasons.values()),
    "flag": _lowered(words.title for words in FLAG_WORDS.values()),
    "purpose": _lowered(WHY_NAMES.values()),
    "table": Retelling(table.title for table in TABLES.values()).told,
    "title": job_told,
    "changes": listed(draft_told, "\n"),
    "wishes": Retelling((later("nothing, it is as its own file says"),)).told,
    "cause": Retelling(
        (
            later("its date had come"),
            later("somebody asked for it"),
            later("one person was erased"),
            later("a backup had brought it back"),
        )
    ).told,
}
"""What knows the value of a place, by the place's name. A name, a number or somebody's own words stand as they were written."""

SENTENCES: dict[Deed, tuple[Said, ...]] = {
    Deed.SIGNED_IN: (later("Signed in."),),
    Deed.PASSWORD_CHANGED: (
        later("Changed their own password."),
        later("Gave {name} a new password."),
        later("Chose a new password by a link of {name}."),
        later("Took the password of {name} off that a backup had brought back; a link lets them choose another one."),
    ),
    Deed.SECOND_STEP_CHANGED: (
        later("Set an authenticator app up."),
        later("Took the authenticator app off."),
        later("Made new recovery codes."),
        later("Added a passkey."),
        later("Removed a passkey."),
        later("Changed how the account is kept safe ({letter})."),
        later("Took the second step off for {name}."),
        later("Took a second step off for {name} that a backup had brought back."),
    ),
    Deed.SESSIONS_ENDED: (later("Signed out everywhere else."), later("Signed {name} out everywhere.")),
    Deed.INVITED: (later("Invited {name} as {role}."),),
    Deed.INVITATION_WITHDRAWN: (later("Withdrew the link for {name}."),),
    Deed.LINK_SENT: (later("Sent the link for {name} by email."),),
    Deed.JOINED: (later("Took up the invitation of {name} as {role}."),),
    Deed.ACCOUNT_MADE: (later("Made the account {name}: {role}."),),
    Deed.ROLE_CHANGED: (later("Made {name} {place}."), later("Took a role off {name} that a backup had brought back: {role}.")),
    Deed.RESET_OFFERED: (later("Made a link by which {name} chooses a new password."),),
    Deed.ACCOUNT_REMOVED: (later("Removed the account {name}."),),
    Deed.ORGANISATION_CHANGED: (
        later("Began the organisation {name}."),
        later("Called the organisation {name}; it was {before}."),
    ),
    Deed.DEVICE_APPROVED: (later("Approved {machine} as kiosk {no} at {venue}."),),
    Deed.DEVICE_REFUSED: (later("Refused {machine}, which asked to join."),),
    Deed.DEVICE_REVOKED: (
        later("Revoked kiosk {no}."),
        later("Revoked kiosk {no}, {name}, at {venue}."),
        later("Revoked kiosk {no}, which a backup had brought back."),
    ),
    Deed.DEVICE_CHANGED: (
        later("Called kiosk {no} {name}."),
        later("Moved kiosk {no} from venue {before} to {venue}."),
        later("Set on kiosk {no} from afar: {wishes}."),
    ),
    Deed.HAND_OVER_TAKEN: (later("Brought a hand-over in: {count} entries were new."),),
    Deed.FLAG_SETTLED: (later("Settled a flag: {flag}, entry {seq} of kiosk {device}."),),
    Deed.ENTRIES_ACCEPTED: (
        later("Accepted what kiosk {device} sent: {count} entry counts from now on."),
        later("Accepted what kiosk {device} sent: {count} entries count from now on."),
    ),
    Deed.FLAG_DECIDED: (later("{done} ({reason}): {entries}."), later("{done} ({reason}): {entries} and {count} more.")),
    Deed.DECISION_UNDONE: (later("Took back a decision about entry {seq} of kiosk {device}."),),
    Deed.EVENT_DRAFTED: (
        later("Began the draft of {name}. {changes}"),
        later("Changed the draft: {changes}"),
        later("Wrote down whom to call at {venue}."),
    ),
    Deed.EVENT_PUBLISHED: (
        later("Published {name}, version {version}. {changes}"),
        later("Loaded {name} from a file: version {version}."),
        later("Loaded {name} from a file: version {version}. Against the rules, because: {why}"),
    ),
    Deed.ROSTER_IMPORTED: (
        later("Put list {no} onto the roster."),
        later("Put list {no} onto the roster, and removed those whom it does not have."),
        later("Took list {no} back off the roster."),
    ),
    Deed.PASSES_MADE: (
        later("Had drawn: {title}."),
        later("Issued a pass anew; the one before opens nothing any more."),
        later("Took the card of lead {no} as a picture."),
        later("Issued the card of lead {no} anew; the one before opens no pad any more."),
    ),
    Deed.REGISTRATION_SWITCHED: (
        later("Opened the registration page of {venue}."),
        later("Closed the registration page of {venue}."),
    ),
    Deed.NAMES_SEEN: (
        later("Took the table “{table}” away as {format}, with the names."),
        later("Looked at the names that list {no} would change on the roster."),
        later("Looked for somebody by name or pass, to see, hand over or erase what is kept of them."),
        later("Looked at everything that is kept of one person."),
        later("Took away everything that is kept of one person, as a file for them."),
        later("Was asked whether one person shall be erased."),
        later("Saw who is at {venue}, by name: {purpose}."),
        later("Looked at the roster of {venue}, to give somebody a pass."),
        later("Made out the certificate of one person or party."),
    ),
    Deed.EXPORTED: (
        later("Took the table “{table}” away as {format}, without names."),
        later("Took the report away on paper, venue by venue."),
        later("Took the report away on paper, one page."),
        later("Took the audit log as a file."),
        later("Took the audit log as a file, filtered."),
    ),
    Deed.REPORT_MADE: (later("Froze the report as version {version}."),),
    Deed.BOARD_OPENED: (later("Made the public board “{name}”."),),
    Deed.BOARD_TAKEN_BACK: (
        later("Took the public board “{name}” back."),
        later("Took the public board “{name}” back, which a backup had brought back."),
    ),
    Deed.TOKEN_MADE: (later("Made the token “{name}” that ends in {ending}, {scope}."),),
    Deed.TOKEN_REVOKED: (later("Took the token “{name}” that ends in {ending} back."),),
    Deed.WEBHOOK_MADE: (
        later("Made the webhook “{name}”: {site} hears of totals, with small numbers."),
        later("Made the webhook “{name}”: {site} hears of totals, without small numbers."),
    ),
    Deed.WEBHOOK_CHANGED: (
        later("Switched the webhook “{name}” on."),
        later("Switched the webhook “{name}” off."),
        later("Tried the webhook “{name}” out."),
    ),
    Deed.WEBHOOK_REMOVED: (later("Removed the webhook “{name}”."),),
    Deed.ERASED: (
        later("Asked for everybody of the event to be erased now."),
        later("Erased what was kept of people, because {cause}: {count} things."),
        later("Erased what was kept of {count} person or party."),
        later("Erased what was kept of {count} people and parties."),
    ),
    Deed.RESTORED: (later("Restored the backup of {moment}."),),
    Deed.RETENTION_MOVED: (later("Moved the day on which people are forgotten to {day}, because: {why}"),),
    Deed.CERTIFICATE_MADE: (later("Had drawn: {title}."),),
}
"""What was ever written of each deed. A sentence that is written no more stays: the lines do."""

_TOLD: dict[Deed, Tell] = {deed: Retelling(sentences, WITHIN).told for deed, sentences in SENTENCES.items()}


def told(deed: Deed | None, sentence: str) -> str:
    """Return a line's sentence in the page's language; as it was written when its deed knows no such one."""
    return sentence if deed is None else _TOLD[deed](sentence)
