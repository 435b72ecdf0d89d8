"""What both sides reported, whose value counts, how it stands to the target, and the nation's value made of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from services.indicators.catalogue.rules import (
    AVERAGE,
    HIGHER,
    LOWER,
    PERCENT,
    RATIO,
    SUM,
    WEIGHTED_AVERAGE,
    is_summable,
)
from services.indicators.joint.rules.states import STANDING
from services.indicators.observations.rules import YearValue

NOT_REPORTED, REPORTED, DISPUTED = "not_reported", "reported", "disputed"
NOT_AGREED, PARTIAL, ACHIEVED = "not_agreed", "partial", "achieved"
BELOW_TARGET, ABOVE_TARGET, OUT_OF_RANGE = "below_target", "above_target", "out_of_range"
VERDICTS = (NOT_AGREED, NOT_REPORTED, PARTIAL, ACHIEVED, BELOW_TARGET, ABOVE_TARGET, OUT_OF_RANGE)
DERIVED, NOT_DERIVABLE = "derived", "not_derivable"
VALUE_STATES = (DERIVED, PARTIAL, NOT_REPORTED, NOT_DERIVABLE)
NOT_AGGREGATED, PARTS_UNKNOWN, WEIGHT_UNKNOWN = "not_aggregated", "parts_unknown", "weight_unknown"
REASONS = (NOT_AGGREGATED, PARTS_UNKNOWN, WEIGHT_UNKNOWN)

_EXACT = Context(prec=60)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Measure:
    """What an indicator means, as its frozen definition says."""

    unit_code: str
    decimals: int
    direction: str
    range_lower: Decimal | None
    range_upper: Decimal | None
    time_aggregation: str
    area_aggregation: str

    @property
    def is_summable(self) -> bool:
        """Whether values of areas may be added up."""
        return is_summable(self.unit_code, self.area_aggregation)


@dataclass(frozen=True)
class AreaResult:
    """How one area stands: the value of the side of record, the other side's beside it, and the verdict."""

    area_code: str
    offer_state: str
    target: Decimal
    record: YearValue | None
    other: YearValue | None
    actual_status: str
    verdict: str

    @property
    def stands(self) -> bool:
        """Whether the offer stands, so that its value counts."""
        return self.offer_state in STANDING


@dataclass(frozen=True)
class NationalResult:
    """The nation's value, each area counted once by the side of record; `value` is None where none can be derived."""

    value: Decimal | None
    value_state: str
    reason: str | None
    counted: int
    standing: int
    disputed: int
    is_overlap_subtracted: bool


def area_result(
    area_code: str,
    offer_state: str,
    target: Decimal,
    sides: tuple[YearValue | None, YearValue | None],
    tolerance_percent: Decimal,
    measure: Measure,
) -> AreaResult:
    """Return how an area stands; `sides` is the value of the side of record, then the other's."""
    record, other = sides
    status = actual_status(record, other, tolerance_percent)
    return AreaResult(
        area_code, offer_state, target, record, other, status, verdict_of(offer_state, target, record, measure)
    )


def actual_status(record: YearValue | None, other: YearValue | None, tolerance_percent: Decimal) -> str:
    """Return whether the side of record reported, and whether the other differs by more than the tolerance.

    The tolerance is percent of the value of record. Only whole years are compared: one side may report by quarters.
    """
    if record is None:
        return NOT_REPORTED
    if other is None or not (record.is_complete and other.is_complete):
        return REPORTED
    difference = abs(_EXACT.subtract(record.value, other.value))
    allowed = _EXACT.multiply(abs(record.value), tolerance_percent)
    return DISPUTED if _EXACT.multiply(difference, _HUNDRED) > allowed else REPORTED


def verdict_of(offer_state: str, target: Decimal, record: YearValue | None, measure: Measure) -> str:
    """Return how the value of record stands to the target, by the direction alone: no document prints a threshold.

    A year of which a period is missing is not judged yet; an offer that does not stand is no target.
    """
    if offer_state not in STANDING:
        return NOT_AGREED
    if record is None:
        return NOT_REPORTED
    if not record.is_complete:
        return PARTIAL
    if measure.direction == HIGHER:
        return ACHIEVED if record.value >= target else BELOW_TARGET
    if measure.direction == LOWER:
        return ACHIEVED if record.value <= target else ABOVE_TARGET
    lower, upper = measure.range_lower, measure.range_upper
    inside = (lower is None or record.value >= lower) and (upper is None or record.value <= upper)
    return ACHIEVED if inside else OUT_OF_RANGE


def national_result(
    measure: Measure, areas: Sequence[AreaResult], weights: Mapping[str, YearValue], overlap: Decimal | None
) -> NationalResult:
    """Return the nation's value over the areas whose offer stands.

    `weights` gives, by area, the value of the weight as the side of record reports it. The overlap is subtracted once,
    and only when every area is counted: how much of it lies in some of them is not known.
    """
    standing = [area for area in areas if area.stands]
    counted = {area.area_code: area.record for area in standing if area.record is not None}
    disputed = sum(area.actual_status == DISPUTED for area in standing)
    counts = len(counted), len(standing), disputed
    if not counted:
        return NationalResult(None, NOT_REPORTED, None, *counts, False)
    derive = _DERIVATIONS.get(measure.area_aggregation, _none)
    value, reason = derive(measure, counted, weights)
    if value is None:
        return NationalResult(None, NOT_DERIVABLE, reason, *counts, False)
    is_whole = len(counted) == len(standing)
    subtracts = is_whole and overlap is not None and measure.is_summable
    if subtracts:
        value = _EXACT.subtract(value, overlap or Decimal(0))
    is_complete = is_whole and all(each.is_complete for each in counted.values())
    return NationalResult(value, DERIVED if is_complete else PARTIAL, None, *counts, subtracts)


Values = Mapping[str, YearValue]
Derived = tuple[Decimal | None, str | None]


def _none(_measure: Measure, _values: Values, _weights: Values) -> Derived:
    return None, NOT_AGGREGATED


def _sum(measure: Measure, values: Values, _weights: Values) -> Derived:
    if not measure.is_summable:
        return None, NOT_AGGREGATED
    return _total(each.value for each in values.values()), None


def _average(measure: Measure, values: Values, _weights: Values) -> Derived:
    if measure.unit_code == PERCENT:
        return None, NOT_AGGREGATED
    total = _total(each.value for each in values.values())
    return _rounded(_EXACT.divide(total, Decimal(len(values))), measure), None


def _ratio(measure: Measure, values: Values, _weights: Values) -> Derived:
    parts = [(each.numerator, each.denominator) for each in values.values()]
    known = [(above, below) for above, below in parts if above is not None and below is not None]
    below = _total(each for _, each in known)
    if len(known) < len(parts) or below == 0:
        return None, PARTS_UNKNOWN
    ratio = _EXACT.divide(_total(each for each, _ in known), below)
    return _rounded(_EXACT.multiply(ratio, _HUNDRED) if measure.unit_code == PERCENT else ratio, measure), None


def _weighted(measure: Measure, values: Values, weights: Values) -> Derived:
    if not values.keys() <= weights.keys():
        return None, WEIGHT_UNKNOWN
    total = _total(weights[code].value for code in values)
    if total <= 0:
        return None, WEIGHT_UNKNOWN
    products = (_EXACT.multiply(each.value, weights[code].value) for code, each in values.items())
    return _rounded(_EXACT.divide(_total(products), total), measure), None


_DERIVATIONS: Mapping[str, Callable[[Measure, Values, Values], Derived]] = {
    SUM: _sum,
    AVERAGE: _average,
    RATIO: _ratio,
    WEIGHTED_AVERAGE: _weighted,
}


def _total(numbers: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _rounded(value: Decimal, measure: Measure) -> Decimal:
    """Round half up to the indicator's decimals, as a reported ratio is."""
    return value.quantize(Decimal(1).scaleb(-measure.decimals), ROUND_HALF_UP, _EXACT)
