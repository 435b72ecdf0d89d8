"""How values of areas become the value of a larger one: of a joint indicator's nation, and of every roll-up.

As the catalogue's `area_aggregation` says, and never otherwise: only what adds up is added up, a ratio is made of its
parts again, a percentage is never a mean, and what cannot be derived is unknown and says why.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from services.indicators.catalogue.rules import AVERAGE, PERCENT, RATIO, SUM, WEIGHTED_AVERAGE, is_summable
from services.indicators.observations.rules import YearValue

DERIVED, PARTIAL, NOT_REPORTED, NOT_DERIVABLE = "derived", "partial", "not_reported", "not_derivable"
VALUE_STATES = (DERIVED, PARTIAL, NOT_REPORTED, NOT_DERIVABLE)
NOT_AGGREGATED, PARTS_UNKNOWN, WEIGHT_UNKNOWN = "not_aggregated", "parts_unknown", "weight_unknown"
REASONS = (NOT_AGGREGATED, PARTS_UNKNOWN, WEIGHT_UNKNOWN)

_EXACT = Context(prec=60)
_HUNDRED = Decimal(100)

Values = Mapping[str, YearValue]


@dataclass(frozen=True)
class Measure:
    """What an indicator means, as its definition says."""

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
class RolledUp:
    """The value of a larger area; `value` is None where none is known or can be derived, and is never zero then."""

    value: Decimal | None
    state: str
    reason: str | None
    is_overlap_subtracted: bool


def roll_up(
    measure: Measure, values: Values, areas: Collection[str], weights: Values, overlap: Decimal | None = None
) -> RolledUp:
    """Return the value of the larger area that `areas` make up, from the `values` of those that reported.

    `weights` gives, by area, the value of what weighs them. The overlap, what is counted in two areas, is subtracted
    once, and only when every area is counted: how much of it lies in some of them is not known.
    """
    if not values:
        return RolledUp(None, NOT_REPORTED, None, False)
    derive = _DERIVATIONS.get(measure.area_aggregation, _none)
    value, reason = derive(measure, values, weights)
    if value is None:
        return RolledUp(None, NOT_DERIVABLE, reason, False)
    is_whole = values.keys() >= set(areas)
    subtracts = is_whole and overlap is not None and measure.is_summable
    if subtracts:
        value = _EXACT.subtract(value, overlap or Decimal(0))
    is_complete = is_whole and all(each.is_complete for each in values.values())
    return RolledUp(value, DERIVED if is_complete else PARTIAL, None, subtracts)


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
    return rounded(_EXACT.divide(total, Decimal(len(values))), measure.decimals), None


def _ratio(measure: Measure, values: Values, _weights: Values) -> Derived:
    parts = [(each.numerator, each.denominator) for each in values.values()]
    known = [(above, below) for above, below in parts if above is not None and below is not None]
    below = _total(each for _, each in known)
    if len(known) < len(parts) or below == 0:
        return None, PARTS_UNKNOWN
    ratio = _EXACT.divide(_total(each for each, _ in known), below)
    is_percent = measure.unit_code == PERCENT
    return rounded(_EXACT.multiply(ratio, _HUNDRED) if is_percent else ratio, measure.decimals), None


def _weighted(measure: Measure, values: Values, weights: Values) -> Derived:
    if not values.keys() <= weights.keys():
        return None, WEIGHT_UNKNOWN
    weighing = [weights[code].value for code in values]
    total = _total(weighing)
    # A weight below zero would let the mean leave its parts.
    if total <= 0 or min(weighing) < 0:
        return None, WEIGHT_UNKNOWN
    products = (_EXACT.multiply(each.value, weights[code].value) for code, each in values.items())
    return rounded(_EXACT.divide(_total(products), total), measure.decimals), None


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


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up to an indicator's decimals, as a reported ratio is."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
