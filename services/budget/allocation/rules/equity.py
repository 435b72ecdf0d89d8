"""Who got how much for how many: per head, by region and cluster, against last year, and what each criterion moved.

Heads are whatever the reader counts by: an input of the run, or numbers of their own. What is not known is left out of
a sum's heads, and said; it is never a zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from services.budget.allocation.rules.inequality import Point, Weighted, gini, lorenz
from services.budget.allocation.rules.snapshot import Document
from services.shared.apportion import apportion
from services.shared.money import parse_amount


@dataclass(frozen=True)
class AreaMoney:
    """What an area got in satang, this year and last, and how many heads it has; None: not known.

    `lines` are what each criterion brought it, by key; with `bounds_amount` and `rounding_amount` they are `amount`.
    """

    area_code: str
    amount: int
    last_year: int | None
    heads: Decimal | None
    lines: Mapping[str, int]
    bounds_amount: int
    rounding_amount: int

    @property
    def per_head(self) -> Fraction | None:
        """Satang per head; None without heads."""
        return Fraction(self.amount) / Fraction(self.heads) if self.heads else None


@dataclass(frozen=True)
class GroupMoney:
    """What several areas got together; `last_year` and `heads` are None unless known of every one of them."""

    code: str
    area_codes: tuple[str, ...]
    amount: int
    last_year: int | None
    heads: Decimal | None

    @property
    def per_head(self) -> Fraction | None:
        """Satang per head; None without heads."""
        return Fraction(self.amount) / Fraction(self.heads) if self.heads else None


class Spread(NamedTuple):
    """How unequally something is spread: the coefficient, and the curve that it is of."""

    gini: Fraction
    lorenz: tuple[Point, ...]


class Extremes(NamedTuple):
    """Who has most and least per head, the lowest codes of equal ones; `ratio` is None where the least is nothing."""

    most: AreaMoney
    least: AreaMoney
    ratio: Fraction | None


@dataclass(frozen=True)
class Moved:
    """What a criterion moved against dividing its money equally, by area in satang: to it, or from it below zero."""

    key: str
    amount: int
    by_area: Mapping[str, int]

    @property
    def moved(self) -> int:
        """What went to another area than by equal shares."""
        return sum(amount for amount in self.by_area.values() if amount > 0)

    @property
    def gaining(self) -> int:
        """How many areas have more by it; a satang is nothing but rounding."""
        return sum(amount > 1 for amount in self.by_area.values())

    @property
    def losing(self) -> int:
        """How many areas have less by it; a satang is nothing but rounding."""
        return sum(amount < -1 for amount in self.by_area.values())


def areas_of(pool: Document, of_level: Document, heads: Mapping[str, Decimal]) -> tuple[AreaMoney, ...]:
    """Return the areas of a pool in a result, with what its snapshot says of last year."""
    last = {each["area_code"]: parse_amount(each["amount"]) for each in of_level["last_year"]["amounts"]}
    return tuple(
        AreaMoney(
            area_code=area["area_code"],
            amount=parse_amount(area["amount"]),
            last_year=last.get(area["area_code"]),
            heads=heads.get(area["area_code"]),
            lines={each["key"]: parse_amount(each["amount"]) for each in area["contributions"]},
            bounds_amount=parse_amount(area["bounds_amount"]),
            rounding_amount=parse_amount(area["rounding_amount"]),
        )
        for area in pool["areas"]
    )


def group_of(code: str, areas: Sequence[AreaMoney]) -> GroupMoney:
    """Return what areas got together."""
    last = [each.last_year for each in areas if each.last_year is not None]
    heads = [each.heads for each in areas if each.heads is not None]
    return GroupMoney(
        code=code,
        area_codes=tuple(each.area_code for each in areas),
        amount=sum(each.amount for each in areas),
        last_year=sum(last) if len(last) == len(areas) else None,
        heads=sum(heads, Decimal(0)) if len(heads) == len(areas) else None,
    )


def groups_of(areas: Iterable[AreaMoney], group_by_area: Mapping[str, str]) -> tuple[GroupMoney, ...]:
    """Return what the areas of each group got together, by the code of the group; who is in none is in none here."""
    members: dict[str, list[AreaMoney]] = {}
    for area in areas:
        if area.area_code in group_by_area:
            members.setdefault(group_by_area[area.area_code], []).append(area)
    return tuple(group_of(code, members[code]) for code in sorted(members))


def amounts_spread(areas: Iterable[AreaMoney]) -> Spread | None:
    """Return how unequal the amounts themselves are, each area counted once."""
    return _spread(Weighted(Fraction(each.amount), Fraction(1)) for each in areas)


def areas_spread(areas: Iterable[AreaMoney]) -> Spread | None:
    """Return how unequal the money per head is, each area counted once; None where no heads are known."""
    return _spread(Weighted(per_head, Fraction(1)) for _, _, per_head in _with_heads(areas))


def heads_spread(areas: Iterable[AreaMoney]) -> Spread | None:
    """Return how unequal the money per head is, each head counted once; None where no heads are known."""
    return _spread(Weighted(per_head, Fraction(heads)) for _, heads, per_head in _with_heads(areas))


def extremes_of(areas: Iterable[AreaMoney]) -> Extremes | None:
    """Return who has most and least per head; None where no heads are known."""
    known = [(per_head, area) for area, _, per_head in _with_heads(areas)]
    if not known:
        return None
    most = min(known, key=lambda each: (-each[0], each[1].area_code))
    least = min(known, key=lambda each: (each[0], each[1].area_code))
    return Extremes(most[1], least[1], most[0] / least[0] if least[0] else None)


def moves_of(areas: Sequence[AreaMoney]) -> tuple[Moved, ...]:
    """Return what each criterion moved, in the order of the pool.

    The lines of a criterion are set against its own equal division, rounded by largest remainder: so what it moved
    adds up to zero over the areas, and `equal_of` + what all criteria moved + bounds + rounding is an area's amount.
    """
    return tuple(_moved(key, areas) for key in areas[0].lines)


def equal_of(area: AreaMoney, moves: Iterable[Moved]) -> int:
    """Return what an area would have if every criterion divided its money equally, before bounds and rounding."""
    return sum(area.lines[each.key] - each.by_area[area.area_code] for each in moves)


def _moved(key: str, areas: Sequence[AreaMoney]) -> Moved:
    amount = sum(each.lines[key] for each in areas)
    equal = apportion({each.area_code: Fraction(amount, len(areas)) for each in areas}).units
    return Moved(key, amount, {each.area_code: each.lines[key] - equal[each.area_code] for each in areas})


def _with_heads(areas: Iterable[AreaMoney]) -> Iterable[tuple[AreaMoney, Decimal, Fraction]]:
    for area in areas:
        if area.heads and (per_head := area.per_head) is not None:
            yield area, area.heads, per_head


def _spread(values: Iterable[Weighted]) -> Spread | None:
    curve = lorenz(values)
    coefficient = gini(curve)
    return None if coefficient is None else Spread(coefficient, curve)
