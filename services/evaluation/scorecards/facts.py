"""What scorecards answer to the bulk questions of composites."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.scorecards.models import Scorecard
from services.evaluation.scorecards.repository import load_traces
from services.shared.access import Principal
from services.shared.numbers import number_of
from services.shared.schemas import Json


async def area_facts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, its visible card of a fiscal year and what each KPI of its own agreement scores.

    The card is null where there is none; what the cluster's KPIs score is the cluster's and not told here.
    """
    found = await load_traces(session, principal, fiscal_year, area_codes)
    return {code: _shown(*found[code]) if code in found else {"scorecard": None, "kpis": []} for code in area_codes}


def _shown(card: Scorecard, trace: Json) -> Json:
    return {
        "scorecard": {
            "id": str(card.id),
            "version": card.version,
            "state": card.state,
            "score": None if card.score is None else number_of(card.score),
            "scored_weight": number_of(card.scored_weight),
            "weights": None if card.weights is None else number_of(card.weights),
            "band": card.band,
        },
        "kpis": list(_own_kpis(trace)),
    }


def _own_kpis(trace: Json) -> Iterator[Json]:
    for item in trace["items"]:
        agreement = item["agreement"]
        if agreement and agreement["area_code"] == trace["area_code"]:
            for kpi in agreement["kpis"]:
                yield {"indicator_id": kpi["indicator_id"], "score": kpi["score"]}
