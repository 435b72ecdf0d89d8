"""Step 3 of the method: the bounds of each area, and what the criteria come to within them."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from services.budget.allocation.rules.method import FALL, LEAST, MOST, RISE, Bounds, Limits, Pool

_HUNDRED = 100


class Bounded(NamedTuple):
    """What each area gets within the bounds, by area code, and the multiplier that it comes from."""

    amounts: Mapping[str, Fraction]
    multiplier: Fraction


def limits_of(pool: Pool, area: str) -> Limits:
    """Return the bounds of an area in whole units: the highest of the lower ones, the lowest of the upper ones.

    A bound that falls within a unit is rounded inward. Of equal ones the amount is named, not the change.
    """
    bounds, last = pool.exceptions.get(area, pool.bounds), pool.last_year.get(area)
    lower = [(-(-amount // pool.unit) * pool.unit, name) for amount, name in _lower(bounds, last)]
    upper = [(amount // pool.unit * pool.unit, name) for amount, name in _upper(bounds, last)]
    least = max(lower, key=lambda bound: bound[0], default=(0, None))
    most = min(upper, key=lambda bound: bound[0], default=(None, None))
    return Limits(least[0], least[1], most[0], most[1])


def _lower(bounds: Bounds, last: int | None) -> Iterator[tuple[int, str]]:
    if bounds.least_amount is not None:
        yield bounds.least_amount, LEAST
    if bounds.most_fall_percent is not None and last is not None:
        yield max(0, math.ceil(last * (1 - Fraction(bounds.most_fall_percent) / _HUNDRED))), FALL


def _upper(bounds: Bounds, last: int | None) -> Iterator[tuple[int, str]]:
    if bounds.most_amount is not None:
        yield bounds.most_amount, MOST
    if bounds.most_rise_percent is not None and last is not None:
        yield math.floor(last * (1 + Fraction(bounds.most_rise_percent) / _HUNDRED)), RISE


def most_that_fits(raw: Mapping[str, Fraction], limits: Mapping[str, Limits], amount: int) -> int:
    """Return the most that can be given within the bounds; what the criteria give nothing stays at its least."""
    return sum(limits[area].lower if not raw[area] else _upper_of(limits[area], amount) for area in raw)


def within_bounds(raw: Mapping[str, Fraction], limits: Mapping[str, Limits], amount: int) -> Bounded:
    """Return raw amounts times the one multiplier with which, each kept within its bounds, they add up to `amount`.

    The multiplier grows from zero: an area leaves its lower bound when its raw amount times the multiplier passes it,
    and stays at its upper one. Of several multipliers that do, the smallest. ValueError when the bounds leave less
    room than the amount, or take more.
    """
    given = Fraction(sum(limit.lower for limit in limits.values()))
    slope, multiplier = Fraction(0), Fraction(0)
    for at, change in _turns(raw, limits, amount):
        if given + slope * (at - multiplier) >= amount:
            break
        given, slope, multiplier = given + slope * (at - multiplier), slope + change, at
    if given > amount or (given < amount and slope == 0):
        raise ValueError("the bounds do not leave room for exactly this amount")
    if given < amount:
        multiplier += (amount - given) / slope
    amounts = {area: _kept_within(raw[area] * multiplier, limits[area]) for area in raw}
    return Bounded(amounts, multiplier)


def bound_at(amount: Fraction, limits: Limits) -> str | None:
    """Return the bound that an amount stands at; None when it stands at none."""
    if amount == limits.lower and limits.lower_by is not None:
        return limits.lower_by
    return limits.upper_by if amount == limits.upper else None


def _turns(raw: Mapping[str, Fraction], limits: Mapping[str, Limits], amount: int) -> list[tuple[Fraction, Fraction]]:
    """Return the multipliers at which an area begins to grow or ends, ascending, each with how the slope changes."""
    turns = []
    for area, share in raw.items():
        if share:
            turns.append((limits[area].lower / share, share))
            turns.append((_upper_of(limits[area], amount) / share, -share))
    return sorted(turns)


def _upper_of(limits: Limits, amount: int) -> int:
    # Without an upper bound an area could at most have all of it, which is no bound.
    return max(amount, limits.lower) if limits.upper is None else limits.upper


def _kept_within(amount: Fraction, limits: Limits) -> Fraction:
    raised = max(amount, Fraction(limits.lower))
    return raised if limits.upper is None else min(raised, Fraction(limits.upper))
