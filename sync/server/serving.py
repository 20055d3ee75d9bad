"""What runs in the process that answers? The application, and beside it the projector, which follows the ledger, and who looks for jobs.

Promise: its thread begins here, in the process that was forked. Begun before, it would hold locks of SQLite now and then while the
process is forked, and the one that answers would wait for them for ever.
"""

import os
import threading
from typing import TYPE_CHECKING

from django.urls import resolve

from sync.server.commands.serve import ADDRESS, AT_ONCE, follow
from sync.server.foyer import Foyer, Hands
from sync.server.jobs.attend import attend
from sync.server.reports.keeping import keep
from sync.server.vitals.watchdog import Supervisor
from sync.server.webhooks.keeping import keep as keep_webhooks
from sync.server.wsgi import built

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def start() -> "WSGIApplication":
    """Start the projector and who looks for jobs, and return the application."""
    application = start_without_jobs()
    never = threading.Event()
    threading.Thread(target=attend, args=(never.is_set, never.wait), name="jobs", daemon=True).start()
    return application


def start_without_jobs() -> "WSGIApplication":
    """Start what goes on beside the answers. A step that is cut off by the end of the process is done again at the next start."""
    resolve("/")  # reads every page in: left to the first who looks, that would keep kiosks waiting for a second
    never = threading.Event()
    threading.Thread(target=keep, args=(never.is_set, never.wait), name="reports", daemon=True).start()
    threading.Thread(target=keep_webhooks, args=(never.is_set, never.wait), name="webhooks", daemon=True).start()
    threading.Thread(target=follow, args=(never.is_set, never.wait), name="projector", daemon=True).start()
    supervisor = Supervisor(os.environ, os.environ.get(ADDRESS, ""))
    if supervisor.is_there:
        threading.Thread(target=supervisor.attend, args=(never.is_set, never.wait), name="supervisor", daemon=True).start()
    at_once = int(os.environ[AT_ONCE])
    return Foyer(built(lambda application: Hands(application, at_once)))
