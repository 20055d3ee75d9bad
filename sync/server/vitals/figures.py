"""What does Prometheus get to know?

Promise: numbers of things, never of persons: no name, no address, no reference; routes stand by their pattern, so that no secret of a link
is a label. A database that is away costs its figures only.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator

import psycopg
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from sync.server.ledger.store import StoreBusy
from sync.server.reading.vitals import Vitals, vitals

PREFIX = "manyhands"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""A push takes some milliseconds; a kiosk gives up after ten seconds or more."""

_LOG = logging.getLogger(__name__)

_SAID = {
    "entries": "Entries that the ledger holds",
    "unread_entries": "Entries that the projector has not read yet",
    "journals": "Journals that have sent something",
    "devices": "Devices that are trusted",
    "kiosks_waiting_entries": "Entries that kiosks said they still hold",
    "enrolments_waiting": "Machines that ask to become a device",
    "venues_silent": "Venues of open events that should have been heard and were not",
    "flags_open": "Flags that nobody settled yet",
    "quarantined_batches": "Batches that wait in quarantine",
    "jobs_waiting": "Background jobs that nobody has begun",
    "jobs_running": "Background jobs that are being done",
    "database_bytes": "Size of the database",
    "backup_made_timestamp_seconds": "When the newest backup was made (0: never)",
    "backup_proven_timestamp_seconds": "When the newest proven backup was made (0: never)",
    "epoch": "Which life of the ledger this is",
}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Figures(Collector):
    """Counts requests of this process, and asks the database when somebody looks."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self, look: Callable[[int], Vitals] = vitals, now_ms: Callable[[], int] = _now_ms) -> None:
        self._look = look
        self._now_ms = now_ms
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            f"{PREFIX}_request_seconds",
            "How long requests took until their answer began",
            ("route", "status"),
            buckets=BUCKETS_S,
            registry=self._registry,
        )
        self._registry.register(self)

    def took(self, route: str, status: int, seconds: float) -> None:
        """Count one request of a route's pattern."""
        self._requests.labels(route, f"{status // 100}xx").observe(seconds)

    def text(self) -> bytes:
        """Return all figures in Prometheus's own form."""
        return generate_latest(self._registry)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Say nothing before somebody asks: the database need not be there yet."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            seen = self._look(self._now_ms())
        except (StoreBusy, DatabaseError, psycopg.Error, sqlite3.Error):
            _LOG.warning("the database gave no figures")
            yield GaugeMetricFamily(f"{PREFIX}_database_up", "Whether the database answered", 0)
            return
        yield GaugeMetricFamily(f"{PREFIX}_database_up", "Whether the database answered", 1)
        for name, said in _SAID.items():
            yield GaugeMetricFamily(f"{PREFIX}_{name}", said, getattr(seen, name))
