"""Whose value of an area, indicator and year counts: one order for agreements, and for what weighs an average."""

from collections.abc import Iterable, Sequence


def reporters_of(area_code: str, host_function_code: str | None, of_record: str | None = None) -> tuple[str, ...]:
    """Return whose values count in an area, the first that reported: the area itself, then the host agency.

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
