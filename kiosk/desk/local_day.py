"""Which date is it at the venue?

Promise: total: a machine without tables of time zones takes the date in UTC, which is the venue's but for the night.
"""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def local_day(at_ms: int, timezone: str) -> dt.date:
    """Return the date of ``at_ms`` (UTC) in ``timezone``, an IANA name."""
    try:
        zone: dt.tzinfo = ZoneInfo(timezone)
    except ZoneInfoNotFoundError:
        zone = dt.UTC
    return dt.datetime.fromtimestamp(at_ms / 1000, zone).date()
