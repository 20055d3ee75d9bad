"""Which number stands in the database for what a quantity measures?

Promise: the numbers are never given a second meaning.
"""

from sync.domain.output import Measure

MEASURE_NO = {Measure.MADE: 1, Measure.DELIVERED: 2, Measure.RECEIVED: 3}
COUNTED_BY_HAND = 0
"""Never stands in the table: counts do not add up and have a table of their own."""

MEASURE_OF = {no: measure for measure, no in MEASURE_NO.items()}
