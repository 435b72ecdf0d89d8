"""Every SQL statement about reported values: single revisions, current values by year, and a push on its way in."""

from services.indicators.observations.repository.revisions import (
    IN_ORDER,
    facts_by_area,
    list_observations,
    load_batch,
    place_of,
    visible_to,
)
from services.indicators.observations.repository.staging import (
    Plain,
    Tally,
    count_outcomes,
    judge_plain,
    settle,
    stage,
    suspicious_rows,
)
from services.indicators.observations.repository.writing import Written, add_batch, add_values, lock_reporter, sum_up
from services.indicators.observations.repository.years import current_values

__all__ = [
    "IN_ORDER",
    "Plain",
    "Tally",
    "Written",
    "add_batch",
    "add_values",
    "count_outcomes",
    "current_values",
    "facts_by_area",
    "judge_plain",
    "list_observations",
    "load_batch",
    "lock_reporter",
    "place_of",
    "settle",
    "stage",
    "sum_up",
    "suspicious_rows",
    "visible_to",
]
