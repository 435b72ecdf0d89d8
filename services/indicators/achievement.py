"""How an actual value stands to its target: one comparison and one achievement rule for all that is agreed.

That a target is reached follows from the direction alone; no document prints a threshold. How far a value has come, in
percent, and what such a percent is called are data: methods with their floor and cap, and bands, each with a version,
a source and a day (readings/data). Where a method has no honest answer it gives the reason, and never a number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from services.indicators.catalogue.rules import HIGHER, LOWER, RANGE

ACHIEVED, BELOW_TARGET, NOT_REPORTED, INCOMPLETE, NO_TARGET = (
    "achieved",
    "below_target",
    "not_reported",
    "incomplete",
    "no_target",
)
STATUSES = (ACHIEVED, BELOW_TARGET, NOT_REPORTED, INCOMPLETE, NO_TARGET)

OF_TARGET, FROM_BASELINE = "of_target", "from_baseline"
WAYS = (OF_TARGET, FROM_BASELINE)
TARGET_NOT_POSITIVE, BASELINE_UNKNOWN = "target_not_positive", "baseline_unknown"
TARGET_NOT_BEYOND_BASELINE, BASELINE_IN_RANGE = "target_not_beyond_baseline", "baseline_in_range"
REASONS = (
    NOT_REPORTED,
    INCOMPLETE,
    NO_TARGET,
    TARGET_NOT_POSITIVE,
    BASELINE_UNKNOWN,
    TARGET_NOT_BEYOND_BASELINE,
    BASELINE_IN_RANGE,
)

WHOLE = Decimal(100)
# A percent is rounded down, so that none looks reached that is not, and its band is the one of what is shown.
_HUNDREDTHS = 100 * 100
_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Aim:
    """Which way is better (`higher`, `lower`, `range`), the target, for a range its bounds, and the baseline."""

    direction: str
    target: Decimal | None
    range_lower: Decimal | None = None
    range_upper: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Method:
    """A way to put achievement in percent, kept between a floor and a cap; of both there are versions."""

    code: str
    version: int
    way: str
    floor: Decimal
    cap: Decimal


@dataclass(frozen=True)
class Band:
    """What a percent is called from `at_least` on, up to where the next band begins; None has no lower end."""

    code: str
    at_least: Decimal | None


@dataclass(frozen=True)
class Achievement:
    """How far a value has come by one method: in percent, or why that cannot be said."""

    method: str
    version: int
    percent: Decimal | None
    reason: str | None


def has_reached(aim: Aim, actual: Decimal) -> bool | None:
    """Return whether a value is as good as the target; None where nothing is said to compare it with.

    An indicator that is best within a range is achieved there, whatever number the target names.
    """
    if aim.direction == RANGE:
        lower, upper = aim.range_lower, aim.range_upper
        return (lower is None or actual >= lower) and (upper is None or actual <= upper)
    if aim.target is None:
        return None
    return actual <= aim.target if aim.direction == LOWER else actual >= aim.target


def status_of(aim: Aim, actual: Decimal | None, *, is_complete: bool) -> str:
    """Return how an actual value stands to the target; a part of the year's value is not held against it."""
    if actual is None:
        return NOT_REPORTED
    if not is_complete:
        return INCOMPLETE
    reached = has_reached(aim, actual)
    if reached is None:
        return NO_TARGET
    return ACHIEVED if reached else BELOW_TARGET


def achievement_of(method: Method, aim: Aim, actual: Decimal | None, *, is_complete: bool) -> Achievement:
    """Return how far the year's value has come by a method."""
    if actual is None or not is_complete:
        return _unknown(method, NOT_REPORTED if actual is None else INCOMPLETE)
    share = _SHARES[method.way, aim.direction](aim, actual)
    if isinstance(share, str):
        return _unknown(method, share)
    return Achievement(method.code, method.version, _percent(share, method), None)


def band_of(percent: Decimal, bands: Sequence[Band]) -> Band:
    """Return the band that a percent lies in; there is always one, see `are_whole`."""
    within = [band for band in bands if band.at_least is None or band.at_least <= percent]
    return max(within, key=_lower_end)


def are_whole(bands: Sequence[Band]) -> bool:
    """Return whether bands leave no gap: exactly one has no lower end, and no two begin at the same percent."""
    ends = sorted(_lower_end(band) for band in bands)
    return bool(ends) and ends[0] == _NO_END and all(one < other for one, other in pairwise(ends))


def is_sound(method: Method) -> bool:
    """Return whether a method can tell a target that is reached from one that is not."""
    return method.way in WAYS and method.floor < WHOLE <= method.cap


_NO_END = Decimal("-Infinity")


def _lower_end(band: Band) -> Decimal:
    return _NO_END if band.at_least is None else band.at_least


def _unknown(method: Method, reason: str) -> Achievement:
    return Achievement(method.code, method.version, None, reason)


def _percent(share: Fraction, method: Method) -> Decimal:
    hundredths = share * _HUNDREDTHS
    percent = Decimal(hundredths.numerator // hundredths.denominator).scaleb(-2, _EXACT)
    return min(max(percent, method.floor), method.cap)


# The target's share that is reached, exact; or the reason why there is none.
Share = Fraction | str


def _more_of_target(aim: Aim, actual: Decimal) -> Share:
    if aim.target is None or aim.target <= 0:
        return NO_TARGET if aim.target is None else TARGET_NOT_POSITIVE
    return Fraction(actual) / Fraction(aim.target)


def _less_of_target(aim: Aim, actual: Decimal) -> Share:
    if aim.target is None or aim.target <= 0:
        return NO_TARGET if aim.target is None else TARGET_NOT_POSITIVE
    return 2 - Fraction(actual) / Fraction(aim.target)


def _near_range(aim: Aim, actual: Decimal) -> Share:
    """Return 1 within the range, and as much less outside as the value is away, in widths of the range."""
    if aim.range_lower is None or aim.range_upper is None:
        return NO_TARGET
    return 1 - _outside(aim, actual) / (Fraction(aim.range_upper) - Fraction(aim.range_lower))


def _way_from_baseline(aim: Aim, actual: Decimal) -> Share:
    if aim.target is None or aim.baseline is None:
        return NO_TARGET if aim.target is None else BASELINE_UNKNOWN
    way = Fraction(aim.target) - Fraction(aim.baseline)
    if way == 0 or (way < 0) != (aim.direction == LOWER):
        return TARGET_NOT_BEYOND_BASELINE
    return (Fraction(actual) - Fraction(aim.baseline)) / way


def _way_to_range(aim: Aim, actual: Decimal) -> Share:
    if aim.range_lower is None or aim.range_upper is None:
        return NO_TARGET
    if aim.baseline is None:
        return BASELINE_UNKNOWN
    way = _outside(aim, aim.baseline)
    return 1 - _outside(aim, actual) / way if way else BASELINE_IN_RANGE


def _outside(aim: Aim, value: Decimal) -> Fraction:
    """Return how far a value lies outside of a known range."""
    lower, upper = Fraction(aim.range_lower or 0), Fraction(aim.range_upper or 0)
    return max(lower - Fraction(value), Fraction(value) - upper, Fraction(0))


_SHARES: Mapping[tuple[str, str], Callable[[Aim, Decimal], Share]] = {
    (OF_TARGET, HIGHER): _more_of_target,
    (OF_TARGET, LOWER): _less_of_target,
    (OF_TARGET, RANGE): _near_range,
    (FROM_BASELINE, HIGHER): _way_from_baseline,
    (FROM_BASELINE, LOWER): _way_from_baseline,
    (FROM_BASELINE, RANGE): _way_to_range,
}
