"""A year of an area as it is read: what each reporter said, whose value counts, and how that stands to the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from services.indicators.achievement import Achievement, Aim, Band, Method, achievement_of, band_of, status_of
from services.indicators.aggregation import Measure
from services.indicators.joint.rules.disputes import Figure
from services.indicators.observations.rules import CurrentValue, YearValue, value_of_year
from services.indicators.observations.rules.periods import MONTHS, MONTHS_IN

RECORD, AREA, FUNCTION = "record", "area", "function"
SIDES = (RECORD, AREA, FUNCTION)
AGREEMENT, JOINT = "performance_agreement", "joint_indicator"


@dataclass(frozen=True)
class Reported:
    """What one unit reported of an area in a fiscal year; `counts`: it is the one whose value counts."""

    area_code: str
    fiscal_year: int
    reporter: str
    counts: bool
    values: tuple[CurrentValue, ...]
    definition_versions: Mapping[str, int] = field(default_factory=dict)  # by period


@dataclass(frozen=True)
class Target:
    """What was agreed for an area and year, where that stands, and the baseline that stands with it."""

    source: str
    id: UUID
    value: Decimal
    baseline: Decimal | None


@dataclass(frozen=True)
class Scale:
    """The methods of achievement and the bands of their percents, as they are in force for a fiscal year."""

    methods: tuple[Method, ...]
    bands: tuple[Band, ...]

    def band(self, achievement: Achievement) -> str | None:
        """Return what a percent is called; None where there is none."""
        if achievement.percent is None or not self.bands:
            return None
        return band_of(achievement.percent, self.bands).code


@dataclass(frozen=True)
class Settled:
    """What a resolution settled of an area's year: whose value that is said to be, and the figure as it stood then."""

    dispute_id: UUID | None  # None for who is told of no dispute
    reporter: str
    figure: Figure


@dataclass(frozen=True)
class AreaYear:
    """A year of an area: the value that counts and whose it is, the target, and how the one stands to the other."""

    area_code: str
    fiscal_year: int
    reporter: str | None
    value: YearValue | None
    target: Target | None
    status: str
    achievements: tuple[Achievement, ...]
    settled: Settled | None = None

    @property
    def made_of(self) -> tuple[tuple[str, int], ...]:
        """The (period, revision) of what the value was made of, or had been when it was settled."""
        if self.settled is not None:
            return self.settled.figure.made_of
        return tuple(self.value.revisions) if self.value else ()

    @property
    def is_complete(self) -> bool:
        """Whether the value is there for the whole year."""
        return self.value is not None and self.value.is_complete


def aim_of(measure: Measure, target: Target | None) -> Aim:
    """Return what a year's value is held against."""
    value, baseline = (target.value, target.baseline) if target else (None, None)
    return Aim(measure.direction, value, measure.range_lower, measure.range_upper, baseline)


def area_year(
    area_code: str,
    fiscal_year: int,
    rows: Sequence[Reported],
    targets: Sequence[Target],
    measure: Measure,
    scale: Scale,
    settled: Settled | None = None,
) -> AreaYear:
    """Return how a year of an area stands; of several targets the area's own agreement is held against first.

    What a resolution settled is the year's value, whatever was reported before or since.
    """
    counting = next((row for row in rows if row.counts), None)
    value = value_of_year(counting.values, measure.time_aggregation) if counting else None
    reporter = counting.reporter if counting and value else None
    if settled is not None:
        reporter, value = settled.reporter, settled.figure.as_year()
    target = next(iter(sorted(targets, key=lambda each: (each.source != AGREEMENT, each.id))), None)
    aim, actual = aim_of(measure, target), value.value if value else None
    is_complete = value is not None and value.is_complete
    return AreaYear(
        area_code=area_code,
        fiscal_year=fiscal_year,
        reporter=reporter,
        value=value,
        target=target,
        status=status_of(aim, actual, is_complete=is_complete),
        achievements=tuple(achievement_of(each, aim, actual, is_complete=is_complete) for each in scale.methods),
        settled=settled,
    )


@dataclass(frozen=True)
class Break:
    """Where a reporter's values go over to another version of the definition: before and after may not compare."""

    reporter: str
    fiscal_year: int
    period: str
    before: int
    after: int


def breaks_in(rows: Sequence[Reported]) -> tuple[Break, ...]:
    """Return the breaks in the series of one area, by reporter, in the order in which the periods ended."""
    found = list[Break]()
    for reporter in sorted({row.reporter for row in rows}):
        last: int | None = None
        for row in sorted((row for row in rows if row.reporter == reporter), key=lambda each: each.fiscal_year):
            for value in sorted(row.values, key=lambda each: ends_at(each.period)):
                version = row.definition_versions[value.period]
                if last is not None and version != last:
                    found.append(Break(reporter, row.fiscal_year, value.period, last, version))
                last = version
    return tuple(found)


def ends_at(period: str) -> tuple[int, int]:
    """Return where a period comes in a year: by its last month, a shorter one before the longer one it ends with."""
    months = MONTHS_IN[period]
    return MONTHS.index(months[-1]), len(months)
