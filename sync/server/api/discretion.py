"""What does a token without small numbers hear?

Promise: no figure below the step is told, and none can be worked out: every other figure is rounded down to a whole number of steps, so
that a whole less its other parts says no more than the figure itself (S76).
"""

from sync.domain.definition import Unit

FEW = 5
"""Below five a figure can be about somebody: one signer, two pensioners. The same as on public boards."""

STEPS = {Unit.ITEMS: FEW, Unit.PEOPLE: FEW, Unit.MINUTES: 60, Unit.MONEY: 500}
"""What one person does in an hour, or gives in a few coins."""


def discreet(number: int | None, step: int = FEW) -> int | None:
    """Return what may be told of ``number``. Nothing yet is nobody, and may be said."""
    if number is None or number == 0:
        return number
    size = abs(number) // step * step
    return None if size == 0 else size if number > 0 else -size
