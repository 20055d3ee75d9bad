"""What is worth a line in the audit log?

Promise: each deed has a theme, by which the log is filtered, and words for it; a deed that was once written keeps its name.
"""

from enum import StrEnum


class Theme(StrEnum):
    """What a deed is about, as the filter says it."""

    SIGN_IN = "Signing in"
    ACCOUNTS = "Accounts and roles"
    DEVICES = "Devices"
    FLAGS = "Flags"
    EVENT = "Event and roster"
    NAMES = "Looks at names"
    FIGURES = "Exports and reports"
    ERASURE = "Erasure"


class Deed(StrEnum):
    """What was done. The value stands in the database."""

    SIGNED_IN = "signed-in"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - the name of a deed, no password
    SECOND_STEP_CHANGED = "second-step-changed"
    SESSIONS_ENDED = "sessions-ended"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation-withdrawn"
    LINK_SENT = "link-sent"
    JOINED = "joined"
    ACCOUNT_MADE = "account-made"
    ROLE_CHANGED = "role-changed"
    RESET_OFFERED = "reset-offered"
    ACCOUNT_REMOVED = "account-removed"
    ORGANISATION_CHANGED = "organisation-changed"
    DEVICE_APPROVED = "device-approved"
    DEVICE_REFUSED = "device-refused"
    DEVICE_REVOKED = "device-revoked"
    DEVICE_CHANGED = "device-changed"
    HAND_OVER_TAKEN = "hand-over-taken"
    FLAG_SETTLED = "flag-settled"
    ENTRIES_ACCEPTED = "entries-accepted"
    FLAG_DECIDED = "flag-decided"
    DECISION_UNDONE = "decision-undone"
    EVENT_DRAFTED = "event-drafted"
    EVENT_PUBLISHED = "event-published"
    ROSTER_IMPORTED = "roster-imported"
    PASSES_MADE = "passes-made"
    REGISTRATION_SWITCHED = "registration-switched"
    NAMES_SEEN = "names-seen"
    EXPORTED = "exported"
    REPORT_MADE = "report-made"
    BOARD_OPENED = "board-opened"
    BOARD_TAKEN_BACK = "board-taken-back"
    TOKEN_MADE = "token-made"  # noqa: S105 - the name of a deed, no token
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - the name of a deed, no token
    WEBHOOK_MADE = "webhook-made"
    WEBHOOK_CHANGED = "webhook-changed"
    WEBHOOK_REMOVED = "webhook-removed"
    ERASED = "erased"
    RESTORED = "restored"
    RETENTION_MOVED = "retention-moved"
    CERTIFICATE_MADE = "certificate-made"

    @property
    def theme(self) -> Theme:
        return next(theme for theme, deeds in THEMES.items() if self in deeds)


THEMES: dict[Theme, tuple[Deed, ...]] = {
    Theme.SIGN_IN: (Deed.SIGNED_IN, Deed.PASSWORD_CHANGED, Deed.SECOND_STEP_CHANGED, Deed.SESSIONS_ENDED),
    Theme.ACCOUNTS: (
        Deed.INVITED,
        Deed.INVITATION_WITHDRAWN,
        Deed.LINK_SENT,
        Deed.JOINED,
        Deed.ACCOUNT_MADE,
        Deed.ROLE_CHANGED,
        Deed.RESET_OFFERED,
        Deed.ACCOUNT_REMOVED,
        Deed.ORGANISATION_CHANGED,
    ),
    Theme.DEVICES: (Deed.DEVICE_APPROVED, Deed.DEVICE_REFUSED, Deed.DEVICE_REVOKED, Deed.DEVICE_CHANGED, Deed.HAND_OVER_TAKEN),
    Theme.FLAGS: (Deed.FLAG_SETTLED, Deed.ENTRIES_ACCEPTED, Deed.FLAG_DECIDED, Deed.DECISION_UNDONE),
    Theme.EVENT: (Deed.EVENT_DRAFTED, Deed.EVENT_PUBLISHED, Deed.ROSTER_IMPORTED, Deed.PASSES_MADE, Deed.REGISTRATION_SWITCHED),
    Theme.NAMES: (Deed.NAMES_SEEN,),
    Theme.FIGURES: (
        Deed.EXPORTED,
        Deed.REPORT_MADE,
        Deed.CERTIFICATE_MADE,
        Deed.BOARD_OPENED,
        Deed.BOARD_TAKEN_BACK,
        Deed.TOKEN_MADE,
        Deed.TOKEN_REVOKED,
        Deed.WEBHOOK_MADE,
        Deed.WEBHOOK_CHANGED,
        Deed.WEBHOOK_REMOVED,
    ),
    Theme.ERASURE: (Deed.ERASED, Deed.RETENTION_MOVED, Deed.RESTORED),
}
