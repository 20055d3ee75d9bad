"""A centre in a process of its own with a day in it, for browsers: who fills the day and who serves it know the same secret."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from tests.support.centre import Database, django_on, running_centre, set_up_django, sqlite_template
from tests.support.centre_day import CentreDay
from tests.support.site_pages import now_ms

SECRET = "a secret of these tests that nobody else ever uses"

Found = TypeVar("Found")


@dataclass(frozen=True)
class ServedDay:
    """A running centre at ``address``, the day in it, and its database and folder to look behind it."""

    address: str
    day: CentreDay
    database: Database
    state: Path

    def beside(self, work: Callable[[], Found]) -> Found:
        """Do ``work`` on the database beside the running centre, as of now.

        In a thread of its own: Playwright keeps an event loop in the test's, beside which Django touches no database.
        """

        def done() -> Found:
            self.day.now_ms = now_ms()
            with django_on(self.database):
                return work()

        with ThreadPoolExecutor(max_workers=1) as threads:
            return threads.submit(done).result()


@contextmanager
def served_day(
    state: Path, fill: Callable[[CentreDay], object], log: IO[bytes] | int = subprocess.PIPE, **settings: str
) -> Iterator[ServedDay]:
    """Serve the day that ``fill`` made in ``state``; ``settings`` are further keys of the centre's environment, ``log`` hears its lines."""
    set_up_django()
    from django.test.utils import override_settings

    more = {"MANYHANDS_SECRET": SECRET, **settings}
    shutil.copy(sqlite_template(), state / "centre.sqlite3")
    database = Database("sqlite", f"sqlite:///{state / 'centre.sqlite3'}")
    # The running centre seals its keys with its secret; who fills the day must know the same one.
    with override_settings(SECRET_KEY=SECRET):
        with django_on(database):
            day = CentreDay(now_ms())
            fill(day)
        with running_centre(state, more, log) as running:
            yield ServedDay(running.address, day, database, state)


def published(day: CentreDay) -> None:
    """Nothing but the event and its people."""
    day.publish()
    day.add_people()
