"""Where is something kept of people, and what can each place do about it?

Promise: every place that holds something of a person is named in ``settings.PERSONAL_HOLDINGS``; erasing, counting and telling go
through all of them, so that a new room adds one line and is forgotten by nobody.
"""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string


class Kind(StrEnum):
    """What is counted in previews and records. The value stands in the database."""

    VOLUNTEERS = "volunteers"
    PARTIES = "parties"
    LEADS = "leads"
    TELEPHONES = "telephones"
    LIST_ROWS = "list-rows"
    LISTS = "lists"
    FILES = "files"
    REGISTRATIONS = "registrations"
    SECRETS = "secrets"


Counts = dict[Kind, int]


class Holding(msgspec.Struct, frozen=True):
    """One place. Each function takes the event; those about people their references, too, and all are called in one transaction.

    ``told`` says what the place keeps of one person, in words that can be written as JSON; nothing: an empty dictionary.
    """

    count: Callable[[int], Counts]
    erase: Callable[[int], Counts]
    erase_people: Callable[[int, Collection[bytes]], Counts]
    told: Callable[[int, bytes], dict[str, Any]]


def holdings() -> list[Holding]:
    """Return every place, in the order in which they are erased."""
    return [import_string(name) for name in settings.PERSONAL_HOLDINGS]


def added(counts: list[Counts]) -> Counts:
    """Return the sum, without what is nothing."""
    return {kind: total for kind in Kind if (total := sum(one.get(kind, 0) for one in counts))}
