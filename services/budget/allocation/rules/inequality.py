"""How unequally something is spread: the Lorenz curve and the Gini coefficient, exact.

Values with weights, ascending by value, give the points (share of all weight, share of the whole) of the curve. The
Gini coefficient is one less twice the area under the lines between them, which is the mean difference of two values
drawn by weight, over twice the mean: 0 where all values are equal, below 1 always. Nothing is corrected for small
numbers.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple


class Weighted(NamedTuple):
    """A value, zero or more, that counts with a weight above zero."""

    value: Fraction
    weight: Fraction


class Point(NamedTuple):
    """Who has least, up to this share of all weight, has this share of the whole."""

    weight: Fraction
    value: Fraction


def lorenz(values: Iterable[Weighted]) -> tuple[Point, ...]:
    """Return the curve from (0, 0) to (1, 1), equal values as one line; nothing where the whole is zero."""
    by_value: dict[Fraction, Fraction] = {}
    for each in values:
        by_value[each.value] = by_value.get(each.value, Fraction(0)) + each.weight
    weight = sum(by_value.values(), Fraction(0))
    whole = sum((value * by_value[value] for value in by_value), Fraction(0))
    if not whole:
        return ()
    points = [Point(Fraction(0), Fraction(0))]
    for value in sorted(by_value):
        last = points[-1]
        points.append(Point(last.weight + by_value[value] / weight, last.value + value * by_value[value] / whole))
    return tuple(points)


def gini(curve: Sequence[Point]) -> Fraction | None:
    """Return the coefficient of a curve; None where there is none."""
    if not curve:
        return None
    lines = pairwise(curve)
    twice = sum(((end.weight - start.weight) * (end.value + start.value) for start, end in lines), Fraction(0))
    return 1 - twice
