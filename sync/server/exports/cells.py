"""What may stand in a cell, and how is it kept from being run as a formula?

Promise: numbers, times and yes or no go out as they are; text that a spreadsheet would calculate goes out with an apostrophe before it.
"""

from datetime import datetime

Cell = str | int | datetime | None
"""Yes and no are 1 and 0: every program reads them. Times know their zone."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), with the wide forms that some of them read alike."""


def guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet calculates it, also when spaces stand before the sign."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA) else text


def for_csv(cell: Cell) -> str | int:
    """Return the cell as a line of text has it: times as ``2026-11-22 10:05:00`` in their own zone, nothing as an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    return guarded(cell) if isinstance(cell, str) else cell


def for_json(cell: Cell) -> str | int | None:
    """Return the cell as JSON has it: times with their distance from UTC, text as it is."""
    return cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else cell
