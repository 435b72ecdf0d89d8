"""What a KPI reached in the agreement's own year: whose value counts, and how it stands to the target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ACHIEVED, BELOW_TARGET, NOT_REPORTED, INCOMPLETE, NO_TARGET = (
    "achieved",
    "below_target",
    "not_reported",
    "incomplete",
    "no_target",
)


@dataclass(frozen=True)
class Aim:
    """Which way is better (`higher`, `lower`, `range`), the target, and for a range its bounds."""

    direction: str
    target: Decimal | None
    range_lower: Decimal | None = None
    range_upper: Decimal | None = None


# Why it is this value that counts: a joint indicator stands for the area, or a resolution settled what both disputed.
OWN, SIDE_OF_RECORD, SETTLED = "own", "side_of_record", "settled"


def reporters_of(area_code: str, host_function_code: str | None, of_record: str | None = None) -> tuple[str, ...]:
    """Return whose values count for an area's KPI, the first that reported: the area itself, then the host agency.

    Where a joint indicator stands for the area, its side of record alone counts, so that ministry and province are
    credited with the same value; while that side is silent, nothing is known.
    """
    if of_record is not None:
        return (of_record,)
    host = (f"function:{host_function_code}",) if host_function_code else ()
    return (f"area:{area_code}", *host)


def first_reporter(order: Sequence[str], reporters: Iterable[str]) -> str | None:
    """Return the first of `order` that is among `reporters`."""
    found = set(reporters)
    return next((reporter for reporter in order if reporter in found), None)


def status_of(aim: Aim, actual: Decimal | None, *, is_complete: bool) -> str:
    """Return how an actual value stands to the target; a part of the year's value is not held against it.

    An indicator that is best within a range is achieved there, whatever number the target names.
    """
    if actual is None:
        return NOT_REPORTED
    if not is_complete:
        return INCOMPLETE
    if aim.direction == "range" and aim.range_lower is not None and aim.range_upper is not None:
        return ACHIEVED if aim.range_lower <= actual <= aim.range_upper else BELOW_TARGET
    if aim.target is None:
        return NO_TARGET
    reached = actual <= aim.target if aim.direction == "lower" else actual >= aim.target
    return ACHIEVED if reached else BELOW_TARGET
