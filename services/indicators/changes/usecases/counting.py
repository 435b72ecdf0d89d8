"""The requests of a fiscal year, counted, and what one KPI said over time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.rules.agreement import APPROVED, LEVELS
from services.indicators.agreements.usecases.revising import content_of_kpi, kpi_of
from services.indicators.changes import repository
from services.indicators.changes.models import KpiRevision
from services.indicators.changes.rules.statistics import Agreed, Asked, LevelCount, count_of
from services.indicators.changes.usecases.deciding import as_found
from services.shared.access import Principal
from services.shared.errors import NotFound


@dataclass(frozen=True)
class IndicatorCount:
    """How many areas of a level asked about an indicator."""

    id: UUID
    code: str
    name_th: str
    areas_asked: int


async def count_year(session: AsyncSession, fiscal_year: int) -> list[tuple[LevelCount, list[IndicatorCount]]]:
    """Return, by level, provinces first, how many areas and KPIs of how many were asked about, and what came of it."""
    rows = await repository.asked_in(session, fiscal_year)
    asked = [
        Asked(row.level, row.area_code, row.indicator_id, tuple(row.kinds), row.state, row.decision) for row in rows
    ]
    agreed = [Agreed(*row) for row in await repository.agreed_in(session, fiscal_year)]
    return [(count_of(level, asked, agreed), _indicators(level, rows)) for level in sorted(LEVELS, reverse=True)]


def _indicators(level: str, rows: Any) -> list[IndicatorCount]:  # noqa: ANN401 - rows of a statement
    areas: dict[tuple[str, UUID, str], set[str]] = {}
    for row in rows:
        if row.level == level:
            areas.setdefault((row.code, row.indicator_id, row.name_th), set()).add(row.area_code)
    return [IndicatorCount(key[1], key[0], key[2], len(found)) for key, found in sorted(areas.items())]


async def show_revisions(
    session: AsyncSession, principal: Principal, agreement_id: UUID, indicator_id: UUID
) -> list[KpiRevision]:
    """Return what a KPI of a visible agreement said since it was approved, the latest first; raises NotFound.

    What it says now stands on top even where no request brought it about.
    """
    agreement = await agreements.load_agreement(session, principal, agreement_id)
    kpi = kpi_of(agreement, indicator_id)
    known = list(await repository.load_revisions(session, agreement_id, indicator_id))
    if kpi is None and not known:
        raise NotFound()
    if kpi is None or agreement.state != APPROVED:
        return known
    present = as_found(agreement, kpi, content_of_kpi(kpi), agreement.version)
    if known and known[0].content_hash == present.content_hash:
        return known
    present.revision = len(known) + 1
    return [present, *known]
