"""How is a speed or a size compared, so that the figure means something on any machine?

Ours and a baseline are measured in the same run on the same machine; only their ratio is worth remembering.
"""

from dataclasses import dataclass


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
