"""Every SQL statement of reading, all of them through the reader's door and one for each question."""

from services.indicators.readings.repository.agencies import read_streams
from services.indicators.readings.repository.listing import read_values
from services.indicators.readings.repository.matrix import read_matrix
from services.indicators.readings.repository.scales import read_scales, read_scales_of
from services.indicators.readings.repository.values import visible_to
from services.indicators.readings.repository.years import Asked, read_first_days, read_years

__all__ = [
    "Asked",
    "read_first_days",
    "read_matrix",
    "read_scales",
    "read_scales_of",
    "read_streams",
    "read_values",
    "read_years",
    "visible_to",
]
