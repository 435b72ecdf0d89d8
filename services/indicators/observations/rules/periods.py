"""The years that values are kept for; the periods in them are the whole service's."""

from services.indicators.periods import MONTHS, MONTHS_IN, PERIODS, QUARTERS, SHORTEST, YEAR, begins_on

__all__ = ["FIRST_YEAR", "LAST_YEAR", "MONTHS", "MONTHS_IN", "PERIODS", "QUARTERS", "SHORTEST", "YEAR", "begins_on"]

# The years that have a partition.
FIRST_YEAR, LAST_YEAR = 2550, 2580
