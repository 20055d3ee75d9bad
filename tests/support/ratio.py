"""How is a speed or a size compared, so that the figure means something on any machine?

Ours and a baseline are measured in the same run on the same machine; only their ratio is worth remembering.
"""

import operator
from dataclasses import dataclass

_HOLDS = {"≤": operator.le, "<": operator.lt, "≥": operator.ge}


@dataclass(frozen=True)
class Ratio:
    """One comparison. `aim` is shown beside the ratio and never asserted: a busy machine is no defect."""

    name: str
    ours: float
    baseline: float
    ratio: float
    aim: str  # as a person reads it: "≤ 1.5"
    unit: str  # of `ours` and `baseline`
    note: str = ""  # what the baseline is

    @property
    def is_missed(self) -> bool:
        """Whether there is an aim and the ratio, as it is printed, does not come up to it."""
        if not self.aim:
            return False
        sign, figure = self.aim.split()
        return not _HOLDS[sign](round(self.ratio, 2), float(figure))
