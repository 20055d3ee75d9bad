"""How often may a token ask?

Promise: who asks too often hears for how long to wait, and nobody else waits for that. Counted in the memory of the process that
answers: each process of a centre that has several counts on its own.
"""

from django.core.cache import cache

ASKED_A_MINUTE_MAX = 120
"""A question each half second: more often than any page of ours asks, and little beside what kiosks send."""

HOURS_COST = 20
"""Figures by the hour are read from the entries themselves: so many other questions one of these counts as."""

_MINUTE_MS = 60_000
_KEPT_S = 120


def wait_s(token: int, cost: int, now_ms: int) -> int:
    """Count a question of ``token``; return for how many seconds it has to wait, 0 for not at all."""
    minute, gone_ms = divmod(now_ms, _MINUTE_MS)
    key = f"api:asked:{token}:{minute}"
    cache.add(key, 0, _KEPT_S)
    return 0 if cache.incr(key, cost) <= ASKED_A_MINUTE_MAX else -(-(_MINUTE_MS - gone_ms) // 1000)
