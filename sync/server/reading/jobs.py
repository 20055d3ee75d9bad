"""Which background jobs are there, and how far have they come?

Promise: plain values; nobody sees a job of another event; whoever may not see everything sees their own.
"""

import msgspec

from sync.server.jobs.models import Job, State
from sync.server.reading.retold import told

SHOWN_MAX = 100
"""Jobs on the page: what is older has lost its files long ago."""


class JobRow(msgspec.Struct, frozen=True):
    """One job. ``percent`` none: nobody knows yet how much there is. ``file`` empty: no result to take along, or no longer."""

    no: int
    title: str
    state: State
    by: str
    asked_by: int
    asked_ms: int
    ended_ms: int | None
    done: int
    total: int | None
    is_cancelling: bool
    said: str
    next_address: str
    file: str
    file_bytes: int
    is_file_gone: bool

    @property
    def percent(self) -> int | None:
        """How much of it is done; never 100 before it has ended."""
        return None if not self.total else min(99, self.done * 100 // self.total)

    @property
    def is_open(self) -> bool:
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def has_file(self) -> bool:
        return bool(self.file) and not self.is_file_gone

    @property
    def may_go_on(self) -> bool:
        """Whether it was not done and can be tried once more."""
        return self.state is State.FAILED and not self.is_file_gone


def jobs(event: int, asked_by: int | None = None) -> list[JobRow]:
    """Return the newest jobs of ``event`` (those that the account ``asked_by`` asked for), newest first."""
    rows = Job.objects.filter(event=event, **({} if asked_by is None else {"asked_by": asked_by}))
    return [_row(row) for row in rows.order_by("-id")[:SHOWN_MAX]]


def job(event: int, no: int) -> JobRow | None:
    """Return one job of ``event``; none when there is none of this number."""
    row = Job.objects.filter(event=event, pk=no).first()
    return None if row is None else _row(row)


def _row(row: Job) -> JobRow:
    return JobRow(
        no=row.pk,
        title=told(row.title),
        state=State(row.state),
        by=row.asked_name,
        asked_by=row.asked_by,
        asked_ms=row.asked_ms,
        ended_ms=row.ended_ms,
        done=row.done,
        total=row.total,
        is_cancelling=row.is_cancelling,
        said=told(row.said),
        next_address=row.next_address,
        file=row.file,
        file_bytes=row.file_bytes,
        is_file_gone=row.is_file_gone,
    )
