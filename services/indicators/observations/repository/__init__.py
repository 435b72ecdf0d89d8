"""Every SQL statement about reported values: single revisions, the current values of a year, and what is written."""

from services.indicators.observations.repository.revisions import (
    IN_ORDER,
    facts_by_area,
    list_observations,
    load_batch,
    place_of,
    visible_to,
)
from services.indicators.observations.repository.writing import add_batch, lock_reporter
from services.indicators.observations.repository.years import current_values, standing_values

__all__ = [
    "IN_ORDER",
    "add_batch",
    "current_values",
    "facts_by_area",
    "list_observations",
    "load_batch",
    "lock_reporter",
    "place_of",
    "standing_values",
    "visible_to",
]
