"""How does it stand with the centre, as a value for a lead?

Promise: sent, waiting and flagged add up to what the journal holds; no word of it ever reaches a volunteer.
"""

from kiosk.desk.ports import Link
from kiosk.flow.findings import LinkTrouble
from sync.client.outcome import StopWhy, Why
from sync.client.status import Status

_TROUBLE: dict[Why | StopWhy, LinkTrouble] = {
    Why.OFFLINE: LinkTrouble.OFFLINE,
    Why.SLOW: LinkTrouble.SLOW,
    Why.TOO_LARGE: LinkTrouble.SLOW,  # both are mended by smaller parcels, by themselves
    Why.UNREADABLE: LinkTrouble.UNREADABLE,
    Why.BUSY: LinkTrouble.BUSY,
    Why.CENTRE_FAULT: LinkTrouble.CENTRE_FAULT,
    Why.NOT_KNOWN: LinkTrouble.NOT_KNOWN,
    Why.NOT_KEPT: LinkTrouble.NOT_KEPT,
    Why.OWN_FAULT: LinkTrouble.OWN_FAULT,
    StopWhy.DEVICE_REVOKED: LinkTrouble.WITHDRAWN,
    StopWhy.PROTOCOL_TOO_OLD: LinkTrouble.TOO_OLD,
}
_FOR_A_PERSON = {Why.NOT_KNOWN, Why.NOT_KEPT, Why.OWN_FAULT, *StopWhy}


def link_of(status: Status, now_ms: int) -> Link:
    """Return ``status`` as of ``now_ms`` (UTC) for the lead."""
    flagged = min(status.flagged, status.sent)
    trouble = status.push_trouble or status.pull_trouble
    is_bad = trouble in _FOR_A_PERSON or status.trusted is False or status.stuck is not None or bool(status.alone) or status.quarantined > 0
    contact_ms = None if status.last_contact_s is None else now_ms - int(status.last_contact_s * 1000)
    note, count = (_TROUBLE[trouble], 0) if trouble else _about_entries(status)
    return Link(
        sent=status.sent - flagged,
        waiting=status.waiting,
        flagged=flagged + status.quarantined,
        last_contact_ms=contact_ms,
        note=note,
        note_count=count,
        needs_a_look=is_bad,
    )


def _about_entries(status: Status) -> tuple[LinkTrouble | None, int]:
    if status.stuck is not None:
        return LinkTrouble.STUCK, 1
    if status.alone:
        return LinkTrouble.LOST_AND_FOUND, len(status.alone)
    if status.quarantined:
        return LinkTrouble.SET_ASIDE, status.quarantined
    return (LinkTrouble.NOT_TRUSTED, 0) if status.trusted is False else (None, 0)
