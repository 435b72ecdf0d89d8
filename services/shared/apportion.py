"""Whole units out of exact quotas, by largest remainder: the one rounding of everything that is divided."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple


class Apportioned(NamedTuple):
    """Whole units by key, and which keys got one unit more than their quota rounded down."""

    units: Mapping[str, int]
    residue: frozenset[str]


def apportion(quotas: Mapping[str, Fraction]) -> Apportioned:
    """Return quotas as whole units with the same sum.

    Every key gets its quota rounded down, the units left go to the largest remainders, on a tie to the lower key, so
    that neither the order of keys nor the run decides. ValueError when the quotas do not add up to whole units.
    """
    whole = sum(quotas.values(), Fraction(0))
    if whole.denominator != 1:
        raise ValueError("only quotas that add up to whole units are rounded")
    floors = {key: quota.numerator // quota.denominator for key, quota in quotas.items()}
    left = whole.numerator - sum(floors.values())
    order = sorted(quotas, key=lambda key: (floors[key] - quotas[key], key))
    residue = frozenset(order[:left])
    return Apportioned({key: floors[key] + (key in residue) for key in quotas}, residue)
