"""Who stands where: in the direction of the indicator, equal ones at the same place, who has no value apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from services.indicators.aggregation import Measure
from services.indicators.catalogue.rules import HIGHER, LOWER

_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Place:
    """The place of an area, from 1; several areas with the same share it, and the next place is left out for each."""

    place: int
    area_code: str
    is_shared: bool


def merit_of(measure: Measure, value: Decimal) -> Decimal:
    """Return what is compared, more being better: within a range all are alike, outside the nearer one is better."""
    if measure.direction == HIGHER:
        return value
    if measure.direction == LOWER:
        return -value
    below = Decimal(0) if measure.range_lower is None else _EXACT.subtract(measure.range_lower, value)
    above = Decimal(0) if measure.range_upper is None else _EXACT.subtract(value, measure.range_upper)
    return -max(below, above, Decimal(0))


def places_of(merits: Mapping[str, Decimal]) -> tuple[Place, ...]:
    """Return the places of areas by what they have, the best first, equal ones by their code."""
    order = sorted(merits, key=lambda code: (-merits[code], code))
    better: dict[Decimal, int] = {}
    for place, code in enumerate(order, 1):
        better.setdefault(merits[code], place)
    having = list(merits.values())
    return tuple(Place(better[merits[code]], code, having.count(merits[code]) > 1) for code in order)


def middle_of(values: Sequence[Decimal]) -> Decimal:
    """Return the median of some values: of an even number the middle between the two in the middle."""
    order, half = sorted(values), len(values) // 2
    if len(order) % 2:
        return order[half]
    return _EXACT.divide(_EXACT.add(order[half - 1], order[half]), Decimal(2))
