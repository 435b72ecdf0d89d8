"""Whose value counts for a KPI in the agreement's own year; how it stands to the target is for `achievement`."""

from collections.abc import Iterable, Sequence

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
