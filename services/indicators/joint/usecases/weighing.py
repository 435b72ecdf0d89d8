"""What weighs the areas of a weighted average: an indicator of its own, of whoever's value of it counts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository as catalogue
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.rules import WEIGHTED_AVERAGE
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.rules.counting import reporters_of
from services.indicators.joint.usecases.counted import Counted, counted_of
from services.indicators.observations.rules import CurrentValue, Side, YearValue, value_of_year
from services.shared.access import Principal

# By area, the year's value of what weighs it.
Weights = Mapping[str, YearValue]
Values = Mapping[Side, Sequence[CurrentValue]]


def weight_of(joint: JointIndicator) -> UUID | None:
    """Return the indicator that weighs the areas; None unless a weighted average is made."""
    definition = joint.frozen.definition
    weighs = definition["area_aggregation"] == WEIGHTED_AVERAGE
    return UUID(definition["denominator_indicator_id"]) if weighs and definition["denominator_indicator_id"] else None


async def weights_of(
    session: AsyncSession,
    principal: Principal,
    indicator_ids: Iterable[UUID],
    area_codes: Iterable[str],
    values: Values,
    fiscal_year: int,
) -> Mapping[UUID | None, Weights]:
    """Return, by weighing indicator, the weights of areas: in two statements, in none where nothing weighs.

    A roll-up takes the same ones: the side of record of a joint indicator of its own, else the area, else the host.
    """
    wanted, areas = set(indicator_ids), sorted(area_codes)
    if not wanted:
        return {}
    known = await session.scalars(catalogue.visible_to(principal).where(Indicator.id.in_(wanted)))
    indicators = known.all()
    counted = await counted_of(session, areas, wanted, fiscal_year)
    return {
        indicator.id: {
            area: weight
            for area in areas
            if (weight := _weight_in(area, indicator, values, counted.get((area, indicator.id)), fiscal_year))
        }
        for indicator in indicators
    }


def _weight_in(
    area_code: str, indicator: Indicator, values: Values, counted: Counted | None, fiscal_year: int
) -> YearValue | None:
    """Return the weight of an area; None where nobody whose value counts has reported one."""
    if counted is not None and counted.settled is not None:
        return counted.settled.as_year()
    order = reporters_of(area_code, indicator.host_function_code, counted.reporter if counted else None)
    said = (values.get((area_code, indicator.id, fiscal_year, reporter)) for reporter in order)
    years = (value_of_year(found, indicator.time_aggregation) for found in said if found)
    return next((year for year in years if year is not None), None)
