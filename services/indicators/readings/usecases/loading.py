"""What the database tells of an indicator, put into the terms of the rules."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.achievement import Band, Method
from services.indicators.aggregation import Measure
from services.indicators.joint.rules.disputes import Figure
from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.years import FINAL, PROVISIONAL
from services.indicators.readings.repository import Asked, read_years
from services.indicators.readings.repository.years import parsed
from services.indicators.readings.rules.years import (
    AGREEMENT,
    JOINT,
    AreaYear,
    Reported,
    Scale,
    Settled,
    Target,
    area_year,
    ends_at,
)
from services.shared.access import Principal
from services.shared.database import Reader

Json = Mapping[str, Any]
AreaAndYear = tuple[str, int]


@dataclass(frozen=True)
class Agreed:
    """What a standing joint indicator says of an area and year."""

    joint_indicator_id: UUID
    tolerance_percent: Decimal
    overlap: Decimal | None
    settled: Settled | None
    sides: frozenset[str]  # the area and the function that report


@dataclass(frozen=True)
class Scales:
    """The methods, bands and limits there are, each with the fiscal years it is in force for."""

    methods: Sequence[Json]
    bands: Sequence[Json]
    limits: Sequence[Json]

    def of(self, fiscal_year: int) -> Scale:
        """Return how results of a fiscal year are read."""
        methods = _newest(self.methods, fiscal_year, "code")
        version = max((band["version"] for band in self.bands if _is_in_force(band, fiscal_year)), default=None)
        bands = [band for band in self.bands if band["version"] == version]
        return Scale(
            tuple(_method(each) for each in methods),
            tuple(Band(each["code"], number(each["at_least_percent"])) for each in bands),
        )

    def limits_of(self, fiscal_year: int) -> Mapping[str, Json]:
        """Return the limits in force for a fiscal year, by code."""
        return {each["code"]: each for each in _newest(self.limits, fiscal_year, "code")}

    def limit(self, code: str, fiscal_year: int) -> Decimal:
        """Return one limit."""
        return Decimal(self.limits_of(fiscal_year)[code]["value"])


def _newest(rows: Iterable[Json], fiscal_year: int, key: str) -> list[Json]:
    found: dict[str, Json] = {}
    for row in sorted(rows, key=lambda each: int(each["version"])):
        if _is_in_force(row, fiscal_year):
            found[row[key]] = row
    return [found[name] for name in sorted(found)]


def _is_in_force(row: Json, fiscal_year: int) -> bool:
    last = row["last_fiscal_year"]
    return bool(row["first_fiscal_year"] <= fiscal_year and (last is None or fiscal_year <= last))


def _method(row: Json) -> Method:
    floor, cap = Decimal(row["floor_percent"]), Decimal(row["cap_percent"])
    return Method(row["code"], row["version"], row["way"], floor, cap)


@dataclass(frozen=True)
class Reading:
    """Everything known of an indicator in the areas and years that were asked for."""

    indicator: Json
    measure: Measure
    rows: Mapping[AreaAndYear, tuple[Reported, ...]]
    targets: Mapping[AreaAndYear, tuple[Target, ...]]
    agreed: Mapping[AreaAndYear, Agreed]
    definitions: Sequence[Json]
    scales: Scales

    def year(self, area_code: str, fiscal_year: int) -> AreaYear:
        """Return how a year of an area stands."""
        place = area_code, fiscal_year
        rows, targets = self.rows.get(place, ()), self.targets.get(place, ())
        scale, settled = self.scales.of(fiscal_year), self.settled(area_code, fiscal_year)
        return area_year(area_code, fiscal_year, rows, targets, self.measure, scale, settled)

    def settled(self, area_code: str, fiscal_year: int) -> Settled | None:
        """Return what a resolution settled of a year of an area; None where none did."""
        agreed = self.agreed.get((area_code, fiscal_year))
        return agreed.settled if agreed else None

    def counting(self, area_code: str, fiscal_year: int) -> Reported | None:
        """Return what the unit reported whose value counts; None where it has not."""
        return next((row for row in self.rows.get((area_code, fiscal_year), ()) if row.counts), None)


async def load_reading(reader: Reader, principal: Principal, asked: Asked) -> Reading:
    """Return what is known, in one statement; raises NotFound. Many values are read beside the event loop."""
    told = await read_years(reader, principal, asked)
    return await asyncio.to_thread(reading_of, told, asked.indicator_id, tells_joint=not principal.is_public)


def reading_of(told: Mapping[str, str], indicator_id: UUID, *, tells_joint: bool) -> Reading:
    """Return what the database tells; the public is told no target and no dispute of a joint indicator."""
    found = {name: parsed(text) for name, text in told.items()}
    sides = found["sides"]
    targets = [_target(each, AGREEMENT, "id", "value") for each in found["targets"]]
    if tells_joint:
        targets += [_target(each, JOINT, "joint_indicator_id", "target") for each in sides]
    years = [_reported(each, indicator_id) for each in found["years"]]
    return Reading(
        indicator=found["indicator"],
        measure=measure_of(found["indicator"]),
        rows=_by_place((_place(each), row) for each, row in zip(found["years"], years, strict=True)),
        targets=_by_place(targets),
        agreed={_place(each): _agreed(each, tells_joint) for each in sides},
        definitions=found["definitions"],
        scales=Scales(found["methods"], found["bands"], found["limits"]),
    )


def measure_of(indicator: Json) -> Measure:
    """Return what an indicator means, as its definition says now; how it adds up never changes once data exist."""
    return Measure(
        unit_code=indicator["unit_code"],
        decimals=indicator["decimals"],
        direction=indicator["direction"],
        range_lower=number(indicator["range_lower"]),
        range_upper=number(indicator["range_upper"]),
        time_aggregation=indicator["time_aggregation"],
        area_aggregation=indicator["area_aggregation"],
    )


def number(value: Any) -> Decimal | None:  # noqa: ANN401 - a number of JSON
    """Return a number of the database's JSON, exact."""
    return None if value is None else Decimal(value)


def _place(row: Json) -> AreaAndYear:
    return row["area_code"], row["fiscal_year"]


def _by_place(found: Iterable[tuple[AreaAndYear, Any]]) -> Mapping[AreaAndYear, Any]:
    places: dict[AreaAndYear, tuple[Any, ...]] = {}
    for place, value in found:
        places[place] = (*places.get(place, ()), value)
    return places


def _target(row: Json, source: str, key: str, value: str) -> tuple[AreaAndYear, Target]:
    return _place(row), Target(source, UUID(row[key]), Decimal(row[value]), number(row["baseline"]))


def _agreed(row: Json, tells_joint: bool) -> Agreed:
    tolerance, overlap = Decimal(row["tolerance_percent"]), number(row["overlap_value"])
    sides = frozenset({f"area:{row['area_code']}", f"function:{row['function_reporter_code']}"})
    return Agreed(UUID(row["joint_indicator_id"]), tolerance, overlap, _settled(row, tells_joint), sides)


def _settled(row: Json, tells_joint: bool) -> Settled | None:
    if row["dispute_id"] is None:
        return None
    made_of = tuple((period, revision) for period, revision in row["settled_made_of"])
    above, below = number(row["settled_numerator"]), number(row["settled_denominator"])
    figure = Figure(Decimal(row["settled_value"]), above, below, made_of)
    return Settled(UUID(row["dispute_id"]) if tells_joint else None, row["settled_reporter"], figure)


def _reported(row: Json, indicator_id: UUID) -> Reported:
    places = [place for place, revision in enumerate(row["revision"]) if revision is not None]
    values = [_value(row, indicator_id, place) for place in places]
    return Reported(
        area_code=row["area_code"],
        fiscal_year=row["fiscal_year"],
        reporter=row["reporter"],
        counts=row["counts"],
        values=tuple(sorted(values, key=lambda each: ends_at(each.period))),
        definition_versions={PERIODS[place]: row["definition_version"][place] for place in places},
    )


def _value(row: Json, indicator_id: UUID, place: int) -> CurrentValue:
    return CurrentValue(
        area_code=row["area_code"],
        indicator_id=indicator_id,
        fiscal_year=row["fiscal_year"],
        period=PERIODS[place],
        reporter=row["reporter"],
        revision=row["revision"][place],
        value=Decimal(row["value"][place]),
        numerator=number(row["numerator"][place]),
        denominator=number(row["denominator"][place]),
        status=FINAL if row["is_final"][place] else PROVISIONAL,
        recorded_at=dt.datetime.fromisoformat(row["recorded_at"][place]),
    )
