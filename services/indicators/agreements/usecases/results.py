"""What KPIs reached: targets beside the values that were reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.achievement import Aim, status_of
from services.indicators.agreements import repository
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.rules.results import OWN, SETTLED, SIDE_OF_RECORD
from services.indicators.joint.rules.counting import first_reporter, reporters_of
from services.indicators.joint.usecases.counted import Counted, counted_of
from services.indicators.observations.repository import current_values
from services.indicators.observations.rules import Side, YearValue, by_side, value_of_year
from services.indicators.observations.rules.years import FINAL, PROVISIONAL
from services.shared.access import Principal

YearValues = Mapping[Side, YearValue | None]


@dataclass(frozen=True)
class Reached:
    """A KPI with its year's target and actual value, None where there is none, and whose value that is."""

    kpi: AgreementKpi
    target: Decimal | None
    actual: YearValue | None
    reporter: str | None
    status: str
    counted: Counted | None = None

    @property
    def joint_indicator_id(self) -> UUID | None:
        """The joint indicator by whose agreement this value counts; None where none stands for the area."""
        return self.counted.joint_indicator_id if self.counted else None

    @property
    def basis(self) -> str | None:
        """Why it is this value that counts; None when there is none."""
        if self.actual is None:
            return None
        if self.counted is None:
            return OWN
        return SIDE_OF_RECORD if self.counted.settled is None else SETTLED

    @property
    def actual_status(self) -> str | None:
        """Whether the value may still change: final once all it was made of is; None when not reported."""
        if self.actual is None:
            return None
        return FINAL if self.actual.is_final else PROVISIONAL

    @property
    def is_complete(self) -> bool:
        """Whether the value is there for the whole year."""
        return self.actual is not None and self.actual.is_complete

    @property
    def revisions(self) -> list[dict[str, str | int]]:
        """Of which reported values it was made, by period."""
        made_of = self.actual.revisions if self.actual else ()
        if self.counted is not None and self.counted.settled is not None:
            made_of = self.counted.settled.made_of
        return [{"period": period, "revision": revision} for period, revision in made_of]


async def show_results(
    session: AsyncSession, principal: Principal, agreement_id: UUID
) -> tuple[PerformanceAgreement, list[Reached]]:
    """Return a visible agreement and what each of its KPIs reached; raises NotFound."""
    agreement = await repository.load_agreement(session, principal, agreement_id)
    reached = await reached_by(session, principal, [agreement])
    return agreement, reached[agreement.id]


async def reached_by(
    session: AsyncSession, principal: Principal, agreements: Sequence[PerformanceAgreement]
) -> dict[UUID, list[Reached]]:
    """Return, by agreement, what each of its KPIs reached in the agreement's year; all are of one fiscal year.

    Two statements for all of them. The public is shown final values only, as at /v1/observations; what a resolution
    settled is one.
    """
    kpis = [kpi for agreement in agreements for kpi in agreement.kpis]
    if not kpis:
        return {agreement.id: [] for agreement in agreements}
    areas, year = [agreement.area_code for agreement in agreements], agreements[0].fiscal_year
    indicators = {kpi.indicator_id for kpi in kpis}
    values = await current_values(session, indicators, year, areas)
    counted = await counted_of(session, areas, indicators, year)
    shown = [value for value in values if value.status == FINAL or not principal.is_public]
    aggregations = {kpi.indicator_id: kpi.indicator.time_aggregation for kpi in kpis}
    years = {side: value_of_year(found, aggregations[side[1]]) for side, found in by_side(shown).items()}
    return {
        each.id: [_reached(each, kpi, years, counted.get((each.area_code, kpi.indicator_id))) for kpi in each.kpis]
        for each in agreements
    }


def _reached(agreement: PerformanceAgreement, kpi: AgreementKpi, years: YearValues, counted: Counted | None) -> Reached:
    reporter, actual = _counting(agreement, kpi, years, counted)
    indicator, target = kpi.indicator, kpi.targets_by_year.get(agreement.fiscal_year)
    aim = Aim(indicator.direction, target, indicator.range_lower, indicator.range_upper)
    is_complete = actual is not None and actual.is_complete
    status = status_of(aim, actual.value if actual else None, is_complete=is_complete)
    return Reached(kpi, target, actual, reporter, status, counted)


def _counting(
    agreement: PerformanceAgreement, kpi: AgreementKpi, years: YearValues, counted: Counted | None
) -> tuple[str | None, YearValue | None]:
    """Return whose value counts and that value: as settled, of the side of record, else the first that reported."""
    if counted is not None and counted.settled is not None:
        return counted.reporter, counted.settled.as_year()
    indicator = kpi.indicator
    by_reporter = {
        reporter: value
        for (area, indicator_id, _, reporter), value in years.items()
        if (area, indicator_id) == (agreement.area_code, indicator.id) and value is not None
    }
    order = reporters_of(
        agreement.area_code, indicator.host_function_code, counted.reporter if counted is not None else None
    )
    reporter = first_reporter(order, by_reporter)
    return reporter, by_reporter[reporter] if reporter else None
