"""Whose value counts for a KPI in the agreement's own year; how it stands to the target is for `achievement`."""

from collections.abc import Iterable, Sequence


def reporters_of(area_code: str, host_function_code: str | None) -> tuple[str, ...]:
    """Return whose values count for an area's KPI, the first that reported: the area itself, then the host agency."""
    host = (f"function:{host_function_code}",) if host_function_code else ()
    return (f"area:{area_code}", *host)


def first_reporter(order: Sequence[str], reporters: Iterable[str]) -> str | None:
    """Return the first of `order` that is among `reporters`."""
    found = set(reporters)
    return next((reporter for reporter in order if reporter in found), None)
