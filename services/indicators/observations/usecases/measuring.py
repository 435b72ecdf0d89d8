"""What a push is judged by: the indicators it is about, the areas they are measured for, the day it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.repository import load_measured
from services.indicators.catalogue.rules import PERCENT, RATIO
from services.indicators.observations.repository import Plain
from services.indicators.observations.rules.plain import limits_of, places_of, scales_of, spans_of
from services.indicators.observations.rules.rows import Facts, Measure, Row
from services.indicators.observations.rules.years import FINAL, PROVISIONAL, CurrentValue
from services.indicators.observations.usecases.reading import Reading
from services.indicators.windows.repository import windows_of
from services.shared import reference
from services.shared.access import Principal
from services.shared.fiscal import day_in_bangkok


async def facts_of(
    session: AsyncSession, principal: Principal, reporter: str, reading: Reading, at: dt.datetime
) -> Facts:
    """Return what rows are judged by at an instant, but for what stands before them, in at most three statements.

    What else a row must be held against joins here: read for the whole push, never row by row.
    """
    indicators, day = await load_measured(session, principal, reading.indicator_ids), day_in_bangkok(at)
    return Facts(
        measures={indicator.id: measure_of(indicator) for indicator in indicators},
        areas={year: areas_of(year) for year in reading.fiscal_years},
        standing={},
        day=day,
        windows=await windows_of(session, reading.fiscal_years, reporter, day),
    )


def plain_of(reading: Reading, reporter: str, reason: str | None, facts: Facts) -> Plain:
    """Return what the database holds all rows against at once; no more than the facts say, told for these rows.

    Takes a while and no await: run it in a thread.
    """
    periods = {(int(year), period) for year, period in reading.distinct("fiscal_year", "period")}
    areas = {(int(year), area) for year, area in reading.distinct("fiscal_year", "area_code")}
    return Plain(
        reporter,
        reason,
        spans=list(spans_of(periods, facts)),
        places=list(places_of(areas, facts)),
        scales=list(scales_of(facts, reporter)),
        limits=list(limits_of(periods, facts)),
        has_doubles=reading.has_doubles,
    )


def with_standing(facts: Facts, reporter: str, found: Sequence[RowMapping]) -> tuple[list[Row], Facts]:
    """Return suspicious rows as the rules take them, and the facts with what stands before each."""
    rows = [row_of(each) for each in found]
    before = {row.key: standing_of(each, reporter) for row, each in zip(rows, found, strict=True)}
    return rows, replace(facts, standing={key: value for key, value in before.items() if value is not None})


def row_of(found: RowMapping) -> Row:
    """Return a staged row as it was sent; its reason may be that of the whole push."""
    return Row(
        index=found["index"],
        area_code=found["area_code"],
        indicator_id=found["indicator_id"],
        fiscal_year=found["fiscal_year"],
        period=found["period"],
        value=found["sent_value"],
        numerator=found["numerator"],
        denominator=found["denominator"],
        status=found["status"],
        note=found["note"],
        reason=found["reason"],
    )


def standing_of(found: RowMapping, reporter: str) -> CurrentValue | None:
    """Return what the reporter last said of what a staged row is about."""
    if found["before_revision"] is None:
        return None
    return CurrentValue(
        area_code=found["area_code"],
        indicator_id=found["indicator_id"],
        fiscal_year=found["fiscal_year"],
        period=found["period"],
        reporter=reporter,
        revision=found["before_revision"],
        value=found["before_value"],
        numerator=found["before_numerator"],
        denominator=found["before_denominator"],
        status=FINAL if found["before_is_final"] else PROVISIONAL,
        recorded_at=found["before_recorded_at"],
    )


def measure_of(indicator: Indicator) -> Measure:
    """Return what the rules ask of an indicator."""
    return Measure(
        state=indicator.state,
        definition_version=indicator.definition_version,
        frequency=indicator.frequency,
        decimals=indicator.decimals,
        is_ratio=indicator.area_aggregation == RATIO,
        is_percent=indicator.unit_code == PERCENT,
        functions=functions_of(indicator.owner_function_code, indicator.host_function_code),
        named=frozenset((each.fiscal_year, f"function:{each.function_code}") for each in indicator.reporters),
    )


def functions_of(*codes: str | None) -> frozenset[str]:
    """Return the functions of these codes and the ministries above them, as units."""
    known = [function for code in codes if code and (function := reference.function(code))]
    above = (function.parent_code for function in known if function.parent_code)
    return frozenset(f"function:{code}" for code in (*(function.code for function in known), *above))


def areas_of(fiscal_year: int) -> frozenset[str]:
    """Return the areas that values of a fiscal year are measured for: provinces, clusters, and the nation."""
    nation = (area for area in reference.areas() if area.kind is reference.AreaKind.NATION)
    measured = (*reference.provinces(fiscal_year), *reference.clusters(fiscal_year), *nation)
    return frozenset(area.code for area in measured)
