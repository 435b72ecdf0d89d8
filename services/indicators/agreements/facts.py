"""What agreements answer to the bulk questions of composites and of the evaluation."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.repository import standing_agreements
from services.indicators.agreements.schemas.answers import KpiContent
from services.indicators.agreements.usecases.results import Reached, reached_by
from services.shared.access import Principal
from services.shared.numbers import number_of


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, its visible agreement of a fiscal year that is submitted or approved, and its KPIs in order.

    Each with target, baseline, the year's actual value, whose that is and of which revisions, and its rubric. Numbers
    are JSON numbers; null is not known, never zero. A cluster's KPIs are under the cluster's code.
    """
    found = await standing_agreements(session, principal, area_codes, fiscal_year)
    reached = await reached_by(session, principal, found)
    by_area = {agreement.area_code: agreement for agreement in found}
    answers: dict[str, dict[str, Any]] = {code: {"agreement": None, "kpis": []} for code in area_codes}
    for code, agreement in by_area.items():
        answers[code] = {"agreement": _shown(agreement), "kpis": [_kpi(each) for each in reached[agreement.id]]}
    return answers


def _shown(agreement: PerformanceAgreement) -> dict[str, Any]:
    return {
        "id": str(agreement.id),
        "version": agreement.version,
        "state": agreement.state,
        "fiscal_year": agreement.fiscal_year,
    }


def _kpi(reached: Reached) -> dict[str, Any]:
    kpi, indicator, actual = reached.kpi, reached.kpi.indicator, reached.actual
    content = KpiContent.model_validate(kpi).model_dump(mode="json")
    return {
        "indicator_id": str(indicator.id),
        "indicator_code": indicator.code,
        "name_th": indicator.name_th,
        "kind": kpi.kind,
        "weight": content["weight"],
        "target": None if reached.target is None else number_of(reached.target),
        "baseline": None if kpi.baseline_value is None else number_of(kpi.baseline_value),
        "actual": None if actual is None else number_of(actual.value),
        "actual_reporter": reached.reporter,
        "actual_status": reached.actual_status,
        "actual_revisions": reached.revisions,
        "is_complete": reached.is_complete,
        "direction": indicator.direction,
        "rubric": content["rubric"],
        "source": kpi.source,
    }
