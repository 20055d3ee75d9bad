"""How is it kept who decided, in the transaction that writes the entry?

Promise: plain SQL over the ledger's own connection, so that neither stands without the other.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.sql_streams import marks
from sync.server.ledger.store import Ledger


class Kept(NamedTuple):
    """One row of ``Decision``, in its columns' order."""

    tap: str
    event: int
    venue: int
    code: int
    action: str
    reason: int
    device: int
    incarnation: int
    seq: int
    own_incarnation: int
    own_seq: int
    at_ms: int
    by: str
    undone_by: str = ""


_KEEP = f"INSERT INTO deciding_decision ({', '.join(Kept._fields)}) VALUES {marks(len(Kept._fields))}"  # noqa: S608 - put together of our own names and marks
_UNDO = "UPDATE deciding_decision SET undone_by = %s WHERE id = %s"


def keep(ledger: Ledger, rows: Iterable[Kept]) -> None:
    """Keep who decided what."""
    _plain(ledger).many(_KEEP, rows)


def is_kept(ledger: Ledger, tap: str) -> bool:
    """Whether this press has decided already."""
    return bool(_plain(ledger).all("SELECT 1 FROM deciding_decision WHERE tap = %s", (tap,)))


def undone_by(ledger: Ledger, decision: int) -> str:
    """Return the press that took the decision back; empty while it stands."""
    ((tap,),) = _plain(ledger).all("SELECT undone_by FROM deciding_decision WHERE id = %s", (decision,))
    return str(tap)


def mark_undone(ledger: Ledger, decision: int, tap: str) -> None:
    """Remember which press took it back."""
    _plain(ledger).run(_UNDO, (tap, decision))


def open_codes(ledger: Ledger, stream_id: int, seq: int) -> list[int]:
    """Return the codes of the flags that are open on one entry."""
    raised = _plain(ledger).raised_between(stream_id, seq, seq)
    return sorted(code for (_, code), is_open in raised.items() if is_open)


def _plain(ledger: Ledger) -> SqlLedger:
    assert isinstance(ledger, SqlLedger), "decisions stand in the database of the ledger"
    return ledger
