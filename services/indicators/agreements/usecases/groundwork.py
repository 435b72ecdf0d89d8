"""What the years before give to a draft, so that its targets and baselines are set from data (S0, monitoring KPIs)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.errors import BaselineNotKnown
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.rules.groundwork import BaselineFacts, PastYear, baseline_of
from services.indicators.agreements.rules.opinions import KPI_UNKNOWN
from services.indicators.agreements.schemas.groundwork import PerformanceAgreementBaselinesTake
from services.indicators.agreements.usecases.changes import content_of, save
from services.indicators.agreements.usecases.results import Reached, reached_by
from services.indicators.agreements.usecases.steps import begin
from services.indicators.catalogue.models import Indicator
from services.indicators.joint.rules.counting import first_reporter, reporters_of
from services.indicators.observations.repository import current_values
from services.indicators.observations.rules import Side, YearValue, by_side, value_of_year
from services.indicators.observations.rules.years import FINAL
from services.shared.access import Principal
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import difference
from services.shared.idempotency import Once


@dataclass(frozen=True)
class Ground:
    """One indicator: what it is in the draft, what it came to in the year before, its past years, the latest first."""

    indicator: Indicator
    now: AgreementKpi | None
    before: Reached | None
    years: tuple[PastYear, ...]

    @property
    def baseline(self) -> BaselineFacts | None:
        """What can be taken as its baseline."""
        return baseline_of(self.years)


@dataclass(frozen=True)
class Groundwork:
    """What a draft is written from."""

    agreement: PerformanceAgreement
    last: PerformanceAgreement | None
    fiscal_years: tuple[int, ...]
    grounds: tuple[Ground, ...]


async def show_groundwork(session: AsyncSession, principal: Principal, agreement_id: UUID, years: int) -> Groundwork:
    """Return what the `years` before a visible agreement give to it; raises NotFound. One statement for each year."""
    agreement = await repository.load_agreement(session, principal, agreement_id)
    return await groundwork_of(session, principal, agreement, years)


async def groundwork_of(
    session: AsyncSession, principal: Principal, agreement: PerformanceAgreement, years: int
) -> Groundwork:
    """Return what the years before a loaded agreement give to it."""
    fiscal_years = tuple(agreement.fiscal_year - back for back in range(1, years + 1))
    found = await repository.standing_agreements(session, principal, [agreement.area_code], fiscal_years[0])
    last = found[0] if found else None
    reached = (await reached_by(session, principal, [last]))[last.id] if last else []
    before = {each.kpi.indicator_id: each for each in sorted(reached, key=_in_order)}
    now = {kpi.indicator_id: kpi for kpi in agreement.kpis}
    indicators = {each.kpi.indicator_id: each.kpi.indicator for each in before.values()}
    indicators |= {kpi.indicator_id: kpi.indicator for kpi in agreement.kpis if kpi.indicator_id not in indicators}
    past = await past_years(session, principal, agreement.area_code, indicators, fiscal_years)
    grounds = (Ground(each, now.get(key), before.get(key), past.get(key, ())) for key, each in indicators.items())
    return Groundwork(agreement, last, fiscal_years, tuple(grounds))


def _in_order(reached: Reached) -> tuple[bool, int]:
    return reached.kpi.kind != "strategic", reached.kpi.position


async def past_years(
    session: AsyncSession,
    principal: Principal,
    area_code: str,
    indicators: Mapping[UUID, Indicator],
    fiscal_years: Sequence[int],
) -> dict[UUID, tuple[PastYear, ...]]:
    """Return, by indicator, its past years in an area; the public is shown final values only."""
    past: dict[UUID, tuple[PastYear, ...]] = {}
    for fiscal_year in fiscal_years if indicators else ():
        values = await current_values(session, indicators, fiscal_year, [area_code])
        shown = by_side([value for value in values if value.status == FINAL or not principal.is_public])
        made = {side: value_of_year(each, indicators[side[1]].time_aggregation) for side, each in shown.items()}
        for indicator_id, indicator in indicators.items():
            year = _past_year(area_code, indicator, fiscal_year, made)
            if year is not None:
                past[indicator_id] = (*past.get(indicator_id, ()), year)
    return past


def _past_year(
    area_code: str, indicator: Indicator, fiscal_year: int, made: Mapping[Side, YearValue | None]
) -> PastYear | None:
    by_reporter = {side[3]: year for side, year in made.items() if side[1] == indicator.id and year is not None}
    reporter = first_reporter(reporters_of(area_code, indicator.host_function_code), by_reporter)
    if reporter is None:
        return None
    year = by_reporter[reporter]
    periods = tuple(period for period, _ in year.revisions)
    return PastYear(fiscal_year, year.value, reporter, year.is_complete, year.is_final, periods)


async def take_baselines(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    body: PerformanceAgreementBaselinesTake,
    years: int,
) -> PerformanceAgreement:
    """Make the last whole year that was reported the baseline of KPIs, with where it comes from.

    Raises StateDoesNotAllow, Invalid (no such KPI), BaselineNotKnown.
    """
    agreement = await begin(session, principal, once, agreement_id, access.UPDATE)
    before, kpis = content_of(agreement), {kpi.indicator_id: kpi for kpi in agreement.kpis}
    unknown = [place for place, each in enumerate(body.indicator_ids) if each not in kpis]
    if unknown:
        raise Invalid(*(FieldError(f"/indicator_ids/{place}", "kpi_unknown", KPI_UNKNOWN) for place in unknown))
    work = await groundwork_of(session, principal, agreement, years)
    baselines = {ground.indicator.id: ground.baseline for ground in work.grounds}
    missing = [place for place, each in enumerate(body.indicator_ids) if baselines.get(each) is None]
    if missing:
        raise BaselineNotKnown(
            *(FieldError(f"/indicator_ids/{place}", "value_missing", _NO_VALUE) for place in missing)
        )
    for indicator_id in body.indicator_ids:
        baseline, kpi = baselines[indicator_id], kpis[indicator_id]
        if baseline is not None:
            kpi.baseline_value, kpi.baseline_fiscal_year = baseline.value, baseline.fiscal_year
            kpi.baseline_source = baseline.source
    await save(
        session, principal, agreement, "performance_agreement.updated", difference(before, content_of(agreement))
    )
    return agreement


_NO_VALUE = Text("ไม่มีค่าทั้งปีที่รายงานไว้", "No value of a whole year is reported.")
