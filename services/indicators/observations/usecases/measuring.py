"""What a push is judged by: the indicators it is about, the areas they are measured for, what stands there."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.repository import load_measured
from services.indicators.catalogue.rules import PERCENT, RATIO
from services.indicators.observations import repository
from services.indicators.observations.rules.rows import Facts, Measure, Row
from services.indicators.windows.repository import windows_of
from services.shared import reference
from services.shared.access import Principal
from services.shared.fiscal import day_in_bangkok


async def facts_of(
    session: AsyncSession, principal: Principal, reporter: str, rows: Sequence[Row], at: dt.datetime
) -> Facts:
    """Return what `rows` are judged by at an instant, in three statements; four where a year has windows."""
    indicators = await load_measured(session, principal, {row.indicator_id for row in rows})
    years, day = {row.fiscal_year for row in rows}, day_in_bangkok(at)
    return Facts(
        measures={indicator.id: measure_of(indicator) for indicator in indicators},
        areas={year: areas_of(year) for year in years},
        standing=await repository.standing_values(session, reporter, rows),
        day=day,
        windows=await windows_of(session, years, reporter, day),
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
