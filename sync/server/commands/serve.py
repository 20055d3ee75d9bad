"""How does the centre run? Granian answers, the projector follows, both until they are told to stop.

Promise: nothing is served on tables that are not up to date; only loopback is served without a host name that browsers may use.
"""

import argparse
import logging
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from granian.constants import Interfaces
from granian.server import Server as Granian

from sync.server.commands.exits import Exit, Stopped
from sync.server.foyer import LINES_MAX
from sync.server.ledger.opening import open_store
from sync.server.ledger.store import Store
from sync.server.projector.follow import step
from sync.server.publishing import keys
from sync.server.vitals.ready import pending_migrations

CONNECTIONS_MAX = 8_192
"""Connections that may stand open. Browsers and kiosks keep theirs between two questions, and granian lets nobody else in when there are
no more: a thousand viewers and seven hundred kiosks without a proxy in between are well below."""

FILES_BESIDE = 256
"""Open files that are no connection: databases, logs, what Python has open."""

IDLE_S = 0.3
"""Between two looks of the projector when there is nothing to do: pages are asked every two seconds."""

RETRY_FIRST_S = 1.0
RETRY_MAX_S = 30.0

ADDRESS = "_MANYHANDS_SERVED_AT"
"""By which the process that answers learns where it answers; no setting."""

AT_ONCE = "_MANYHANDS_AT_ONCE"
"""By which it learns how many requests it answers at once; no setting either."""

STOP_S_MAX = 10
"""How long requests may take to an end when the centre is told to stop. A slow line would go on for ever; systemd waits for 90 s."""

_LOG = logging.getLogger(__name__)


class Answering(Granian):  # type: ignore[valid-type,misc]  # granian chooses its server at run time, by the kind of Python
    """Granian, which stops at Ctrl-C as it does when it is told to stop, and remembers that it was Ctrl-C."""

    is_interrupted = False

    def signal_handler_interrupt(self, *told: object) -> None:
        self.is_interrupted = self.is_interrupted or signal.SIGINT in told
        super().signal_handler_interrupt(*told)


def run(chosen: argparse.Namespace) -> int:
    """Serve until a signal says stop."""
    _check_host(chosen.host)
    _check_tables()
    _check_port(chosen.host, chosen.port)
    keys.server_key()
    connection.close()
    assert threading.active_count() == 1, "a process with threads is forked: see sync/server/serving.py"
    os.environ[ADDRESS] = f"http://{_reachable(chosen.host)}:{chosen.port}"
    os.environ[AT_ONCE] = str(chosen.threads)
    print(f"The centre is at http://{chosen.host}:{chosen.port}/ - end it with Ctrl-C.", flush=True)
    answering = Answering(
        "sync.server.serving:start_without_jobs" if chosen.no_jobs else "sync.server.serving:start",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=1,
        # Begun when they are needed: for those who wait for a slow line (see sync/server/foyer.py), and as many again for an answer.
        blocking_threads=2 * LINES_MAX,
        backpressure=_connections(),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S_MAX,
        websockets=False,
        log_access=False,
        log_dictconfig={"formatters": dict.fromkeys(("generic", "access"), settings.LOGGING["formatters"]["line"])},
    )
    answering.serve()
    return Exit.INTERRUPTED if answering.is_interrupted else Exit.DONE


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def follow(
    is_stopping: Callable[[], bool],
    wait: Callable[[float], object],
    *,
    store: Callable[[], Store] = open_store,
    now_ms: Callable[[], int] = _now_ms,
) -> None:
    """Let the projector follow the ledger; a database that is away is waited for."""
    retry_s = RETRY_FIRST_S
    while not is_stopping():
        try:
            done = step(store(), now_ms())
            retry_s = RETRY_FIRST_S
        except Exception:  # noqa: BLE001 - the projector must not end while the centre serves: what it could not do is done at the next step
            _LOG.exception("the projector could not go on; next try in %.0f s", retry_s)
            wait(retry_s)
            retry_s = min(retry_s * 2, RETRY_MAX_S)
            continue
        if not done:
            wait(IDLE_S)
    connection.close()


def _connections() -> int:
    """Return how many connections may stand open, after asking the system for room for them."""
    wanted = CONNECTIONS_MAX + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS_MAX if soft == resource.RLIM_INFINITY else min(CONNECTIONS_MAX, soft - FILES_BESIDE)


def _reachable(host: str) -> str:
    """Return where this machine reaches itself when it listens at ``host``."""
    own = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - this is where it is not bound, but recognised
    return own.get(host, f"[{host}]" if ":" in host else host)


def _check_tables() -> None:
    waiting = pending_migrations()
    if waiting:
        raise Stopped(f"{waiting} changes of the database's tables wait; run: manyhands centre migrate", Exit.NEEDS_PERSON)


def _check_host(host: str) -> None:
    if host in ("127.0.0.1", "localhost", "::1") or not settings.ENVIRONMENT.is_loopback:
        return
    raise Stopped(
        f"--host {host} is reachable from other machines, but MANYHANDS_HOSTS names none; set it to what the centre is called by",
        Exit.USAGE,
    )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            raise Stopped(f"cannot listen at {host}, port {port}: {cause.strerror}; choose another with --port", Exit.FAULT) from cause
