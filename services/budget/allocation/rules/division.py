"""The division itself: the steps of the method in their order, and what each of them did to every area."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from services.budget.allocation.rules.bounds import Bounded, bound_at, limits_of, within_bounds
from services.budget.allocation.rules.criteria import contributions_of, exact_amount
from services.budget.allocation.rules.method import Contribution, Division, Limits, Pool, Share
from services.shared.apportion import Apportioned, apportion


def split_frame(frame: int, unit: int, percents: Mapping[str, Decimal]) -> dict[str, int]:
    """Return the satang of each pool by its key, in whole units; `percents` add up to 100.

    FY2563 had 70 to 30 of provinces and clusters (A3.4); other years are data. The frame is whole units.
    """
    quotas = {key: frame // unit * Fraction(percent) / 100 for key, percent in percents.items()}
    return {key: count * unit for key, count in apportion(quotas).units.items()}


def raw_amounts(pool: Pool) -> dict[str, Fraction]:
    """Return what the criteria give each area exactly, by area code; together the whole pool."""
    raw = dict.fromkeys(sorted(pool.areas), Fraction(0))
    for criterion in pool.criteria:
        for area, contribution in contributions_of(pool, criterion).items():
            raw[area] += exact_amount(pool, criterion, contribution)
    return raw


def divide(pool: Pool) -> Division:
    """Return the pool divided and explained; ValueError when `faults_of` would name a fault."""
    raw = raw_amounts(pool)
    limits = {area: limits_of(pool, area) for area in raw}
    bounded = within_bounds(raw, limits, pool.amount)
    rounded = apportion({area: amount / pool.unit for area, amount in bounded.amounts.items()})
    columns = [contributions_of(pool, criterion) for criterion in pool.criteria]
    shares = tuple(
        _share(area, [column[area] for column in columns], raw[area], limits[area], bounded, rounded, pool.unit)
        for area in raw
    )
    return Division(shares, bounded.multiplier)


def _share(
    area: str,
    contributions: Sequence[Contribution],
    raw: Fraction,
    limits: Limits,
    bounded: Bounded,
    rounded: Apportioned,
    unit: int,
) -> Share:
    within, amount = bounded.amounts[area], rounded.units[area] * unit
    bounds_amount = math.floor(within) - math.floor(raw)
    return Share(
        area_code=area,
        contributions=tuple(contributions),
        raw=raw,
        limits=limits,
        bounded=within,
        bound_by=bound_at(within, limits),
        bounds_amount=bounds_amount,
        remainder=within / unit % 1,
        has_residue=area in rounded.residue,
        rounding_amount=amount - bounds_amount - sum(each.amount for each in contributions),
        amount=amount,
    )
