"""What a division is made from, and what it says of every area."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

# How a criterion divides its part of the money (B2.1: equal share, population, poverty, inverse income, plan quality).
EQUAL, DIRECT, INVERSE, SCORE = "equal", "direct", "inverse", "score"
KINDS = (EQUAL, DIRECT, INVERSE, SCORE)

# What an area counts for whose input is not known: nobody may divide; nothing; as much as the known ones on average.
REFUSE, NOTHING, AVERAGE = "refuse", "nothing", "average"
MISSING = (REFUSE, NOTHING, AVERAGE)

LEAST, MOST, FALL, RISE = "least_amount", "most_amount", "most_fall_percent", "most_rise_percent"


@dataclass(frozen=True)
class Band:
    """Inputs from `at_least` on, up to the next band, are worth so many points."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True)
class Criterion:
    """One criterion. `weight` is in percent of the pool; `inputs` holds what is known, by area code."""

    key: str
    kind: str
    weight: Decimal
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    missing: str = REFUSE
    # An inverse criterion takes a smaller input for this one; zero has no inverse.
    least_input: Decimal | None = None
    # Of a score, ascending; an input below the first is worth nothing. Without bands the input is the points.
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """What an area gets at least and at most, in satang, and its largest change against last year, in percent."""

    least_amount: int | None = None
    most_amount: int | None = None
    most_fall_percent: Decimal | None = None
    most_rise_percent: Decimal | None = None


@dataclass(frozen=True)
class Pool:
    """A part of the frame that one kind of area shares: `amount` satang in whole `unit`s, both more than zero.

    `last_year` is in satang by area code; an area without one has no largest change. `exceptions` stand in place of
    `bounds`, by area code.
    """

    amount: int
    unit: int
    areas: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    bounds: Bounds = Bounds()
    exceptions: Mapping[str, Bounds] = field(default_factory=dict)
    last_year: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Contribution:
    """What one criterion brings one area: basis / sum of bases × weight × pool; `amount` is that in satang, down.

    `value` is the input as it counted, None where none was known; `basis` is what it weighs.
    """

    key: str
    value: Decimal | None
    basis: Fraction
    share: Fraction
    amount: int


@dataclass(frozen=True)
class Limits:
    """The bounds of one area in satang, in whole units, each with the bound it comes from; None: there is none."""

    lower: int
    lower_by: str | None
    upper: int | None
    upper_by: str | None


@dataclass(frozen=True)
class Share:
    """What one area gets, in satang: always the contributions + `bounds_amount` + `rounding_amount` = `amount`.

    `raw` is what the criteria give exactly, `bounded` what is left of it within all bounds; `bound_by` names the bound
    that the area stands at. `remainder` is the part of a unit that `bounded` ends in, `has_residue` whether rounding
    gave the unit or took the part.
    """

    area_code: str
    contributions: tuple[Contribution, ...]
    raw: Fraction
    limits: Limits
    bounded: Fraction
    bound_by: str | None
    bounds_amount: int
    remainder: Fraction
    has_residue: bool
    rounding_amount: int
    amount: int


@dataclass(frozen=True)
class Division:
    """The shares by area code, ascending; `multiplier` is what the bounds made of one satang of the criteria."""

    shares: tuple[Share, ...]
    multiplier: Fraction
