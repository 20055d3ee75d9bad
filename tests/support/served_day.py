"""A centre in a process of its own with a day in it, for browsers: who fills the day and who serves it know the same secret."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.centre import Database, RunningCentre, command, django_on, environ_of, running_centre, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.site_pages import now_ms

SECRET = "a secret of these tests that nobody else ever uses"


@contextmanager
def served_day(state: Path, fill: Callable[[CentreDay], object]) -> Iterator[RunningCentre]:
    """Serve the day that ``fill`` made in ``state``, as a demo: its jobs run, and addresses on loopback may be told."""
    set_up_django()
    from django.test.utils import override_settings

    more = {"MANYHANDS_SECRET": SECRET, "MANYHANDS_DEMO": "yes"}
    subprocess.run(command("migrate"), env=environ_of(state, more), check=True, stdout=subprocess.DEVNULL)
    with override_settings(SECRET_KEY=SECRET):
        with django_on(Database("sqlite", f"sqlite:///{state / 'centre.sqlite3'}")):
            fill(CentreDay(now_ms()))
        with running_centre(state, more) as running:
            yield running
