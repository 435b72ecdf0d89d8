"""Step 2 of the method: what each area counts for under a criterion, and its share."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from services.budget.allocation.rules.method import (
    AVERAGE,
    DIRECT,
    EQUAL,
    INVERSE,
    Contribution,
    Criterion,
    Pool,
)

_HUNDRED = 100


def known_input(criterion: Criterion, area: str) -> Decimal | None:
    """Return the input of an area as it counts: an inverse criterion lifts it to the least one it takes."""
    value = criterion.inputs.get(area)
    if value is None or criterion.kind != INVERSE or criterion.least_input is None:
        return value
    return max(value, criterion.least_input)


def bases_of(criterion: Criterion, areas: Sequence[str]) -> dict[str, Fraction]:
    """Return what each area counts for; where its input is missing, what the criterion says of that."""
    if criterion.kind == EQUAL:
        return dict.fromkeys(areas, Fraction(1))
    values = {area: known_input(criterion, area) for area in areas}
    known = {area: _basis(criterion, value) for area, value in values.items() if value is not None}
    stands_in = criterion.missing == AVERAGE and known
    instead = sum(known.values(), Fraction(0)) / len(known) if stands_in else Fraction(0)
    return {area: known.get(area, instead) for area in areas}


def contributions_of(pool: Pool, criterion: Criterion) -> Mapping[str, Contribution]:
    """Return what a criterion brings each area of the pool, by area code; its bases have a sum above zero."""
    bases = bases_of(criterion, pool.areas)
    total = sum(bases.values(), Fraction(0))
    part = pool.amount * Fraction(criterion.weight) / _HUNDRED
    return {
        area: Contribution(
            criterion.key, known_input(criterion, area), basis, basis / total, math.floor(part * basis / total)
        )
        for area, basis in bases.items()
    }


def exact_amount(pool: Pool, criterion: Criterion, contribution: Contribution) -> Fraction:
    """Return a contribution before it is rounded down to the satang."""
    return pool.amount * Fraction(criterion.weight) / _HUNDRED * contribution.share


def _basis(criterion: Criterion, value: Decimal) -> Fraction:
    if criterion.kind == INVERSE:
        return 1 / Fraction(value)
    if criterion.kind == DIRECT or not criterion.bands:
        return Fraction(value)
    reached = [band.points for band in criterion.bands if band.at_least <= value]
    return Fraction(reached[-1]) if reached else Fraction(0)
