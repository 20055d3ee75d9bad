"""How does it stand with the centre, in words for a lead?

Promise: sent, waiting and flagged add up to what the journal holds; no word of it ever reaches a volunteer.
"""

from kiosk.desk.ports import Link
from sync.client.outcome import StopWhy, Why
from sync.client.status import Status

_WORDS: dict[Why | StopWhy, str] = {
    Why.OFFLINE: "The centre cannot be reached just now. Everything is kept here and goes by itself later.",
    Why.SLOW: "The line is slow. Everything goes in small parcels.",
    Why.TOO_LARGE: "The parcels are being made smaller.",
    Why.UNREADABLE: "The centre could not read a parcel. It is being looked for.",
    Why.BUSY: "The centre is busy and asks for patience.",
    Why.CENTRE_FAULT: "Something is wrong at the centre. Everything is kept here.",
    Why.NOT_KNOWN: "The centre does not know this kiosk.",
    Why.OWN_FAULT: "Sending went wrong on this machine; it is tried again.",
    StopWhy.DEVICE_REVOKED: "The coordinator withdrew this kiosk. What is recorded is kept and counted when they accept it.",
    StopWhy.PROTOCOL_TOO_OLD: "This kiosk's software is too old for the centre. Everything is kept here until it is renewed.",
}
_FOR_A_PERSON = {Why.NOT_KNOWN, Why.OWN_FAULT, *StopWhy}


def link_of(status: Status, now_ms: int) -> Link:
    """Return ``status`` as of ``now_ms`` (UTC) for the lead."""
    flagged = min(status.flagged, status.sent)
    trouble = status.push_trouble or status.pull_trouble
    is_bad = trouble in _FOR_A_PERSON or status.trusted is False or status.stuck is not None or bool(status.alone) or status.quarantined > 0
    contact_ms = None if status.last_contact_s is None else now_ms - int(status.last_contact_s * 1000)
    return Link(
        sent=status.sent - flagged,
        waiting=status.waiting,
        flagged=flagged + status.quarantined,
        last_contact_ms=contact_ms,
        note=_WORDS[trouble] if trouble else _words_about_entries(status),
        needs_a_look=is_bad,
    )


def _words_about_entries(status: Status) -> str:
    if status.stuck is not None:
        return "One entry cannot be sent, and those after it wait. It is safe here."
    if status.alone:
        return f"{len(status.alone)} entries went to the centre's lost and found."
    if status.quarantined:
        return f"The centre holds {status.quarantined} entries for a person to look at."
    return ""
