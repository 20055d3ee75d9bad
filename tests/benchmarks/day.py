"""What does a whole day cost a kiosk? Its memory and its answer to a card late in the day, against the same day's morning.

Promise: the real parts and the real window; eight hours of 7,100 scans and 20,300 entries, with only the clock driven by hand. Each quarter
sees every page of the gallery once, so that what is compared is alike. Takes some ten minutes on a quiet machine.
"""

# The driver prepares Kivy and comes first.
from tests.support.driver import the_driver  # isort: skip

import tempfile
from pathlib import Path

from tests.support.ratio import Ratio
from tests.support.simulated_day import SimulatedDay

TURNS = 1_200


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        figures = SimulatedDay(the_driver(), Path(folder) / "kiosk", TURNS).run()
    lost = sum(figures.thanked.values()) - sum(figures.recorded.values())
    note = f"the second quarter of the day; {figures.scans:,} scans, {sum(figures.recorded.values()):,} entries, {lost} lost"
    grown = f"{note}; {figures.slope_mib:+.1f} MiB an hour through the last three quarters"
    late_ms, early_ms = figures.latency_ms[-1], figures.latency_ms[1]
    late_mib, early_mib = figures.memory_mib[-1], figures.memory_mib[1]
    return [
        Ratio("card to green, late in a day", late_ms, early_ms, figures.slower, "≤ 1.5", "ms", note),
        Ratio("memory, late in a day", late_mib, early_mib, figures.fatter, "≤ 1.02", "MiB", grown),
    ]
